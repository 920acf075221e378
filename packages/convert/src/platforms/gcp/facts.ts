import { asObject, textAt } from '../../mapping/json.ts';
import { missingInStatus, platformStatusOf } from '../../objects/infrastructure.ts';
import { type KnownCluster, type PlatformFacts, problemsOf } from '../../objects/platform.ts';
import { clusterProblems } from './cluster-problems.ts';
import { ownedLabel, type ResourceTag, resourceLabelsOf, resourceTagsOf } from './user-labels.ts';

/** What the GCP rows must know of the cluster. */
export interface GCPFacts {
  readonly region: string | undefined;
  /** The project that instances are in. */
  readonly projectID: string | undefined;
  /** The two above as far as another object than the machines themselves says them, to compare machines with. */
  readonly expected: { readonly projectID: string | undefined; readonly region: string | undefined };
  /** The cluster's network; undefined where no other object than the machines themselves says it. */
  readonly network: string | undefined;
  /** Who says the network. */
  readonly saidBy: 'GCPCluster' | 'control plane';
  /** The GCPCluster in the input has the label by which Machine API marks what belongs to the cluster. */
  readonly hasOwnedLabel: boolean;
  /** The project of that network where it is shared (a shared VPC), else undefined. */
  readonly hostProject: string | undefined;
  /** Labels that Machine API puts on every instance of the cluster, from the Infrastructure object. */
  readonly resourceLabels: { readonly [key: string]: string };
  /** Tags of the resource manager that Machine API binds to every instance of the cluster. */
  readonly resourceTags: readonly ResourceTag[];
  /** The name in the middle of the control plane's instance groups; undefined where no GCPCluster was given. */
  readonly instanceGroupTag: string | undefined;
}

/** The middle of an instance group's name that CAPG uses where the GCPCluster says nothing. */
const defaultInstanceGroupTag = 'apiserver';

/** Reads the facts; what contradicts Machine API's one project, one region and one credential is a problem. */
export function gcpFacts(known: Partial<KnownCluster> & Pick<KnownCluster, 'infrastructure'>): PlatformFacts<GCPFacts> {
  const gcp = platformStatusOf(known.infrastructure, 'gcp');
  const given = asObject(known.infraCluster?.['spec']);
  const spec = given ?? asObject(known.derived?.['spec']);
  const judge = given === undefined && known.isComparable !== true ? undefined : spec;
  const region = textAt(gcp, 'region') ?? textAt(spec, 'region');
  const projectID = textAt(gcp, 'projectID') ?? textAt(spec, 'project');
  const hostProject = textAt(judge, 'network', 'hostProject');
  const label = ownedLabel(textAt(known.infrastructure, 'status', 'infrastructureName') ?? '');
  const facts: GCPFacts = {
    region,
    projectID,
    expected: {
      projectID: textAt(gcp, 'projectID') ?? textAt(judge, 'project'),
      region: textAt(gcp, 'region') ?? textAt(judge, 'region'),
    },
    // A GCPCluster without a network name means the network of the name "default".
    network: given === undefined ? textAt(judge, 'network', 'name') : (textAt(given, 'network', 'name') ?? 'default'),
    saidBy: given === undefined ? 'control plane' : 'GCPCluster',
    hasOwnedLabel: textAt(given, 'additionalLabels', label) === 'owned',
    hostProject: hostProject === projectID ? undefined : hostProject,
    resourceLabels: resourceLabelsOf(gcp),
    resourceTags: resourceTagsOf(gcp),
    instanceGroupTag:
      given && (textAt(given, 'loadBalancer', 'apiServerInstanceGroupTagOverride') ?? defaultInstanceGroupTag),
  };
  return {
    facts,
    problems: [
      ...(region === undefined ? [missingInStatus('gcp', 'region', 'region')] : []),
      ...(projectID === undefined ? [missingInStatus('gcp', 'projectID', 'project')] : []),
      ...(given === undefined ? [] : problemsOf('infraCluster', clusterProblems(given, facts))),
    ],
  };
}

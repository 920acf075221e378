import type { JsonObject } from '@capstan/api';
import { type ClusterAround, clusterAround } from '../cluster/around.ts';
import type { ClusterSources } from '../cluster/infra-cluster.ts';
import type { Issue } from '../mapping/issue.ts';
import { issueOf } from '../mapping/issue-of.ts';
import { asObject } from '../mapping/json.ts';
import type { Table } from '../mapping/table.ts';
import { type Converter, makeConverter } from '../objects/convert.ts';
import { exceptMachine } from '../objects/except-machine.ts';
import type { Platform, PlatformStatus } from '../objects/platform.ts';
import { machineSetTable, machineTable } from '../objects/tables.ts';
import type { WebhookDefault } from '../objects/webhook-defaults.ts';
import { aws } from './aws/platform.ts';
import { azure } from './azure/platform.ts';
import { bareMetal } from './baremetal/platform.ts';
import { gcp } from './gcp/platform.ts';
import { ibmCloud } from './ibmcloud/platform.ts';
import { nutanix } from './nutanix/platform.ts';
import { openstack } from './openstack/platform.ts';
import { powervs } from './powervs/platform.ts';
import { vsphere } from './vsphere/platform.ts';

/** A platform without the type of its facts: what may be known of any of them. */
export type AnyPlatform = Pick<
  Platform<never>,
  'type' | 'provider' | 'infra' | 'checks' | 'prerequisites' | 'isRegional' | 'platformStatus' | 'cluster' | 'handover'
> & {
  readonly webhookDefaults: readonly WebhookDefault[];
  readonly status: PlatformStatus;
  /** The platform's tables, for documentation: nothing can be run with them. */
  readonly tables: {
    readonly Machine: Pick<Table<never>, 'rows'>;
    readonly MachineSet: Pick<Table<never>, 'rows'>;
    readonly platformRows: Table<never>['rows'];
  };
  /** `infraCluster` is the one that there is, or `made` where it is the one of `around`; undefined where it is not known. */
  open(sources: ClusterSources, infraCluster: JsonObject | 'made' | undefined): Opened;
};

/** A converter for one cluster, and what is wrong with the cluster's own objects. */
export interface Opened {
  readonly converter: Converter;
  /** The Cluster and the infra cluster, as they would be made. */
  readonly around: ClusterAround;
  readonly issues: readonly (Issue & { readonly of: 'infrastructure' | 'infraCluster' })[];
}

function register<F>(platform: Platform<F>): AnyPlatform {
  return {
    type: platform.type,
    provider: platform.provider,
    infra: platform.infra,
    checks: platform.checks,
    prerequisites: platform.prerequisites,
    isRegional: platform.isRegional,
    platformStatus: platform.platformStatus,
    status: platform.status,
    cluster: platform.cluster,
    handover: platform.handover,
    webhookDefaults: platform.webhookDefaults ?? [],
    tables: { Machine: machineTable(platform), MachineSet: machineSetTable(platform), platformRows: platform.rows },
    open(sources, infraCluster) {
      const { infrastructure, provider, cluster } = sources;
      const around = clusterAround(platform, sources);
      const derived = provider === undefined ? undefined : around.infraCluster;
      const known = infraCluster === 'made' ? around.infraCluster : infraCluster;
      const read = (isComparable: boolean) =>
        platform.readFacts({ infrastructure, infraCluster: known, derived, isComparable });
      const { facts, problems } = read(provider?.isControlPlane === true);
      const others = makeConverter(platform, facts, cluster);
      const { machine } = provider ?? {};
      return {
        converter:
          machine === undefined
            ? others
            : exceptMachine(machine, makeConverter(platform, read(false).facts, cluster), others),
        around,
        // What is to be said of one that is made, `around` says.
        issues: problems
          .filter(({ object }) => infraCluster !== 'made' || object !== 'infraCluster')
          .map(({ object, problem }) => ({ ...issueOf(problem, 'self'), of: object })),
      };
    },
  };
}

/** Every platform that Capstan converts. */
export const platforms: readonly AnyPlatform[] = [
  register(aws),
  register(azure),
  register(bareMetal),
  register(gcp),
  register(ibmCloud),
  register(nutanix),
  register(openstack),
  register(powervs),
  register(vsphere),
];

/** The platform of a cluster, by Infrastructure.status.platformStatus.type; undefined for one without a table. */
export function platformOf(infrastructure: JsonObject): AnyPlatform | undefined {
  const type = platformType(infrastructure);
  return platforms.find((platform) => platform.type === type);
}

/** The platform's name as the Infrastructure object has it. */
export function platformType(infrastructure: JsonObject): string | undefined {
  const status = asObject(infrastructure['status']);
  const type = asObject(status?.['platformStatus'])?.['type'] ?? status?.['platform'];
  return typeof type === 'string' ? type : undefined;
}

import type { JsonObject } from '@capstan/api';
import { formatPath, type Issue, type Problem } from '../mapping/issue.ts';
import { issueOf } from '../mapping/issue-of.ts';
import { asObject, sortKeys } from '../mapping/json.ts';
import { parse } from '../mapping/parse.ts';
import type { ConvertedObject } from '../objects/context.ts';
import * as keys from '../objects/keys.ts';
import type { Platform } from '../objects/platform.ts';
import { controlPlaneEndpoint } from './endpoint.ts';
import type { ClusterProblemAt, ClusterSources } from './infra-cluster.ts';

/** What Cluster API needs around machines. */
export interface ClusterAround {
  /** What the infra cluster refers to, the infra cluster, then the Cluster: the order to apply them in. Empty on an error. */
  readonly objects: readonly ConvertedObject[];
  /** The infra cluster as it would be, also where an error is reported: for comparisons. */
  readonly infraCluster: JsonObject;
  /** What the manager of the infra cluster writes to its status once it exists: nobody else does. */
  readonly infraStatus: JsonObject;
  readonly issues: readonly (Issue & { readonly of: ClusterProblemAt['object'] })[];
}

/**
 * Derives the Cluster and its infra cluster from the Infrastructure object and a machine's provider spec. The infra cluster
 * is externally managed: its provider's controller makes no network, load balancer or other thing of the cloud for it.
 */
export function clusterAround<F>(
  { infra, cluster: rules }: Pick<Platform<F>, 'infra' | 'cluster'>,
  sources: ClusterSources,
): ClusterAround {
  const { infrastructureName: name, clusterApiNamespace: namespace } = sources.cluster;
  const derived = rules.derive(sources);
  const problems = [...(derived.problems ?? [])];
  const endpoint = controlPlaneEndpoint(sources.infrastructure);
  if (!endpoint.ok) problems.push(endpoint.problem);
  const known = endpoint.ok ? { controlPlaneEndpoint: endpoint.value } : {};
  const own = Object.hasOwn(rules.shapes.spec.fields, 'controlPlaneEndpoint') ? known : {};
  const spec = sorted({ ...own, ...derived.spec });
  const infraStatus = sorted({ ready: true, ...derived.status });
  if (!problems.some(({ problem }) => (problem.severity ?? 'error') === 'error')) {
    for (const [part, shape, value] of [
      ['spec', rules.shapes.spec, spec],
      ['status', rules.shapes.status, infraStatus],
    ] as const) {
      parse(shape, value, (found) => problems.push(notAccepted(infra.clusterKind, [part], found)), 'final');
    }
  }
  const metadata = { name, namespace, labels: { [keys.clusterName]: name } };
  const infraCluster: ConvertedObject = {
    apiVersion: infra.apiVersion,
    kind: infra.clusterKind,
    metadata: { ...metadata, annotations: { [keys.managedBy]: 'capstan' } },
    spec,
  };
  const cluster: ConvertedObject = {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Cluster',
    metadata,
    spec: {
      ...known,
      infrastructureRef: { apiGroup: infra.apiVersion.split('/')[0] ?? '', kind: infra.clusterKind, name },
    },
  };
  const issues = problems.map(({ object, problem }) => ({ ...issueOf(problem, 'self'), of: object }));
  const isDerived = !issues.some(({ severity }) => severity === 'error');
  return {
    objects: isDerived ? [...(derived.others ?? []), infraCluster, cluster] : [],
    infraCluster,
    infraStatus,
    issues,
  };
}

function notAccepted(
  kind: string,
  base: readonly string[],
  { segments, message, value }: { segments: readonly (string | number)[]; message: string; value?: unknown },
): ClusterProblemAt {
  const path = formatPath([...base, ...segments]);
  const problem: Problem = {
    code: 'InvalidValue',
    message: `${kind} does not accept the result: ${path} ${message}`,
    ...(value !== undefined && { value }),
    hint: 'Correct the value that it is taken from in the Infrastructure object or the provider spec.',
  };
  return { object: 'infrastructure', problem };
}

function sorted(value: unknown): JsonObject {
  return asObject(sortKeys(value)) ?? {};
}

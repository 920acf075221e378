import { asObject, listAt } from '@capstan/convert';
import type { KubeClient, KubeObject } from '@capstan/kube';
import { annotations, clusterApiVersion, machineApiVersion, type Namespaces } from '../../names.ts';
import { orUndefined, servedKinds } from '../../standing/served-kinds.ts';
import type { PolicyBundle } from './bundle.ts';
import { policyNames } from './policy-names.ts';

/** A kind that a policy judges, and where. */
export interface SentinelTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespace: string;
  /** Creates are judged; otherwise only changes are. */
  readonly judgesCreate: boolean;
}

/** The kinds that a policy judges and the cluster serves, those whose creation is judged first. Subresources and patterns are left out. */
export async function sentinelTargets(
  client: KubeClient,
  bundle: PolicyBundle,
  namespaces: Namespaces,
  signal?: AbortSignal,
): Promise<readonly SentinelTarget[]> {
  const targets: SentinelTarget[] = [];
  for (const rule of listAt(bundle.policy, 'spec', 'matchConstraints', 'resourceRules')) {
    const operations = texts(rule, 'operations');
    for (const group of texts(rule, 'apiGroups')) {
      for (const version of await versionsOf(client, group, texts(rule, 'apiVersions'), signal)) {
        const apiVersion = group === '' ? version : `${group}/${version}`;
        const kinds = await servedKinds(client, apiVersion, signal);
        for (const plural of texts(rule, 'resources')) {
          const kind = [...kinds].find(([, name]) => name === plural)?.[0];
          if (kind === undefined) continue;
          const namespace = namespaceOf(bundle) ?? byGroup(group, namespaces);
          const judgesCreate = operations.some((each) => each === 'CREATE' || each === '*');
          targets.push({ apiVersion, kind, plural, namespace, judgesCreate });
        }
      }
    }
  }
  return targets.toSorted((a, b) => Number(b.judgesCreate) - Number(a.judgesCreate));
}

/** The object whose creation, as a dry run, asks whether a policy is in place. */
export function sentinelObject(policy: string, { apiVersion, kind, namespace }: SentinelTarget): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: {
      name: 'capstan-policy-sentinel',
      namespace,
      labels: { [policyNames.sentinelLabel]: policy },
      // So that no rule about active objects answers before the sentinel's.
      annotations: { [annotations.paused]: '' },
    },
    ...specOf(apiVersion, kind),
  };
}

/** Schemas come before policies: what they want has to be there. Those of providers want more than can be known here. */
function specOf(apiVersion: string, kind: string): { readonly spec?: object } {
  const name = 'capstan-policy-sentinel';
  if (apiVersion === machineApiVersion) return { spec: { authoritativeAPI: 'MachineAPI' } };
  if (!apiVersion.endsWith('cluster.x-k8s.io/v1beta2') && !apiVersion.includes('cluster.x-k8s.io/')) return {};
  if (apiVersion !== clusterApiVersion) return { spec: {} };
  const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'SentinelMachine', name };
  const machine = { clusterName: name, bootstrap: { dataSecretName: name }, infrastructureRef };
  if (kind === 'Machine') return { spec: machine };
  const labels = { [policyNames.sentinelLabel]: name };
  const template = { metadata: { labels }, spec: machine };
  return { spec: { clusterName: name, replicas: 0, selector: { matchLabels: labels }, template } };
}

async function versionsOf(
  client: KubeClient,
  group: string,
  versions: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  if (!versions.includes('*')) return versions;
  if (group === '' || group === '*') return group === '' ? ['v1'] : [];
  const found = asObject(await orUndefined(client.getPath(`/apis/${group}`, { signal })));
  const preferred = asObject(found?.['preferredVersion'])?.['version'];
  return typeof preferred === 'string' ? [preferred] : [];
}

/** The one that the bindings, or the policy, name by the label that every namespace has. */
function namespaceOf({ policy, bindings }: PolicyBundle): string | undefined {
  const constraints = [
    ...bindings.map((binding) => asObject(asObject(binding['spec'])?.['matchResources'])),
    asObject(asObject(policy['spec'])?.['matchConstraints']),
  ];
  for (const selector of constraints.map((each) => asObject(each?.['namespaceSelector']))) {
    const byLabel = asObject(selector?.['matchLabels'])?.[namespaceLabel];
    if (typeof byLabel === 'string') return byLabel;
    for (const expression of listAt(selector, 'matchExpressions')) {
      const { key, operator, values } = asObject(expression) ?? {};
      const [first] = Array.isArray(values) ? values : [];
      if (key === namespaceLabel && operator === 'In' && typeof first === 'string') return first;
    }
  }
  return undefined;
}

const namespaceLabel = 'kubernetes.io/metadata.name';

function byGroup(group: string, { machineApi, clusterApi }: Namespaces): string {
  return group === 'machine.openshift.io' ? machineApi : clusterApi;
}

function texts(value: unknown, field: string): readonly string[] {
  return listAt(value, field).filter((each) => typeof each === 'string');
}

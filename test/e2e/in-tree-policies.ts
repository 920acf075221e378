import type { KubeClient } from '@capstan/kube';

/** What the in-tree policies exempt: Machine API's controllers and the account of Cluster API's. */
const exempt =
  "!(request.userInfo.username in ['system:serviceaccount:openshift-machine-api:machine-api-controllers', 'system:serviceaccount:openshift-cluster-api:capi-controllers'])";

interface Rule {
  readonly name: string;
  readonly group: 'machine.openshift.io' | 'cluster.x-k8s.io';
  readonly resource: 'machines' | 'machinesets';
  readonly operation: 'CREATE' | 'UPDATE';
  readonly conditions: readonly string[];
  readonly expression: string;
  readonly message: string;
  /** The API that acts, where annotations by which controllers know what to do are kept as well. */
  readonly keepsAnnotations?: 'Cluster API' | 'Machine API';
}

const versions = { 'machine.openshift.io': 'v1beta1', 'cluster.x-k8s.io': 'v1beta2' } as const;
const namespaces = {
  'machine.openshift.io': 'openshift-machine-api',
  'cluster.x-k8s.io': 'openshift-cluster-api',
} as const;
const kinds = { machines: 'Machine', machinesets: 'MachineSet' } as const;

const paused = "has(object.metadata.annotations) && 'cluster.x-k8s.io/paused' in object.metadata.annotations";
const locked = (api: string) =>
  `Changing .spec is not allowed. This is because status.authoritativeAPI is set to ${api}.`;

const isReserved = "k.startsWith('machine.openshift.io') || k.contains('cluster.x-k8s.io')";
const before = 'oldObject.metadata.?annotations.orValue({})';
const after = 'object.metadata.?annotations.orValue({})';
const sameAnnotations = `${after}.all(k, !(${isReserved}) || ${before}[?k].orValue('') == ${after}[k]) && ${before}.all(k, !(${isReserved}) || k in ${after})`;
const annotationsOf = (api: string) =>
  `Cannot add, modify or delete any machine.openshift.io/* or cluster.x-k8s.io/* or clusters.x-k8s.io/* annotation. This is because status.authoritativeAPI is set to ${api}.`;

/** The rules that judge what sync writes, after the description of the in-tree ones: their names, conditions and messages. */
const rules: readonly Rule[] = (['machines', 'machinesets'] as const).flatMap((resource): Rule[] => {
  const name = resource === 'machines' ? 'machine' : 'machine-set';
  return [
    {
      name: `machine-api-${name}-vap`,
      group: 'machine.openshift.io',
      resource,
      operation: 'UPDATE',
      conditions: [
        exempt,
        "has(object.status) && has(object.status.authoritativeAPI) && object.status.authoritativeAPI == 'ClusterAPI'",
      ],
      expression:
        resource === 'machines'
          ? 'object.spec.providerSpec == oldObject.spec.providerSpec && object.spec.?lifecycleHooks == oldObject.spec.?lifecycleHooks'
          : 'object.spec.template == oldObject.spec.template && object.spec.replicas == oldObject.spec.replicas',
      message: locked('Cluster API'),
      keepsAnnotations: 'Cluster API',
    },
    {
      name: `cluster-api-${name}-vap`,
      group: 'cluster.x-k8s.io',
      resource,
      operation: 'UPDATE',
      conditions: [exempt, "params.status.authoritativeAPI == 'MachineAPI'"],
      expression: 'object.spec == oldObject.spec',
      message: locked('Machine API'),
      keepsAnnotations: 'Machine API',
    },
    {
      name: `openshift-validate-capi-${name}-creation`,
      group: 'cluster.x-k8s.io',
      resource,
      operation: 'CREATE',
      conditions: [exempt],
      expression: `params.status.authoritativeAPI != 'MachineAPI' || (${paused})`,
      message: `Can't create Cluster API ${kinds[resource]} in an un-paused state.`,
    },
  ];
});

/** Installs them, each with its binding; those that need the twin have it as a parameter, as in-tree. */
export async function installInTreePolicies(client: KubeClient): Promise<void> {
  for (const rule of rules) {
    const { name, group, resource, operation, conditions, expression, message, keepsAnnotations: api } = rule;
    const hasTwin = [...conditions, expression].some((text) => text.includes('params.'));
    const twin = { apiVersion: 'machine.openshift.io/v1beta1', kind: kinds[resource] };
    const all = [...conditions, ...(hasTwin ? ['object.metadata.name == params.metadata.name'] : [])];
    const apiVersion = 'admissionregistration.k8s.io/v1';
    await client.create({
      apiVersion,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        ...(hasTwin && { paramKind: twin }),
        matchConstraints: {
          resourceRules: [
            { apiGroups: [group], apiVersions: [versions[group]], operations: [operation], resources: [resource] },
          ],
        },
        matchConditions: all.map((text, index) => ({ name: `condition-${index}`, expression: text })),
        validations: [
          { expression, message },
          ...(api === undefined ? [] : [{ expression: sameAnnotations, message: annotationsOf(api) }]),
        ],
      },
    });
    const namespace = namespaces[group];
    await client.create({
      apiVersion,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } },
        ...(hasTwin && {
          paramRef: { namespace: 'openshift-machine-api', selector: {}, parameterNotFoundAction: 'Allow' },
        }),
      },
    });
  }
}

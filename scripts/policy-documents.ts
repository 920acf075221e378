import type { KubeObject } from '@capstan/kube';
import { bundlesOf, packPolicies, paramKindOf } from '@capstan/operator';

const apiGroup = 'rbac.authorization.k8s.io';
const admission = 'admissionregistration.k8s.io';
const kinds = ['validatingadmissionpolicies', 'validatingadmissionpolicybindings'];
const name = 'capstan-policies';

/** Names that a release had and the next has no more: the operator needs the right to take them away. */
const retired: readonly string[] = [];

/**
 * What the operator may do about policies: look at all, and write those of these names. By server-side apply even a creation has a name, so
 * that a right can be to that name alone: a policy of another name, which could stop a whole cluster, it can neither make nor change.
 * Who brings a policy with parameters has to be able to read these; the API server asks for it.
 */
export function policyRoles(manifests: readonly KubeObject[]): object[] {
  const resourceNames = [...new Set([...manifests.map(({ metadata }) => metadata.name), ...retired])].toSorted();
  // An empty list of names would be all of them.
  if (resourceNames.length === 0) throw new Error('there is no policy');
  const params = new Map<string, Set<string>>();
  for (const { policy } of bundlesOf(manifests)) {
    const kind = paramKindOf(policy);
    if (kind === undefined) continue;
    const group = kind.apiVersion.includes('/') ? (kind.apiVersion.split('/')[0] ?? '') : '';
    params.set(group, (params.get(group) ?? new Set()).add(`${kind.kind.toLowerCase()}s`));
  }
  const rules = [
    { apiGroups: [admission], resources: kinds, verbs: ['list', 'watch'] },
    { apiGroups: [admission], resources: kinds, resourceNames, verbs: ['create', 'patch', 'update', 'delete'] },
    ...[...params].map(([group, resources]) => ({
      apiGroups: [group],
      resources: [...resources].toSorted(),
      verbs: ['get'],
    })),
  ];
  return [
    { apiVersion: `${apiGroup}/v1`, kind: 'ClusterRole', metadata: { name }, rules },
    {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup, kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name: 'capstan', namespace: 'openshift-cluster-api' }],
    },
  ];
}

/** The transport ConfigMap, and how much of what a ConfigMap may hold it is. */
export function policyConfigMap(manifests: readonly KubeObject[]): KubeObject {
  return packPolicies(manifests, 'openshift-cluster-api');
}

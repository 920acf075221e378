import type { Problem } from '../mapping/issue.ts';

/** Keys that Cluster API's webhook for Machines refuses (1.12, internal/webhooks/machine.go), and why. */
const refusedKeys: readonly { readonly matches: (key: string) => boolean; readonly why: string }[] = [
  {
    matches: (key) =>
      key === 'node.cluster.x-k8s.io/uninitialized' || key === 'node.cluster.x-k8s.io/outdated-revision',
    why: 'Cluster API puts this taint on Nodes itself',
  },
  {
    matches: (key) => key.startsWith('node.kubernetes.io/') && key !== 'node.kubernetes.io/out-of-service',
    why: 'the node lifecycle controller puts taints of node.kubernetes.io/ on Nodes itself',
  },
  {
    matches: (key) => key.startsWith('node.cloudprovider.kubernetes.io/'),
    why: 'the cloud controller manager puts taints of node.cloudprovider.kubernetes.io/ on Nodes itself',
  },
  {
    matches: (key) => key === 'node-role.kubernetes.io/master' || key === 'node-role.kubernetes.io/control-plane',
    why: 'Cluster API accepts this taint on no machine that it knows as a worker',
  },
];

/** What Cluster API's CRD and webhook would say against the key of a taint; undefined for one that they take. */
export function taintKeyProblem(key: string): Problem | undefined {
  const refused = refusedKeys.find(({ matches }) => matches(key));
  if (refused !== undefined) {
    return {
      code: 'NotSupported',
      value: key,
      message: refused.why,
      hint: 'Remove the taint, or keep this on Machine API.',
    };
  }
  const parts = key.split('/');
  const [prefix = '', name = ''] = parts.length === 1 ? ['', key] : parts;
  if (parts.length <= 2 && name.length <= 63 && prefix.length <= 253) return undefined;
  const message = "a taint's key is a name of at most 63 characters, with a domain of at most 253 before it or not";
  return { code: 'InvalidValue', value: key, message, hint: 'Correct the key.' };
}

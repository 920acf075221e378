/**
 * Labels and annotations for generators of tests: random text would never hit the keys that mean something. `mapi` has
 * them by where Machine API has them, `capi` in the one map of Cluster API.
 */

const role = 'machine.openshift.io/cluster-api-machine-role';
const type = 'machine.openshift.io/cluster-api-machine-type';
const minSize = 'cluster-api-autoscaler-node-group-min-size';
const drainHook = 'pre-drain.delete.hook.machine.cluster.x-k8s.io/';

export const labelSamples = {
  mapi: [
    { labels: { [role]: 'worker', [type]: 'worker' } },
    { labels: { [role]: 'infra', [type]: 'infra' }, nodeLabels: { 'node-role.kubernetes.io/infra': '' } },
    { labels: { [role]: 'worker', [type]: 'gpu', team: 'ml' } },
    { labels: { [role]: '', 'node-role.kubernetes.io/gpu': '', 'machine.openshift.io/region': 'x' } },
    {
      labels: { 'example.com/pool': 'a', 'cluster.x-k8s.io/cluster-name': 'ocp1-x7k2p' },
      nodeLabels: { 'example.com/pool': 'a' },
    },
    { nodeLabels: { 'example.com/pool': 'a', 'node.cluster.x-k8s.io/b': 'c' } },
  ],
  capi: [
    { labels: { 'node-role.kubernetes.io/worker': '' } },
    {
      labels: {
        'node-role.kubernetes.io/infra': '',
        'node-role.kubernetes.io/worker': '',
        'node-role.kubernetes.io/gpu': '',
      },
    },
    { labels: { 'node-restriction.kubernetes.io/a': 'b', 'cluster.x-k8s.io/set-name': 'set' } },
    { labels: { [role]: 'worker', 'machine.openshift.io/region': 'x', team: 'ml' } },
    { labels: { [role]: 'worker', [type]: 'worker', 'node-role.kubernetes.io/worker': '' } },
  ],
};

export const annotationSamples = {
  mapi: [
    { annotations: { 'example.com/a': 'b', empty: '' } },
    { annotations: { 'example.com/a': 'b' }, nodeAnnotations: { 'example.com/a': 'b', 'example.com/rack': 'c' } },
    { annotations: { 'machine.openshift.io/delete-machine': 'yes', 'machine.openshift.io/instance-state': 'running' } },
    {
      preDrain: [
        { name: 'storage', owner: 'an-operator' },
        { name: 'backup', owner: 'an-operator' },
      ],
      preTerminate: [{ name: 'storage', owner: 'other' }],
    },
  ],
  capi: [
    { annotations: { 'example.com/a': 'b', empty: '' } },
    {
      annotations: { 'cluster.x-k8s.io/delete-machine': '', [`${drainHook}zeta`]: 'own', [`${drainHook}alpha`]: 'own' },
    },
    { annotations: { 'machine.openshift.io/delete-machine': 'yes', 'machine.openshift.io/instance-state': 'mine' } },
  ],
};

export const setAnnotationSamples = {
  mapi: [
    { annotations: { 'example.com/a': 'b', 'machine.openshift.io/vCPU': '4' } },
    {
      annotations: {
        [`machine.openshift.io/${minSize}`]: '2',
        'machine.openshift.io/autoscaling-options-scaledownunneededtime': '10m',
      },
    },
  ],
  capi: [
    { annotations: { 'example.com/a': 'b', 'machine.openshift.io/vCPU': '4' } },
    {
      annotations: {
        [`cluster.x-k8s.io/${minSize}`]: '2',
        'cluster.x-k8s.io/autoscaling-options-scaledownunneededtime': '10m',
      },
    },
    { annotations: { [`machine.openshift.io/${minSize}`]: '2' } },
    { annotations: { [`cluster.x-k8s.io/${minSize}`]: '2', [`machine.openshift.io/${minSize}`]: '2' } },
  ],
};

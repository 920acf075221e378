import type { Slot } from './objects.ts';
import {
  type Actor,
  allowing,
  annotations,
  exempt,
  labels,
  ordinary,
  type Row,
  refusing,
  type Table,
  type There,
} from './table.ts';

const cluster = 'This is because status.authoritativeAPI is set to Cluster API.';
const machine = 'This is because status.authoritativeAPI is set to Machine API.';
const made = 'This is because Capstan made this template.';
const onlyAuthority = `You may only modify spec.authoritativeAPI. Any other change inside .spec is not allowed. ${cluster}`;
const specIsLocked = `Changing .spec is not allowed. ${machine}`;
const migrating =
  'You may only modify spec.authoritativeAPI. Any other change inside .spec is not allowed. This is because status.authoritativeAPI is set to Migrating: wait until the migration is complete, or set spec.authoritativeAPI back to cancel it.';
const template =
  'Changing .spec is not allowed. This is because Capstan made this template and named it after what it says. Make a template of another name, and have the MachineSet refer to that.';
const labelsAre = (because: string) =>
  `Cannot add, modify or delete any machine.openshift.io/*, kubernetes.io/* or cluster.x-k8s.io/* label. ${because}`;
const annotationsAre = (because: string) =>
  `Cannot add, modify or delete any machine.openshift.io/* or cluster.x-k8s.io/* or clusters.x-k8s.io/* annotation. ${because}`;
const controlled = (api: string, noun: string, because: string) =>
  `Cannot modify a ${api} controlled label except to match the ${api} mirrored ${noun}. ${because}`;
const hash = "Setting the 'machine-template-hash' label is forbidden.";

/** On the Cluster API side the core manager writes as well. */
const exemptOf = (slot: Slot): readonly Actor[] => (slot.startsWith('mapi') ? exempt : [...exempt, 'capi-manager']);
const refuse = (slot: Slot, name: string, what: string, patch: object, message: string): Row[] =>
  refusing(
    message,
    { to: slot.startsWith('mapi') ? [...ordinary, 'capi-manager'] : ordinary, notTo: exemptOf(slot) },
    { what, slot, name, act: { patch } },
  );
const allow = (slot: Slot, name: string, what: string, patch: object): Row =>
  allowing({ what, slot, name, act: { patch } });

const ofUsers = { colour: 'red', other: 'x', 'machine.openshift.io/zone': 'a', 'machine-template-hash': '1' };
const record = JSON.stringify({ annotations: ['a', 'other'], labels: ['colour'] });
const notes = { 'capstan.openshift.io/mirrored': record, 'machine.openshift.io/note': 'a', free: 'a' };
const machineApiSlots = ['mapi', 'mapiSet'] as const;
const clusterApiSlots = ['capi', 'capiSet', 'infra', 'template'] as const;

const there: There[] = [
  ...machineApiSlots.flatMap((slot) =>
    (['MachineAPI', 'ClusterAPI', 'Migrating'] as const).map((authoritativeAPI): There => {
      const conditions = [{ type: 'Synchronized', status: 'True', lastTransitionTime: '2026-11-01T00:00:00Z' }];
      const status = { authoritativeAPI, synchronizedAPI: 'MachineAPI', conditions };
      const wanted = authoritativeAPI === 'MachineAPI' ? 'MachineAPI' : 'ClusterAPI';
      const name = `locks-${authoritativeAPI.toLowerCase()}`;
      return { slot, name, labels: ofUsers, annotations: notes, spec: { authoritativeAPI: wanted }, status };
    }),
  ),
  ...machineApiSlots.map((slot): There => ({ slot, name: 'locks-free', labels: ofUsers, annotations: notes })),
  ...clusterApiSlots.flatMap((slot) => [
    ...(['MachineAPI', 'ClusterAPI'] as const).map(
      (authority): There => ({
        slot,
        name: `locks-${authority.toLowerCase()}`,
        labels: { ...ofUsers, 'capstan.openshift.io/mirror': '' },
        annotations: { ...notes, 'capstan.openshift.io/authority': authority },
      }),
    ),
    { slot, name: 'locks-free', labels: ofUsers, annotations: { free: 'a', 'machine.openshift.io/note': 'a' } },
  ]),
];

/** Changes of labels and annotations by which controllers know what to do. */
const reservedLabels: readonly (readonly [string, object])[] = [
  ['a changed label of Machine API', labels({ 'machine.openshift.io/zone': 'b' })],
  ['a lost label of Machine API', labels({ 'machine.openshift.io/zone': null })],
  ['a new label of Kubernetes', labels({ 'kubernetes.io/os': 'linux' })],
  ['a new label of Cluster API', labels({ 'x.cluster.x-k8s.io/a': 'b' })],
];
const reservedAnnotations: readonly (readonly [string, object])[] = [
  ['a changed annotation of Machine API', annotations({ 'machine.openshift.io/note': 'b' })],
  ['a lost annotation of Machine API', annotations({ 'machine.openshift.io/note': null })],
  ['a pause', annotations({ 'cluster.x-k8s.io/paused': 'true' })],
  ['a new annotation of the autoscaler', annotations({ 'a.clusters.x-k8s.io/b': 'c' })],
];
const metadataRows = (slot: Slot, name: string, because: string): Row[] => [
  ...reservedLabels.flatMap(([what, patch]) => refuse(slot, name, what, patch, labelsAre(because))),
  ...reservedAnnotations.flatMap(([what, patch]) => refuse(slot, name, what, patch, annotationsAre(because))),
];
const controlledRows = (slot: Slot, name: string, message: string): Row[] => [
  ...refuse(slot, name, 'a changed label that came from the other side', labels({ colour: 'blue' }), message),
  ...refuse(slot, name, 'a lost label that came from the other side', labels({ colour: null }), message),
];
const hashRows = (slot: Slot, name: string): Row[] => [
  ...refuse(slot, name, 'another template hash', labels({ 'machine-template-hash': '2' }), hash),
  ...refuse(slot, name, 'no template hash', labels({ 'machine-template-hash': null }), hash),
];

/** What a user may do to any object: nobody has a say in these keys. */
const freely: readonly (readonly [string, object])[] = [
  [
    'labels and annotations of their own',
    { metadata: { labels: { other: 'y', new: 'z' }, annotations: { free: 'b' } } },
  ],
  [
    'labels and annotations that they take away',
    { metadata: { labels: { other: null }, annotations: { free: null } } },
  ],
];
const everyKey = [
  ...reservedLabels,
  ...reservedAnnotations,
  ['a label that came from the other side', labels({ colour: 'blue' })] as const,
  ['a template hash', labels({ 'machine-template-hash': '2' })] as const,
];

const provider = { providerSpec: { value: { instanceType: 'm6i.2xlarge' } } };
const taints = [{ key: 'a', value: 'b', effect: 'NoSchedule' }];
const lifecycleHooks = { preDrain: [{ name: 'hook', owner: 'somebody' }] };
const ofMachine: readonly (readonly [string, object])[] = [
  ['another instance type', { spec: provider }],
  ['a provider ID', { spec: { providerID: 'aws:///a/i-1' } }],
  ['a hook', { spec: { lifecycleHooks } }],
  ['a taint', { spec: { taints } }],
  ['a label of the Node', { spec: { metadata: { labels: { a: 'b' } } } }],
];
const ofSet: readonly (readonly [string, object])[] = [
  ['another number of replicas', { spec: { replicas: 2 } }],
  ['a delete policy', { spec: { deletePolicy: 'Newest' } }],
  ['minReadySeconds', { spec: { minReadySeconds: 5 } }],
  ['another template', { spec: { template: { spec: provider } } }],
  ['another selector', { spec: { selector: { matchLabels: { a: 'b' } } } }],
];
const inClusterApi: { readonly [S in (typeof clusterApiSlots)[number]]: readonly (readonly [string, object])[] } = {
  capi: [['a failure domain', { spec: { failureDomain: 'a' } }]],
  capiSet: [
    ['another number of replicas', { spec: { replicas: 2 } }],
    ['another order of deletion', { spec: { deletion: { order: 'Newest' } } }],
  ],
  infra: [['another instance type', { spec: { instanceType: 'm6i.2xlarge' } }]],
  template: [['another instance type', { spec: { template: { spec: { instanceType: 'm6i.2xlarge' } } } }]],
};
const specRows = (slot: Slot, name: string, changes: readonly (readonly [string, object])[], message: string): Row[] =>
  changes.flatMap(([what, patch]) => refuse(slot, name, what, patch, message));
const allowAll = (slot: Slot, name: string, changes: readonly (readonly [string, object])[]): Row[] =>
  changes.map(([what, patch]) => allow(slot, name, what, patch));

/** Edits of the side that does not act, and of the one that does. */
export const lockTable: Table = {
  there,
  rows: [
    ...specRows('mapi', 'locks-clusterapi', ofMachine, onlyAuthority),
    ...metadataRows('mapi', 'locks-clusterapi', cluster),
    ...controlledRows('mapi', 'locks-clusterapi', controlled('Cluster API', 'machine', cluster)),
    ...hashRows('mapi', 'locks-clusterapi'),
    ...specRows('mapiSet', 'locks-clusterapi', ofSet, onlyAuthority),
    ...metadataRows('mapiSet', 'locks-clusterapi', cluster),
    ...controlledRows('mapiSet', 'locks-clusterapi', controlled('Cluster API', 'MachineSet', cluster)),
    allow(
      'mapiSet',
      'locks-clusterapi',
      'a template hash, which means nothing on a set',
      labels({ 'machine-template-hash': '2' }),
    ),
    ...specRows('mapi', 'locks-migrating', ofMachine, migrating),
    ...specRows('mapiSet', 'locks-migrating', ofSet, migrating),
    ...machineApiSlots.flatMap((slot) => [
      ...refuse(
        slot,
        'locks-migrating',
        'the way back and more',
        { spec: { authoritativeAPI: 'MachineAPI', ...(slot === 'mapi' ? { taints } : { replicas: 3 }) } },
        migrating,
      ),
      ...['locks-clusterapi', 'locks-migrating', 'locks-machineapi', 'locks-free'].flatMap((name) =>
        allowAll(slot, name, freely),
      ),
      ...['locks-migrating', 'locks-machineapi', 'locks-free'].flatMap((name) => allowAll(slot, name, everyKey)),
      ...['locks-machineapi', 'locks-free'].flatMap((name) =>
        allowAll(slot, name, slot === 'mapi' ? ofMachine : ofSet.slice(0, -1)),
      ),
    ]),
    ...(['capi', 'capiSet', 'infra'] as const).flatMap((slot) => [
      ...specRows(slot, 'locks-machineapi', inClusterApi[slot], specIsLocked),
      ...metadataRows(slot, 'locks-machineapi', machine),
      ...controlledRows(
        slot,
        'locks-machineapi',
        controlled('Machine API', slot === 'capiSet' ? 'MachineSet' : 'machine', machine),
      ),
      ...(slot === 'capiSet' ? [] : hashRows(slot, 'locks-machineapi')),
      ...['locks-machineapi', 'locks-clusterapi', 'locks-free'].flatMap((name) => allowAll(slot, name, freely)),
      ...['locks-clusterapi', 'locks-free'].flatMap((name) =>
        allowAll(slot, name, [...everyKey, ...inClusterApi[slot].filter(() => slot !== 'infra')]),
      ),
    ]),
    ...['locks-machineapi', 'locks-clusterapi'].flatMap((name) => [
      ...specRows('template', name, inClusterApi.template, template),
      ...metadataRows('template', name, made),
      ...allowAll('template', name, freely),
    ]),
    ...allowAll('template', 'locks-free', [...freely, ...everyKey, ...inClusterApi.template]),
    ...allowAll('infra', 'locks-clusterapi', inClusterApi.infra),
  ],
};

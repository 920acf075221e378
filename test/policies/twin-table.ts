import {
  type Actor,
  allowing,
  everybody,
  exempt,
  ordinary,
  type Row,
  refusing,
  type Table,
  type There,
} from './table.ts';

const cluster = 'This is because status.authoritativeAPI is set to Cluster API.';
const onlyAuthority = `You may only modify spec.authoritativeAPI. Any other change inside .spec is not allowed. ${cluster}`;
const migrating =
  'You may only modify spec.authoritativeAPI. Any other change inside .spec is not allowed. This is because status.authoritativeAPI is set to Migrating: wait until the migration is complete, or set spec.authoritativeAPI back to cancel it.';
const specIsLocked = 'Changing .spec is not allowed. This is because status.authoritativeAPI is set to Machine API.';

const allButControllers = { to: [...ordinary, 'capi-manager'] as const, notTo: exempt };
const all = { to: everybody, notTo: [] };
const paused = { 'cluster.x-k8s.io/paused': '' };
const isPaused = (status: 'True' | 'False') => ({
  conditions: [{ type: 'Paused', status, lastTransitionTime: '2026-11-01T00:00:00Z' }],
});
const mirror = { 'capstan.openshift.io/mirror': '' };
const marker = (authority: string) => ({
  labels: mirror,
  annotations: { 'capstan.openshift.io/authority': authority },
});

const kinds = [
  { mapi: 'mapi', capi: 'capi', noun: 'Machine', plain: 'machine' },
  { mapi: 'mapiSet', capi: 'capiSet', noun: 'machine set', plain: 'machine set' },
] as const;

const mustPause = (noun: string, plain: string, name: string) =>
  `Can't create Cluster API ${noun} ${name} in an un-paused state. Either pause the ${plain}, or change the authoritative API of the MAPI ${plain}: ${name}.`;
const mustBePaused = (noun: string, name: string) =>
  `Can't create Cluster API ${noun} ${name} as a Machine API ${noun} with status.authoritativeAPI: ClusterAPI already exists and is not paused.`;

/** What may be made beside something of the same name on the other side. */
export const creationTable: Table = {
  there: kinds.flatMap(({ mapi, capi }): There[] => [
    { slot: mapi, name: 'made-machineapi', status: { authoritativeAPI: 'MachineAPI', ...isPaused('False') } },
    { slot: mapi, name: 'made-clusterapi', status: { authoritativeAPI: 'ClusterAPI', ...isPaused('False') } },
    { slot: mapi, name: 'made-paused', status: { authoritativeAPI: 'ClusterAPI', ...isPaused('True') } },
    { slot: mapi, name: 'made-unsaid', status: { authoritativeAPI: 'ClusterAPI' } },
    { slot: mapi, name: 'made-unknown' },
    { slot: capi, name: 'made-capi' },
    { slot: capi, name: 'made-capi-mirror', ...marker('ClusterAPI') },
  ]),
  rows: [
    ...(['made-capi', 'made-capi-mirror'] as const).flatMap((name) => [
      ...refusing(
        `Can't create Machine API Machine ${name} with authoritativeAPI=MachineAPI because a Cluster API Machine with the same name already exists.`,
        all,
        { what: 'a Machine that would act beside one of Cluster API', slot: 'mapi', name, act: { create: {} } },
      ),
      ...refusing(
        `Can't create Machine API MachineSet ${name} with spec.authoritativeAPI: MachineAPI because a Cluster API MachineSet with the same name already exists.`,
        all,
        { what: 'a MachineSet that would act beside one of Cluster API', slot: 'mapiSet', name, act: { create: {} } },
      ),
    ]),
    ...kinds.flatMap(({ mapi, capi, noun, plain }): Row[] => {
      const create = (what: string, name: string, annotations = {}): Pick<Row, 'what' | 'slot' | 'name' | 'act'> => ({
        what,
        slot: capi,
        name,
        act: { create: { annotations } },
      });
      return [
        allowing({
          what: 'one that is to follow one of Cluster API',
          slot: mapi,
          name: 'made-capi',
          act: { create: { spec: { authoritativeAPI: 'ClusterAPI' } } },
        }),
        allowing({ what: 'one that is alone', slot: mapi, name: 'made-alone', act: { create: {} } }),
        allowing(create('one that is alone', 'made-alone')),
        ...refusing(
          mustPause(noun, plain, 'made-machineapi'),
          allButControllers,
          create('one that would act beside one of Machine API', 'made-machineapi'),
        ),
        allowing(create('one that is paused', 'made-machineapi', paused)),
        ...refusing(
          mustBePaused(noun, 'made-clusterapi'),
          allButControllers,
          create('one beside one of Machine API that still acts', 'made-clusterapi'),
        ),
        ...refusing(
          mustBePaused(noun, 'made-clusterapi'),
          allButControllers,
          create('a paused one beside one that still acts', 'made-clusterapi', paused),
        ),
        ...refusing(
          mustBePaused(noun, 'made-unsaid'),
          allButControllers,
          create('one beside one of which nobody knows whether it acts', 'made-unsaid'),
        ),
        allowing(create('one beside one of Machine API that is paused', 'made-paused')),
        allowing(create('one beside one that nobody has looked at', 'made-unknown')),
        {
          ...create('the mirror', 'made-machineapi'),
          act: { create: { ...marker('MachineAPI') } },
          actors: exempt,
          answer: { allowed: [] },
        },
      ];
    }),
  ],
};

const scale = (slot: 'mapiSet' | 'capiSet', name: string, what: string, replicas: number) => ({
  what,
  slot,
  name,
  act: { scale: replicas },
});

/** What autoscalers and `oc scale` do. */
export const scaleTable: Table = {
  there: [
    ...(['MachineAPI', 'ClusterAPI', 'Migrating'] as const).map(
      (authoritativeAPI): There => ({
        slot: 'mapiSet',
        name: `scale-${authoritativeAPI.toLowerCase()}`,
        status: { authoritativeAPI },
      }),
    ),
    { slot: 'mapiSet', name: 'scale-unknown' },
    ...(['MachineAPI', 'ClusterAPI'] as const).map(
      (authority): There => ({ slot: 'capiSet', name: `scale-${authority.toLowerCase()}`, ...marker(authority) }),
    ),
    { slot: 'capiSet', name: 'scale-unknown' },
  ],
  rows: [
    ...refusing(onlyAuthority, allButControllers, scale('mapiSet', 'scale-clusterapi', 'more machines', 3)),
    ...refusing(onlyAuthority, allButControllers, scale('mapiSet', 'scale-clusterapi', 'no machines', 0)),
    ...refusing(migrating, allButControllers, scale('mapiSet', 'scale-migrating', 'more machines', 3)),
    ...refusing(specIsLocked, allButControllers, scale('capiSet', 'scale-machineapi', 'more machines', 3)),
    ...refusing(specIsLocked, allButControllers, scale('capiSet', 'scale-machineapi', 'no machines', 0)),
    ...['scale-clusterapi', 'scale-migrating'].map((name) => allowing(scale('mapiSet', name, 'as many machines', 1))),
    allowing(scale('capiSet', 'scale-machineapi', 'as many machines', 1)),
    ...['scale-machineapi', 'scale-unknown'].map((name) => allowing(scale('mapiSet', name, 'more machines', 3))),
    ...['scale-clusterapi', 'scale-unknown'].map((name) => allowing(scale('capiSet', name, 'more machines', 3))),
  ],
};

const whoIsWarned: readonly Actor[] = [...ordinary, 'capi-manager'];
const warning = (slot: Row['slot'], name: string, text: string): Row[] => [
  { what: 'to delete it', slot, name, act: { delete: true }, actors: whoIsWarned, answer: { allowed: [text] } },
  { what: 'to delete it', slot, name, act: { delete: true }, actors: exempt, answer: { allowed: [] } },
];
const unwarned = (slot: Row['slot'], name: string): Row =>
  allowing({ what: 'to delete it', slot, name, act: { delete: true } });
const onItsWay =
  'This is being migrated, and is deleted when the migration is complete or cancelled. To cancel it set spec.authoritativeAPI back.';

/** What deletions lead to. */
export const deletionTable: Table = {
  there: [
    ...(['mapi', 'mapiSet'] as const).flatMap((slot) =>
      (['MachineAPI', 'ClusterAPI', 'Migrating'] as const).map(
        (authoritativeAPI): There => ({
          slot,
          name: `gone-${authoritativeAPI.toLowerCase()}`,
          status: { authoritativeAPI },
        }),
      ),
    ),
    ...(['capi', 'capiSet'] as const).flatMap((slot) => [
      { slot, name: 'gone-machineapi', ...marker('MachineAPI') },
      { slot, name: 'gone-clusterapi', ...marker('ClusterAPI') },
      { slot, name: 'gone-free' },
    ]),
  ],
  rows: [
    ...warning(
      'mapiSet',
      'gone-clusterapi',
      'Cluster API manages this machine set. Its MachineSet there and the machines of it stay; to be rid of them delete the MachineSet machinesets.cluster.x-k8s.io of the same name.',
    ),
    ...warning(
      'capiSet',
      'gone-machineapi',
      'Machine API manages this machine set. Its MachineSet there and the machines of it stay, and this one is made again; to be rid of them delete the MachineSet machinesets.machine.openshift.io of the same name.',
    ),
    ...warning(
      'mapi',
      'gone-clusterapi',
      'Cluster API manages this machine. To delete it here deletes it there too, and with it the instance.',
    ),
    ...warning(
      'capi',
      'gone-machineapi',
      'Machine API manages this machine. To delete it here deletes it there too, and with it the instance.',
    ),
    ...warning('mapi', 'gone-migrating', onItsWay),
    ...warning('mapiSet', 'gone-migrating', onItsWay),
    ...(['mapi', 'mapiSet'] as const).map((slot) => unwarned(slot, 'gone-machineapi')),
    ...(['capi', 'capiSet'] as const).flatMap((slot) => [
      unwarned(slot, 'gone-clusterapi'),
      unwarned(slot, 'gone-free'),
    ]),
  ],
};

import type { Slot } from './objects.ts';
import { type Actor, everybody, exempt, ordinary, type Row, refusing, type Table, type There } from './table.ts';

const provisioning = 'Cannot update .spec.authoritativeAPI when machine is in Provisioning phase';
const deleting = (noun: string) =>
  `Cannot update .spec.authoritativeAPI when ${noun} has a non-zero deletion timestamp`;
const notProvisioned =
  "spec.authoritativeAPI may only be updated when the Cluster API Machine's status.initialization.infrastructureProvisioned is true.";
const goes =
  'spec.authoritativeAPI cannot be modified while the corresponding CAPI Machine is being deleted (metadata.deletionTimestamp is set).';
const scaled =
  'Cannot update .spec.authoritativeAPI while the MachineAutoscaler workers-eu-west-1a scales this machine set. Delete the MachineAutoscaler first, and let the machine set be scaled anew when it has changed hands.';
const notInStep =
  'Updating .spec.authoritativeAPI when the Synchronized condition is not true means changes may not take effect';

const synchronized = (status: 'True' | 'False' | 'Unknown') => ({
  conditions: [
    { type: 'Paused', status: 'True', lastTransitionTime: '2026-11-01T00:00:00Z' },
    { type: 'Synchronized', status, lastTransitionTime: '2026-11-01T00:00:00Z' },
  ],
});
const inStep = synchronized('True');
const held = ['sync.machine.openshift.io/finalizer'];
const other = ['capstan.example.org/held'];
const acts = { authoritativeAPI: 'MachineAPI' };
const wants = (authoritativeAPI: 'MachineAPI' | 'ClusterAPI') => ({ patch: { spec: { authoritativeAPI } } });

const of = (slot: Slot, name: string, rest: Omit<There, 'slot' | 'name'>): There => ({
  slot,
  name: `moves-${name}`,
  ...rest,
});
const machine = (name: string, status: object, rest: Omit<There, 'slot' | 'name' | 'status'> = {}): There =>
  of('mapi', name, { finalizers: held, ...rest, status: { ...inStep, ...acts, ...status } });
const set = (name: string, status: object, rest: Omit<There, 'slot' | 'name' | 'status'> = {}): There =>
  of('mapiSet', name, { finalizers: held, ...rest, status: { ...inStep, ...acts, ...status } });

const scaledBy = { annotations: { 'capstan.openshift.io/autoscaled-by': 'workers-eu-west-1a' } };
const wantsCluster = { spec: { authoritativeAPI: 'ClusterAPI' } };
const onItsWay = { authoritativeAPI: 'Migrating', synchronizedAPI: 'MachineAPI' };

const attempt = (
  slot: Slot,
  name: string,
  what: string,
  act: Row['act'],
): Pick<Row, 'what' | 'slot' | 'name' | 'act'> => ({
  what,
  slot,
  name: `moves-${name}`,
  act,
});
const allow = (slot: Slot, name: string, what: string, act: Row['act'], actors: readonly Actor[] = everybody): Row => ({
  ...attempt(slot, name, what, act),
  actors,
  answer: { allowed: [] },
});
const warn = (slot: Slot, name: string, what: string): Row => ({
  ...attempt(slot, name, what, wants('ClusterAPI')),
  actors: everybody,
  answer: { allowed: [notInStep] },
});
const all = { to: everybody, notTo: [] };
const allButControllers = { to: [...ordinary, 'capi-manager'] as const, notTo: exempt };

/** When another API may be asked for. */
export const transitionTable: Table = {
  there: [
    machine('running', { phase: 'Running' }),
    machine('provisioned', { phase: 'Provisioned' }),
    machine('provisioning', { phase: 'Provisioning' }),
    machine('failed', { phase: 'Failed' }),
    machine('no-phase', {}),
    machine('new', {}, { finalizers: [] }),
    machine('twin-goes', { phase: 'Deleting' }),
    machine('deleting', { phase: 'Deleting' }, { deleting: true }),
    machine('back-provisioning', { phase: 'Provisioning' }, wantsCluster),
    machine('back-no-phase', {}, wantsCluster),
    machine('way-provisioning', { phase: 'Provisioning', ...onItsWay }, wantsCluster),
    machine('way-no-phase', onItsWay, wantsCluster),
    machine('way-deleting', { phase: 'Deleting', ...onItsWay }, { ...wantsCluster, deleting: true }),
    machine('way-unknown', { authoritativeAPI: 'Migrating' }, wantsCluster),
    machine(
      'way-annotated',
      { authoritativeAPI: 'Migrating' },
      { ...wantsCluster, annotations: { 'capstan.openshift.io/synchronized-api': 'MachineAPI' } },
    ),
    machine('way-onward', { phase: 'Provisioning', ...onItsWay }, { spec: { authoritativeAPI: 'MachineAPI' } }),
    set('set', {}),
    set('set-deleting', {}, { deleting: true, finalizers: other }),
    set('set-scaled', {}, scaledBy),
    set('set-scaled-back', {}, { ...scaledBy, ...wantsCluster }),
    set('set-scaled-way', onItsWay, { ...scaledBy, ...wantsCluster }),
    set('set-way-deleting', onItsWay, { ...wantsCluster, deleting: true }),
    ...(['mapi', 'mapiSet'] as const)
      .flatMap((slot) => [
        of(slot, 'false', { status: { ...acts, phase: 'Running', ...synchronized('False') } }),
        of(slot, 'unknown', { status: { ...acts, phase: 'Running', ...synchronized('Unknown') } }),
        of(slot, 'unsaid', { status: { ...acts, phase: 'Running' } }),
        of(slot, 'no-status', {}),
      ])
      .map(({ status, ...rest }) =>
        rest.slot === 'mapi' || status === undefined
          ? { ...rest, ...(status !== undefined && { status }) }
          : { ...rest, status: withoutPhase(status) },
      ),
  ],
  rows: [
    allow('mapi', 'running', 'a Machine that runs', wants('ClusterAPI')),
    allow('mapi', 'provisioned', 'a Machine that waits for its Node', wants('ClusterAPI')),
    ...refusing(
      provisioning,
      all,
      attempt('mapi', 'provisioning', 'a Machine whose instance is being made', wants('ClusterAPI')),
    ),
    allow('mapi', 'provisioning', 'its spec', { patch: { spec: { providerID: 'aws:///a/i-1' } } }),
    ...refusing(deleting('machine'), all, attempt('mapi', 'deleting', 'a Machine that goes', wants('ClusterAPI'))),
    ...refusing(
      notProvisioned,
      allButControllers,
      attempt('mapi', 'failed', 'a Machine that failed', wants('ClusterAPI')),
    ),
    ...refusing(
      notProvisioned,
      allButControllers,
      attempt('mapi', 'no-phase', 'a Machine that nobody has looked at', wants('ClusterAPI')),
    ),
    allow('mapi', 'new', 'a Machine without a twin', wants('ClusterAPI')),
    ...refusing(
      goes,
      allButControllers,
      attempt('mapi', 'twin-goes', 'a Machine whose twin goes', wants('ClusterAPI')),
    ),
    allow('mapi', 'back-provisioning', 'a request taken back', wants('MachineAPI')),
    allow('mapi', 'back-no-phase', 'a request taken back before there is a phase', wants('MachineAPI')),
    allow('mapi', 'way-provisioning', 'a migration cancelled', wants('MachineAPI')),
    allow('mapi', 'way-no-phase', 'a migration cancelled without a phase', wants('MachineAPI')),
    allow('mapi', 'way-deleting', 'a migration cancelled of what goes', wants('MachineAPI')),
    allow('mapi', 'way-unknown', 'a migration cancelled of which nobody knows where it came from', wants('MachineAPI')),
    allow(
      'mapi',
      'way-annotated',
      'a migration cancelled where the schema has no synchronizedAPI',
      wants('MachineAPI'),
    ),
    ...refusing(
      provisioning,
      all,
      attempt('mapi', 'way-onward', 'a cancelled migration wanted again', wants('ClusterAPI')),
    ),
    allow('mapiSet', 'set', 'a MachineSet', wants('ClusterAPI')),
    ...refusing(
      deleting('machine set'),
      all,
      attempt('mapiSet', 'set-deleting', 'a MachineSet that goes', wants('ClusterAPI')),
    ),
    ...refusing(
      scaled,
      allButControllers,
      attempt('mapiSet', 'set-scaled', 'a MachineSet that is scaled', wants('ClusterAPI')),
    ),
    allow('mapiSet', 'set-scaled', 'its replicas', { patch: { spec: { replicas: 4 } } }),
    allow('mapiSet', 'set-scaled-back', 'a request taken back that an autoscaler came upon', wants('MachineAPI')),
    allow('mapiSet', 'set-scaled-way', 'a migration cancelled that an autoscaler came upon', wants('MachineAPI')),
    allow('mapiSet', 'set-way-deleting', 'a migration cancelled of a MachineSet that goes', wants('MachineAPI')),
    ...(['mapi', 'mapiSet'] as const).flatMap((slot) => [
      warn(slot, 'false', 'one whose synchronization fails'),
      warn(slot, 'unknown', 'one of which nobody knows'),
      warn(slot, 'unsaid', 'one without conditions'),
      warn(slot, 'no-status', 'one without status'),
      allow(slot, 'false', 'something else', { patch: { metadata: { labels: { a: 'b' } } } }),
    ]),
  ],
};

function withoutPhase(status: object): object {
  return Object.fromEntries(Object.entries(status).filter(([key]) => key !== 'phase'));
}

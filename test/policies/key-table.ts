import type { Slot } from './objects.ts';
import { allowing, annotations, exempt, labels, ordinary, type Row, refusing, type Table } from './table.ts';

const label =
  'Cannot add, modify or delete any capstan.openshift.io/* label: Capstan keeps them. Leave them as they are, and make new objects without them.';
const annotation =
  'Cannot add, modify or delete any capstan.openshift.io/* annotation except handover-acknowledged, migration-run and migration-prior: Capstan keeps them. Leave them as they are, and make new objects without them.';
const slots = ['mapi', 'mapiSet', 'capi', 'capiSet', 'infra', 'template'] as const;
const prefix = 'capstan.openshift.io/';
const ours = { [`${prefix}mirror`]: '' };
const theirs = {
  [`${prefix}handover-acknowledged`]: 'unproven',
  [`${prefix}migration-run`]: 'r1',
  [`${prefix}migration-prior`]: '{"spec":"MachineAPI","template":"MachineAPI"}',
};

const to = [...ordinary, 'capi-manager'] as const;
const refuse = (slot: Slot, what: string, patch: object, message: string): Row[] =>
  refusing(message, { to, notTo: exempt }, { what, slot, name: 'keys', act: { patch } });

/** The marks that other policies go by. */
export const keyTable: Table = {
  there: slots.map((slot) => ({
    slot,
    name: 'keys',
    labels: ours,
    annotations: { [`${prefix}authority`]: 'ClusterAPI', [`${prefix}migration-run`]: 'r0' },
  })),
  rows: slots.flatMap((slot) => [
    ...refuse(slot, 'a mirror label taken away', labels({ [`${prefix}mirror`]: null }), label),
    ...refuse(slot, 'a mirror label changed', labels({ [`${prefix}mirror`]: 'x' }), label),
    ...refuse(slot, 'a label of our prefix added', labels({ [`${prefix}new`]: 'x' }), label),
    ...refuse(slot, 'another marker', annotations({ [`${prefix}authority`]: 'MachineAPI' }), annotation),
    ...refuse(slot, 'no marker', annotations({ [`${prefix}authority`]: null }), annotation),
    ...refuse(slot, 'something carried', annotations({ [`${prefix}carried`]: '{}' }), annotation),
    ...refuse(slot, 'a record', annotations({ [`${prefix}mirrored`]: '{}' }), annotation),
    ...refuse(slot, 'an autoscaler', annotations({ [`${prefix}autoscaled-by`]: 'a' }), annotation),
    allowing({ what: 'annotations that are for users', slot, name: 'keys', act: { patch: annotations(theirs) } }),
    allowing({
      what: 'annotations that are for users, taken away',
      slot,
      name: 'keys',
      act: { patch: annotations({ [`${prefix}migration-run`]: null }) },
    }),
    ...refusing(
      label,
      { to },
      { what: 'one made with a mirror label', slot, name: 'keys-new', act: { create: { labels: ours } } },
    ),
    ...refusing(
      annotation,
      { to },
      {
        what: 'one made with a marker',
        slot,
        name: 'keys-new',
        act: { create: { annotations: { [`${prefix}authority`]: 'ClusterAPI' } } },
      },
    ),
    allowing({
      what: 'one made with annotations of users',
      slot,
      name: 'keys-new',
      act: { create: { annotations: theirs } },
    }),
  ]),
};

import type { Word } from './word.ts';

const acknowledged = 'a value of status.authoritativeAPI of a Machine API object';

/** The fields and states by which authority is handed over. */
export const states: readonly Word[] = [
  {
    name: 'MachineAPI',
    of: 'migration',
    where: 'a value of spec.authoritativeAPI and status.authoritativeAPI of a Machine API object',
    means:
      'Machine API acts on the machine; its half in Cluster API is a paused mirror. In spec it is a wish, in status a fact: a migration leads from one to the other.',
    todo: 'Change the Machine API half. To hand it over set spec.authoritativeAPI to ClusterAPI, or run capstan migrate.',
  },
  {
    name: 'ClusterAPI',
    of: 'migration',
    where: 'a value of spec.authoritativeAPI and status.authoritativeAPI of a Machine API object',
    means:
      'Cluster API acts on the machine; its Machine API half only shows it. In spec it is a wish, in status a fact: a migration leads from one to the other.',
    todo: 'Change the Cluster API half: a change of the other is refused by a policy, or put back by sync.',
  },
  {
    name: 'Migrating',
    of: 'migration',
    where: acknowledged,
    means:
      'The hand-over has begun and neither side may be told to do anything: the old side is asked to pause, what it last said is synchronized, then the new side is let go. status.synchronizedAPI is the side it comes from.',
    todo: 'Wait; capstan status says for what. Setting spec.authoritativeAPI back takes the move back, until Cluster API has been let go.',
  },
  {
    name: 'authoritativeAPI',
    of: 'migration',
    where: 'field of spec and of status of a Machine API object',
    means:
      'Who is to act on the machine (spec), and who does (status). A user writes spec and nobody but the controllers status.',
    todo: 'Set spec.authoritativeAPI to move an object, back to return it.',
  },
  {
    name: 'synchronizedAPI',
    of: 'sync',
    where: 'field of status of a Machine API object',
    means:
      'The API whose half was copied when both were last the same. While an object is Migrating it is the side that a cancelled move goes back to.',
    todo: 'Nothing: the operator keeps it. On schemas without the field an annotation holds it.',
  },
  {
    name: 'synchronizedGeneration',
    of: 'sync',
    where: 'field of status of a Machine API object',
    means:
      'The metadata.generation of the half that acts, as it was last copied to the other. A migration needs it to be the present one; its last write sets it to 0, and the next synchronization to the generation of the new side.',
    todo: 'Where it lags behind, look at the condition Synchronized.',
  },
  {
    name: 'Synchronized',
    of: 'sync',
    where: 'condition of a Machine API object',
    means:
      'True: both halves say the same. False: the reason and the message say what is in the way. Unknown: not looked at since authority changed. Sync goes on all the time, in the direction of whoever acts; a migration is one hand-over, and begins only where this is True.',
    todo: 'capstan explain REASON tells about a reason.',
  },
  {
    name: 'sync',
    of: 'sync',
    where: 'process of the operator',
    means:
      'Keeps the half that does not act a copy of the one that does, all the time: spec, labels, annotations and status. It says how it went in the condition Synchronized, and never changes who acts.',
    todo: 'See docs/guides/sync.md.',
  },
  {
    name: 'migration',
    of: 'migration',
    where: 'process of the operator',
    means:
      'Hands a machine or set from one API to the other, once: it begins where spec.authoritativeAPI differs from status.authoritativeAPI and Synchronized is True, goes through Migrating, and converts nothing itself: sync does.',
    todo: 'See capstan migrate --help; capstan doctor says why one does not go on.',
  },
];

import type { Word } from './word.ts';

const normal = 'reason of an event of a Machine API object';
const warning = 'reason of a Warning event of a Machine API object';

/** What the migration controller tells of an object: see oc get events.events.k8s.io. */
export const migrationEvents: readonly Word[] = [
  {
    name: 'MigrationStarted',
    of: 'migration',
    where: normal,
    means: 'The hand-over has begun: status.authoritativeAPI is Migrating, and the side that acted is asked to pause.',
    todo: 'Nothing.',
  },
  {
    name: 'MigrationCompleted',
    of: 'migration',
    where: normal,
    means: 'The other API acts from now on.',
    todo: 'Nothing. The condition Synchronized says Unknown for a moment, until sync has looked in the new direction.',
  },
  {
    name: 'MigrationCancelled',
    of: 'migration',
    where: normal,
    means:
      'The API that acted before acts again: the move was taken back, or it could not be ended; the message says why.',
    todo: 'Where you did not take it back yourself, mend what the message names; it begins anew while spec asks for it.',
  },
  {
    name: 'AuthorityAcknowledged',
    of: 'migration',
    where: normal,
    means: "The operator has written status.authoritativeAPI of a new object, since Machine API's controller did not.",
    todo: "See whether Machine API's controllers run.",
  },
  {
    name: 'MigrationWaiting',
    of: 'migration',
    where: warning,
    means: 'Somebody wants the object to change hands and it does not go on; the message says what it waits for.',
    todo: 'capstan status shows it for all objects, and capstan doctor says what to do about it.',
  },
  {
    name: 'MigrationUnclear',
    of: 'migration',
    where: warning,
    means:
      'The object was found Migrating, and nothing on it says which API acted before: to copy the wrong side would lose what was changed on the other.',
    todo: 'Run the command of the message for the API that acted last.',
  },
  {
    name: 'MigrationRefused',
    of: 'migration',
    where: warning,
    means:
      'The API server did not let the operator write what the migration needs; nothing has been handed over by that.',
    todo: "The message is the API server's own: mend the right, the policy or the webhook that it names.",
  },
  {
    name: 'NotTakenUp',
    of: 'migration',
    where: warning,
    means:
      'The migration is over, and for two minutes the new side has not shown that it acts: nobody looks after the machine.',
    todo: 'See whether the controller that the message names runs; capstan doctor says which pods.',
  },
];

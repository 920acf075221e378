import type { Word } from './word.ts';

const failed = 'reason of the condition Synchronized=False of a Machine API object';
const server =
  "The message is the API server's own. Mend what it names: a right, a policy, a quota, a webhook. The operator tries again when an input changes.";

const cannotConvert = (from: string, to: string, kind: string): Pick<Word, 'of' | 'where' | 'means' | 'todo'> => ({
  of: 'sync',
  where: failed,
  means: `${to} cannot hold a field of the ${kind} of ${from}, so there is no mirror of it as it is now. The machine itself runs on.`,
  todo: 'The message names the field and what to write; capstan explain FIELD says why. Or leave the object where it is.',
});

const refused = (verb: string, what: string): Pick<Word, 'of' | 'where' | 'means' | 'todo'> => ({
  of: 'sync',
  where: failed,
  means: `The API server did not let the operator ${verb} ${what}; or an object of that name acts on a machine of its own.`,
  todo: server,
});

/** Reasons of the condition Synchronized. */
const synchronized: readonly Word[] = [
  {
    name: 'ResourceSynchronized',
    of: 'sync',
    where: 'reason of the condition Synchronized=True of a Machine API object',
    means:
      'Both halves say the same, and status.synchronizedGeneration is the generation of the half that acts. Only from here a migration begins.',
    todo: 'Nothing.',
  },
  {
    name: 'AuthoritativeAPIChanged',
    of: 'migration',
    where: 'reason of the condition Synchronized=Unknown of a Machine API object',
    means: 'A migration has just ended: the other API acts now, and sync has not looked in the new direction yet.',
    todo: 'Wait a moment. If it stays, run capstan doctor: the operator does not act, or its source cannot be converted.',
  },
  {
    name: 'ProgressingToCreateCAPIInfraMachine',
    of: 'sync',
    where: 'reason of the condition Synchronized=Unknown of a Machine API object',
    means: "OpenShift's own controller makes the infra machine again. Capstan changes it in place and never says this.",
    todo: 'Wait a moment.',
  },
  { name: 'FailedToConvertMAPIMachineToCAPI', ...cannotConvert('Machine API', 'Cluster API', 'Machine') },
  { name: 'FailedToConvertMAPIMachineSetToCAPI', ...cannotConvert('Machine API', 'Cluster API', 'MachineSet') },
  { name: 'FailedToConvertCAPIMachineToMAPI', ...cannotConvert('Cluster API', 'Machine API', 'Machine') },
  { name: 'FailedToConvertCAPIMachineSetToMAPI', ...cannotConvert('Cluster API', 'Machine API', 'MachineSet') },
  {
    name: 'FailedToGetCAPIInfraResources',
    of: 'sync',
    where: failed,
    means: 'The infra machine, its template or the infra cluster is missing, or says something that is no machine.',
    todo: 'The message names it: restore it, or refer to another.',
  },
  ...['Machine', 'InfraMachine', 'MachineSet', 'InfraMachineTemplate'].flatMap((kind): Word[] => [
    { name: `FailedToCreateCAPI${kind}`, ...refused('make', `the ${wordsOf(kind)} of Cluster API`) },
    { name: `FailedToUpdateCAPI${kind}`, ...refused('change', `the ${wordsOf(kind)} of Cluster API`) },
  ]),
  { name: 'FailedToCreateMAPIMachine', ...refused('make', 'the Machine of Machine API') },
  { name: 'FailedToUpdateMAPIMachine', ...refused('change', 'the Machine of Machine API') },
  { name: 'FailedToUpdateMAPIMachineSet', ...refused('change', 'the MachineSet of Machine API') },
  ...['CAPIMachineNotFound', 'FailedToGetCAPIMachineSet'].map(
    (name): Word => ({
      name,
      of: 'sync',
      where: failed,
      means: 'The Cluster API half, which acts, is gone, and a new one might make its machines a second time.',
      todo: 'Restore it from a backup; or delete the Machine API half where its instance is gone too.',
    }),
  ),
  {
    name: 'GenerationReset',
    of: 'sync',
    where: failed,
    means: 'The half that acts was restored or made again: its generation is lower than the one that was synchronized.',
    todo: 'Run the two commands of the message. The mirror is kept up to date all the while.',
  },
];

/** Reasons of the conditions Paused, by which each side acknowledges. */
const paused: readonly Word[] = [
  {
    name: 'AuthoritativeAPIMachineAPI',
    of: 'Machine API',
    where: 'reason of the condition Paused=False of a Machine API object',
    means: "Machine API's controller acts on the object, and has said so.",
    todo: 'Nothing.',
  },
  {
    name: 'AuthoritativeAPINotMachineAPI',
    of: 'Machine API',
    where: 'reason of the condition Paused=True of a Machine API object',
    means:
      "Machine API's controller keeps its hands off: status.authoritativeAPI is ClusterAPI or Migrating. A migration to Cluster API waits for it.",
    todo: 'Nothing. To change the machine, change its Cluster API half.',
  },
  {
    name: 'Paused',
    of: 'Cluster API',
    where: 'a condition of the objects of both APIs, and in Cluster API its reason too',
    means:
      'The controller of the object has stopped acting on it, and says so. In Cluster API it follows the annotation cluster.x-k8s.io/paused. A migration hands nothing over before the old side has said it.',
    todo: 'Where it does not come, the controller of that side does not run: capstan doctor names it.',
  },
  {
    name: 'NotPaused',
    of: 'Cluster API',
    where: 'reason of the condition Paused=False of a Cluster API object',
    means: "Cluster API's controller, or the provider's, acts on the object.",
    todo: 'Nothing.',
  },
];

/** `InfraMachineTemplate` in words. */
function wordsOf(kind: string): string {
  return kind === 'InfraMachine' ? 'infra machine' : kind === 'InfraMachineTemplate' ? 'infra machine template' : kind;
}

/** Every reason of a condition that is not the operator's own standing. */
export const conditionReasons: readonly Word[] = [...synchronized, ...paused];

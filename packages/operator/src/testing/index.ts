/** Stand-ins and helpers for tests of the operator and for the demonstration. */

export { defaultNamespaces } from '../names.ts';
export { acknowledgePause, startAcknowledgingClusterApi } from './cluster-api-stand-in.ts';
export { gatesOn, loadSaved } from './load-saved.ts';
export { type StandIn, type StandInOptions, startMachineApiStandIn } from './machine-api-stand-in.ts';
export { type MadePolicy, makePolicy } from './make-policy.ts';
export {
  type PrerequisiteWorld,
  startPrerequisiteWorld,
  type WorldOptions,
} from './prerequisite-world.ts';
export { seededRandom } from './seeded-random.ts';
export { createServiceAccount, serviceAccountEndpoint } from './service-account.ts';
export type { BackedInstance, StandInBacking } from './stand-in/backing.ts';
export {
  createStandInCloud,
  type StandInAddress,
  type StandInCloud,
  type StandInInstance,
  seedStandInCloud,
} from './stand-in/cloud.ts';
export { type StandInPlatform, type StandInPlatformType, standInPlatforms } from './stand-in/platform.ts';
export { standInName } from './stand-in/step.ts';
export { type StartSyncOptions, startSync } from './start-sync.ts';
export { type MachineObjects, whoMayAct } from './who-may-act.ts';

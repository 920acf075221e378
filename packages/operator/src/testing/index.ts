/** Stand-ins and helpers for tests of the operator and for the demonstration. */

export { defaultNamespaces } from '../names.ts';
export {
  type PrerequisiteWorld,
  startPrerequisiteWorld,
  type WorldOptions,
} from './prerequisite-world.ts';

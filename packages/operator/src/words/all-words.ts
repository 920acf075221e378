import { conditionReasons } from './condition-reasons.ts';
import { migrationEvents } from './events.ts';
import { idleReasons } from './idle-reasons.ts';
import { policyWords } from './known-policies.ts';
import { states } from './states.ts';
import type { Word } from './word.ts';

export type { Word } from './word.ts';

/** Every word of objects, events and messages that `capstan explain` tells about. */
export const words: readonly Word[] = [
  ...states,
  ...conditionReasons,
  ...migrationEvents,
  ...idleReasons,
  ...policyWords,
];

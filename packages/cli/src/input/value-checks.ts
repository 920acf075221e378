import type { InputProblemCode } from './problem.ts';
import { quote } from './quote.ts';

/** What is wrong with a key or a value, wherever it is. */
export interface Flaw {
  readonly code: InputProblemCode;
  readonly message: string;
  readonly hint: string;
}

// An assignment to one of these can reach the prototype of every object of the process.
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

/** Finds keys that no Kubernetes object has and that are dangerous to handle. */
export function checkKey(key: string): Flaw | undefined {
  if (!reserved.has(key)) return undefined;
  return {
    code: 'ReservedKey',
    message: `the key ${quote(key)} is not accepted`,
    hint: 'take it out: no Kubernetes object needs it, and it can be an attack on the program that reads the file',
  };
}

/**
 * Finds numbers that have been or may have been rounded. `written` is the number as it stands in the file, where known.
 * Kubernetes has 64-bit integers, JavaScript loses digits from 2^53 on.
 */
export function checkNumber(value: number, written?: string): Flaw | undefined {
  if (Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value))) return undefined;
  const shown = written === undefined ? 'the number' : quote(written).slice(1, -1);
  const large = Number.isFinite(value) || /^[-+]?[0-9]/.test(written ?? '0');
  return {
    code: 'NumberTooLarge',
    message: large ? `${shown} is too large to be held exactly` : `${shown} is not a number that JSON knows`,
    hint: large
      ? 'quote it if it is text; no field that Capstan converts takes such a number'
      : 'quote it if it is text',
  };
}

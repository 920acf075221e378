import type { Slot } from './objects.ts';
import type { Verdict } from './verdict.ts';

/** Who asks: people and accounts with every right, and those that policies let through. */
export type Actor =
  | 'user'
  | 'account'
  | 'admin'
  | 'machine-api-controllers'
  | 'capi-controllers'
  | 'capstan'
  | 'capi-manager';

/** Those whom no policy lets through. */
export const ordinary: readonly Actor[] = ['user', 'account', 'admin'];

/** Those whom the locks let through. */
export const exempt: readonly Actor[] = ['machine-api-controllers', 'capi-controllers', 'capstan'];

/** All of them. */
export const everybody: readonly Actor[] = [...ordinary, ...exempt, 'capi-manager'];

/** What is made for a table: marks and status are as the operator and Machine API's controllers would have written them. */
export interface Made {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly spec?: object;
  readonly status?: object;
  /** It is being deleted; a finalizer has to hold it. */
  readonly deleting?: boolean;
}

/** An object that is there before any row. */
export interface There extends Made {
  readonly slot: Slot;
  readonly name: string;
}

/** What somebody attempts on an object of that kind and name. */
export type Act =
  | { readonly patch: object }
  | { readonly scale: number }
  | { readonly create: Made }
  | { readonly delete: true };

/** One line of the table: these actors, this object, this change, this answer. Nothing of it is stored. */
export interface Row {
  readonly what: string;
  readonly actors: readonly Actor[];
  readonly slot: Slot;
  readonly name: string;
  readonly act: Act;
  readonly answer: Verdict;
}

/** Rows of one family of policies, with what has to be there. */
export interface Table {
  readonly there: readonly There[];
  readonly rows: readonly Row[];
}

/** Rows of who is refused with a message, and of who is let through. */
export function refusing(
  refused: string,
  { to = ordinary, notTo = exempt }: { readonly to?: readonly Actor[]; readonly notTo?: readonly Actor[] },
  row: Pick<Row, 'what' | 'slot' | 'name' | 'act'>,
): Row[] {
  return [
    { ...row, actors: to, answer: { refused } },
    ...(notTo.length === 0 ? [] : [{ ...row, actors: notTo, answer: { allowed: [] } }]),
  ];
}

/** A row of what everybody may do. */
export function allowing(row: Pick<Row, 'what' | 'slot' | 'name' | 'act'>, actors: readonly Actor[] = everybody): Row {
  return { ...row, actors, answer: { allowed: [] } };
}

/** A change of labels; null takes one away. */
export const labels = (change: Readonly<Record<string, string | null>>) => ({ metadata: { labels: change } });

/** A change of annotations. */
export const annotations = (change: Readonly<Record<string, string | null>>) => ({ metadata: { annotations: change } });

import { createHash } from 'node:crypto';
import { asObject, type Target } from '@capstan/convert';
import type { Authority } from '../names.ts';
import { type MoveName, parseObjectName } from './object-name.ts';

/** What a user asks to be moved, and where to. */
export interface MoveRequest {
  readonly target: Target;
  readonly names: readonly MoveName[];
  /** A label selector over MachineSets; '' for none. */
  readonly selector: string;
  /** All MachineSets, and with `includeMachines` also Machines that no set owns. */
  readonly all: boolean;
  /** The machines that are there, too; otherwise only what makes new ones. */
  readonly includeMachines: boolean;
}

/** How a run began: with a request, or as the way back of another run. Kept on every object that the run moves. */
export type Asked = { readonly request: MoveRequest } | { readonly rollback: string };

/** The API that is to act. */
export function authorityOf(target: Target): Authority {
  return target === 'cluster-api' ? 'ClusterAPI' : 'MachineAPI';
}

/** The other direction. */
export function opposite(target: Target): Target {
  return target === 'cluster-api' ? 'machine-api' : 'cluster-api';
}

/** Annotations have room for 256 KiB in all, and there may be thousands of objects that get this one. */
const mostText = 4096;

/** True for a request that fits into an annotation. */
export function fitsAnnotation(request: MoveRequest): boolean {
  return JSON.stringify(askedJson({ request })).length <= mostText;
}

/** As JSON that {@link parseAsked} reads. */
export function askedJson(asked: Asked): { readonly [field: string]: unknown } {
  if ('rollback' in asked) return { rollback: asked.rollback };
  const { target, names, selector, all, includeMachines } = asked.request;
  return {
    to: target,
    ...(names.length > 0 && { names: names.map(({ kind, name }) => `${kind.toLowerCase()}/${name}`) }),
    ...(selector !== '' && { selector }),
    ...(all && { all }),
    ...(includeMachines && { includeMachines }),
  };
}

/** Reads what an annotation says; undefined where somebody has changed it into something else. */
export function parseAsked(value: unknown): Asked | undefined {
  const asked = asObject(value);
  if (asked === undefined) return undefined;
  if (typeof asked['rollback'] === 'string') return { rollback: asked['rollback'] };
  const { to, names = [], selector = '', all = false, includeMachines = false } = asked;
  if (to !== 'cluster-api' && to !== 'machine-api') return undefined;
  if (!Array.isArray(names) || typeof selector !== 'string') return undefined;
  const parsed = names.map((name) => (typeof name === 'string' ? parseObjectName(name) : { ok: false as const }));
  if (!parsed.every((each) => each.ok)) return undefined;
  return {
    request: {
      target: to,
      names: parsed.map(({ name }) => name),
      selector,
      all: all === true,
      includeMachines: includeMachines === true,
    },
  };
}

/** The id of a new run: when it began, and a mark of what was asked, by which the same request finds it again. */
export function makeRunId(request: MoveRequest, now: Date): string {
  const time = now
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replaceAll(/[-:]/g, '')
    .replace('T', '-');
  return `${time}-${markOf(request)}`;
}

/** The mark of a request, whatever the order of its names. */
export function markOf(request: MoveRequest): string {
  const names = request.names.toSorted((a, b) => (`${a.kind}/${a.name}` < `${b.kind}/${b.name}` ? -1 : 1));
  const text = JSON.stringify(askedJson({ request: { ...request, names } }));
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}

/** The id of the way back: the same at every try, so that one that was interrupted goes on. */
export function rollbackId(run: string): string {
  return `${run}-back`;
}

/** True for what can be the id of a run: it is put into commands that are printed. */
export function isRunId(text: string): boolean {
  return /^\d{8}-\d{6}-[0-9a-f]{6}(-back)*$/.test(text);
}

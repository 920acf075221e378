import type { Entry, Fate, KeyedMap, StringMap } from '../codecs/keyed-map.ts';
import type { Problem, Scope } from '../mapping/issue.ts';
import type { RowContext } from './context.ts';
import { keyProblem } from './key-syntax.ts';
import * as keys from './keys.ts';
import type { LabelPlace } from './labels.ts';

/** A lifecycle hook as Machine API writes it. */
export interface Hook {
  name?: string | undefined;
  owner?: string | undefined;
}

/** The annotation maps and hook lists of Machine API that share a Cluster API annotation map. */
export interface AnnotationSlots {
  annotations?: StringMap | undefined;
  nodeAnnotations?: StringMap | undefined;
  preDrain?: Hook[] | undefined;
  preTerminate?: Hook[] | undefined;
}

type HookSlot = 'preDrain' | 'preTerminate';

const hookSlots: readonly HookSlot[] = ['preDrain', 'preTerminate'];

/**
 * Annotations of a Machine, a MachineSet or its template. Lifecycle hooks are annotations in Cluster API, one a hook, and
 * come back ordered by name. Autoscaler and delete-machine annotations change their prefix.
 */
export function annotationRules<P>(place: LabelPlace): KeyedMap<AnnotationSlots, RowContext<P>> {
  const isDropped = (key: string): boolean =>
    keys.isOwnBookkeeping(key) || (place === 'object' && (keys.isToolOwned(key) || key === keys.paused));
  return {
    isDropped,
    added: () => ({}),

    entries: (slots, scope) => [
      ...Object.entries(slots?.annotations ?? {}).map(([key, value]) => ({ slot: 'annotations', key, value })),
      ...Object.entries(slots?.nodeAnnotations ?? {}).map(([key, value]) => ({ slot: 'nodeAnnotations', key, value })),
      ...hookSlots.flatMap((slot) => hookEntries(slot, slots?.[slot] ?? [], scope)),
    ],

    slots(entries) {
      const pick = (slot: string): StringMap | undefined => {
        const found = entries.filter((entry) => entry.slot === slot).map(({ key, value }) => [key, value]);
        return found.length === 0 ? undefined : Object.fromEntries(found);
      };
      const hooks = (slot: HookSlot): Hook[] | undefined => {
        const found = entries.filter((entry) => entry.slot === slot);
        if (found.length === 0) return undefined;
        return found.map(({ key, value }) => ({ name: key, owner: value })).sort((a, b) => (a.name < b.name ? -1 : 1));
      };
      return {
        annotations: pick('annotations'),
        nodeAnnotations: pick('nodeAnnotations'),
        preDrain: hooks('preDrain'),
        preTerminate: hooks('preTerminate'),
      };
    },

    forward(entry, context): Fate {
      const { slot, key, value } = entry;
      if (slot === 'preDrain' || slot === 'preTerminate') return hookFate(slot, key, value);
      const invalid = keyProblem(key.toLowerCase());
      if (invalid !== undefined) return { kind: 'refuse', problem: invalid };
      if (keys.isOwnBookkeeping(key)) return { kind: 'drop' };
      if (reservedHere(key)) return { kind: 'refuse', problem: reserved };
      if (slot === 'nodeAnnotations') return { kind: 'to', key, value, notes: [notPropagated(context.object.kind)] };
      if (isDropped(key)) return { kind: 'drop' };
      if (key === keys.instanceState && context.object.kind === 'Machine') return { kind: 'drop' };
      return { kind: 'to', key: toCapiKey(key), value };
    },

    backward(map, scope) {
      const decoded: Entry[] = [];
      for (const [key, value] of Object.entries(map)) {
        const invalid = keyProblem(key.toLowerCase());
        if (invalid !== undefined) scope.at(key).report(invalid);
        const hook = hookSlots.find((slot) => key.startsWith(keys.hookPrefixes[slot]));
        if (hook !== undefined) {
          const name = key.slice(keys.hookPrefixes[hook].length);
          if (name.length < minHookText || value.length < minHookText) scope.at(key).report({ ...shortHook, value });
          decoded.push({ slot: hook, key: name, value });
        } else if (isHookWithoutName(key)) scope.at(key).report({ ...unnamedHook, value });
        else if (isDropped(key) || (key === keys.instanceState && scope.context.object.kind === 'Machine')) continue;
        else if (keys.effectiveInClusterApi.includes(key)) {
          scope.at(key).report({
            code: 'NotSupported',
            value,
            message: 'Machine API has nothing that does what this annotation does',
            hint: 'Remove the annotation first.',
          });
        } else decoded.push({ slot: 'annotations', key: toMapiKey(key), value });
      }
      return decoded;
    },
  };
}

const reserved: Problem = {
  code: 'ReservedForClusterApi',
  message: 'this annotation means nothing in Machine API and would take effect in Cluster API',
  hint: 'Remove it, or use the Machine API field or annotation that means the same.',
};

function reservedHere(key: string): boolean {
  return (
    keys.effectiveInClusterApi.includes(key) ||
    keys.renamedAnnotations.some(([, capi]) => capi === key) ||
    key.startsWith(keys.autoscalingOptions.capi) ||
    Object.values(keys.hookPrefixes).some((prefix) => key.startsWith(prefix)) ||
    isHookWithoutName(key)
  );
}

/** Cluster API looks at the prefix alone, slash or not. */
function isHookWithoutName(key: string): boolean {
  return Object.values(keys.hookPrefixes).some(
    (prefix) => !key.startsWith(prefix) && key.startsWith(prefix.slice(0, -1)),
  );
}

/** The least length of a hook's name and owner in Machine API's CRD. */
const minHookText = 3;

const shortHook: Problem = {
  code: 'NotSupported',
  message: `Machine API wants ${minHookText} characters or more in the name and in the owner of a hook`,
  hint: 'Give both a longer text.',
};

const unnamedHook: Problem = {
  code: 'NotSupported',
  message: 'a hook that has no name behind a slash cannot be said in Machine API',
  hint: `Name it, as in ${keys.hookPrefixes.preDrain}NAME.`,
};

function notPropagated(kind: string): Problem {
  return {
    code: 'NodeLabelNotPropagated',
    severity: kind === 'MachineSet' ? 'warning' : 'info',
    message:
      'Machine API puts this annotation on the Node; Cluster API copies it from the Machine only if its core manager is told to, so Nodes of new machines would lack it',
    hint: 'Run the Cluster API core manager with --additional-sync-machine-annotations, or annotate the Nodes by other means.',
  };
}

function toCapiKey(key: string): string {
  const renamed = keys.renamedAnnotations.find(([mapi]) => mapi === key);
  if (renamed !== undefined) return renamed[1];
  const { mapi, capi } = keys.autoscalingOptions;
  return key.startsWith(mapi) ? capi + key.slice(mapi.length) : key;
}

function toMapiKey(key: string): string {
  const renamed = keys.renamedAnnotations.find(([, capi]) => capi === key);
  if (renamed !== undefined) return renamed[0];
  const { mapi, capi } = keys.autoscalingOptions;
  return key.startsWith(capi) ? mapi + key.slice(capi.length) : key;
}

function hookEntries<C>(slot: HookSlot, hooks: readonly Hook[], scope: Scope<C>): Entry[] {
  const seen = new Set<string>();
  return hooks.flatMap(({ name = '', owner = '' }, index) => {
    const isDuplicate = seen.has(name);
    seen.add(name);
    const fate = hookFate(slot, name, owner);
    if (fate.kind === 'refuse') {
      scope.at(slot, index, 'name').report(fate.problem);
      return [];
    }
    if (!isDuplicate) return [{ slot, key: name, value: owner }];
    scope.at(slot, index, 'name').report({
      code: 'Duplicate',
      value: name,
      message: `the hook ${JSON.stringify(name)} is there twice; Cluster API holds one`,
      hint: 'Remove one, or give it another name.',
    });
    return [];
  });
}

/** A hook's name becomes the name part of an annotation key: 63 characters, no slash (Kubernetes' rule for keys). */
function hookFate(slot: HookSlot, name: string, owner: string): Fate {
  if (/^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/.test(name)) {
    return { kind: 'to', key: keys.hookPrefixes[slot] + name, value: owner };
  }
  return {
    kind: 'refuse',
    problem: {
      code: 'NotSupported',
      value: name,
      message: `Cluster API keeps the hook's name in an annotation key, where it must be 1 to 63 letters, digits, '-', '_' or '.'`,
      hint: 'Give the hook a name of that form.',
    },
  };
}

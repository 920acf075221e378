import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';

/** A reference to something in Prism Central, as Machine API writes it. */
export interface ResourceId {
  type?: string | undefined;
  uuid?: string | undefined;
  name?: string | undefined;
}

/** A reference that holds the member that its type selects, and no other. */
export type SelectedId =
  | { readonly type: 'uuid'; readonly uuid: string }
  | { readonly type: 'name'; readonly name: string };

type CapiId = Omit<ResourceId, 'type'> & { type?: 'uuid' | 'name' | undefined };

/** A UUID as Prism Central shows it. CAPX's CRD wants 36 characters and the hyphens. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** What to do with the member that the type does not select. */
export type Unselected = 'warn' | 'refuse';

/**
 * The member that the type selects. Machine API's controller looks at nothing else; CAPX's CRD forbids the other one.
 * Undefined, with a report, where the type is not known or its member is missing.
 */
export function readId<C>(
  found: ResourceId | undefined,
  noun: string,
  scope: Scope<C>,
  unselected: Unselected,
): SelectedId | undefined {
  const { type, uuid, name } = found ?? {};
  if (!type && !uuid && !name) {
    scope.report({ code: 'Required', message: `no ${noun} is named`, hint: `Name the ${noun}, by its uuid or name.` });
    return undefined;
  }
  if (type !== 'uuid' && type !== 'name') {
    scope.at('type').report({
      code: type ? 'InvalidValue' : 'Required',
      ...(type && { value: type }),
      message: `must say whether the ${noun} is known by uuid or by name`,
      hint: 'Use uuid or name.',
    });
    return undefined;
  }
  const selected = type === 'uuid' ? uuid : name;
  const other = type === 'uuid' ? 'name' : 'uuid';
  if (found?.[other]) reportUnselected(found[other], type, noun, scope.at(other), unselected);
  if (!selected) {
    scope.at(type).report({
      code: 'Required',
      message: `the ${noun} is known by ${type}, and there is none`,
      hint: `Give the ${type} of the ${noun}.`,
    });
    return undefined;
  }
  if (type === 'name') return { type, name: selected };
  if (isUuid(selected)) return { type, uuid: selected };
  scope.at('uuid').report({
    code: 'InvalidValue',
    value: selected,
    message: `is no UUID, and Cluster API accepts nothing else for the ${noun}`,
    hint: 'Write it as Prism Central shows it: 36 characters with hyphens.',
  });
  return undefined;
}

/** A reference that may be missing as a whole. */
export function resourceId<C>(noun: string): Codec<ResourceId, CapiId, C> {
  return {
    rule: 'the member that the type selects',
    fields: idFields,
    samples: { mapi: idSamples, capi: idSamples },
    toCapi: (found, scope) => (found === undefined ? undefined : readId(found, noun, scope, 'warn')),
    toMapi: (found, scope) => (found === undefined ? undefined : readId(found, noun, scope, 'refuse')),
  };
}

/** The fields of a reference, for docs. */
export const idFields = [
  { mapi: 'type', capi: 'type', outcome: 'mapped', rule: '`uuid` or `name`' },
  {
    mapi: 'uuid',
    capi: 'uuid',
    outcome: 'mapped',
    rule: 'where the type is `uuid`: 36 characters with hyphens; beside another type carried',
  },
  { mapi: 'name', capi: 'name', outcome: 'mapped', rule: 'where the type is `name`; beside another type carried' },
] as const;

const idSamples = [
  {},
  {},
  { type: 'uuid', uuid: '0005f1a2-7c31-4b7e-0000-00000000aa01' },
  { type: 'name', name: 'openshift-prod' },
] as const;

function reportUnselected<C>(value: string, type: string, noun: string, scope: Scope<C>, unselected: Unselected): void {
  if (unselected === 'warn') {
    scope.report({
      code: 'DroppedWithoutEffect',
      severity: 'warning',
      value,
      message: `has no effect: the ${noun} is known by its ${type}, and Machine API looks at nothing else`,
      hint: 'Remove it.',
    });
  } else {
    scope.report({
      code: 'Conflict',
      value,
      message: `Cluster API forbids it beside type ${type}`,
      hint: 'Remove it, or correct the type.',
    });
  }
}

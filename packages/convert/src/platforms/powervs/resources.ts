import type { Codec } from '../../mapping/make-row.ts';
import type { FieldDoc } from '../../mapping/row.ts';

/** Machine API's PowerVSResource: `type` says which of the other fields counts. */
export interface Resource {
  type?: string | undefined;
  id?: string | undefined;
  name?: string | undefined;
  regex?: string | undefined;
}

/** Cluster API's IBMPowerVSResourceReference: the field that is there counts. */
export interface ResourceReference {
  id?: string | undefined;
  name?: string | undefined;
  regex?: string | undefined;
}

/** How a resource is found. */
type Way = keyof ResourceReference;

const types: { readonly [W in Way]: string } = { id: 'ID', name: 'Name', regex: 'RegEx' };
const allWays: readonly Way[] = ['id', 'name', 'regex'];

/**
 * A reference to an image, a network or a workspace; `ways` are those that both controllers know for it. A reference that
 * says more than one thing is refused: Machine API's controllers have gone by `type` and have gone by whichever is there,
 * so which one is meant cannot be told.
 */
export function resource<C>(noun: string, ways: readonly Way[]): Codec<Resource, ResourceReference, C> {
  const either = list(ways);
  const required = {
    code: 'Required',
    message: `no ${noun} is named`,
    hint: `Name the ${noun} by ${either}.`,
  } as const;
  const unsaid = (value: string) =>
    ({
      code: 'NotSupported',
      value,
      message: `the ${noun} can be found by ${either} only`,
      hint: `Name the ${noun} by ${either}.`,
    }) as const;
  const second = (first: Way, value: string | undefined) =>
    ({
      code: 'Conflict',
      value,
      message: `the ${noun} is named by ${first} as well, and only one may be there`,
      hint: 'Remove the one that is not meant.',
    }) as const;

  return {
    rule: `by ${either}: \`type\` is the name of the field that is there`,
    fields: docs(ways),
    samples: {
      mapi: ways.map((way) => ({ type: types[way], [way]: sampleOf(way) })),
      capi: ways.map((way) => ({ [way]: sampleOf(way) })),
      required: true,
    },
    toCapi(found, scope) {
      if (found === undefined) {
        scope.report(required);
        return undefined;
      }
      const way = allWays.find((each) => types[each] === found.type);
      if (way === undefined) {
        const known = list(ways.map((each) => types[each]));
        scope.at('type').report({
          code: found.type ? 'InvalidValue' : 'Required',
          ...(found.type && { value: found.type }),
          message: `must say how the ${noun} is named: ${known}`,
          hint: `Set type to ${known}.`,
        });
        return undefined;
      }
      if (!ways.includes(way)) {
        scope.at('type').report(unsaid(types[way]));
        return undefined;
      }
      const value = found[way];
      if (!value) {
        scope.at(way).report({
          code: 'Required',
          message: `type is ${types[way]}, and ${way} is not there`,
          hint: `Set ${way}, or correct type.`,
        });
      }
      for (const other of allWays) {
        if (other !== way && found[other]) scope.at(other).report(second(way, found[other]));
      }
      return value ? { [way]: value } : undefined;
    },
    toMapi(found, scope) {
      const [way, ...others] = allWays.filter((each) => found?.[each]);
      if (way === undefined) {
        scope.report(required);
        return undefined;
      }
      for (const other of others) scope.at(other).report(second(way, found?.[other]));
      if (!ways.includes(way)) scope.at(way).report(unsaid(found?.[way] ?? ''));
      return { type: types[way], [way]: found?.[way] };
    },
  };
}

function docs(ways: readonly Way[]): FieldDoc[] {
  const fields = allWays.map(
    (way): FieldDoc =>
      ways.includes(way)
        ? { mapi: way, capi: way, outcome: 'mapped', rule: 'the same value' }
        : { mapi: way, capi: way, outcome: 'refused', rule: 'refused: neither controller looks at it' },
  );
  return [{ mapi: 'type', outcome: 'mapped', rule: 'says which of the others is there' }, ...fields];
}

function sampleOf(way: Way): string {
  const samples = { id: '0b9f6f3c-7f1e-4d1c-9f54-3a5b1c2d4e6f', name: 'rhcos', regex: '^DHCPSERVER.*_Private$' };
  return samples[way];
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

import type { Codec } from '../../mapping/make-row.ts';

/** CAPIBM's reference to something of a VPC. */
interface Reference {
  id?: string | undefined;
  name?: string | undefined;
}

/**
 * Machine API names an image, a dedicated host or a security group; CAPIBM takes a name or an id. An id is refused, since
 * Machine API has no place for it, and nobody but the cloud knows the name that belongs to it.
 */
export function byName<C>(
  noun: string,
  { samples, required = false }: { readonly samples: readonly string[]; readonly required?: boolean },
): Codec<string, Reference, C> {
  const missing = {
    code: 'Required',
    message: `no ${noun} is named`,
    hint: `Write the name of the ${noun}.`,
  } as const;
  return {
    rule: 'by name',
    fields: [
      { capi: 'name', outcome: 'mapped', rule: 'the name' },
      {
        capi: 'id',
        outcome: 'refused',
        rule: 'refused',
        doc: `Machine API finds the ${noun} by its name.`,
        hint: `Write the name of the ${noun} instead of its id.`,
      },
    ],
    samples: { mapi: samples, capi: samples.map((name) => ({ name })), required },
    toCapi(name, scope) {
      if (name) return { name };
      // An item of a list that says nothing is as wrong as a missing value.
      if (required || name !== undefined) scope.report(missing);
      return undefined;
    },
    toMapi(found, scope) {
      const { id, name } = found ?? {};
      if (id) {
        scope.at('id').report({
          code: 'NotSupported',
          value: id,
          message: `Machine API finds the ${noun} by its name`,
          hint: `Write the name of the ${noun} instead of its id.`,
        });
        return undefined;
      }
      if (name) return name;
      if (required || found !== undefined) scope.report(missing);
      return undefined;
    },
  };
}

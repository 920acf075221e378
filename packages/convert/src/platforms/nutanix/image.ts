import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import { idFields, type ResourceId, readId, type SelectedId, type Unselected } from './resource-id.ts';

type CapiId = Omit<ResourceId, 'type'> & { type?: 'uuid' | 'name' | undefined };

/** What CAPX's webhook writes into a template that says how its image is known, and not which it is. */
const placeholders: ReadonlySet<string> = new Set(['PLACEHOLDER', '00000000-0000-0000-0000-000000000000']);

/** The image of the system disk. */
export function image<C>(): Codec<ResourceId, CapiId, C> {
  const read = (found: ResourceId | undefined, scope: Scope<C>, unselected: Unselected): SelectedId | undefined => {
    const id = readId(found, 'image', scope, unselected);
    const value = id?.type === 'uuid' ? id.uuid : id?.name;
    if (id === undefined || value === undefined || !placeholders.has(value)) return id;
    scope.at(id.type).report({
      code: 'InvalidValue',
      value,
      message: 'is what CAPX writes where no image was named, and stands for none',
      hint: 'Name the image.',
    });
    return undefined;
  };
  const samples = [
    { type: 'name', name: 'ocp1-x7k2p-rhcos' },
    { type: 'uuid', uuid: '6d1b1f0c-1f2e-4d3c-9b8a-7a6b5c4d3e2f' },
  ] as const;
  return {
    rule: 'the member that the type selects',
    fields: idFields,
    samples: { mapi: samples, capi: samples, required: true },
    toCapi: (found, scope) => read(found, scope, 'warn'),
    toMapi: (found, scope) => read(found, scope, 'refuse'),
  };
}

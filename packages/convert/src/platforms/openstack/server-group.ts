import type { Codec } from '../../mapping/make-row.ts';
import { checkUuid } from './references.ts';
import type { CapiServerGroup, Context } from './types.ts';

interface Named {
  id?: string | undefined;
  name?: string | undefined;
}

/** The server group: by id, else by name. With both, Machine API insists that they are of one group. */
export function serverGroup(): Codec<Named, { group?: CapiServerGroup | undefined }, Context> {
  return {
    rule: 'by id, else by name',
    fields: [
      { capi: 'group.id', outcome: 'mapped', rule: 'the same value, a UUID' },
      { capi: 'group.filter.name', outcome: 'mapped', rule: 'the same value' },
    ],
    samples: {
      mapi: [
        { name: 'ocp1-x7k2p-worker' },
        { id: '0f6c3a5b-8d0b-4f43-9a3f-2a9b6f4a7c55' },
        { id: '0f6c3a5b-8d0b-4f43-9a3f-2a9b6f4a7c55', name: 'worker' },
      ],
      capi: [
        { group: { filter: { name: 'ocp1-x7k2p-worker' } } },
        { group: { id: '0f6c3a5b-8d0b-4f43-9a3f-2a9b6f4a7c55' } },
      ],
    },
    toCapi({ id, name } = {}, scope) {
      if (!id) return name ? { group: { filter: { name } } } : {};
      checkUuid('server group', id, scope.at('id'));
      if (name) {
        scope.at('name').report({
          code: 'DroppedWithoutEffect',
          severity: 'warning',
          value: name,
          message: 'has no effect: the server group is named by its id, and this must be its name',
          hint: 'Remove it.',
        });
      }
      return { group: { id } };
    },
    toMapi({ group } = {}, scope) {
      const { id, filter } = group ?? {};
      if (id && filter?.name) {
        scope.at('group', 'filter').report({
          code: 'Conflict',
          value: filter,
          message: 'the server group is named by its id as well, and Cluster API accepts one of the two',
          hint: 'Remove one.',
        });
      }
      return id ? { id } : filter?.name ? { name: filter.name } : {};
    },
  };
}

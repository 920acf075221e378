import { setOwn } from '../mapping/json.ts';
import type { Codec } from '../mapping/make-row.ts';

/** A tag as Machine API writes it. */
export interface Tag {
  name?: string | undefined;
  value?: string | undefined;
}

/**
 * A list of tags is a map of tags. Two tags of one name are refused: a map holds one, and which of the two Machine API
 * uses differs between its providers. The way back lists the names in order.
 */
export function tagMap<C>(): Codec<Tag[], { [name: string]: string }, C> {
  return {
    rule: 'a list of name and value is a map; duplicate names are refused',
    fields: [
      { mapi: '[].name', outcome: 'mapped', rule: 'the key of the map' },
      { mapi: '[].value', outcome: 'mapped', rule: 'the value of the map' },
    ],
    toCapi(tags, scope) {
      if (tags === undefined) return undefined;
      const map: { [name: string]: string } = {};
      tags.forEach(({ name = '', value = '' }, index) => {
        if (name === '') {
          scope.at(index, 'name').report({
            code: 'Required',
            message: 'a tag needs a name',
            hint: 'Name the tag, or remove it.',
          });
        } else if (Object.hasOwn(map, name)) {
          scope.at(index, 'name').report({
            code: 'Duplicate',
            value: name,
            message: `the tag ${JSON.stringify(name)} is there twice`,
            hint: 'Remove the one that is not meant. On AWS, Machine API uses the first.',
          });
        } else setOwn(map, name, value);
      });
      return map;
    },
    toMapi: (map) =>
      map === undefined || Object.keys(map).length === 0
        ? undefined
        : Object.keys(map)
            .sort()
            .map((name) => ({ name, value: map[name] ?? '' })),
    canonMapi: (tags) => tags?.map(({ name, value }) => ({ name: name ?? '', value: value ?? '' })),
    // A tag without a value is a tag: pruning must not take it away.
    canonCapi: (map) =>
      map === undefined || Object.keys(map).length === 0
        ? undefined
        : Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

import { setOwn } from '../../mapping/json.ts';
import type { Codec } from '../../mapping/make-row.ts';
import { nonEmpty } from './made.ts';
import { uniqueTexts } from './references.ts';
import type { Context } from './types.ts';

/** Tags: a list here, a set there. */
export function tagSet(): Codec<string[], string[], Context> {
  return {
    rule: 'the same values, each once',
    samples: {
      mapi: [['openshiftClusterID=ocp1-x7k2p'], ['a', 'b', 'a']],
      capi: [['openshiftClusterID=ocp1-x7k2p', 'a']],
    },
    toCapi: (tags) => tags && uniqueTexts(tags),
    toMapi: (tags) => tags && uniqueTexts(tags),
  };
}

interface Metadatum {
  key?: string | undefined;
  value?: string | undefined;
}

/** Metadata of the server: a map here, a list there, in the order of the keys. */
export function serverMetadata(): Codec<{ [key: string]: string }, Metadatum[], Context> {
  return {
    rule: 'a map is a list of key and value',
    fields: [
      { capi: '[].key', outcome: 'mapped', rule: 'the key of the map' },
      { capi: '[].value', outcome: 'mapped', rule: 'the value of the map' },
    ],
    samples: {
      mapi: [{ Name: 'ocp1-x7k2p-worker', openshiftClusterID: 'ocp1-x7k2p' }, { empty: '' }],
      capi: [[{ key: 'Name', value: 'worker' }], [{ key: 'empty', value: '' }]],
    },
    toCapi: (map) =>
      nonEmpty(
        Object.keys(map ?? {})
          .sort()
          .map((key) => ({ key, value: map?.[key] ?? '' })),
      ),
    toMapi(list, scope) {
      if (list === undefined || list.length === 0) return undefined;
      const map: { [key: string]: string } = {};
      for (const [index, { key = '', value = '' }] of list.entries()) {
        if (Object.hasOwn(map, key)) {
          scope.at(index, 'key').report({
            code: 'Duplicate',
            value: key,
            message: 'another entry has this key',
            hint: 'Remove the one that is not meant.',
          });
        }
        setOwn(map, key, value);
      }
      return map;
    },
    // A key with an empty value is one: pruning must not take it away.
    canonMapi: (map) => nonEmpty(Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

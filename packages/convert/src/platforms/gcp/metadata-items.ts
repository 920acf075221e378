import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';

interface Item {
  key?: string | undefined;
  value?: string | undefined;
}

/** The key under which both controllers hand the user data to the instance. */
const userData = 'user-data';

/** Metadata of the instance, in its order. */
export function metadataItems<C>(): Codec<Item[], Item[], C> {
  const check = (items: Item[] | undefined, scope: Scope<C>): Item[] | undefined => {
    const keys = new Set<string | undefined>();
    items?.forEach(({ key }, index) => {
      const at = scope.at(index, 'key');
      if (!key)
        at.report({ code: 'Required', message: 'metadata without a key', hint: 'Name the key, or remove the item.' });
      if (key === userData) {
        at.report({
          code: 'NotSupported',
          value: key,
          message:
            'user data is in a secret: this would replace it in Machine API, and stand there twice in Cluster API',
          hint: 'Remove the item, and put the user data into the secret.',
        });
      }
      if (key && keys.has(key)) {
        at.report({ code: 'Duplicate', value: key, message: 'GCP takes each key once', hint: 'Remove all but one.' });
      }
      keys.add(key);
    });
    return items;
  };
  return {
    rule: 'the same items; user-data is refused',
    fields: [
      { mapi: '[].key', capi: '[].key', outcome: 'mapped', rule: 'the same value' },
      { mapi: '[].value', capi: '[].value', outcome: 'mapped', rule: 'the same value' },
    ],
    samples: {
      mapi: [
        [
          { key: 'serial-port-enable', value: 'true' },
          { key: 'empty', value: '' },
        ],
        [{ key: 'absent' }],
      ],
      capi: [[{ key: 'serial-port-enable', value: 'true' }], [{ key: 'absent' }]],
    },
    toCapi: check,
    toMapi: check,
  };
}

import { unknownWord } from '../../codecs/enumeration.ts';
import type { Codec } from '../../mapping/make-row.ts';

/** `Enabled` and `Disabled` in Machine API, true and false in Cluster API. Absent lets Azure or the provider choose on both. */
export function onOff<C>(): Codec<string, boolean, C> {
  return {
    rule: '`Enabled` is `true`, `Disabled` is `false`',
    samples: { mapi: ['Enabled', 'Disabled'], capi: [true, false] },
    toCapi(found, scope) {
      if (found === undefined) return undefined;
      if (found !== 'Enabled' && found !== 'Disabled') {
        scope.report(unknownWord(found, ['Enabled', 'Disabled']));
        return undefined;
      }
      return found === 'Enabled';
    },
    toMapi: (found) => (found === undefined ? undefined : found ? 'Enabled' : 'Disabled'),
  };
}

import { requiredText } from '../../codecs/required-text.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { Row } from '../../mapping/row.ts';

/** The size of the virtual machine. Machine API's webhook fills it in by its own architecture, so nothing is guessed here. */
export function vmSize<C>(): Codec<string, string, C> {
  return requiredText(
    {
      message: 'the size of the virtual machine is not named',
      hint: 'Set vmSize, for instance to Standard_D4s_v5.',
    },
    ['Standard_D4s_v5', 'Standard_D8s_v5'],
  );
}

/** A private key: refused without repeating it, since reports are shared. */
export function legacyPrivateKey<C>(row: Row<C>): Row<C> {
  const [field] = row.fields;
  const lens: Row<C>['lens'] = {
    ...row.lens,
    toCapi(found, scope) {
      if (found !== undefined)
        scope.report({ code: 'NotSupported', message: field?.doc ?? '', hint: field?.hint ?? '' });
      return undefined;
    },
  };
  return { ...row, lens };
}

import type { Codec } from '../../mapping/make-row.ts';
import type { Row } from '../../mapping/row.ts';

/** The size of the virtual machine. Machine API's webhook fills it in by its own architecture, so nothing is guessed here. */
export function vmSize<C>(): Codec<string, string, C> {
  const needed: Codec<string, string, C>['toCapi'] = (found, scope) => {
    if (found === undefined) {
      scope.report({
        code: 'Required',
        message: 'the size of the virtual machine is not named',
        hint: 'Set vmSize, for instance to Standard_D4s_v5.',
      });
    }
    return found;
  };
  const samples = { mapi: ['Standard_D4s_v5'], capi: ['Standard_D8s_v5'], required: true };
  return { rule: 'the same value', samples, toCapi: needed, toMapi: needed };
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

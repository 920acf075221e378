import type { Scope } from '../../mapping/issue.ts';
import type { Lens } from '../../mapping/lens.ts';
import { isWindows, osLabel } from '../../objects/metadata-check.ts';

interface Slots {
  labels?: { [key: string]: string } | undefined;
}

/**
 * Machine API hands a machine with this label its user data as a script for Windows, under another key. CAPG always hands
 * it over as user-data. The label itself is converted with the others.
 */
export function noWindows<C>(): Lens<Slots, Slots, C> {
  const check = (found: Slots | undefined, scope: Scope<C>): undefined => {
    if (!isWindows(osLabel, found?.labels?.[osLabel])) return undefined;
    scope.at('labels', osLabel).report({
      code: 'NotSupported',
      value: 'Windows',
      message: 'CAPG cannot start a Windows machine: it hands over user data in the way of Linux only',
      hint: 'Keep these machines on Machine API.',
    });
    return undefined;
  };
  const nothing = () => undefined;
  return { toCapi: check, toMapi: check, canonMapi: nothing, canonCapi: nothing };
}

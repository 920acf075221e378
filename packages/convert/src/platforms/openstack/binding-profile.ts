import { compact } from '../../mapping/json.ts';
import type { CapiPort, OpenStackScope } from './types.ts';

type Profile = { [key: string]: string };

/**
 * The binding profile of a port. Both sides know the capability switchdev and `trusted`. Whatever else it holds was handed
 * to Neutron by earlier releases of Machine API, so it is refused.
 */
export function profileToCapi(profile: Profile | undefined, scope: OpenStackScope): CapiPort['profile'] {
  for (const [key, value] of Object.entries(profile ?? {})) {
    if (isKnown(key, value)) continue;
    scope.at(key).report({
      code: 'NotSupported',
      value,
      message: 'Cluster API knows no more of a binding profile than the capability switchdev and trusted: "true"',
      hint: 'Remove it, or keep these machines on Machine API.',
    });
  }
  return compact({
    ovsHWOffload: profile?.['capabilities'] ? true : undefined,
    trustedVF: profile?.['trusted'] === 'true' ? true : undefined,
  });
}

/** The way back: false asks for nothing, as on the way there. */
export function profileToMapi(profile: CapiPort['profile']): Profile | undefined {
  return compact<Profile>({
    ...(profile?.ovsHWOffload && { capabilities: '[switchdev]' }),
    ...(profile?.trustedVF && { trusted: 'true' }),
  });
}

/** With or without the brackets and quotes of a list. */
function isKnown(key: string, value: string): boolean {
  if (value === '') return true;
  if (key === 'capabilities') return /^[\s["']*switchdev[\s\]"']*$/.test(value);
  return key === 'trusted' && (value === 'true' || value === 'false');
}

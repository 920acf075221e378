import { enumeration } from '../../codecs/enumeration.ts';
import { compact } from '../../mapping/json.ts';
import type { Codec } from '../../mapping/make-row.ts';
import { type CapiSlots, type MapiSlots, securityType } from './security-type.ts';

type Encryption = 'VMGuestStateOnly' | 'DiskWithVMGuestState';

interface Mapi extends MapiSlots {
  /** What of the OS disk is encrypted, and with which key. */
  encryption?: string | undefined;
  key?: string | undefined;
}

interface Capi extends CapiSlots {
  encryption?: Encryption | undefined;
  key?: string | undefined;
}

/** The security type, and the encryption of the OS disk that a confidential VM goes with. */
export function security<C>(): Codec<Mapi, Capi, C> {
  const type = securityType<C>();
  const encryptions = enumeration<string, Encryption, C>([
    ['VMGuestStateOnly', 'VMGuestStateOnly'],
    ['DiskWithVMGuestState', 'DiskWithVMGuestState'],
  ]);
  return {
    ...type,
    fields: [
      ...(type.fields ?? []),
      { mapi: 'encryption', capi: 'encryption', outcome: 'mapped', rule: encryptions.rule },
      { mapi: 'key', capi: 'key', outcome: 'mapped', rule: 'the same value' },
    ],
    samples: {
      mapi: [
        {},
        { settings: { securityType: '' } },
        launched({ secureBoot: 'Enabled', virtualizedTrustedPlatformModule: 'Enabled' }),
        launched({ virtualizedTrustedPlatformModule: 'Enabled' }),
        confidential,
        { ...confidential, encryption: 'VMGuestStateOnly', key: '' },
      ],
      capi: [
        {},
        { type: 'TrustedLaunch', uefi: { secureBootEnabled: true, vTpmEnabled: true } },
        { type: 'TrustedLaunch', uefi: { secureBootEnabled: true, vTpmEnabled: false } },
        {
          type: 'ConfidentialVM',
          uefi: { secureBootEnabled: true, vTpmEnabled: true },
          encryption: 'DiskWithVMGuestState',
          key: 'des',
        },
        { type: 'ConfidentialVM', uefi: { vTpmEnabled: true }, encryption: 'VMGuestStateOnly' },
      ],
    },
    toCapi: (found, scope) => ({
      ...type.toCapi(found, scope),
      ...compact({
        encryption: encryptions.toCapi(found?.encryption || undefined, scope.at('encryption')),
        key: found?.key || undefined,
      }),
    }),
    toMapi: (found, scope) => ({
      ...type.toMapi(found, scope),
      ...compact({ encryption: encryptions.toMapi(found?.encryption, scope.at('encryption')), key: found?.key }),
    }),
  };
}

const confidential = {
  settings: {
    securityType: 'ConfidentialVM',
    confidentialVM: { uefiSettings: { secureBoot: 'Enabled', virtualizedTrustedPlatformModule: 'Enabled' } },
  },
  encryption: 'DiskWithVMGuestState',
  key: 'des',
};

function launched(uefiSettings: { readonly [field: string]: string }) {
  return { settings: { securityType: 'TrustedLaunch', trustedLaunch: { uefiSettings } } };
}

import { unknownWord } from '../../codecs/enumeration.ts';
import type { Scope } from '../../mapping/issue.ts';
import { compact, isBlank } from '../../mapping/json.ts';
import type { Codec } from '../../mapping/make-row.ts';
import { onOff } from './on-off.ts';

interface Firmware {
  secureBoot?: string | undefined;
  virtualizedTrustedPlatformModule?: string | undefined;
}

interface Settings {
  securityType?: string | undefined;
  confidentialVM?: { uefiSettings?: Firmware | undefined } | undefined;
  trustedLaunch?: { uefiSettings?: Firmware | undefined } | undefined;
}

/** Machine API's slots. */
export interface MapiSlots {
  settings?: Settings | undefined;
}

interface Uefi {
  secureBootEnabled?: boolean | undefined;
  vTpmEnabled?: boolean | undefined;
}

/** Cluster API's slots. */
export interface CapiSlots {
  type?: 'ConfidentialVM' | 'TrustedLaunch' | undefined;
  uefi?: Uefi | undefined;
}

const arms = { ConfidentialVM: 'confidentialVM', TrustedLaunch: 'trustedLaunch' } as const;

/** Confidential VM or trusted launch: Machine API has the firmware settings below the type, Cluster API beside it. */
export function securityType<C>(): Codec<MapiSlots, CapiSlots, C> {
  const flag = onOff<C>();
  const firmware = [
    ['secureBoot', 'secureBootEnabled'],
    ['virtualizedTrustedPlatformModule', 'vTpmEnabled'],
  ] as const;
  return {
    rule: 'the type with its firmware settings, and the encryption of the OS disk',
    fields: [
      { mapi: 'settings.securityType', capi: 'type', outcome: 'mapped', rule: 'the same value' },
      ...firmware.flatMap(([mapi, capi]) =>
        Object.values(arms).map(
          (arm) =>
            ({
              mapi: `settings.${arm}.uefiSettings.${mapi}`,
              capi: `uefi.${capi}`,
              outcome: 'mapped',
              rule: flag.rule,
            }) as const,
        ),
      ),
    ],
    toCapi(found, scope) {
      const { securityType: type, ...settings } = found?.settings ?? {};
      const at = scope.at('settings');
      for (const [name, arm] of Object.entries(arms)) {
        const value = settings[arm];
        if (name === type || isBlank(value)) continue;
        at.at(arm).report({
          code: 'Conflict',
          value,
          message: `has a meaning only with securityType: ${name}`,
          hint: `Remove it, or set securityType: ${name}.`,
        });
      }
      if (!type) return {};
      if (type !== 'ConfidentialVM' && type !== 'TrustedLaunch') {
        at.at('securityType').report(unknownWord(type, Object.keys(arms)));
        return {};
      }
      const values = settings[arms[type]]?.uefiSettings ?? {};
      const place = at.at(arms[type], 'uefiSettings');
      const uefi: Uefi = {};
      for (const [mapi, capi] of firmware) uefi[capi] = flag.toCapi(values[mapi] || undefined, place.at(mapi));
      if (type === 'TrustedLaunch') checkTrustedLaunch(values, place);
      const kept = compact(uefi);
      return { type, ...(kept !== undefined && { uefi: kept }) };
    },
    toMapi(found, scope) {
      const { type, uefi } = found ?? {};
      if (type === undefined) {
        if (!isBlank(uefi)) {
          scope.at('uefi').report({
            code: 'NotSupported',
            value: uefi,
            message: 'Machine API has firmware settings only below a security type',
            hint: 'Set securityType, or remove uefiSettings.',
          });
        }
        return {};
      }
      const values: Firmware = {};
      for (const [mapi, capi] of firmware) values[mapi] = flag.toMapi(uefi?.[capi], scope.at('uefi', capi));
      return { settings: { securityType: type, [arms[type]]: { uefiSettings: compact(values) ?? {} } } };
    },
  };
}

/**
 * CAPZ (generateSecurityProfile) makes a machine of trusted launch only where secure boot or the vTPM is on, and tells Azure
 * only of what is on.
 */
function checkTrustedLaunch<C>(values: Firmware, scope: Scope<C>): void {
  const off = (['secureBoot', 'virtualizedTrustedPlatformModule'] as const).filter(
    (field) => values[field] !== 'Enabled',
  );
  if (off.length === 2) {
    scope.report({
      code: 'NotSupported',
      message:
        'CAPZ starts a machine by trusted launch only where secure boot or the vTPM is on; this one it would start without',
      hint: 'Set secureBoot or virtualizedTrustedPlatformModule to Enabled, or keep the machines on Machine API.',
    });
    return;
  }
  for (const field of off) {
    if (values[field] !== 'Disabled') continue;
    scope.at(field).report({
      code: 'NotChecked',
      severity: 'warning',
      value: values[field],
      message: 'CAPZ tells Azure only of what is enabled, so the default of Azure decides',
      hint: 'Check a new machine for it before the others are made.',
    });
  }
}

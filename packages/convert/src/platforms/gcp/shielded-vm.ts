import { unknownWord } from '../../codecs/enumeration.ts';
import type { Problem, Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { FieldDoc } from '../../mapping/row.ts';

interface Slots<T> {
  vtpm?: T | undefined;
  integrity?: T | undefined;
}

type Policy = 'Enabled' | 'Disabled';

/**
 * The virtual TPM and the integrity monitoring that needs it; both are on where nothing is said. CAPG v1.12.0 leaves a
 * "false" out of its request, and GCP then takes its default, which is on for images with UEFI. So both can only be off
 * where the image has no UEFI, for which Machine API's controller itself writes all of them as Disabled.
 */
export function shieldedVm<C>(): Codec<Slots<string>, Slots<Policy>, C> {
  return {
    rule: 'the same values; integrity monitoring alone cannot be disabled',
    samples: {
      mapi: [{}, { vtpm: 'Enabled', integrity: 'Enabled' }, { vtpm: 'Disabled', integrity: 'Disabled' }, { vtpm: '' }],
      capi: [{}, { integrity: 'Enabled' }, { vtpm: 'Disabled', integrity: 'Disabled' }],
    },
    toCapi(found, scope) {
      const vtpm = policyOf(found?.vtpm, scope.at('vtpm'));
      const integrity = policyOf(found?.integrity, scope.at('integrity'));
      check({ vtpm, integrity }, scope);
      if (vtpm === 'Disabled' && integrity === 'Disabled') scope.at('vtpm').report({ ...onWithUefi, value: vtpm });
      return { vtpm, integrity };
    },
    toMapi(found, scope) {
      check(found ?? {}, scope);
      return found;
    },
    canonMapi: (found) => ({ vtpm: found?.vtpm, integrity: found?.integrity }),
    canonCapi: (found) => ({ vtpm: found?.vtpm, integrity: found?.integrity }),
  };
}

function check<C>({ vtpm, integrity }: Slots<Policy>, scope: Scope<C>): void {
  if (vtpm === 'Disabled' && integrity !== 'Disabled') scope.at('vtpm').report({ ...needsTpm, value: vtpm });
  if (vtpm !== 'Disabled' && integrity === 'Disabled') scope.at('integrity').report({ ...staysOn, value: integrity });
}

function policyOf<C>(value: string | undefined, scope: Scope<C>): Policy | undefined {
  if (!value) return undefined;
  if (value === 'Enabled' || value === 'Disabled') return value;
  scope.report(unknownWord(value, ['Enabled', 'Disabled']));
  return undefined;
}

const needsTpm: Problem = {
  code: 'Conflict',
  message: 'integrity monitoring, which is on unless it is disabled, needs the TPM',
  hint: 'Set integrityMonitoring: Disabled as well, or remove both.',
};

const staysOn: Problem = {
  code: 'NotSupported',
  message: 'CAPG cannot turn integrity monitoring off, and GCP turns it on with the TPM',
  hint: 'Remove the field, or keep these machines on Machine API.',
};

const onWithUefi: Problem = {
  code: 'NotChecked',
  severity: 'warning',
  message: 'CAPG cannot turn these off; they are off where the boot image has no UEFI, and on where it has',
  hint: 'Check that the boot image has no UEFI, or remove these fields.',
};

/** What documentation says of them. */
export const shieldedVmFields: readonly FieldDoc[] = (
  ['virtualizedTrustedPlatformModule', 'integrityMonitoring'] as const
).map((field) => ({
  mapi: `shieldedInstanceConfig.${field}`,
  capi: `shieldedInstanceConfig.${field}`,
  outcome: 'mapped',
  rule: 'the same value',
  doc:
    field === 'integrityMonitoring'
      ? 'Disabled alone is refused: CAPG does not tell GCP, which has it on.'
      : 'Disabled, which it can only be together with integrityMonitoring, holds for images without UEFI alone, and warns.',
}));

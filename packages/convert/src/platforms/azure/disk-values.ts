import { unknownWord } from '../../codecs/enumeration.ts';
import type { Codec } from '../../mapping/make-row.ts';

/** The operating system, which is Linux in OpenShift's Machine API and Cluster API alike. */
export function linuxOnly<C>(): Codec<string, string, C> {
  const only: Codec<string, string, C>['toCapi'] = (found, scope) => {
    if (found === 'Linux') return found;
    scope.report({
      code: found === 'Windows' ? 'NotSupported' : 'InvalidValue',
      value: found,
      message:
        found === 'Windows'
          ? 'Machine API starts a Windows machine by a script that CAPZ has not, and CAPZ shortens its name'
          : 'unknown operating system; known are Linux and Windows',
      hint: found === 'Windows' ? 'Keep the machines where they are.' : 'Use Linux.',
    });
    return found;
  };
  return { rule: 'only `Linux`', samples: { mapi: ['Linux'], capi: ['Linux'] }, toCapi: only, toMapi: only };
}

/** The size of the OS disk in GB: CAPZ's webhook takes 1 to 2048, Machine API's 1 to 32767 and wants it. */
export function osDiskSize<C>(): Codec<number, number, C> {
  const check: Codec<number, number, C>['toCapi'] = (found, scope) => {
    if (found === undefined) {
      scope.report({
        code: 'Required',
        message: 'Machine API needs the size of the disk; Cluster API would take that of the image',
        hint: 'Give the size in GB, for instance 128.',
      });
    } else if (found < 1 || found > 2048) {
      scope.report({
        code: 'InvalidValue',
        value: found,
        message: 'Cluster API takes 1 to 2048 GB for the OS disk',
        hint: 'Use 1 to 2048.',
      });
    }
    return found;
  };
  return {
    rule: 'the same value, 1 to 2048',
    samples: { mapi: [128, 256], capi: [128, 1], required: true },
    toCapi: check,
    toMapi: check,
  };
}

interface MapiCache {
  caching?: string | undefined;
  place?: string | undefined;
}

interface CapiCache {
  caching?: Caching | undefined;
  place?: 'Local' | undefined;
}

/**
 * The caching of the OS disk, and whether the disk is on the host itself. Machine API may leave caching to Azure; CAPZ's CRD
 * writes None.
 */
export function osDiskCaching<C>(): Codec<MapiCache, CapiCache, C> {
  return {
    rule: 'the same caching and place; no caching is written as `None`, which both APIs document as the default',
    fields: [],
    samples: {
      mapi: [{ caching: 'ReadWrite' }, { caching: 'ReadOnly', place: 'Local' }, { caching: 'None' }, {}],
      capi: [{ caching: 'ReadWrite' }, { caching: 'ReadOnly', place: 'Local' }, { caching: 'None' }, {}],
    },
    toCapi(found, scope) {
      const { caching, place } = found ?? {};
      const at = scope.at('caching');
      if (place && place !== 'Local') {
        const hint = 'Use Local, or remove the field.';
        scope
          .at('place')
          .report({ code: 'InvalidValue', value: place, message: 'unknown value; known is Local', hint });
      }
      const local = place === 'Local' ? { place: 'Local' as const } : {};
      if (!caching) {
        at.report({
          code: 'NotChecked',
          severity: 'warning',
          message:
            'without it Machine API sends Azure nothing, and new machines have what Azure then chooses; Cluster API sends None',
          hint: 'Set cachingType if another than None is wanted.',
        });
        return { caching: 'None', ...local };
      }
      if (isCaching(caching)) return { caching, ...local };
      at.report(unknownWord(caching, ['None', 'ReadOnly', 'ReadWrite']));
      return local;
    },
    toMapi: (found) => ({
      caching: found?.caching ?? 'None',
      ...(found?.place !== undefined && { place: found.place }),
    }),
    canonCapi: (found) => ({ ...found, caching: found?.caching ?? 'None' }),
  };
}

/** The caching of a data disk, which CAPZ's webhook would set to ReadWrite. */
export function dataDiskCaching<C>(): Codec<string, Caching, C> {
  return {
    rule: 'the same value; nothing is `None`',
    toCapi(found, scope) {
      if (found === undefined || found === 'None') return 'None';
      if (isCaching(found)) return found;
      scope.report(unknownWord(found, ['None', 'ReadOnly', 'ReadWrite']));
      return undefined;
    },
    toMapi: (found) => found,
  };
}

type Caching = 'None' | 'ReadOnly' | 'ReadWrite';

function isCaching(value: string): value is Caching {
  return value === 'None' || value === 'ReadOnly' || value === 'ReadWrite';
}

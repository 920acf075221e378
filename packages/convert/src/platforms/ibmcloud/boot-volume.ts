import { unknownWord } from '../../codecs/enumeration.ts';
import type { Scope } from '../../mapping/issue.ts';
import { deepEqual } from '../../mapping/json.ts';
import type { Codec } from '../../mapping/make-row.ts';
import { nested } from '../../mapping/nested.ts';
import { rowsFor } from '../../mapping/rows.ts';

interface MapiVolume {
  bandwidth?: number | undefined;
  encryptionKey?: string | undefined;
  iops?: number | undefined;
  profile?: string | undefined;
  sizeGiB?: number | undefined;
}

type Profile = 'general-purpose' | '5iops-tier' | '10iops-tier' | 'custom';

interface CapiVolume {
  deleteVolumeOnInstanceDelete?: boolean | undefined;
  encryptionKeyCRN?: string | undefined;
  iops?: number | undefined;
  name?: string | undefined;
  profile?: Profile | undefined;
  sizeGiB?: number | undefined;
}

/** What the volume of an RHCOS image has, in GiB; CAPIBM's webhook wants a size as soon as anything is said of the volume. */
const imageSize = 100;

const crn =
  'crn:v1:bluemix:public:kms:eu-de:a/0123456789abcdef0123456789abcdef:5f1c9c2e-1111-4222-8333-944455556666:key:7a8b9c0d';

/**
 * The boot volume. One that says nothing but the defaults is left out on both sides: the cloud then makes the same volume,
 * and CAPIBM's webhook does not ask for its size.
 */
export function bootVolume<C>(): Codec<MapiVolume, CapiVolume, C> {
  const table = nested<MapiVolume, CapiVolume, C>('its fields; left out where it says only defaults', rows<C>());
  // What is left of a volume besides the defaults.
  const canonMapi = (value: MapiVolume | undefined, context: C) => {
    const form = table.canonMapi?.(value, context);
    return deepEqual(form, table.canonMapi?.({}, context)) ? undefined : form;
  };
  const canonCapi = (value: CapiVolume | undefined, context: C) => {
    const form = table.canonCapi?.(value, context);
    return deepEqual(form, table.canonCapi?.({}, context)) ? undefined : form;
  };
  return {
    ...table,
    samples: {
      mapi: [
        {},
        { sizeGiB: 120 },
        { encryptionKey: crn },
        { profile: '10iops-tier', sizeGiB: 250, encryptionKey: crn },
        { profile: 'custom', sizeGiB: 200, iops: 6000 },
      ],
      capi: [
        { deleteVolumeOnInstanceDelete: true },
        { profile: 'general-purpose', sizeGiB: 10, deleteVolumeOnInstanceDelete: true },
        { sizeGiB: 150, encryptionKeyCRN: crn, name: 'boot' },
        { profile: 'custom', sizeGiB: 200, iops: 6000 },
      ],
    },
    toCapi(value, scope) {
      const volume = table.toCapi(value, scope);
      if (volume === undefined || canonMapi(value, scope.context) === undefined) return undefined;
      if (volume.sizeGiB !== undefined) return volume;
      scope.report(sizeWritten);
      return { ...volume, sizeGiB: imageSize };
    },
    toMapi(value, scope) {
      const volume = table.toMapi(value, scope);
      return canonCapi(value, scope.context) === undefined ? undefined : volume;
    },
    canonMapi,
    canonCapi,
  };
}

const sizeWritten = {
  code: 'NotChecked',
  severity: 'warning',
  message: `has no size, which CAPIBM wants; ${imageSize} GiB are written, as the volume of an RHCOS image has them`,
  hint: 'Set bootVolume.sizeGiB if the image of these machines makes volumes of another size.',
} as const;

/** What only second-generation volumes have, which are newer than the pinned CAPIBM. */
const tooOld = {
  bandwidth: {
    code: 'TargetTooOld',
    message: 'CAPIBM v0.13 cannot set the bandwidth of a volume',
    hint: 'Remove bandwidth, or keep these machines on Machine API.',
  },
  profile: {
    code: 'TargetTooOld',
    message: 'CAPIBM v0.13 has no volumes of the profile sdp',
    hint: 'Use another profile, or keep these machines on Machine API.',
  },
} as const;

function rows<C>() {
  const r = rowsFor<MapiVolume, CapiVolume, C>();
  return [
    r.same('encryptionKey', 'encryptionKeyCRN', { doc: 'The CRN of a root key.' }),
    r.via('profile', 'profile', profile<C>(), {
      mapi: { absentIs: 'general-purpose' },
      capi: { absentIs: 'general-purpose' },
      doc: 'Both sides default to general-purpose.',
    }),
    r.same('sizeGiB', 'sizeGiB', {
      mapi: { zeroIsAbsent: true },
      capi: { zeroIsAbsent: true },
      doc: `CAPIBM wants a size of 10 to 250 beside other fields; where there is none ${imageSize} is written, with a warning.`,
    }),
    r.same('iops', 'iops', { mapi: { zeroIsAbsent: true }, capi: { zeroIsAbsent: true } }),
    {
      ...r.refuse('bandwidth', {
        mapi: { zeroIsAbsent: true },
        doc: `${tooOld.bandwidth.message}.`,
        hint: tooOld.bandwidth.hint,
      }),
      lens: {
        toCapi(value: unknown, scope: Scope<C>) {
          if (value !== undefined) scope.report({ ...tooOld.bandwidth, value });
          return undefined;
        },
        toMapi: () => undefined,
      },
    },
    r.constant('deleteVolumeOnInstanceDelete', true, {
      absentIsTheSame: true,
      doc: 'Machine API has the boot volume deleted with its instance.',
      hint: 'Set deleteVolumeOnInstanceDelete: true, or keep this on Cluster API.',
    }),
    r.carryCapi('name', {
      doc: 'Names the attachment of the volume and changes nothing in the machine.',
    }),
  ];
}

const profiles: readonly Profile[] = ['general-purpose', '5iops-tier', '10iops-tier', 'custom'];

/** The profile; that of second-generation volumes is newer than the pinned CAPIBM. */
function profile<C>(): Codec<string, Profile, C> {
  return {
    rule: `the same value: ${profiles.map((name) => `\`${name}\``).join(', ')}; \`sdp\` is too new`,
    toCapi(found, scope) {
      const known = profiles.find((name) => name === found);
      if (known !== undefined || found === undefined) return known;
      scope.report(found === 'sdp' ? { ...tooOld.profile, value: found } : unknownWord(found, profiles));
      return undefined;
    },
    toMapi: (found) => found,
  };
}

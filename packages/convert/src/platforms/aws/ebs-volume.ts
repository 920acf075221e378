import type { Problem, Scope } from '../../mapping/issue.ts';
import type { Lens } from '../../mapping/lens.ts';
import type { Codec } from '../../mapping/make-row.ts';
import { nested } from '../../mapping/nested.ts';
import { rowsFor } from '../../mapping/rows.ts';
import { kmsKey, type ResourceReference } from './references.ts';

/** Machine API's EBSBlockDeviceSpec. */
export interface Ebs {
  deleteOnTermination?: boolean | undefined;
  encrypted?: boolean | undefined;
  iops?: number | undefined;
  kmsKey?: ResourceReference | undefined;
  throughputMib?: number | undefined;
  volumeSize?: number | undefined;
  volumeType?: string | undefined;
}

/** CAPA's Volume. */
export interface Volume {
  deviceName?: string | undefined;
  encrypted?: boolean | undefined;
  encryptionKey?: string | undefined;
  iops?: number | undefined;
  size?: number | undefined;
  throughput?: number | undefined;
  type?: string | undefined;
}

/** Volume types for which AWS and Machine API look at iops. */
const typesWithIops = ['io1', 'io2', 'gp3'];

/** Fields of one EBS volume, whatever device it is. */
export function volume<C>(): Codec<Ebs, Volume, C> {
  const r = rowsFor<Ebs, Volume, C>();
  return nested('an EBS volume', [
    r.via('volumeSize', 'size', size<C>(), {
      doc: 'In GiB. Must be given: Cluster API has no default, Machine API takes the size of the snapshot in the AMI.',
    }),
    r.group({ type: 'volumeType', iops: 'iops' }, { type: 'type', iops: 'iops' }, typeAndIops<C>(), {
      doc: 'Machine API ignores iops of 0 or less, and on types other than io1, io2 and gp3, which Cluster API would send and AWS refuse.',
    }),
    r.same('throughputMib', 'throughput', {
      doc: 'In MiB/s.',
      mapi: { zeroIsAbsent: true },
      capi: { zeroIsAbsent: true },
      samples: { mapi: [125, 2000], capi: [250] },
    }),
    r.same('encrypted', 'encrypted'),
    r.via('kmsKey', 'encryptionKey', kmsKey<C>()),
    {
      ...r.carry('deleteOnTermination', {
        doc: 'Has no effect in Machine API, which always deletes; so does Cluster API.',
      }),
      lens: alwaysDeleted<C>(),
    },
  ]);
}

/** The least size of a volume in CAPA's CRD. */
const minSize = 8;

function size<C>(): Codec<number, number, C> {
  const check = (found: number | undefined, scope: Scope<C>): number | undefined => {
    if (found === undefined) scope.report(sizeMissing);
    else if (found < minSize) {
      scope.report({
        code: 'InvalidValue',
        value: found,
        message: `Cluster API makes no volume of ${found} GiB; ${minSize} is the least`,
        hint: `Use at least ${minSize}, or keep this on Machine API.`,
      });
    }
    return found;
  };
  return {
    rule: 'the same value, 8 or more',
    samples: { mapi: [8, 120, 16384], capi: [8, 500], required: true },
    toCapi: check,
    toMapi: check,
  };
}

const sizeMissing: Problem = {
  code: 'Required',
  message: 'Cluster API needs the size of the volume; Machine API takes the size of the snapshot in the AMI',
  hint: 'Give the size in GiB, for instance 120.',
};

/** A volume that was to survive its machine and will not: the same on both sides, and worth a word. */
function alwaysDeleted<C>(): Lens<unknown, unknown, C> {
  return {
    toCapi(found, scope) {
      if (found === false) {
        scope.report({
          code: 'DroppedWithoutEffect',
          severity: 'warning',
          value: found,
          message: 'has no effect: the volume is deleted with its machine, in Machine API as in Cluster API',
          hint: 'Remove it, and do not count on the volume.',
        });
      }
      return undefined;
    },
    toMapi: () => undefined,
  };
}

function typeAndIops<C>(): Codec<
  { type?: string | undefined; iops?: number | undefined },
  { type?: string | undefined; iops?: number | undefined },
  C
> {
  return {
    rule: 'the same values; iops where the type has them',
    samples: {
      mapi: [{ type: 'gp3' }, { type: 'gp3', iops: 3000 }, { type: 'gp2', iops: 0 }, {}],
      capi: [{ type: 'io2', iops: 12000 }],
    },
    toCapi(found, scope) {
      const { type, iops = 0 } = found ?? {};
      const named = type ? { type } : {};
      if (iops === 0) return named;
      if (type !== undefined && typesWithIops.includes(type) && iops > 0) return { ...named, iops };
      scope.at('iops').report({
        code: 'DroppedWithoutEffect',
        severity: 'warning',
        value: iops,
        message: iops < 0 ? 'has no effect below 0' : `has no effect on a volume of type ${type || 'standard'}`,
        hint: 'Remove it.',
      });
      return named;
    },
    toMapi: (found) => found,
    canonMapi: (found) => ({ type: found?.type, iops: found?.iops || undefined }),
    canonCapi: (found) => ({ type: found?.type, iops: found?.iops || undefined }),
  };
}

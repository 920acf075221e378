import type { Problem } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import { type Ebs, type Volume, volume } from './ebs-volume.ts';

interface BlockDevice {
  deviceName?: string | undefined;
  ebs?: Ebs | undefined;
  noDevice?: string | undefined;
  virtualName?: string | undefined;
}

interface MapiSlots {
  devices?: BlockDevice[] | undefined;
}

interface CapiSlots {
  root?: Volume | undefined;
  others?: Volume[] | undefined;
}

/**
 * Machine API lists devices, the one without a name being the root volume; Cluster API has a root volume and a list of
 * others.
 */
export function blockDevices<C>(): Codec<MapiSlots, CapiSlots, C> {
  const ebs = volume<C>();
  return {
    rule: 'the device without a name is the root volume, the others keep their order',
    fields: [
      ...(ebs.fields ?? []).map((field) => ({
        ...field,
        ...(field.mapi !== undefined && { mapi: `devices[].ebs.${field.mapi}` }),
        ...(field.capi !== undefined && { capi: `others[].${field.capi}` }),
      })),
      ...(ebs.fields ?? []).flatMap(({ capi, mapi: _, ...field }) =>
        capi === undefined ? [] : [{ ...field, capi: `root.${capi}` }],
      ),
      { mapi: 'devices[].deviceName', capi: 'others[].deviceName', outcome: 'mapped', rule: 'the same value' },
      {
        capi: 'root.deviceName',
        outcome: 'refused',
        rule: 'refused',
        doc: "Machine API knows the root volume by its having no name; the AMI's root device is found by itself.",
      },
      { mapi: 'devices[].noDevice', outcome: 'refused', rule: 'refused' },
      { mapi: 'devices[].virtualName', outcome: 'refused', rule: 'refused' },
    ],
    samples: {
      mapi: [
        { devices: [{ ebs: { volumeSize: 120, volumeType: 'gp3', encrypted: true, iops: 0, kmsKey: { arn: '' } } }] },
        {
          devices: [
            {
              ebs: {
                volumeSize: 200,
                volumeType: 'gp3',
                iops: 3000,
                throughputMib: 250,
                kmsKey: { arn: 'arn:aws:kms:a:1:key/b' },
              },
            },
            {
              deviceName: '/dev/xvdb',
              ebs: { volumeSize: 500, volumeType: 'io2', iops: 12000, kmsKey: { id: 'k', arn: 'arn:x' } },
            },
          ],
        },
        {
          devices: [
            { deviceName: '/dev/xvdb', ebs: { volumeSize: 8, deleteOnTermination: false } },
            { deviceName: '/dev/xvdc' },
          ],
        },
        {
          devices: [
            { deviceName: '/dev/xvdb', ebs: { volumeSize: 30, volumeType: 'gp2', iops: 100, encrypted: false } },
          ],
        },
      ],
      capi: [
        { root: { size: 120, type: 'gp3', encrypted: true } },
        {
          root: { size: 8 },
          others: [{ deviceName: '/dev/xvdb', size: 9, type: 'io1', iops: 100, encryptionKey: 'k' }],
        },
        {
          others: [
            { deviceName: '/dev/xvdb', size: 9, type: 'gp2', iops: 100 },
            { deviceName: '/dev/xvdc', size: 9, type: 'gp3', throughput: 125 },
          ],
        },
      ],
    },
    toCapi(found, scope) {
      const target: CapiSlots = {};
      found?.devices?.forEach((device, index) => {
        const at = scope.at('devices', index);
        for (const field of ['noDevice', 'virtualName'] as const) {
          // An empty noDevice is what AWS documents as "suppress this device", so it is not absent.
          const value = device[field];
          if (value !== undefined) at.at(field).report(unsupported(field, value));
        }
        if (device.ebs === undefined) {
          if (device.noDevice !== undefined || device.virtualName !== undefined) return;
          at.report({
            code: 'DroppedWithoutEffect',
            severity: 'warning',
            value: device,
            message: 'has no ebs, and Machine API ignores such an entry',
            hint: 'Remove it, or say what volume it is to be.',
          });
          return;
        }
        const converted = ebs.toCapi(device.ebs, at.at('ebs')) ?? {};
        if (device.deviceName) {
          target.others ??= [];
          target.others.push({ deviceName: device.deviceName, ...converted });
        } else if (target.root === undefined) target.root = converted;
        else at.report(secondRoot);
      });
      return target;
    },
    toMapi(found, scope) {
      const devices: BlockDevice[] = [];
      if (found?.root !== undefined) {
        const { deviceName, ...rest } = found.root;
        if (deviceName) {
          scope.at('root', 'deviceName').report({
            code: 'NotSupported',
            value: deviceName,
            message: 'Machine API knows the root volume by its having no name',
            hint: "Remove deviceName: the AMI's root device is found by itself. If another device is meant, list it under nonRootVolumes.",
          });
        }
        devices.push({ ebs: ebs.toMapi(rest, scope.at('root')) ?? {} });
      }
      found?.others?.forEach(({ deviceName, ...rest }, index) => {
        if (!deviceName) {
          scope.at('others', index, 'deviceName').report({
            code: 'Required',
            message: 'a volume other than the root needs a device name; without one Machine API takes it for the root',
            hint: 'Name the device, such as /dev/xvdb.',
          });
        }
        devices.push({ ...(deviceName && { deviceName }), ebs: ebs.toMapi(rest, scope.at('others', index)) ?? {} });
      });
      return devices.length === 0 ? {} : { devices };
    },
    canonMapi: (found, context) =>
      found?.devices?.map(({ ebs: inner, ...device }) => ({ ...device, ebs: ebs.canonMapi?.(inner, context) })),
    canonCapi: (found, context) => ({
      root: found?.root && { deviceName: found.root.deviceName, ebs: ebs.canonCapi?.(found.root, context) },
      others: found?.others?.map((other) => ({ deviceName: other.deviceName, ebs: ebs.canonCapi?.(other, context) })),
    }),
  };
}

function unsupported(field: 'noDevice' | 'virtualName', value: string): Problem {
  return {
    code: 'NotSupported',
    value,
    message:
      field === 'noDevice'
        ? 'Cluster API cannot suppress a device of the AMI'
        : 'Cluster API cannot map an instance store volume by its virtual name',
    hint: `Remove ${field}, or keep this on Machine API.`,
  };
}

const secondRoot: Problem = {
  code: 'Conflict',
  message: 'a second device without a name: only the root volume has none',
  hint: 'Give it a deviceName, such as /dev/xvdb.',
};

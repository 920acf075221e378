import type { FieldDoc } from '../../mapping/row.ts';
import { keyFields } from './encryption-key.ts';

/** What documentation says of disks. */
export const diskFields: readonly FieldDoc[] = [
  {
    mapi: 'disks[].boot',
    outcome: 'mapped',
    rule: 'the one disk with it is the root disk; its place in the list is carried',
  },
  {
    mapi: 'disks[].image',
    capi: 'image',
    outcome: 'mapped',
    rule: "the same path; a bare name is one of the machine's project",
    doc: 'Refused on data disks, which Cluster API makes empty.',
  },
  {
    capi: 'imageFamily',
    outcome: 'mapped',
    rule: 'a path in `disks[].image`',
    doc: 'Without effect, and carried, beside image.',
  },
  {
    mapi: 'disks[].sizeGb',
    capi: 'rootDeviceSize',
    outcome: 'mapped',
    rule: 'the same value, 16 to 65536 GB',
    doc: "Without a size both take the image's. A data disk needs one.",
  },
  {
    mapi: 'disks[].type',
    capi: 'rootDeviceType',
    outcome: 'mapped',
    rule: 'the same value; pd-standard where there is none',
    doc: 'Always written, because CAPG crashes on a data disk without a type.',
  },
  { capi: 'additionalDisks[].size', outcome: 'mapped', rule: '`disks[].sizeGb`; 30 where there is none' },
  { capi: 'additionalDisks[].deviceType', outcome: 'mapped', rule: '`disks[].type`; local-ssd is refused' },
  {
    mapi: 'disks[].autoDelete',
    outcome: 'refused',
    rule: 'only `true`',
    only: true,
    doc: 'CAPG deletes every disk with its machine. Absent is false.',
    hint: 'Set autoDelete: true.',
  },
  {
    mapi: 'disks[].labels',
    outcome: 'carried',
    rule: 'on the boot disk, where they are the labels of the machine',
    doc: 'CAPG puts the labels of the machine on the boot disk and none on data disks; all else is refused.',
    whole: true,
  },
  ...keyFields('disks[].encryptionKey', 'rootDiskEncryptionKey'),
  ...keyFields(undefined, 'additionalDisks[].encryptionKey').map((field) => ({
    ...field,
    doc: 'Must be the key of the root disk.',
  })),
];

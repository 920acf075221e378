import type { Samples } from '../../mapping/row.ts';

const image = 'projects/rhcos-cloud/global/images/rhcos-417-94-202408270355-0-gcp-x86-64';
const boot = { autoDelete: true, boot: true, image };
const data = { autoDelete: true, boot: false, image: '' };
const kmsKey = { name: 'node-key', keyRing: 'ocp', location: 'europe-west4', projectID: 'acme-security' };
const kmsKeyServiceAccount = 'service-123456789012@compute-system.iam.gserviceaccount.com';
const rootKey = {
  keyType: 'Managed',
  kmsKeyServiceAccount,
  managedKey: { kmsKeyName: 'projects/acme-security/locations/europe-west4/keyRings/ocp/cryptoKeys/node-key' },
};

/** Disks as they are found on clusters, for generators of tests. */
export const diskSamples: Samples = {
  mapi: [
    { disks: [{ ...boot, sizeGb: 128, type: 'pd-ssd', labels: {} }] },
    { disks: [{ ...boot, sizeGb: 0, type: '' }] },
    {
      disks: [
        {
          ...boot,
          image: 'ocp1-x7k2p-rhcos',
          sizeGb: 200,
          type: 'pd-balanced',
          encryptionKey: { kmsKey, kmsKeyServiceAccount },
        },
      ],
    },
    {
      disks: [
        { ...data, sizeGb: 500, type: 'pd-standard' },
        { ...boot, sizeGb: 128 },
      ],
    },
    {
      disks: [
        { ...boot, sizeGb: 128, type: 'hyperdisk-balanced', encryptionKey: { kmsKey: { ...kmsKey, projectID: '' } } },
        { ...data, sizeGb: 16, type: 'pd-ssd', encryptionKey: { kmsKey: { ...kmsKey, projectID: '' } } },
        { ...data, sizeGb: 65536, type: 'pd-ssd', encryptionKey: { kmsKeyServiceAccount } },
      ],
    },
  ],
  capi: [
    { image, rootSize: 128, rootType: 'pd-ssd' },
    { image, imageFamily: 'projects/rhcos-cloud/global/images/family/rhcos', rootSize: 0 },
    { imageFamily: 'projects/rhcos-cloud/global/images/family/rhcos', rootKey },
    { image, rootKey, additional: [{ deviceType: 'pd-ssd', size: 500, encryptionKey: rootKey }, {}] },
  ],
  required: true,
};

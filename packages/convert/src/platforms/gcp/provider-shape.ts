import { gcpMachineProviderSpec, type ObjectShape } from '@capstan/api';

const { disks, gcpMetadata, gpus } = gcpMachineProviderSpec.fields;

/**
 * The provider spec as it stands in files. Go always writes the fields that openshift/api calls required, `labels: null` of
 * a disk for one, and no server insists on them; so in lists only that is required which nothing else stands in for.
 */
export const gcpProviderShape: ObjectShape = {
  ...gcpMachineProviderSpec,
  fields: {
    ...gcpMachineProviderSpec.fields,
    disks: { ...disks, items: { type: 'object', fields: disks.items.fields } },
    gcpMetadata: { ...gcpMetadata, items: { ...gcpMetadata.items, required: ['key'] } },
    gpus: { ...gpus, items: { ...gpus.items, required: ['type'] } },
  },
};

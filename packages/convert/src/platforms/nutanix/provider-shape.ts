import { nutanixMachineProviderConfig, type ObjectShape } from '@capstan/api';

const { fields, required } = nutanixMachineProviderConfig;
const disk = fields.dataDisks.items;
const properties = disk.fields.deviceProperties;

const addressed = {
  ...properties,
  fields: { ...properties.fields, deviceIndex: { ...properties.fields.deviceIndex, min: 0 } },
  required: ['deviceType', 'adapterType'],
} as const;

/**
 * NutanixMachineProviderConfig as it is written, which is less than openshift/api marks as required: Go leaves a deviceIndex of 0
 * out of what the webhook stores, and beside a failure domain cluster and subnets mean nothing (the rows want them of all others).
 */
export const nutanixProviderShape: ObjectShape = {
  ...nutanixMachineProviderConfig,
  required: required.filter((field) => field !== 'cluster' && field !== 'subnets'),
  fields: {
    ...fields,
    cluster: { type: 'object', fields: fields.cluster.fields },
    dataDisks: {
      type: 'array',
      items: {
        ...disk,
        fields: { ...disk.fields, deviceProperties: addressed },
      },
    },
  },
};

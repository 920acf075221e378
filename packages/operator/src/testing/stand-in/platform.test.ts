import { expect, test } from 'vitest';
import { machineApiVersion } from '../../names.ts';
import { seededRandom } from '../seeded-random.ts';
import { type StandInPlatformType, standInPlatforms } from './platform.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const value = {
  placement: { availabilityZone: 'eu-west-1a', region: 'eu-west-1' },
  projectID: 'acme',
  zone: 'europe-west4-a',
  resourceGroup: 'Harbour-RG',
  serviceInstance: { id: 'workspace' },
};
const machine = {
  apiVersion: machineApiVersion,
  kind: 'Machine',
  metadata: {
    name: 'm-0',
    namespace: 'machines',
    labels: { 'machine.openshift.io/cluster-api-cluster': 'harbour' },
  },
  spec: { providerSpec: { value } },
};

// The forms that the conversion of each platform takes.
const forms: Readonly<Record<StandInPlatformType, RegExp>> = {
  AWS: /^aws:\/\/\/eu-west-1a\/i-[0-9a-f]{17}$/,
  Azure:
    /^azure:\/\/\/subscriptions\/[^/]+\/resourceGroups\/harbour-rg\/providers\/Microsoft\.Compute\/virtualMachines\/m-0$/,
  BareMetal: new RegExp(`^baremetalhost:///machines/m-0/${uuid}$`),
  GCP: /^gce:\/\/acme\/europe-west4-a\/m-0$/,
  IBMCloud: new RegExp(`^ibm://[^/]+///harbour/0717_${uuid}$`),
  Nutanix: new RegExp(`^nutanix://${uuid}$`),
  OpenStack: new RegExp(`^openstack:///${uuid}$`),
  PowerVS: new RegExp(`^ibmpowervs://dal/dal10/workspace/${uuid}$`),
  VSphere: new RegExp(`^vsphere://${uuid}$`),
};

test.each(Object.entries(forms))('a provider id of %s has the form that Machine API writes', (type, form) => {
  const platform = standInPlatforms[type as StandInPlatformType];
  const id = platform.newId(machine, seededRandom(3));
  expect(platform.providerID(id, machine)).toMatch(form);
});

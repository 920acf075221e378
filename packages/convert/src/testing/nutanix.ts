import type { JsonObject } from '@capstan/api';
import { nutanix } from '../platforms/nutanix/platform.ts';
import { fixtureOf } from './fixture.ts';
import { waysOf } from './ways.ts';

/** Infrastructure.spec of the cluster: one failure domain known by names, one by UUIDs. */
export const infrastructureSpec: JsonObject = {
  platformSpec: {
    type: 'Nutanix',
    nutanix: {
      prismCentral: { address: 'prism.ocp1.example.com', port: 9440 },
      prismElements: [{ name: 'pe-a', endpoint: { address: 'pe-a.ocp1.example.com', port: 9440 } }],
      failureDomains: [
        {
          name: 'fd-a',
          cluster: { type: 'Name', name: 'pe-a' },
          subnets: [{ type: 'UUID', uuid: '8a1c6e40-5b7d-4c1f-9d22-3f4e5a6b7c8d' }],
        },
        {
          name: 'fd-b',
          cluster: { type: 'UUID', uuid: '0005f1a2-7c31-4b7e-0000-00000000aa02' },
          subnets: [
            { type: 'Name', name: 'vlan-220' },
            { type: 'Name', name: 'vlan-221' },
          ],
        },
      ],
    },
  },
};

/** A cluster on Nutanix. */
export const nutanixFixture = fixtureOf({
  platform: nutanix,
  platformStatus: { type: 'Nutanix', nutanix: {} },
  infrastructureSpec,
  provider: {
    cluster: { type: 'uuid', uuid: '0005f1a2-7c31-4b7e-0000-00000000aa01' },
    image: { type: 'name', name: 'ocp1-x7k2p-rhcos' },
    subnets: [{ type: 'uuid', uuid: 'c7938dc6-7659-453e-a688-e26020c68e43' }],
    vcpuSockets: 4,
    vcpusPerSocket: 1,
    memorySize: '16Gi',
    systemDiskSize: '120Gi',
    userDataSecret: { name: 'worker-user-data' },
    credentialsSecret: { name: 'nutanix-credentials' },
  },
  infraSpec: {
    cluster: { type: 'uuid', uuid: '0005f1a2-7c31-4b7e-0000-00000000aa01' },
    image: { type: 'name', name: 'ocp1-x7k2p-rhcos' },
    subnet: [{ type: 'uuid', uuid: 'c7938dc6-7659-453e-a688-e26020c68e43' }],
    vcpuSockets: 4,
    vcpusPerSocket: 1,
    memorySize: '16Gi',
    systemDiskSize: '120Gi',
    additionalCategories: [{ key: 'kubernetes-io-cluster-ocp1-x7k2p', value: 'owned' }],
  },
});

/** The ways of single fields on Nutanix. */
export const { toInfra, toProvider, thereAndBack, backAndThere, remarks, expectRefused, expectInfraRefused } =
  waysOf(nutanixFixture);

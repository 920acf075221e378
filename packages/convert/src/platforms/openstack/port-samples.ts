import type { Json } from '@capstan/api';
import type { Samples } from '../../mapping/row.ts';

const network = '9b1f0c8e-1f43-4f6d-a3e9-4a43b7d0b002';
const other = '9b1f0c8e-1f43-4f6d-a3e9-4a43b7d0b003';
const subnet = '2f5c1f0a-97a0-4d1b-8df3-8e1bd1a0a001';
const group = '6f1f0a1d-5a1f-4a8e-bb8a-4d7a5c9f0e11';
const nodes = { name: 'ocp1-x7k2p-nodes', tags: 'openshiftClusterID=ocp1-x7k2p' };
const workers = [{ filter: {}, name: 'ocp1-x7k2p-worker' }];

const mapi: Json[] = [
  { networks: [{ filter: {}, subnets: [{ filter: nodes }] }], securityGroups: workers },
  { networks: [{ uuid: network, subnets: [{ uuid: subnet }, { uuid: subnet }], portTags: ['a'] }] },
  {
    networks: [{ subnets: [{ uuid: subnet, portTags: ['a'] }, { filter: { cidr: '10.0.0.0/16', ipVersion: 4 } }] }],
    ports: [{ networkID: network, nameSuffix: 'storage', securityGroups: [group], trunk: false }],
    securityGroups: workers,
  },
  {
    networks: [
      { filter: { name: 'openshift', tagsAny: 'a,b' }, noAllowedAddressPairs: true, vnicType: 'direct' },
      { uuid: other, portSecurity: false, profile: { capabilities: '[switchdev]', trusted: 'true' } },
    ],
    securityGroups: [{ uuid: group }, { filter: { projectId: '0f6c3a5b', description: 'x' } }],
  },
  {
    ports: [
      {
        networkID: network,
        description: 'uplink',
        adminStateUp: true,
        macAddress: 'fa:16:3e:00:00:01',
        fixedIPs: [{ subnetID: subnet, ipAddress: '192.168.50.17' }],
        allowedAddressPairs: [{ ipAddress: '192.168.50.0/24', macAddress: 'fa:16:3e:00:00:02' }],
        tags: ['radio'],
        profile: { trusted: 'true' },
      },
      { networkID: other, portSecurity: true, vnicType: 'normal' },
    ],
  },
];

const virtualIPs = [{ ipAddress: '10.0.0.5' }, { ipAddress: '10.0.0.7' }];

const capi: Json[] = [
  {
    ports: [{ fixedIPs: [{ subnet: { filter: { name: 'nodes', tags: ['a'] } } }], allowedAddressPairs: virtualIPs }],
    securityGroups: [{ filter: { name: 'ocp1-x7k2p-worker' } }],
  },
  {
    ports: [
      { network: { id: network }, fixedIPs: [{ subnet: { id: subnet } }], tags: ['a', 'b'] },
      { network: { filter: { name: 'storage' } }, vnicType: 'direct', profile: { ovsHWOffload: true } },
    ],
    securityGroups: [{ id: group }],
  },
  {
    ports: [
      { network: { filter: { tagsAny: ['a', 'b'] } }, securityGroups: [{ filter: { name: 'worker' } }] },
      { network: { id: other }, nameSuffix: 'sriov', disablePortSecurity: true, trunk: true },
      {
        network: { id: network },
        securityGroups: [{ id: group }],
        allowedAddressPairs: [{ ipAddress: '10.9.0.0/16' }],
      },
    ],
  },
  {
    ports: [
      {
        network: { id: network },
        description: 'uplink',
        adminStateUp: false,
        macAddress: 'fa:16:3e:00:00:01',
        fixedIPs: [{ subnet: { id: subnet }, ipAddress: '10.0.0.12' }],
        securityGroups: [{ id: group }],
        profile: { trustedVF: true, ovsHWOffload: false },
      },
    ],
    securityGroups: [{ id: group }],
  },
];

/** Networks, ports and security groups that convert, on a cluster whose virtual IPs are 10.0.0.5 and 10.0.0.7. */
export const portSamples: Samples = { mapi, capi, required: true };

import { openstack } from '../platforms/openstack/platform.ts';
import { fixtureOf } from './fixture.ts';
import { waysOf } from './ways.ts';

/** A cluster on OpenStack, with one address for its API server and one for its ingress. */
export const openstackFixture = fixtureOf({
  platform: openstack,
  platformStatus: {
    type: 'OpenStack',
    openstack: { apiServerInternalIPs: ['10.0.0.5'], ingressIPs: ['10.0.0.7'], cloudName: 'openstack' },
  },
  provider: {
    cloudName: 'openstack',
    cloudsSecret: { name: 'openstack-cloud-credentials', namespace: 'openshift-machine-api' },
    flavor: 'm1.xlarge',
    image: 'ocp1-x7k2p-rhcos',
    networks: [{ subnets: [{ filter: { name: 'ocp1-x7k2p-nodes' } }] }],
    userDataSecret: { name: 'worker-user-data' },
  },
  infraSpec: {
    flavor: 'm1.xlarge',
    identityRef: { type: 'Secret', name: 'openstack-cloud-credentials', cloudName: 'openstack' },
    image: { filter: { name: 'ocp1-x7k2p-rhcos' } },
    ports: [{ fixedIPs: [{ subnet: { filter: { name: 'ocp1-x7k2p-nodes' } } }] }],
  },
});

export const { converter, provider, infraSpec, mapiMachine, mapiSet, capiMachine, capiSet } = openstackFixture;

/** The ways of a value between the two APIs on OpenStack. */
export const { toInfra, toProvider, thereAndBack, backAndThere, remarks, expectRefused, expectInfraRefused } =
  waysOf(openstackFixture);

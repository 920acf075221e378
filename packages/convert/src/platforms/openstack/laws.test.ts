import { describeLaws } from '../../testing/laws.ts';
import { openStackFacts } from './facts.ts';
import { openstack } from './platform.ts';

const infrastructure = {
  status: {
    infrastructureName: 'ocp1-x7k2p',
    platformStatus: {
      type: 'OpenStack',
      openstack: { apiServerInternalIPs: ['10.0.0.5'], ingressIPs: ['10.0.0.7'] },
    },
  },
};
const { facts } = openStackFacts({ infrastructure, infraCluster: undefined, derived: undefined });

describeLaws(openstack, facts, {
  mapi: {
    defaults: [
      ['kind', 'OpenstackProviderSpec'],
      ['apiVersion', 'machine.openshift.io/v1alpha1'],
      ['cloudsSecret/namespace', 'openshift-machine-api'],
      ['userDataSecret/namespace', 'openshift-machine-api'],
    ],
    sets: [],
    keepEmpty: [],
    maps: ['serverMetadata'],
    zero: ['configDrive', 'trunk'],
    whereSet: [],
  },
  capi: {
    defaults: [],
    sets: [],
    keepEmpty: [],
    maps: [],
    zero: ['configDrive', 'trunk'],
    whereSet: [['identityRef', 'type', 'Secret']],
  },
});

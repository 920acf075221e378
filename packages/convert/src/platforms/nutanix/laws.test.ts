import { describeLaws } from '../../testing/laws.ts';
import { nutanixFixture } from '../../testing/nutanix.ts';
import { nutanixFacts } from './facts.ts';
import { nutanix } from './platform.ts';

const infrastructure = nutanixFixture.infrastructure();

describeLaws(nutanix, nutanixFacts({ infrastructure, infraCluster: undefined, derived: undefined }).facts, {
  mapi: {
    defaults: [
      ['kind', 'NutanixMachineProviderConfig'],
      ['apiVersion', 'machine.openshift.io/v1'],
      ['credentialsSecret/name', 'nutanix-credentials'],
      ['userDataSecret/name', 'worker-user-data'],
    ],
    sets: [['categories', 'key']],
    keepEmpty: [],
    maps: [],
    zero: ['dataDisks/*/deviceProperties/deviceIndex'],
    whereSet: [],
  },
  capi: {
    defaults: [],
    sets: [['additionalCategories', 'key']],
    keepEmpty: [],
    maps: [],
    zero: ['dataDisks/*/deviceProperties/deviceIndex'],
    whereSet: [],
  },
});

import { describeLaws } from '../../testing/laws.ts';
import { bareMetalFacts } from './facts.ts';
import { bareMetal } from './platform.ts';

describeLaws(bareMetal, bareMetalFacts().facts, {
  mapi: {
    defaults: [
      ['kind', 'BareMetalMachineProviderSpec'],
      ['apiVersion', 'baremetal.cluster.k8s.io/v1alpha1'],
    ],
    sets: [],
    keepEmpty: [],
    maps: ['hostSelector/matchLabels'],
    zero: [],
    whereSet: [],
  },
  capi: {
    defaults: [],
    sets: [],
    keepEmpty: [],
    maps: ['hostSelector/matchLabels'],
    zero: [],
    whereSet: [],
  },
});

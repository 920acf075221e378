import { bareMetal } from '../platforms/baremetal/platform.ts';
import { fixtureOf } from './fixture.ts';
import { waysOf } from './ways.ts';

export type { Refusal } from './ways.ts';

/** A cluster on bare metal, installed as OpenShift's installer does it: by CoreOS's own installer, not by an image. */
export const bareMetalFixture = fixtureOf({
  platform: bareMetal,
  platformStatus: { type: 'BareMetal', baremetal: { apiServerInternalIPs: ['192.0.2.5'], ingressIPs: ['192.0.2.6'] } },
  provider: {
    customDeploy: { method: 'install_coreos' },
    userData: { name: 'worker-user-data' },
  },
  infraSpec: { customDeploy: { method: 'install_coreos' } },
});

/** The ways of a value between the two APIs on bare metal. */
export const { toInfra, toProvider, thereAndBack, backAndThere, remarks, expectRefused, expectInfraRefused } =
  waysOf(bareMetalFixture);

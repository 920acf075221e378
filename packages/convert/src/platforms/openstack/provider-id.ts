import { mirroredProviderId } from '../../codecs/provider-id.ts';
import type { Problem } from '../../mapping/issue.ts';

/** The provider id of a machine, on both of its objects in Cluster API. Machine API takes one without a region only. */
export function providerId<P>() {
  return mirroredProviderId<P>({
    rule: 'the same on Machine and OpenStackMachine: `openstack:///` and the id of the instance',
    noun: 'instance',
    sample: 'openstack:///5a1b7c2e-0d5c-4f0f-8a61-1f6a3d1e9c77',
    check: (id) => (/^openstack:\/\/\/[^/]+$/.test(id) ? undefined : malformed),
  });
}

const malformed: Problem = {
  code: 'InvalidValue',
  message: 'Machine API takes only openstack:/// and the id of the instance, without a region',
  hint: 'Correct the provider id; its owner writes it once the instance exists.',
};

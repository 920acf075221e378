import { mirroredProviderId } from '../../codecs/provider-id.ts';
import type { Problem } from '../../mapping/issue.ts';

/**
 * A machine that runs has `baremetalhost:///NAMESPACE/HOST/UID` in Machine API, the UID not always (the actuator's
 * getHostKey), and `metal3://...` in Cluster API. A Node keeps the one that it got, so an id is mirrored as it is and never
 * made into the other form; on the Metal3Machine it keeps CAPM3 from looking for another host.
 */
export function providerId<P>() {
  return mirroredProviderId<P>({
    rule: 'the same on Machine and Metal3Machine, in the form of Machine API; `metal3://` is refused',
    noun: 'host',
    sample: 'baremetalhost:///openshift-machine-api/rack-12-u07/3f0b9a52-7c1e-4d0f-9a44-1be5c2d7e8f6',
    check,
  });
}

function check(id: string): Problem | undefined {
  if (id.startsWith('metal3://')) {
    return {
      code: 'NotSupported',
      message: 'is the form of CAPM3, in which Machine API finds no host; a Node keeps the provider id that it has',
      hint: 'Keep this machine on Cluster API, and make a new one under Machine API.',
    };
  }
  if (/^baremetalhost:\/\/\/[^/]+\/[^/]+(\/[^/]+)?$/.test(id)) return undefined;
  return {
    code: 'InvalidValue',
    message: 'names no host: a provider id of bare metal is baremetalhost:///NAMESPACE/HOST/UID',
    hint: 'Correct the provider id; Machine API writes it once the machine has a host.',
  };
}

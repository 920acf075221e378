import type { Handover } from '../../handover/handover.ts';

/**
 * A host belongs to its machine by a name, a namespace and a provider id that the other side does not accept. So only what
 * makes new machines changes hands; a machine that runs is replaced.
 */
export const bareMetalHandover: Handover = {
  evidence: 'unproven',
  sync: { allowed: true },
  facts: [
    {
      name: 'provider-id-differs',
      effect: 'blocks',
      of: 'running',
      message:
        'a Node keeps its provider id, which is baremetalhost:///... in Machine API and metal3://... in Cluster API, so the other API would not find it',
      hint: 'Leave the machine where it is, or make a new one under the other API and then delete this one.',
    },
    {
      name: 'host-is-claimed',
      effect: 'blocks',
      of: 'running',
      message:
        'its BareMetalHost names it as the consumer; the other API would claim another host, or wipe this one when its machine is deleted',
      hint: 'Do not change consumerRef by hand. Let the machine that has the host release it.',
    },
    {
      name: 'set-without-running-machines',
      effect: 'needs',
      of: 'new',
      message: 'a set changes hands together with its machines, and those that run stay behind',
      hint: 'Make a new set under the other API, and scale this one down; or scale it to 0 first.',
    },
    {
      name: 'hosts-in-cluster-api',
      effect: 'needs',
      of: 'new',
      target: 'cluster-api',
      message: 'CAPM3 looks for free BareMetalHosts only in the namespace of its machines, openshift-cluster-api',
      hint: 'Register the hosts for new machines there, and set spec.watchAllNamespaces: true on the Provisioning object.',
    },
    {
      name: 'hosts-in-machine-api',
      effect: 'needs',
      of: 'new',
      target: 'machine-api',
      message: 'Machine API looks for free BareMetalHosts only in the namespace of its machines, openshift-machine-api',
      hint: 'Register the hosts for new machines there.',
    },
    {
      name: 'user-data-in-cluster-api',
      effect: 'needs',
      of: 'new',
      target: 'cluster-api',
      message: 'CAPM3 reads user data from a secret in the namespace of its machines',
      hint: 'Copy the secret to openshift-cluster-api, with the user data under the key value.',
    },
  ],
};

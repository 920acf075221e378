import { policies } from '../policies/all.ts';
import { policyName } from '../policies/manifests.ts';
import type { Word } from './word.ts';

/** An admission policy that guards machines; by its name `doctor` tells whether a cluster has it. */
export interface KnownPolicy {
  readonly name: string;
  readonly means: string;
  readonly todo: string;
  /** It locks the half of a pair that does not act. */
  readonly locks?: 'MachineAPI' | 'ClusterAPI';
}

const otherHalf = 'Change the half that acts: status.authoritativeAPI of the Machine API object says which.';

/** OpenShift's own, whose rules Capstan's follow. */
const inTree: readonly KnownPolicy[] = [
  {
    name: 'machine-api-machine-vap',
    means: 'Refuses changes to a Machine of Machine API while Cluster API acts on it, but for spec.authoritativeAPI.',
    todo: otherHalf,
    locks: 'MachineAPI',
  },
  {
    name: 'machine-api-machine-set-vap',
    means:
      'Refuses changes to a MachineSet of Machine API while Cluster API acts on it, but for spec.authoritativeAPI.',
    todo: otherHalf,
    locks: 'MachineAPI',
  },
  {
    name: 'cluster-api-machine-vap',
    means: 'Refuses changes to a Machine of Cluster API while Machine API acts on it.',
    todo: otherHalf,
    locks: 'ClusterAPI',
  },
  {
    name: 'cluster-api-machine-set-vap',
    means: 'Refuses changes to a MachineSet of Cluster API while Machine API acts on it.',
    todo: otherHalf,
    locks: 'ClusterAPI',
  },
  {
    name: 'openshift-cluster-api-prevent-setting-of-capi-fields-unsupported-by-mapi',
    means: 'Refuses fields of Cluster API that Machine API has no place for.',
    todo: 'Leave the field away; capstan explain FIELD says why.',
  },
  {
    name: 'openshift-only-create-mapi-machine-if-authoritative-api-capi',
    means: 'Refuses a new Machine of Machine API that wants to act where Cluster API has a Machine of that name.',
    todo: 'Create it with spec.authoritativeAPI: ClusterAPI, or under another name.',
  },
  {
    name: 'openshift-prevent-authoritative-mapi-machineset-create-when-capi-exists',
    means: 'Refuses a new MachineSet of Machine API that wants to act where Cluster API has a MachineSet of that name.',
    todo: 'Create it with spec.authoritativeAPI: ClusterAPI, or under another name.',
  },
  {
    name: 'openshift-validate-capi-machine-creation',
    means: 'Refuses a new Machine of Cluster API that would act where Machine API acts on one of that name.',
    todo: 'Create it with the annotation cluster.x-k8s.io/paused, or move the Machine API one.',
  },
  {
    name: 'openshift-validate-capi-machine-set-creation',
    means: 'Refuses a new MachineSet of Cluster API that would act where Machine API acts on one of that name.',
    todo: 'Create it with the annotation cluster.x-k8s.io/paused, or move the Machine API one.',
  },
  {
    name: 'openshift-prevent-migration-when-machine-updating',
    means: 'Refuses a change of spec.authoritativeAPI while the machine is provisioned or deleted.',
    todo: 'Wait until the machine runs.',
  },
  {
    name: 'openshift-provide-warning-when-not-synchronized',
    means: 'Warns of a change of spec.authoritativeAPI while Synchronized is not True.',
    todo: 'See to the condition Synchronized first: the migration begins only then.',
  },
  {
    name: 'openshift-mapi-authoritative-api-transition-requires-capi-infrastructure-ready-and-not-deleting',
    means: 'Refuses a change of spec.authoritativeAPI while the Cluster API half is not provisioned, or is deleted.',
    todo: 'Wait until status.initialization.infrastructureProvisioned of the Cluster API Machine is true.',
  },
  {
    name: 'openshift-cluster-api-unsupported-aws-spec-fields',
    means: 'Refuses fields of AWSMachines and their templates that Machine API has no place for.',
    todo: 'Leave the field away; capstan explain FIELD says why.',
  },
];

/** Capstan's, in the words of their own table. */
const ours: readonly KnownPolicy[] = policies.map((policy) => ({
  name: policyName(policy),
  means: policy.doc,
  todo: 'Read the message of the refusal: it names the rule. capstan doctor TYPE/NAME says which half may be changed.',
}));

/** The policies that explain and doctor know. */
export const knownPolicies: readonly KnownPolicy[] = [...ours, ...inTree];

/** Policies as words. */
export const policyWords: readonly Word[] = knownPolicies.map(({ name, means, todo }) => ({
  name,
  of: 'policy',
  where: 'ValidatingAdmissionPolicy, which the API server asks before it takes a write',
  means,
  todo,
}));

import type { JsonObject } from '@capstan/api';
import type { Handover } from '../../handover/handover.ts';
import { textAt } from '../../mapping/json.ts';

/** Both controllers find a virtual machine, its interface and its disks by the same names, so machines change hands as they are. */
export const azureHandover: Handover = {
  evidence: 'unproven',
  sync: { allowed: true },
  facts: [
    {
      name: 'provider-id-known',
      effect: 'needs',
      of: 'running',
      target: 'cluster-api',
      message:
        'CAPZ adopts a virtual machine by the provider id of its Machine, and makes one of its name where there is none',
      hint: 'Wait until the Machine has spec.providerID.',
    },
    {
      name: 'user-data-copied',
      effect: 'needs',
      of: 'both',
      target: 'cluster-api',
      cause: (provider) => {
        const secret = textAt(provider, 'userDataSecret', 'name') ?? 'worker-user-data';
        return secret === 'worker-user-data' ? undefined : ['userDataSecret', 'name'];
      },
      message:
        'CAPZ reads user data from the key "value" of a secret in the namespace of Cluster API; OpenShift copies worker-user-data there and no other',
      hint: 'Copy the secret to that namespace: its key userData as value, and the key format with the value ignition.',
    },
    {
      name: 'identity-spelling',
      effect: 'needs',
      of: 'running',
      target: 'cluster-api',
      cause: at('managedIdentity'),
      message:
        'CAPZ takes a machine for broken for good where the id of its identity on the AzureMachine is not what Azure says, letter by letter',
      hint: 'Compare userAssignedIdentities with the ids that az vm identity show prints; where upper and lower case differ write the printed id as managedIdentity.',
    },
    {
      name: 'control-plane-label',
      effect: 'needs',
      of: 'new',
      target: 'cluster-api',
      cause: at('internalLoadBalancer'),
      message:
        'CAPZ joins a machine to the load balancers of the API server only if its Machine has the label cluster.x-k8s.io/control-plane',
      hint: 'Set the label cluster.x-k8s.io/control-plane: "" on the Cluster API Machine before it starts.',
    },
    {
      name: 'tags-not-updated',
      effect: 'loses',
      of: 'running',
      target: 'cluster-api',
      message:
        'the machine keeps the tags that it has: CAPZ brings tags up to date only on machines that it has made, by a tag of its own',
      hint: 'Change the tags of such a machine in Azure.',
    },
    {
      name: 'public-address-left',
      effect: 'loses',
      of: 'running',
      target: 'cluster-api',
      cause: publicAddress,
      message:
        'the machine keeps its public address, named CLUSTER-MACHINE, which CAPZ does not delete with it; CAPZ makes another, named pip-MACHINE, that nothing uses',
      hint: 'Delete the address CLUSTER-MACHINE in Azure when the machine is gone.',
    },
    {
      name: 'public-address-of-capz-left',
      effect: 'loses',
      of: 'running',
      target: 'machine-api',
      cause: publicAddress,
      message: 'the machine keeps its public address, named pip-MACHINE, which Machine API does not delete with it',
      hint: 'Delete the address pip-MACHINE in Azure when the machine is gone.',
    },
    {
      name: 'availability-set',
      effect: 'loses',
      of: 'new',
      cause: withoutZone,
      message:
        'Machine API puts a machine without a zone, whose size has none, into the availability set of its MachineSet; CAPZ uses a set of its own, and none where the AzureCluster has failureDomains',
      hint: 'Name a zone where there are any; else expect new machines apart from the old ones.',
    },
    {
      name: 'availability-set-left',
      effect: 'loses',
      of: 'running',
      cause: withoutZone,
      message:
        'the machine stays in the availability set that it is in, if any, and nobody deletes the set with the last machine',
      hint: 'Delete the empty availability set when its machines are gone.',
    },
  ],
};

function at(field: string): (provider: JsonObject) => readonly string[] | undefined {
  return (provider) => (textAt(provider, field) === undefined ? undefined : [field]);
}

function publicAddress(provider: JsonObject): readonly string[] | undefined {
  return provider['publicIP'] === true ? ['publicIP'] : undefined;
}

/** Spot machines are in no availability set. */
function withoutZone(provider: JsonObject): readonly string[] | undefined {
  const isSpot = provider['spotVMOptions'] !== undefined && provider['spotVMOptions'] !== null;
  return textAt(provider, 'zone') === undefined && !isSpot ? ['zone'] : undefined;
}

import type { KubeClient, KubeObject } from '@capstan/kube';
import { machineApiVersion } from '../../names.ts';

const labels = {
  'machine.openshift.io/cluster-api-cluster': 'harbour',
  'machine.openshift.io/cluster-api-machineset': 'workers',
};

const providerSpec = {
  value: {
    apiVersion: machineApiVersion,
    kind: 'AWSMachineProviderConfig',
    instanceType: 'm6i.xlarge',
    placement: { region: 'eu-west-1', availabilityZone: 'eu-west-1a' },
  },
};

/** A Machine on AWS as a user writes it. */
export function awsMachine(namespace: string, spec: object = {}, name = 'solo'): KubeObject {
  return {
    apiVersion: machineApiVersion,
    kind: 'Machine',
    metadata: { name, namespace, labels },
    spec: { providerSpec, ...spec },
  };
}

/** A MachineSet on AWS as a user writes it. */
export function awsMachineSet(namespace: string, spec: object = {}, ofMachines: object = {}): KubeObject {
  return {
    apiVersion: machineApiVersion,
    kind: 'MachineSet',
    metadata: { name: 'workers', namespace },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels: { ...labels, tier: 'front' }, annotations: { note: 'kept' } },
        spec: { providerSpec, metadata: { labels: { 'node-role.kubernetes.io/front': '' } }, ...ofMachines },
      },
      ...spec,
    },
  };
}

/** A client that dies at its n-th write, before or after the server has done it: nothing gets through any more. */
export function dyingClient(
  client: KubeClient,
  atWrite: number,
  when: 'before' | 'after',
): KubeClient & { isDead(): boolean } {
  let left = atWrite;
  const isDead = (): boolean => left <= 0;
  const dead = () => Promise.reject(new Error('killed'));
  const guarded = <A extends unknown[], R>(call: (...args: A) => Promise<R>, isWrite: boolean) => {
    return async (...args: A): Promise<R> => {
      if (isDead()) return dead();
      if (isWrite) left -= 1;
      const isLast = isWrite && isDead();
      if (isLast && when === 'before') return dead();
      const result = await call(...args);
      return isLast ? dead() : result;
    };
  };
  return {
    ...client,
    get: guarded(client.get, false),
    list: guarded(client.list, false),
    create: guarded(client.create, true),
    mergePatch: guarded(client.mergePatch, true),
    delete: guarded(client.delete, true),
    isDead,
  };
}

/** All Machines of a namespace. */
export async function machinesOf(client: KubeClient, namespace: string): Promise<KubeObject[]> {
  return (await client.list({ apiVersion: machineApiVersion, kind: 'Machine', namespace })).items;
}

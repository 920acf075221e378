import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { BackedInstance, StandInBacking } from '@capstan/operator/testing';
import type { Ec2, Ec2Instance } from './ec2.ts';

/** Has the instances of the stand-in for Machine API in EC2, made as Machine API makes them: from the provider spec, and tagged. */
export function ec2Backing(ec2: Ec2, infrastructureName: string): StandInBacking {
  return {
    async run(machine) {
      const groups = listAt(machine, 'securityGroups').map((group) => textIn(group, 'id'));
      const made = await ec2.run({
        image: textAt(machine, 'ami', 'id'),
        type: textAt(machine, 'instanceType'),
        zone: textAt(machine, 'placement', 'availabilityZone'),
        subnet: textAt(machine, 'subnet', 'id'),
        securityGroups: groups,
        tags: { Name: machine.metadata.name, [`kubernetes.io/cluster/${infrastructureName}`]: 'owned' },
      });
      return backed(made);
    },
    async find(id) {
      const found = await ec2.instance(id);
      return found && backed(found);
    },
    terminate: (id) => ec2.terminate(id),
  };
}

/** Machine API takes one that is about to run for one that runs. */
function backed({ id, address, hostname, state }: Ec2Instance): BackedInstance {
  const isThere = ['pending', 'running', 'stopping', 'stopped'].includes(state);
  return { id, address, nodeName: hostname, state: isThere ? 'running' : 'terminated' };
}

function providerAt(machine: KubeObject, path: readonly string[]): unknown {
  return ['spec', 'providerSpec', 'value', ...path].reduce<unknown>((at, step) => asObject(at)?.[step], machine);
}

function listAt(machine: KubeObject, ...path: readonly string[]): readonly unknown[] {
  const found = providerAt(machine, path);
  return Array.isArray(found) ? found : [];
}

/** Throws where there is none: the test's provider spec lacks something. */
function textAt(machine: KubeObject, ...path: readonly string[]): string {
  const found = providerAt(machine, path);
  if (typeof found !== 'string')
    throw new Error(`the provider spec of ${machine.metadata.name} has no ${path.join('.')}`);
  return found;
}

function textIn(value: unknown, field: string): string {
  const found = asObject(value)?.[field];
  if (typeof found !== 'string') throw new Error(`there is no ${field} in ${JSON.stringify(value)}`);
  return found;
}

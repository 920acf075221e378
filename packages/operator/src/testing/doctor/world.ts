import type { JsonObject } from '@capstan/api';
import { platformOf } from '@capstan/convert';
import { fixtures } from '@capstan/convert/testing';
import type { KubeObject } from '@capstan/kube';
import { environmentOf } from '../../doctor/environment-of.ts';
import type { DoctorFacts } from '../../doctor/facts.ts';
import { neededSecrets } from '../../doctor/needed-secrets.ts';
import { pairsOf } from '../../doctor/pairs.ts';
import { machineStateOf, setStateOf } from '../../doctor/states.ts';
import type { Write } from '../../engine/decision.ts';
import { type Authority, annotations, defaultNamespaces } from '../../names.ts';
import { decideMachine } from '../../sync/machine/decide.ts';
import { decideMachineSet } from '../../sync/machine-set/decide.ts';
import { afterWrite } from '../play.ts';
import { bareFacts, condition, objectOf } from './bare-facts.ts';

const found = fixtures.find(({ type }) => type === 'AWS');
if (found === undefined) throw new Error('there is no fixture of AWS');
const aws = found;

const pausedOf = {
  MachineAPI: [
    condition('Paused', 'False', 'AuthoritativeAPIMachineAPI', "The AuthoritativeAPI status is set to 'MachineAPI'"),
    condition('Paused', 'True', 'Paused', 'seen'),
  ],
  ClusterAPI: [
    condition('Paused', 'True', 'AuthoritativeAPINotMachineAPI', "The AuthoritativeAPI status is set to 'ClusterAPI'"),
    condition('Paused', 'False', 'NotPaused', 'seen'),
  ],
} as const;

function mapiStatus(authority: Authority, more: JsonObject): JsonObject {
  const conditions = [condition('Synchronized', 'True', 'ResourceSynchronized', 'ok'), pausedOf[authority][0]];
  return { authoritativeAPI: authority, synchronizedAPI: authority, synchronizedGeneration: 1, ...more, conditions };
}

/** A set and a machine of its, both of an API, with mirrors that are just right, and all that they need: doctor finds nothing. */
export function healthy(authority: Authority = 'MachineAPI'): DoctorFacts {
  const set = objectOf(
    aws.mapiSet(aws.provider(), {
      set: { authoritativeAPI: authority, replicas: 1 },
      machine: { authoritativeAPI: authority },
    }),
    {},
    mapiStatus(authority, { replicas: 1 }),
  );
  const owner = { apiVersion: set.apiVersion, kind: 'MachineSet', name: 'workers', uid: 'MachineSet-workers' };
  const machine = objectOf(
    aws.mapiMachine(aws.provider(), {
      authoritativeAPI: authority,
      providerID: 'aws:///us-east-1a/i-0123456789abcdef0',
    }),
    { ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }] },
    mapiStatus(authority, { phase: 'Running' }),
  );
  const infrastructure = objectOf(aws.infrastructure());
  const platform = platformOf(aws.infrastructure());
  const bare = { infrastructure, platform, machines: [machine], machineSets: [set] };
  const start = bareFacts({ ...bare, ...needed(bare) });
  // Both sides come about as they do in a cluster: Machine API first, then Cluster API takes over.
  const asMachineApi = settled(withAuthority(start, 'MachineAPI'));
  return settled(
    acknowledged(authority === 'MachineAPI' ? asMachineApi : settled(handedOver(asMachineApi)), authority),
  );
}

function needed({ machines, machineSets, platform }: Pick<DoctorFacts, 'machines' | 'machineSets' | 'platform'>) {
  const secrets = neededSecrets([...machineSets, ...machines], platform, defaultNamespaces, 'ocp1-x7k2p');
  return { secrets: secrets.map((secret) => ({ ...secret, state: 'there' as const })) };
}

/** The lists of objects that a pair is made of. */
const lists = ['machines', 'machineSets', 'capiMachines', 'capiMachineSets', 'infraMachines', 'templates'] as const;

/** The facts with every object of the pairs as its source makes it, as sync leaves them: its decisions until it has none. */
function settled(from: DoctorFacts): DoctorFacts {
  let result = from;
  for (let writes = 0; writes < 100; writes += 1) {
    const next = nextWrite(result);
    if (next === undefined) return result;
    const before = next.verb === 'create' ? undefined : next.of;
    result = replaced(result, before, afterWrite(next, uidOf(next)));
  }
  throw new Error('it does not come to rest');
}

function nextWrite(of: DoctorFacts): Write | undefined {
  const env = environmentOf(of);
  if (env === undefined) throw new Error('the cluster is not known');
  for (const pair of pairsOf(of)) {
    const decision =
      pair.kind === 'Machine'
        ? decideMachine(machineStateOf(of, pair, env))
        : decideMachineSet(setStateOf(of, pair, env));
    if (decision.kind === 'write') return decision.write;
  }
  return undefined;
}

function uidOf(write: Write): string {
  const { kind, metadata } = write.verb === 'create' ? write.object : write.of;
  return `${kind}-${metadata.name}-mirror`;
}

function replaced(of: DoctorFacts, before: KubeObject | undefined, after: KubeObject | undefined): DoctorFacts {
  const object = after ?? before;
  if (object === undefined) return of;
  const group = object.apiVersion.split('/')[0];
  const isSet = object.kind === 'MachineSet';
  const list =
    group === 'machine.openshift.io'
      ? isSet
        ? 'machineSets'
        : 'machines'
      : group === 'cluster.x-k8s.io'
        ? isSet
          ? 'capiMachineSets'
          : 'capiMachines'
        : object.kind.endsWith('Template')
          ? 'templates'
          : 'infraMachines';
  const others = of[list].filter(({ metadata }) => metadata.name !== object.metadata.name);
  return { ...of, [list]: after === undefined ? others : [...others, after] };
}

/** Changes the half of one API only. */
export function changedIn(
  of: DoctorFacts,
  group: string,
  kind: string,
  change: (object: KubeObject) => KubeObject,
): DoctorFacts {
  const all = lists.map((list) => [
    list,
    of[list].map((each) => (each.kind === kind && each.apiVersion.startsWith(`${group}/`) ? change(each) : each)),
  ]);
  return { ...of, ...Object.fromEntries(all) };
}

function withAuthority(of: DoctorFacts, authority: Authority): DoctorFacts {
  const set = (object: KubeObject): KubeObject => ({
    ...object,
    status: { ...(object['status'] as object), authoritativeAPI: authority },
  });
  return { ...of, machines: of.machines.map(set), machineSets: of.machineSets.map(set) };
}

function handedOver(of: DoctorFacts): DoctorFacts {
  const release = (object: KubeObject): KubeObject => {
    const { [annotations.paused]: _, ...kept } = object.metadata.annotations ?? {};
    return {
      ...object,
      metadata: { ...object.metadata, annotations: { ...kept, [annotations.authority]: 'ClusterAPI' } },
    };
  };
  return {
    ...withAuthority(of, 'ClusterAPI'),
    capiMachines: of.capiMachines.map(release),
    capiMachineSets: of.capiMachineSets.map(release),
    infraMachines: of.infraMachines.map(release),
  };
}

function acknowledged(of: DoctorFacts, authority: Authority): DoctorFacts {
  const say = (object: KubeObject): KubeObject => ({
    ...object,
    status: { ...(object['status'] as object | undefined), conditions: [pausedOf[authority][1]] },
  });
  return {
    ...of,
    capiMachines: of.capiMachines.map(say),
    capiMachineSets: of.capiMachineSets.map(say),
    infraMachines: of.infraMachines.map(say),
  };
}

import type { JsonObject } from '@capstan/api';
import { platformOf } from '@capstan/convert';
import { fixtures } from '@capstan/convert/testing';
import type { KubeObject } from '@capstan/kube';
import { defaultNamespaces } from '../names.ts';
import type { MachineState } from '../sync/machine/state.ts';
import { type Environment, rememberConversions } from '../sync/shared/environment.ts';

const found = fixtures.find(({ type }) => type === 'AWS');
if (found === undefined) throw new Error('there is no fixture of AWS');

const aws = found;

const platform = platformOf(aws.infrastructure());
if (platform === undefined) throw new Error('AWS is no platform');

/** A cluster on AWS, with its Cluster. */
export const environment: Environment = {
  platform,
  conversions: rememberConversions(aws.converter()),
  infrastructureName: 'ocp1-x7k2p',
  namespaces: defaultNamespaces,
  holdsSynchronizedApi: true,
  handsOver: false,
  cluster: kubeObject(
    {
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'Cluster',
      metadata: { name: 'ocp1-x7k2p', namespace: 'openshift-cluster-api' },
    },
    'cluster-uid',
  ),
  now: '2026-11-25T12:00:00Z',
};

/** Nothing is there, but for what is given. */
export function machineState(given: Partial<MachineState> = {}): MachineState {
  return {
    name: 'worker-1',
    mapi: undefined,
    capi: undefined,
    infra: undefined,
    mapiSet: undefined,
    capiSet: undefined,
    env: environment,
    ...given,
  };
}

/** An object of a fixture as the API server would have it. */
function kubeObject(object: JsonObject, uid: string, status?: JsonObject): KubeObject {
  const copy: KubeObject = JSON.parse(JSON.stringify(object));
  const metadata = { ...copy.metadata, uid, generation: 1, resourceVersion: '1' };
  return { ...copy, metadata, ...(status !== undefined && { status }) };
}

/** A Machine of Machine API as it is when its controller has seen it. */
export function mapiMachine(authoritativeAPI: string, metadata: JsonObject = {}): KubeObject {
  const made = aws.mapiMachine(
    aws.provider(),
    { authoritativeAPI },
    { finalizers: ['machine.machine.openshift.io'], ...metadata },
  );
  return kubeObject(made, 'mapi-uid', { authoritativeAPI, phase: 'Running' });
}

/** A Machine of Cluster API that runs by itself, as its controllers leave it, with its infra machine. */
export function capiMachine(metadata: JsonObject = {}): { readonly capi: KubeObject; readonly infra: KubeObject } {
  const [machine, infraMachine] = aws.capiMachine(
    aws.infraSpec(),
    {},
    { finalizers: ['machine.cluster.x-k8s.io'], ...metadata },
  );
  const capi = kubeObject(machine, 'capi-uid', { phase: 'Running' });
  const infra = kubeObject(infraMachine, 'infra-uid', { ready: true });
  const { apiVersion, kind } = capi;
  const ownerReferences = [{ apiVersion, kind, name: 'worker-1', uid: 'capi-uid', controller: true }];
  const held = { ownerReferences, finalizers: ['awsmachine.infrastructure.cluster.x-k8s.io'] };
  return { capi, infra: { ...infra, metadata: { ...infra.metadata, ...held } } };
}

/** A set of either API. */
export function machineSet(apiVersion: string, uid: string, metadata: JsonObject = {}): KubeObject {
  const set = { apiVersion, kind: 'MachineSet', metadata: { name: 'workers', namespace: 'n', ...metadata } };
  return kubeObject(set, uid, { authoritativeAPI: 'MachineAPI' });
}

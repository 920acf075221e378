import { fixtures } from '@capstan/convert/testing';
import { createClient, type Endpoint, type KubeClient, systemClock } from '@capstan/kube';
import {
  createStandInCloud,
  defaultNamespaces,
  gatesOn,
  loadSaved,
  serviceAccountEndpoint,
  startMachineApiStandIn,
} from '@capstan/operator/testing';
import type { Aws } from '../aws/aws.ts';
import { callers } from '../aws/callers.ts';
import { ec2Backing } from '../aws/ec2-backing.ts';
import {
  startWholeControlPlane,
  type WholeControlPlane,
  type WholeControlPlaneOptions,
} from '../control-plane/whole.ts';
import { applyRbac, operatorAccount } from '../deploy/service-account.ts';
import { lookingAt } from './looking.ts';
import { type OperatorChanges, startOperator } from './operator.ts';

const found = fixtures.find(({ type }) => type === 'AWS');
if (found === undefined) throw new Error('there is no fixture of AWS');

/** The cluster of these tests. */
export const aws = found;

/** Its infrastructure name. */
export const infrastructureName = 'ocp1-x7k2p';

const { machineApi, clusterApi } = defaultNamespaces;

/** A whole cluster of a test file's own: real servers and managers, the stand-in for Machine API, and the operator. */
export type Whole = Awaited<ReturnType<typeof startWhole>>;

/** `ec2` is an AWS to have the instances in, with CAPA at work on it; without it they are the stand-in's, in memory. */
export interface WholeOptions extends Pick<WholeControlPlaneOptions, 'clusterApiManager' | 'controllerManager'> {
  readonly ec2?: Aws;
  /** True to have the stand-in for Machine API work as the ServiceAccount of Machine API's controllers, not as an administrator. */
  readonly machineApiAccount?: boolean;
  /** How long waits may take, for tests with many machines: 25 s by default. */
  readonly patienceMs?: number;
}

/** Starts one that is bare: gates on, no machines; the operator is started by `startOperator`. */
export async function startWhole({ ec2, patienceMs, machineApiAccount = false, ...options }: WholeOptions = {}) {
  const awsManager = ec2 && { url: ec2.url, accessKey: callers.capa };
  const plane = await startWholeControlPlane({ platform: 'AWS', ...options, ...(awsManager && { awsManager }) });
  const admin = createClient(plane);
  const stops: (() => Promise<unknown>)[] = [() => plane.stop(), () => admin.close()];
  const stop = async (): Promise<void> => {
    for (const each of stops.toReversed()) await each();
  };
  try {
    await fillCluster(admin, plane);
    // The operator has the rights that deploy/ gives it, and no others.
    const asOperator = await serviceAccountEndpoint(plane, clusterApi, operatorAccount);
    const cloud = createStandInCloud();
    const asMachineApi = machineApiAccount ? createClient(await machineApiControllers(plane, admin)) : admin;
    stops.push(() => asMachineApi.close());
    const startMachineApi = async () => {
      const standIn = await startMachineApiStandIn({
        client: asMachineApi,
        namespace: machineApi,
        cloud,
        backing: ec2 && ec2Backing(ec2.clientOf(callers.machineApi), infrastructureName),
        clock: systemClock,
        random: Math.random,
      });
      stops.push(() => standIn.stop());
      return standIn;
    };
    const machineApiController = await startMachineApi();
    return {
      ...lookingAt(admin, patienceMs),
      asOperator,
      /** The way to the server as another ServiceAccount of the Cluster API namespace. */
      as: (account: string) => serviceAccountEndpoint(plane, clusterApi, account),
      admin,
      cloud,
      /** The control plane itself, to start more parts on. */
      plane,
      managers: plane.managers,
      /** The stand-in that runs from the start, to be stopped for an outage, and what starts another one with the same cloud. */
      machineApiController,
      startMachineApi,
      stop,
      async startOperator(given: OperatorChanges = {}) {
        const operator = startOperator(asOperator, given);
        stops.push(operator.stop);
        return operator;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The account of Machine API's controllers, which policies let through, with an administrator's rights. */
async function machineApiControllers(plane: WholeControlPlane, admin: KubeClient): Promise<Endpoint> {
  const name = 'machine-api-controllers';
  const rbac = 'rbac.authorization.k8s.io';
  await admin.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: machineApi } });
  await admin.create({
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name, namespace: machineApi }],
  });
  return serviceAccountEndpoint(plane, machineApi, name);
}

async function fillCluster(admin: KubeClient, { url }: WholeControlPlane): Promise<void> {
  // Cluster API looks at Nodes where the Infrastructure object says that the API server is.
  const infrastructure = aws.infrastructure({ status: { apiServerInternalURI: url } });
  const data = { userData: Buffer.from('{"ignition":{"version":"3.4.0"}}').toString('base64') };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'worker-user-data', namespace: machineApi },
    data,
  };
  await loadSaved(admin, [...gatesOn(), JSON.parse(JSON.stringify(infrastructure)), secret]);
  await applyRbac(admin, defaultNamespaces);
}

import { readdirSync } from 'node:fs';
import { asObject, platformOf, platformType } from '@capstan/convert';
import { createTransport, type KubeObject } from '@capstan/kube';
import { isRecord, until } from '@capstan/kube/testing';
import { type PrerequisiteWorld, startPrerequisiteWorld, type WorldOptions } from '@capstan/operator/testing';
import { expect, onTestFinished } from 'vitest';
import { connect, controlPlane } from '../control-plane/connect.ts';
import { createNamespace } from '../control-plane/namespace.ts';
import { examplesOf, platformFolder } from '../conversion/examples.ts';
import { hasServedCrds } from '../conversion/served.ts';

const client = connect();

/** The example of a platform: all its objects, and its Infrastructure. */
export interface PlatformExample {
  readonly type: string;
  readonly objects: readonly KubeObject[];
  readonly infrastructure: KubeObject;
}

/** The examples of the platforms whose CRDs the control plane has. */
export const platformExamples: readonly PlatformExample[] = (
  await Promise.all(
    readdirSync(platformFolder).map(async (folder) => {
      const objects = ((await examplesOf(folder)) as readonly unknown[]).filter(isKube);
      const infrastructure = objects.find(({ kind }) => kind === 'Infrastructure');
      if (infrastructure === undefined) throw new Error(`${folder} has no Infrastructure`);
      return { type: platformType(asObject(infrastructure) ?? {}) ?? folder, objects, infrastructure };
    }),
  )
).filter(({ type }) => hasServedCrds(type));

function isKube(value: unknown): value is KubeObject {
  return isRecord(value) && isRecord(value['metadata']) && typeof value['kind'] === 'string';
}

/** A cluster, and ways to look at it and to meddle with it. */
export interface Made {
  readonly world: PrerequisiteWorld;
  readonly options: WorldOptions;
  /** Another operator in the same cluster. */
  readonly restart: (changes?: Partial<WorldOptions>) => Promise<PrerequisiteWorld>;
  readonly get: (kind: string) => Promise<KubeObject>;
  readonly annotate: (kind: string, annotations: object) => Promise<unknown>;
  readonly patchStatus: (kind: string, status: object) => Promise<unknown>;
  /** Until the caches have what the server has. */
  readonly settled: () => Promise<void>;
}

/** How it may differ. */
export interface MadeOptions extends Pick<WorldOptions, 'beforeCreate' | 'certificateAuthority'> {
  /** False: Machine API has none. */
  readonly withMachines?: boolean;
}

/** A cluster of a platform in namespaces of its own. */
export async function makeWorld({ objects, infrastructure }: PlatformExample, more: MadeOptions = {}): Promise<Made> {
  const [machineApi, clusterApi] = await Promise.all([
    createNamespace(client, 'mapi'),
    createNamespace(client, 'capi'),
  ]);
  const platform = platformOf(asObject(infrastructure) ?? {});
  const name = String(statusOf(infrastructure)['infrastructureName']);
  if (platform === undefined) return expect.fail('the platform has no table');
  const machines = objects.filter(({ kind }) => kind === 'Machine' || kind === 'MachineSet');
  if (more.withMachines !== false)
    for (const { apiVersion, kind, metadata, ...rest } of machines) {
      const { status: _, ...body } = rest;
      const { name: machine, labels = {} } = metadata;
      await client.create({ apiVersion, kind, metadata: { name: machine, namespace: machineApi, labels }, ...body });
    }
  const { beforeCreate, certificateAuthority } = more;
  const end = new AbortController();
  const transport = createTransport(controlPlane());
  onTestFinished(async () => {
    end.abort();
    await transport.close();
  });
  const options: WorldOptions = {
    client,
    transport,
    platform,
    infrastructure,
    namespaces: { machineApi, clusterApi },
    ...(beforeCreate && { beforeCreate }),
    ...(certificateAuthority && { certificateAuthority }),
  };
  const start = (changes: Partial<WorldOptions> = {}) => startPrerequisiteWorld({ ...options, ...changes }, end.signal);
  const world = await start();
  const refOf = (kind: string) => ({
    apiVersion: kind === 'Cluster' ? 'cluster.x-k8s.io/v1beta2' : platform.infra.apiVersion,
    kind,
    namespace: clusterApi,
    name,
  });
  const get = (kind: string) => client.get(refOf(kind));
  const settled = async () => {
    const { clusterKind } = platform.infra;
    const [cluster, infra] = await Promise.all([get('Cluster'), get(clusterKind)]);
    const key = `${clusterApi}/${name}`;
    await until('the caches to have what was made', () => {
      const found = [world.stores.clusters.get(key), world.stores.infraClusters.get(key)];
      const isSame = [cluster, infra].every(
        ({ metadata }, index) => found[index]?.metadata.resourceVersion === metadata.resourceVersion,
      );
      return isSame || undefined;
    });
  };
  const patchStatus = (kind: string, status: object) =>
    client.mergePatch(refOf(kind), { status }, { subresource: 'status' });
  const annotate = (kind: string, annotations: object) => client.mergePatch(refOf(kind), { metadata: { annotations } });
  return { world, annotate, options, restart: start, get, settled, patchStatus };
}

/** What was written since the last look at the requests. */
export const writes = (world: PrerequisiteWorld) => world.taken().filter((request) => !request.startsWith('get '));

/** The status of an object. */
export function statusOf(object: KubeObject) {
  return asObject(object['status']) ?? {};
}

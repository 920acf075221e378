import { asObject, type Input } from '@capstan/convert';
import { createClient } from '@capstan/kube';
import { listPlanned } from '@capstan/operator';
import { type ClusterFlags, connect, requestFailure } from './connect.ts';
import type { Io } from './io.ts';
import type { Source } from './load.ts';

/** The objects of the live cluster, as a file of it would hold them. */
export async function readLive(flags: ClusterFlags, { signal }: Io): Promise<readonly Input<Source>[]> {
  const { machineApiNamespace: machineApi, clusterApiNamespace: clusterApi } = flags;
  const config = await connect(flags);
  const client = createClient(config.endpoint);
  try {
    const objects = await listPlanned(client, { machineApi, clusterApi }, signal);
    const source = { file: '<cluster>', line: 0, lineOf: () => 0 };
    return objects.map((object) => ({ source, value: asObject(object) ?? {} }));
  } catch (error) {
    throw requestFailure(error, config) ?? error;
  } finally {
    await client.close();
  }
}

import { createClient } from '@capstan/kube';
import { type ClusterStatus, describeCluster, listCluster } from '@capstan/operator';
import { type ClusterFlags, connect, requestFailure } from '../connect.ts';
import { type ExitCode, exitCodes, Failure } from '../failure.ts';
import { quote } from '../input/quote.ts';
import type { Io } from '../io.ts';
import { statusTree } from './status-tree.ts';

/** The flags of `capstan status`. */
export interface StatusFlags extends ClusterFlags {
  readonly output: 'tree' | 'json';
}

/** `capstan status`: the machines of a live cluster, their mirrors, and whether they are in step. */
export async function status(names: readonly string[], flags: StatusFlags, io: Io): Promise<ExitCode> {
  const config = await connect(flags);
  const client = createClient(config.endpoint);
  try {
    const namespaces = { machineApi: flags.machineApiNamespace, clusterApi: flags.clusterApiNamespace };
    const listed = await listCluster(client, namespaces, io.signal).catch((error: unknown) => {
      throw requestFailure(error, config) ?? error;
    });
    const shown = only(describeCluster(listed), names);
    await io.out.write(
      flags.output === 'json' ? `${JSON.stringify(shown, undefined, 2)}\n` : statusTree(shown, new Date(), io.paint),
    );
    return exitCodes.done;
  } finally {
    await client.close();
  }
}

/** What was named: a set with its machines, a machine within its set. */
function only(all: ClusterStatus, names: readonly string[]): ClusterStatus {
  if (names.length === 0) return all;
  const wanted = new Set(names.map((name) => name.replace(/^.*\//, '')));
  const known = new Set([
    ...all.machineSets.flatMap(({ name, machines }) => [name, ...machines.map((machine) => machine.name)]),
    ...all.machines.map(({ name }) => name),
  ]);
  const missing = [...wanted].find((name) => !known.has(name));
  if (missing !== undefined) {
    throw new Failure(
      `there is no MachineSet and no Machine ${quote(missing)} in ${all.namespaces.machineApi}`,
      'Run capstan status to see all of them.',
    );
  }
  const machineSets = all.machineSets.flatMap((set) => {
    if (wanted.has(set.name)) return [set];
    const machines = set.machines.filter(({ name }) => wanted.has(name));
    return machines.length === 0 ? [] : [{ ...set, machines }];
  });
  return { ...all, machineSets, machines: all.machines.filter(({ name }) => wanted.has(name)) };
}

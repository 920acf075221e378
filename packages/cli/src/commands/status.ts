import { createClient } from '@capstan/kube';
import { type ClusterStatus, describeCluster, listCluster } from '@capstan/operator';
import { type ClusterFlags, connect, requestFailure } from '../connect.ts';
import { type ExitCode, exitCodes } from '../failure.ts';
import type { Io } from '../io.ts';
import { checkNames, type NamedObject, parseObjectNames } from '../object-names.ts';
import { statusTree } from './status-tree.ts';
import { watchStatus } from './status-watch.ts';

/** The flags of `capstan status`. */
export interface StatusFlags extends ClusterFlags {
  readonly output: 'tree' | 'json';
  readonly watch?: boolean;
}

/** `capstan status`: the machines of a live cluster, who acts on them, whether they are in step and what they wait for. */
export async function status(names: readonly string[], flags: StatusFlags, io: Io): Promise<ExitCode> {
  const named = parseObjectNames(names);
  const config = await connect(flags);
  const client = createClient(config.endpoint);
  const namespaces = { machineApi: flags.machineApiNamespace, clusterApi: flags.clusterApiNamespace };
  try {
    const first = describeCluster(await listCluster(client, namespaces, io.signal));
    checkNames(named, everyPair(first), namespaces.machineApi);
    if (flags.watch)
      return await watchStatus({ client, namespaces, output: flags.output, of: (all) => only(all, named) }, io);
    const shown = only(first, named);
    await io.out.write(
      flags.output === 'json' ? `${JSON.stringify(shown, undefined, 2)}\n` : statusTree(shown, new Date(), io.paint),
    );
    return exitCodes.done;
  } catch (error) {
    throw requestFailure(error, config) ?? error;
  } finally {
    await client.close();
  }
}

function everyPair({ machineSets, machines }: ClusterStatus) {
  return [...machineSets.flatMap((set) => [set, ...set.machines]), ...machines];
}

/** What was named: a set with its machines, a machine within its set. */
function only(all: ClusterStatus, named: readonly NamedObject[]): ClusterStatus {
  if (named.length === 0) return all;
  const isMeant = (pair: { readonly kind: string; readonly name: string }) =>
    named.some(({ kind, name }) => name === pair.name && (kind === undefined || kind === pair.kind));
  const machineSets = all.machineSets.flatMap((set) => {
    if (isMeant(set)) return [set];
    const machines = set.machines.filter(isMeant);
    return machines.length === 0 ? [] : [{ ...set, machines }];
  });
  return { ...all, machineSets, machines: all.machines.filter(isMeant) };
}

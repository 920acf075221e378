import { createClient, isKubeObject, type KubeObject } from '@capstan/kube';
import { type DoctorFacts, factsFromObjects, gatherLive } from '@capstan/operator';
import { type ClusterFlags, connect, requestFailure } from './connect.ts';
import { Failure } from './failure.ts';
import { readInputs } from './input/read-inputs.ts';
import { wholeCluster } from './input/relevant.ts';
import type { Io } from './io.ts';
import { printProblem } from './load.ts';

/** The flags of verbs that look at a live cluster, or at its objects in files. */
export interface GatherFlags extends ClusterFlags {
  readonly filename?: readonly string[];
}

/** What a cluster is like, and what it is called in messages. */
export interface Gathered {
  readonly facts: DoctorFacts;
  /** The server's address, or the files. */
  readonly from: string;
  /** Something of the files could not be read, which has been said. */
  readonly hasInputErrors: boolean;
}

/** Looks at the live cluster, or with `-f` at the objects of files and must-gathers. */
export async function gather(flags: GatherFlags, io: Io): Promise<Gathered> {
  const namespaces = { machineApi: flags.machineApiNamespace, clusterApi: flags.clusterApiNamespace };
  const { filename = [] } = flags;
  if (filename.length === 0) return gatherFromCluster(flags, namespaces, io);
  const { objects, problems } = await readInputs(filename, {
    stdin: io.stdin,
    signal: io.signal,
    interest: wholeCluster,
  });
  for (const problem of problems) await printProblem(problem, io);
  const hasInputErrors = problems.some(({ severity }) => severity === 'error');
  const found = new Map<string, KubeObject>();
  for (const { value } of objects) {
    if (!isKubeObject(value)) continue;
    const { namespace = '', name } = value.metadata;
    const key = `${value.apiVersion.split('/')[0]}/${value.kind}/${namespace}/${name}`;
    // A must-gather may hold an object in a file of its own and in a list.
    if (!found.has(key)) found.set(key, value);
  }
  const facts = factsFromObjects([...found.values()], namespaces);
  if (facts.machines.length + facts.machineSets.length === 0 && !hasInputErrors) {
    throw new Failure(
      'there is no Machine or MachineSet of Machine API among the inputs',
      'Get them: oc adm must-gather, or oc get machines.machine.openshift.io,machinesets.machine.openshift.io -n openshift-machine-api -o yaml.',
    );
  }
  return { facts, from: filename.join(', '), hasInputErrors };
}

async function gatherFromCluster(
  flags: GatherFlags,
  namespaces: DoctorFacts['namespaces'],
  { signal }: Io,
): Promise<Gathered> {
  const config = await connect(flags);
  const client = createClient(config.endpoint);
  try {
    const facts = await gatherLive({ client, namespaces, localNow: () => new Date(), signal });
    return { facts, from: config.endpoint.url, hasInputErrors: false };
  } catch (error) {
    throw requestFailure(error, config) ?? error;
  } finally {
    await client.close();
  }
}

/** The Machines and MachineSets of Machine API that there are. */
export function knownObjects({ machines, machineSets }: DoctorFacts): { kind: string; name: string }[] {
  return [...machineSets, ...machines].map(({ kind, metadata: { name } }) => ({ kind, name }));
}

import { type PairChanges, pairChanges } from '@capstan/operator';
import { type ExitCode, exitCodes, Failure } from '../failure.ts';
import { type GatherFlags, gather, knownObjects } from '../gather.ts';
import { printable } from '../input/quote.ts';
import { type Io, printError } from '../io.ts';
import { checkNames, parseObjectNames } from '../object-names.ts';
import { changedFields, fieldsTable } from './diff-fields.ts';
import { unifiedDiff } from './diff-unified.ts';

/** The flags of `capstan diff`. */
export interface DiffFlags extends GatherFlags {
  readonly fields?: boolean;
  readonly output?: 'json';
}

/**
 * `capstan diff`: objects against what their sources convert to. Ends as kubectl's: 0 where nothing differs, 1 where something does,
 * more where it could not be told.
 */
export async function diff(args: readonly string[], flags: DiffFlags, io: Io): Promise<ExitCode> {
  try {
    return await run(args, flags, io);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await printError(io, error.message, error.hint);
    return exitCodes.blocked;
  }
}

async function run(args: readonly string[], flags: DiffFlags, io: Io): Promise<ExitCode> {
  const named = parseObjectNames(args);
  const { facts, from, hasInputErrors } = await gather(flags, io);
  const unseen = (['machine-api', 'cluster-api', 'infra'] as const).map((source) => facts.unseen.get(source));
  const why = facts.origin === 'cluster' ? unseen.find((each) => each !== undefined) : undefined;
  if (why !== undefined) throw new Failure(why, 'Ask for the rights, or use another context: --context.');
  checkNames(named, knownObjects(facts), facts.namespaces.machineApi);
  const all = pairChanges(facts);
  if (all === undefined) {
    throw new Failure(
      'there is no Infrastructure object of a platform that Capstan knows, so nothing can be converted',
      'Add it: oc get infrastructures.config.openshift.io cluster -o yaml.',
    );
  }
  const isMeant = ({ pair }: PairChanges) =>
    named.length === 0 ||
    named.some(({ kind, name }) => name === pair.name && (kind === undefined || kind === pair.kind));
  const meant = all.filter(isMeant);
  const changes = meant.flatMap((each) => each.changes);
  const failed = meant.filter(({ end }) => end.kind === 'failed');
  if (flags.output === 'json') await io.out.write(jsonOf(meant, facts.origin, from));
  else if (flags.fields === true) await io.out.write(fieldsTable(changes));
  else for (const change of changes) await io.out.write(unifiedDiff(change, io.paint));
  for (const { pair, end } of meant) {
    if (end.kind === 'done') continue;
    const about = printable(`${pair.kind}/${pair.name}: ${end.message}`);
    if (end.kind === 'failed') await io.err.write(`${io.paint('err', 'red', 'error:')} ${about}\n`);
    else
      await io.err.write(
        `${io.paint('err', 'dim', 'note:')} ${pair.kind}/${printable(pair.name)} waits for ${printable(end.message)}\n`,
      );
  }
  if (failed.length > 0 || hasInputErrors) return exitCodes.blocked;
  return changes.length > 0 ? exitCodes.failure : exitCodes.done;
}

function jsonOf(meant: readonly PairChanges[], kind: string, from: string): string {
  const objects = meant
    .filter(({ changes, end }) => changes.length > 0 || end.kind !== 'done')
    .map(({ pair, changes, end }) => ({
      kind: pair.kind,
      name: pair.name,
      changes: changes.map((change) => changedFields(change)),
      ...(end.kind !== 'done' && { end }),
    }));
  return `${JSON.stringify({ version: 1, source: { kind, from }, objects }, undefined, 2)}\n`;
}

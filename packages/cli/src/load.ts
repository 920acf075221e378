import {
  type AssumedCluster,
  type ClusterProblem,
  type Input,
  makePlan,
  type Plan,
  type Segment,
  type Target,
} from '@capstan/convert';
import { targetVersions } from './defaults.ts';
import { Failure } from './failure.ts';
import type { InputObject, InputProblem } from './input/problem.ts';
import { printable } from './input/quote.ts';
import { readInputs } from './input/read-inputs.ts';
import { hintLine, type Io, printError } from './io.ts';
import { objectName, placeText } from './issue-text.ts';

/** Where an object stands in the user's files; of a live one `file` is `<cluster>` and `line` 0. */
export interface Source {
  readonly file: string;
  readonly line: number;
  lineOf(path: readonly Segment[]): number;
}

/** Flags that every verb has that reads objects from files. */
export interface InputFlags {
  readonly filename?: readonly string[];
  readonly infrastructure?: string;
  readonly infrastructureName?: string;
  readonly region?: string;
  readonly to?: Target;
  readonly targetCapi: string;
  readonly machineApiNamespace: string;
  readonly clusterApiNamespace: string;
  readonly withCluster?: boolean;
}

/** A plan over the user's files, and whether anything of them could not be read. */
export interface Loaded {
  readonly plan: Plan<Source>;
  readonly hasInputErrors: boolean;
}

/**
 * Reads the inputs, prints what is wrong with them, and plans their conversion. Throws a Failure where nothing can be
 * planned; undefined where nothing can be because of what could not be read, which has been said. Without files it is about what
 * `readLive` gives.
 */
export async function load(
  flags: InputFlags,
  io: Io,
  preferred?: Target,
  readLive?: () => Promise<readonly Input<Source>[]>,
): Promise<Loaded | undefined> {
  const assumed = assumedCluster(flags);
  const supports = targetVersions[flags.targetCapi];
  if (supports === undefined) {
    throw new Failure(
      `unknown Cluster API version ${JSON.stringify(flags.targetCapi)} for --target-capi`,
      `Use one of ${Object.keys(targetVersions).join(', ')}.`,
    );
  }
  const { filename = [], infrastructure } = flags;
  if (filename.length === 0 && readLive === undefined) {
    throw new Failure(
      'nothing to read: no file, directory or - was given',
      'Use -f FILE, -f DIRECTORY (a must-gather will do), or -f - for standard input.',
    );
  }
  const paths = [...filename, ...(infrastructure === undefined ? [] : [infrastructure])];
  const live = filename.length === 0 && readLive !== undefined ? await readLive() : [];
  const { objects, problems } = await readInputs(paths, { stdin: io.stdin, signal: io.signal });
  for (const problem of problems) await printProblem(problem, io);
  const result = makePlan([...live, ...objects.map(toInput)], {
    ...(flags.to !== undefined && { target: flags.to }),
    ...(preferred !== undefined && { preferred }),
    machineApiNamespace: flags.machineApiNamespace,
    clusterApiNamespace: flags.clusterApiNamespace,
    supports,
    assumed,
    withCluster: flags.withCluster,
  });
  const hasInputErrors = problems.some(({ severity }) => severity === 'error');
  if (result.ok) return { plan: result.plan, hasInputErrors };
  // What is missing may be in what could not be read: one cause, one message.
  if (hasInputErrors && result.problems.every(({ code }) => code === 'MissingObject')) return undefined;
  const [last, ...others] = [...result.problems].reverse();
  for (const problem of others.reverse()) await printError(io, messageOf(problem), problem.hint);
  throw new Failure(
    last === undefined ? 'nothing could be planned' : messageOf(last),
    last?.hint ?? 'Check the inputs.',
  );
}

function toInput({ file, line, value, lineOf }: InputObject): Input<Source> {
  return { source: { file, line, lineOf }, value };
}

/** Without a cluster at hand its name, and its region where it has one, can be given instead of its Infrastructure object. */
function assumedCluster({ infrastructureName, region }: InputFlags): AssumedCluster | undefined {
  if (infrastructureName !== undefined) return { infrastructureName, region };
  if (region === undefined) return undefined;
  throw new Failure(
    '--region goes with --infrastructure-name',
    'Give both, or an Infrastructure object with --infrastructure FILE.',
  );
}

/** Prints what could not be read of a file. */
export async function printProblem(
  { file, line, severity, message, hint }: InputProblem,
  { err, paint }: Io,
): Promise<void> {
  const place = line === undefined ? file : `${file}:${line}`;
  const label = severity === 'error' ? paint('err', 'red', 'error:') : paint('err', 'yellow', 'warning:');
  await err.write(`${label} ${place}: ${message}\n${hintLine(hint, paint)}`);
}

function messageOf({ message, input, path }: ClusterProblem<Source>): string {
  if (input === undefined) return printable(message);
  const about = path === undefined ? objectName(input.identity) : `${objectName(input.identity)} ${path}`;
  return printable(`${placeText(input.source, path?.split('.'))} ${about}: ${message}`);
}

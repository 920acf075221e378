import {
  type Batch,
  fitsAnnotation,
  isRunId,
  type MoveRequest,
  parseBatch,
  parseFeatureGatesFlag,
  parseObjectName,
  type Wanted,
} from '@capstan/operator';
import type { ClusterFlags } from '../connect.ts';
import { defaults } from '../defaults.ts';
import { Failure } from '../failure.ts';
import { quote } from '../input/quote.ts';
import { shellWord } from '../shell-word.ts';

/** The flags of `capstan migrate`; times in milliseconds. */
export interface MigrateFlags extends ClusterFlags {
  readonly to?: 'cluster-api' | 'machine-api';
  readonly selector?: string;
  readonly all?: boolean;
  readonly includeMachines?: boolean;
  readonly batch: string;
  readonly maxFailures: number;
  readonly timeout: number;
  /** Undefined or true: wait. */
  readonly wait?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly run?: string;
  readonly rollback?: string;
  readonly backupDir?: string;
  readonly acknowledgeUnproven?: boolean;
  readonly featureGates?: string;
  readonly output: 'text' | 'json';
}

/** What the flags ask for. Throws `Failure` where they contradict each other or say too little. */
export function wantedOf(names: readonly string[], flags: MigrateFlags): Wanted {
  const { run, rollback, to } = flags;
  const isNamed = names.length > 0 || flags.selector !== undefined || flags.all === true;
  if (run !== undefined || rollback !== undefined) {
    const flag = run !== undefined ? '--run' : '--rollback';
    const others =
      isNamed || to !== undefined || flags.includeMachines === true || (run !== undefined && rollback !== undefined);
    if (others) {
      throw new Failure(
        `${flag} knows by itself what the run is about`,
        'Leave names, --to, -l, --all, --include-machines and the other of --run and --rollback away.',
      );
    }
    const id = run ?? rollback ?? '';
    if (!isRunId(id)) {
      throw new Failure(
        `${quote(id)} is no id of a run`,
        'It looks like 20261125-183005-3fa9c1; capstan migrate prints it.',
      );
    }
    return run !== undefined ? { resume: id } : { rollback: id };
  }
  if (to === undefined) {
    throw new Failure('it is not said which API is to act', 'Give --to cluster-api or --to machine-api.');
  }
  const ways = [names.length > 0, flags.selector !== undefined, flags.all === true].filter(Boolean).length;
  if (ways !== 1) {
    throw new Failure(
      ways === 0 ? 'it is not said what is to move' : 'it is said in two ways what is to move',
      'Give names (machineset/NAME), or -l SELECTOR, or --all.',
    );
  }
  const request: MoveRequest = {
    target: to,
    names: names.map(nameOf),
    selector: flags.selector ?? '',
    all: flags.all === true,
    includeMachines: flags.includeMachines === true,
  };
  if (!fitsAnnotation(request)) {
    throw new Failure(
      'there are too many names: the run keeps them on every object that it moves',
      'Give the sets a label and use -l, or move them in several runs.',
    );
  }
  return { request };
}

function nameOf(text: string) {
  const parsed = parseObjectName(text);
  if (!parsed.ok) throw new Failure(parsed.message, parsed.hint);
  return parsed.name;
}

/** The size of a wave. */
export function batchOf({ batch }: MigrateFlags): Batch {
  const parsed = parseBatch(batch);
  if (parsed === undefined) throw new Failure(`--batch ${quote(batch)} is no number and no share`, 'Give 5 or 10%.');
  return parsed;
}

/** The gates that the operator was given by its flag. */
export function gatesOf({ featureGates }: MigrateFlags): ReadonlyMap<string, boolean> {
  if (featureGates === undefined) return new Map();
  const parsed = parseFeatureGatesFlag(featureGates);
  if (!parsed.ok) throw new Failure(parsed.message, parsed.hint);
  return parsed.gates;
}

/** A command about a run, on the same cluster as this one. */
export function runCommand(action: 'run' | 'rollback', id: string, flags: MigrateFlags): string {
  const words = [
    'capstan',
    'migrate',
    `--${action}`,
    id,
    ...(flags.kubeconfig === undefined ? [] : ['--kubeconfig', flags.kubeconfig]),
    ...(flags.context === undefined ? [] : ['--context', flags.context]),
    ...(flags.machineApiNamespace === defaults.machineApiNamespace
      ? []
      : ['--machine-api-namespace', flags.machineApiNamespace]),
    ...(flags.clusterApiNamespace === defaults.clusterApiNamespace
      ? []
      : ['--cluster-api-namespace', flags.clusterApiNamespace]),
    ...(flags.featureGates === undefined ? [] : ['--feature-gates', flags.featureGates]),
  ];
  return words.map(shellWord).join(' ');
}

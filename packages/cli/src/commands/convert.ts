import { stat, writeFile } from 'node:fs/promises';
import {
  asObject,
  type ConvertedObject,
  type Plan,
  type PlanEntry,
  type PlannedAround,
  paused,
} from '@capstan/convert';
import { type ExitCode, exitCodes, Failure } from '../failure.ts';
import { printable } from '../input/quote.ts';
import type { Io } from '../io.ts';
import { count, issueText, objectName } from '../issue-text.ts';
import { type InputFlags, load, type Source } from '../load.ts';
import { writeJsonList } from '../output/json-writer.ts';
import { writeYaml } from '../output/yaml-writer.ts';
import { makeReport } from '../report.ts';
import { shellWord } from '../shell-word.ts';

/** The flags of `capstan convert`. */
export interface ConvertFlags extends InputFlags {
  readonly output: 'yaml' | 'json';
  readonly report?: string;
  readonly verbose?: boolean;
}

/** `capstan convert`: the converted objects on stdout, what could not be converted and why on stderr. */
export async function convert(flags: ConvertFlags, io: Io): Promise<ExitCode> {
  if (flags.report !== undefined) await refuseToOverwriteInput(flags.report, flags);
  const loaded = await load(flags, io);
  if (loaded === undefined) return exitCodes.failure;
  const { plan, hasInputErrors } = loaded;
  const around = aroundOf(plan, flags);
  const objects = [...(around?.objects ?? []).map(paused), ...inApplyOrder(plan.entries)];
  for (const issue of [...plan.cluster.issues, ...(around?.issues ?? [])])
    await io.err.write(issueText(issue, io.paint));
  for (const { issues } of plan.entries) {
    for (const issue of issues)
      if (flags.verbose || issue.issue.severity !== 'info') await io.err.write(issueText(issue, io.paint));
  }
  if (flags.report !== undefined) await writeReport(flags.report, plan);
  const write = (text: string) => io.out.write(text);
  if (flags.output === 'json') await writeJsonList(objects, write);
  else await writeYaml(objects, write);
  await io.err.write(summaryText(plan, around));
  if (hasInputErrors) return exitCodes.failure;
  const isBlocked = plan.summary.blocked > 0 || around?.issues.some(({ issue }) => issue.severity === 'error');
  return isBlocked ? exitCodes.blocked : exitCodes.done;
}

/** What Cluster API needs around the machines, where it was asked for. */
function aroundOf({ target, cluster }: Plan<Source>, { withCluster }: ConvertFlags): PlannedAround<Source> | undefined {
  if (!withCluster) return undefined;
  if (target === 'cluster-api') return cluster.around;
  throw new Failure(
    '--with-cluster is for the way to Cluster API: Machine API has no Cluster',
    'Leave --with-cluster away, or convert with --to cluster-api.',
  );
}

/** Sets and their templates before machines, so that nothing is applied before what it belongs to. */
function inApplyOrder(entries: readonly PlanEntry<Source>[]): ConvertedObject[] {
  const isSet = ({ input }: PlanEntry<Source>) => input.identity.kind === 'MachineSet';
  return [...entries.filter(isSet), ...entries.filter((entry) => !isSet(entry))].flatMap(({ objects }) => objects);
}

/** A slip such as `-f sets.yaml --report sets.yaml` must not cost the input. */
async function refuseToOverwriteInput(report: string, { filename = [], infrastructure }: ConvertFlags): Promise<void> {
  const inputs = infrastructure === undefined ? filename : [...filename, infrastructure];
  const files = [report, ...inputs].map((file) => stat(file).catch(() => undefined));
  const [target, ...sources] = await Promise.all(files);
  if (!target?.isFile() || !sources.some((source) => source?.ino === target.ino && source.dev === target.dev)) return;
  throw new Failure(`${printable(report)} is one of the inputs, and the report would replace it`, 'Name another file.');
}

async function writeReport(file: string, plan: Plan<Source>): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(makeReport(plan), undefined, 2)}\n`);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const reason = unwritable[code] ?? (cause instanceof Error ? cause.message : String(cause));
    throw new Failure(
      `cannot write the report to ${printable(file)}: ${reason}`,
      'Name a file in a folder that can be written.',
      {
        cause,
      },
    );
  }
}

const unwritable: { readonly [code: string]: string } = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of this path is a file',
  EISDIR: 'this is a folder',
  EACCES: 'you are not allowed to',
  EPERM: 'you are not allowed to',
  EROFS: 'the file system is read-only',
  ENOSPC: 'there is no space left',
  ENAMETOOLONG: 'this path is longer than the system allows',
};

function summaryText(plan: Plan<Source>, around: PlannedAround<Source> | undefined): string {
  const converted = plan.entries.filter(({ objects }) => objects.length > 0);
  const left = (verdict: PlanEntry<Source>['verdict']) =>
    plan.entries.filter((entry) => entry.verdict === verdict).map(({ input }) => objectName(input.identity));
  const lines = [
    `${converted.length} of ${count(plan.entries.length, 'object')} converted to ${apiNames[plan.target]}`,
  ];
  for (const [verdict, words] of leftOut) {
    const names = left(verdict);
    if (names.length > 0) lines.push(`left out, ${words}: ${list(names)}`);
  }
  if (converted.length > 0)
    lines.push(`before applying, these must exist: ${prerequisites(plan, around?.objects ?? []).join('; ')}`);
  if (around !== undefined) lines.push(...aroundLines(plan, around));
  return lines.map((line) => `${line}\n`).join('');
}

/** What was printed around the machines, and what no manifest can say. */
function aroundLines({ cluster }: Plan<Source>, { objects, infraStatus }: PlannedAround<Source>): string[] {
  if (objects.length === 0) return [];
  const names = objects.map(({ kind, metadata }) => objectName({ kind, name: metadata.name }));
  const lines = [`the cluster around them: ${names.join(', ')}`];
  const infra = objects.find(({ kind }) => kind === cluster.platform.infra.clusterKind);
  if (infra === undefined) return lines;
  const resource = `${infra.kind.toLowerCase()}s.${infra.apiVersion.split('/')[0]}`;
  const place = `${infra.metadata.name} -n ${infra.metadata.namespace}`;
  const patch = shellWord(JSON.stringify({ status: infraStatus }));
  const { managedAnyway } = cluster.platform.cluster;
  return [
    ...lines,
    ...(managedAnyway === undefined
      ? [`after applying, say that the ${infra.kind} is ready, since its provider's controller keeps away:`]
      : [`note: ${managedAnyway}`, `after applying, say that the ${infra.kind} is ready:`]),
    `  oc patch ${resource} ${place} --subresource=status --type=merge -p ${patch}`,
  ];
}

const apiNames = { 'cluster-api': 'Cluster API', 'machine-api': 'Machine API' } as const;

const leftOut = [
  ['blocked', 'because of the errors above'],
  ['ignored', 'because a ControlPlaneMachineSet owns them'],
  ['migrated', 'because the target API acts on them already'],
] as const;

/** Names, but not thousands of them. */
function list(names: readonly string[]): string {
  const shown = 20;
  return names.length <= shown
    ? names.join(', ')
    : `${names.slice(0, shown).join(', ')} and ${names.length - shown} more (see --report)`;
}

/** What the converted objects refer to and this does not make: namespaces, secrets, the Cluster. */
function prerequisites({ target, cluster, entries }: Plan<Source>, around: readonly ConvertedObject[]): string[] {
  const isPrinted = (line: string) => around.some(({ kind, metadata }) => line.startsWith(`${kind} ${metadata.name}`));
  const namespaces = new Set<string>();
  const secrets = new Set<string>();
  for (const { objects } of entries) {
    for (const { metadata, spec } of objects) {
      const namespace = metadata.namespace ?? '';
      namespaces.add(namespace);
      for (const name of secretNames(spec)) secrets.add(`Secret ${namespace}/${name}`);
    }
  }
  return [
    ...[...namespaces].sort().map((name) => `namespace ${name}`),
    ...[...secrets].sort(),
    ...(target === 'cluster-api'
      ? cluster.platform.prerequisites(cluster.name).filter((line) => !isPrinted(line))
      : []),
  ];
}

function secretNames(spec: unknown): string[] {
  const machine = asObject(asObject(asObject(spec)?.['template'])?.['spec']) ?? asObject(spec);
  const provider = asObject(asObject(machine?.['providerSpec'])?.['value']);
  return [
    asObject(machine?.['bootstrap'])?.['dataSecretName'],
    asObject(provider?.['userDataSecret'])?.['name'],
    asObject(provider?.['credentialsSecret'])?.['name'],
  ].filter((name) => typeof name === 'string');
}

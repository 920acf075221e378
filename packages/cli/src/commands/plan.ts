import { asObject, type Plan, type PlanEntry, type SourcedIssue, type Verdict } from '@capstan/convert';
import { defaults } from '../defaults.ts';
import { type ExitCode, exitCodes } from '../failure.ts';
import { printable } from '../input/quote.ts';
import type { Colour, Io } from '../io.ts';
import { count, issueText, objectName, shortValue, sourcePlace } from '../issue-text.ts';
import { type InputFlags, load, type Source } from '../load.ts';
import { formatTable } from '../output/table.ts';
import { makeReport } from '../report.ts';
import { shellWord } from '../shell-word.ts';
import { type Group, groupEntries } from './plan-groups.ts';
import { handoverText } from './plan-handover.ts';

/** The flags of `capstan plan`. */
export interface PlanFlags extends InputFlags {
  readonly output: 'table' | 'json';
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** `capstan plan`: what would become of each MachineSet and Machine, why, and what to do. */
export async function plan(flags: PlanFlags, io: Io): Promise<ExitCode> {
  const loaded = await load(flags, io, 'cluster-api', async () => {
    // A plan of files has no need of a client.
    const { readLive } = await import('../live-inputs.ts');
    return readLive(flags, io);
  });
  if (loaded === undefined) return exitCodes.failure;
  const { plan: planned, hasInputErrors } = loaded;
  if (flags.output === 'json') {
    // The report is about Machines and MachineSets; this is about the cluster.
    for (const issue of planned.cluster.issues) await io.err.write(issueText(issue, io.paint));
    await io.out.write(`${JSON.stringify(makeReport(planned), undefined, 2)}\n`);
  } else {
    await printPlan(planned, flags, io);
  }
  if (hasInputErrors) return exitCodes.failure;
  return planned.summary.blocked > 0 ? exitCodes.blocked : exitCodes.done;
}

async function printPlan(planned: Plan<Source>, flags: PlanFlags, io: Io): Promise<void> {
  const groups = groupEntries(planned.entries);
  const platform = planned.cluster.platform.type;
  const rows = groups.flatMap((group) => [
    [objectName(group.entry.input.identity), platform, replicasOf(group.entry), group.entry.verdict, what(group.entry)],
    ...group.members.map(({ verdict, entries }) => [
      `  ${count(entries.length, 'machine')}`,
      platform,
      '',
      verdict,
      whatMembers(verdict),
    ]),
  ]);
  await io.out.write(paintVerdicts(formatTable(['NAME', 'PLATFORM', 'REPLICAS', 'VERDICT', 'WHAT'], rows), io));
  for (const issue of planned.cluster.issues) await io.out.write(`\n${block(issue, 1, io)}`);
  for (const group of groups) await printIssues(group, io);
  await io.out.write(`\n${handoverText(planned, io)}`);
  await io.out.write(`\n${summary(planned)}\n`);
  const hint = nextStep(planned, flags);
  if (hint !== undefined) await io.out.write(`${hint}\n`);
}

async function printIssues(group: Group<Source>, io: Io): Promise<void> {
  const { entry } = group;
  const own = entry.issues.filter(isWorthReading).map((issue) => ({ issue, times: 1 }));
  const all = [...own, ...group.memberIssues.filter(({ issue }) => isWorthReading(issue))];
  if (all.length === 0) return;
  await io.out.write(`\n${io.paint('out', 'bold', objectName(entry.input.identity))}\n`);
  for (const { issue, times } of all) await io.out.write(block(issue, times, io));
}

/** The reason an entry is ignored is in the table already; what is merely good to know is in the report. */
function isWorthReading({ issue }: SourcedIssue<Source>): boolean {
  return issue.severity !== 'info';
}

/** Path, why, what to do. */
function block(sourced: SourcedIssue<Source>, times: number, { paint }: Io): string {
  const { issue } = sourced;
  const colour: Colour = issue.severity === 'error' ? 'red' : 'yellow';
  const value = issue.value === undefined ? '' : ` = ${shortValue(issue.value)}`;
  const repeated = times > 1 ? ` (the same for ${times} machines)` : '';
  return [
    `  ${paint('out', colour, `${issue.severity}:`)} ${printable(issue.path)}${value}${repeated}`,
    `    why:  ${printable(issue.message)}`,
    `    do:   ${printable(issue.hint)}`,
    `    at:   ${sourcePlace(sourced)}`,
    '',
  ].join('\n');
}

function what({ verdict, issues, objects }: PlanEntry<Source>): string {
  if (verdict === 'ready' || verdict === 'warning') {
    const warnings = issues.filter(({ issue }) => issue.severity === 'warning').length;
    const becomes = `becomes ${objects
      .map(({ kind }) => kind)
      .toReversed()
      .join(' and ')}`;
    return warnings === 0 ? becomes : `${becomes}; ${count(warnings, 'warning')}`;
  }
  if (verdict === 'blocked') return count(issues.filter(({ issue }) => issue.severity === 'error').length, 'error');
  return issues[0]?.issue.message ?? '';
}

function whatMembers(verdict: Verdict): string {
  return verdict === 'blocked' ? 'owned by the set; errors below' : 'owned by the set';
}

function summary({ summary: counts }: Plan<Source>): string {
  const order: readonly Verdict[] = ['ready', 'warning', 'blocked', 'ignored', 'migrated'];
  const words: { readonly [V in Verdict]: string } = {
    ready: 'ready',
    warning: 'ready with warnings',
    blocked: 'blocked',
    ignored: 'ignored',
    migrated: 'already migrated',
  };
  const parts = order
    .filter((verdict) => counts[verdict] > 0 || verdict === 'ready')
    .map((verdict) => `${counts[verdict]} ${words[verdict]}`);
  return parts.join(', ');
}

/** The convert command that gives the objects of this plan. */
function nextStep({ summary: counts, target }: Plan<Source>, flags: PlanFlags): string | undefined {
  if (counts.ready + counts.warning === 0) return undefined;
  if ((flags.filename ?? []).length === 0) return 'To see the objects: capstan diff';
  const given: readonly (readonly [string, string | undefined])[] = [
    ...(flags.filename ?? []).map((file) => ['-f', file] as const),
    ['--infrastructure', flags.infrastructure],
    ['--infrastructure-name', flags.infrastructureName],
    ['--region', flags.region],
    ['--to', target],
    ['--target-capi', unlessDefault(flags.targetCapi, defaults.targetCapi)],
    ['--machine-api-namespace', unlessDefault(flags.machineApiNamespace, defaults.machineApiNamespace)],
    ['--cluster-api-namespace', unlessDefault(flags.clusterApiNamespace, defaults.clusterApiNamespace)],
  ];
  const words = given.flatMap(([flag, value]) => (value === undefined ? [] : [flag, shellWord(value)]));
  return `To see the objects: capstan convert ${words.join(' ')}`;
}

function unlessDefault(value: string, usual: string): string | undefined {
  return value === usual ? undefined : value;
}

function replicasOf({ input }: PlanEntry<Source>): string {
  if (input.identity.kind !== 'MachineSet') return '';
  const replicas = asObject(input.value['spec'])?.['replicas'] ?? 1;
  return typeof replicas === 'number' ? String(replicas) : shortValue(replicas);
}

const verdictColours: { readonly [V in Verdict]: Colour } = {
  ready: 'green',
  warning: 'yellow',
  blocked: 'red',
  ignored: 'dim',
  migrated: 'dim',
};

/** Colours the verdict column after the table is aligned, since colour codes have no width. */
function paintVerdicts(table: string, { paint }: Io): string {
  return table.replace(/ {2,}(ready|warning|blocked|ignored|migrated)( {2,}|$)/gm, (found, verdict: string) => {
    const known = Object.entries(verdictColours).find(([name]) => name === verdict);
    return known === undefined ? found : found.replace(verdict, paint('out', known[1], verdict));
  });
}

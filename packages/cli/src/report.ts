import type { Issue, Plan, PlanEntry } from '@capstan/convert';
import { identityOf } from '@capstan/convert';
import { plannedFacts } from './commands/handover-summary.ts';
import type { Source } from './load.ts';

/** The report's version: raised when a reader would have to change. */
const version = 1;

/** The machine-readable report of `convert --report` and `plan -o json`. Stable: fields are added, never changed. */
export function makeReport(plan: Plan<Source>) {
  return {
    version,
    objects: plan.entries.map((entry) => reportEntry(entry, plan)),
    handover: reportHandover(plan),
    summary: plan.summary,
  };
}

function reportHandover(plan: Plan<Source>) {
  const { type, handover } = plan.cluster.platform;
  return {
    platform: type,
    evidence: handover.evidence,
    sync: handover.sync,
    facts: plannedFacts(plan).map(({ fact: { name, effect, of, message, hint }, objects }) => ({
      ...{ name, effect, of, message, hint },
      ...(objects !== undefined && { objects: objects.map(({ identity, path }) => ({ ...identity, path })) }),
    })),
  };
}

function reportEntry({ input, verdict, issues, objects }: PlanEntry<Source>, plan: Plan<Source>) {
  const { file, line } = input.source;
  const { apiVersion, kind, namespace, name } = input.identity;
  return {
    source: { file, line, apiVersion, kind, namespace, name },
    platform: plan.cluster.platform.type,
    direction: plan.target,
    verdict,
    targets: objects.map(identityOf),
    issues: issues.map(({ issue, input: about }) => ({
      ...reportIssue(issue),
      // Where the issue is about the infra machine or template, and not about the object itself.
      ...(about !== undefined &&
        about !== input && { object: { ...about.identity, file: about.source.file, line: about.source.line } }),
    })),
  };
}

function reportIssue({ severity, code, path, value, message, hint }: Issue) {
  return { severity, code, path, ...(value !== undefined && { value }), message, hint };
}

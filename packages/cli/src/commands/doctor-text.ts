import { type Diagnosis, type Finding, resourceOf } from '@capstan/operator';
import { printable } from '../input/quote.ts';
import type { Colour, Io } from '../io.ts';
import { count } from '../issue-text.ts';
import { wrapText } from '../wrap-text.ts';

const colours: { readonly [S in Finding['severity']]: Colour } = { error: 'red', warning: 'yellow', info: 'dim' };

/** More names than this are counted. */
const named = 5;

/** A diagnosis for people: each finding with what was seen, why and what to do; the same of many objects is said once. */
export function diagnosisText({ findings, notChecked, summary }: Diagnosis, paint: Io['paint']): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.check, finding.severity, finding.what, finding.why, finding.object?.kind]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const blocks = [...groups.values()].map((group) => `${block(group, paint)}\n`);
  const skipped = byReason(notChecked).map(
    ([why, names]) => `not checked: ${names.join(', ')}\n${wrapText(printable(why), 2)}\n`,
  );
  return [...blocks, ...skipped, ...(skipped.length > 0 ? ['\n'] : []), `${summaryLine(summary)}\n`].join('');
}

function block(group: readonly Finding[], paint: Io['paint']): string {
  const [first, ...others] = group;
  if (first === undefined) return '';
  const { check, severity, object, what, evidence, why, do: orders } = first;
  const about = object === undefined ? '' : ` ${resourceOf(object)}/${object.name}`;
  const rest = others.flatMap(({ object: of }) => of?.name ?? []);
  const more = rest.length - named;
  const same =
    rest.length === 0
      ? []
      : [`also ${rest.slice(0, named).join(', ')}${more > 0 ? ` and ${more} more (-o json names all)` : ''}`];
  return [
    `${paint('out', colours[severity], `${severity}:`)}${paint('out', 'bold', printable(about))} [${check}]`,
    ...wrapText(what, 2).split('\n'),
    ...same.flatMap((line) => wrapText(line, 2).split('\n')),
    ...labelled('seen', evidence, 'copied'),
    ...labelled('why', [why], 'wrapped'),
    ...labelled('do', orders, 'copied'),
  ]
    .map((line) => `${line.startsWith('\u001b') ? line : printableLine(line)}\n`)
    .join('');
}

/** The first line of a block has colours of ours; its own parts are printable. */
function printableLine(line: string): string {
  return /^(?:error|warning|info):/.test(line) ? line : printable(line);
}

/** Lines under a label; what is to be copied stays on one line. */
function labelled(label: string, lines: readonly string[], how: 'copied' | 'wrapped'): string[] {
  const indent = 8;
  const shown = lines.flatMap((line) =>
    how === 'wrapped' ? wrapText(line, indent).split('\n') : [`${' '.repeat(indent)}${line}`],
  );
  return shown.map((line, index) => (index === 0 ? `  ${`${label}:`.padEnd(indent - 2)}${line.slice(indent)}` : line));
}

function byReason(notChecked: Diagnosis['notChecked']): [string, string[]][] {
  const reasons = new Map<string, string[]>();
  for (const { check, why } of notChecked) reasons.set(why, [...(reasons.get(why) ?? []), check]);
  return [...reasons];
}

function summaryLine({ errors, warnings, infos, checks }: Diagnosis['summary']): string {
  const done = `${count(checks, 'check')} done`;
  if (errors + warnings + infos === 0) return `nothing found; ${done}`;
  const parts = [
    ...(errors > 0 ? [count(errors, 'error')] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
    ...(infos > 0 ? [count(infos, 'note')] : []),
  ];
  return `${parts.join(', ')}; ${done}`;
}

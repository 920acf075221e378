import type { Identity, SourcedIssue } from '@capstan/convert';
import { printable } from './input/quote.ts';
import type { Io } from './io.ts';
import type { Source } from './load.ts';

/** An issue as compilers print theirs: `file:line kind/name path: message`, and the hint beneath. */
export function issueText({ issue, input }: SourcedIssue<Source>, paint: Io['paint']): string {
  const place = input === undefined ? '' : `${sourcePlace({ issue, input })} ${objectName(input.identity)} `;
  const label = issue.severity === 'error' ? '' : `${paint('err', 'yellow', `${issue.severity}:`)} `;
  const found = issue.value === undefined ? '' : ` (found ${shortValue(issue.value)})`;
  const message = printable(`${issue.message}${found}`);
  const hint = `${paint('err', 'dim', 'hint:')} ${printable(issue.hint)}`;
  return `${place}${printable(issue.path)}: ${label}${message}\n  ${hint}\n`;
}

/** `file:line` of what the issue is about. */
export function sourcePlace({ issue, input }: SourcedIssue<Source>): string {
  return input === undefined ? '' : printable(placeText(input.source, issue.segments));
}

/** `file:line` of an object or of what `path` names in it; a live object has no line. */
export function placeText({ file, line, lineOf }: Source, path?: Parameters<Source['lineOf']>[0]): string {
  const at = path === undefined ? line : lineOf(path);
  return at === 0 ? file : `${file}:${at}`;
}

/** `kind/name` of an object, `?` for a name that is not there. */
export function objectName({ kind, name }: Pick<Identity, 'kind' | 'name'>): string {
  return printable(`${kind}/${name || '?'}`);
}

/** A value as part of a message: JSON, cut where it is long. */
export function shortValue(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return printable(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}

/** `1 machine`, `2 machines`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

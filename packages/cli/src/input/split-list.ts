import { countBreaks, type Piece } from './lines.ts';

/** A block-style `List`, cut at its items. */
export interface SplitList {
  /** The document without its items, `items: []` in their place. */
  readonly rest: string;
  /** Where the items were in `rest`, and how many characters more than `[]` they took: for the lines of errors. */
  readonly itemsAt: number;
  readonly itemsLength: number;
  /** Each item with its dash: a YAML document of its own, namely a list of one. */
  items(): Generator<Piece>;
}

const itemsKey = /^items:[ \t]*(?:#.*)?\r?\n?$/;
const plainKey = /^[A-Za-z]+:(?:\s|$)/;
const nothing = /^(?:---)?[ \t]*(?:#.*)?\r?\n?$/;
const newline = 0x0a;
const space = 0x20;
const dash = 0x2d;
const hash = 0x23;

/**
 * Cuts a document that is written as `oc get -o yaml` writes a List: `items:` at the start of a line, and its items as
 * lines that start with a dash, all in one column. Nothing inside an item can look like that: YAML wants every line of an item, of a
 * block scalar and of a quoted text as well, to be indented deeper than its dash. Undefined where the document is written otherwise;
 * then it has to be parsed whole, which takes hundreds of times its size in memory.
 */
export function splitList(document: Piece): SplitList | undefined {
  const { text, end } = document;
  const key = findItemsKey(document);
  if (key === undefined) return undefined;
  const first = firstDash(text, key.end, end);
  if (first === undefined) return undefined;
  const { column, lineStart } = first;
  const itemsEnd = findItemsEnd({ ...document, start: lineStart }, column);
  const itemsAt = key.start + 'items:'.length - document.start;
  const rest = `${text.slice(document.start, document.start + itemsAt)} []\n${text.slice(itemsEnd, end)}`;
  const line = document.line + countBreaks(text, document.start, lineStart);
  return {
    rest,
    itemsAt,
    itemsLength: itemsEnd - document.start - itemsAt - ' []\n'.length,
    items: () => cutItems({ text, start: lineStart, end: itemsEnd, line }, column),
  };
}

/** The start of the first line that is no part of the items. */
function findItemsEnd({ text, start, end }: Piece, dashColumn: number): number {
  for (let at = start; at < end; at = nextLine(text, at, end)) {
    const column = indentation(text, at, end);
    if (column === undefined || column > dashColumn) continue;
    if (column < dashColumn || !isDash(text, at + column)) return at;
  }
  return end;
}

function* cutItems({ text, start: first, end, line: firstLine }: Piece, dashColumn: number): Generator<Piece> {
  let start = first;
  let line = firstLine;
  for (let at = nextLine(text, first, end); at < end; at = nextLine(text, at, end)) {
    if (indentation(text, at, end) !== dashColumn) continue;
    yield { text, start, end: at, line };
    line += countBreaks(text, start, at);
    start = at;
  }
  yield { text, start, end, line };
}

function findItemsKey({ text, start, end }: Piece): { start: number; end: number } | undefined {
  // Before it there may be a marker, comments, and keys in the first column with what belongs to them: nothing that could
  // make "items:" a part of a text.
  let inMap = false;
  for (let at = start; at < end; at = nextLine(text, at, end)) {
    const lineEnd = nextLine(text, at, end);
    const line = text.slice(at, Math.min(lineEnd, at + 200));
    if (itemsKey.test(line)) return { start: at, end: lineEnd };
    if (plainKey.test(line)) inMap = true;
    else if (!(inMap && /^[ \t]/.test(line)) && !nothing.test(line)) return undefined;
  }
  return undefined;
}

function firstDash(text: string, from: number, end: number): { lineStart: number; column: number } | undefined {
  for (let at = from; at < end; at = nextLine(text, at, end)) {
    const column = indentation(text, at, end);
    if (column !== undefined) return isDash(text, at + column) ? { lineStart: at, column } : undefined;
  }
  return undefined;
}

function nextLine(text: string, at: number, end: number): number {
  const lineBreak = text.indexOf('\n', at);
  return lineBreak === -1 || lineBreak >= end ? end : lineBreak + 1;
}

/** How many spaces a line starts with; undefined for a blank line or one that is only a comment. */
function indentation(text: string, lineStart: number, end: number): number | undefined {
  let at = lineStart;
  while (at < end && text.charCodeAt(at) === space) at += 1;
  const char = text.charCodeAt(at);
  if (at >= end || char === newline || char === 0x0d || char === hash) return undefined;
  if (char === 0x09 && /^[ \t]*(?:\r?\n|$)/.test(text.slice(at, Math.min(end, at + 200)))) return undefined;
  return at - lineStart;
}

function isDash(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== dash) return false;
  const next = text.charCodeAt(at + 1);
  return Number.isNaN(next) || next === newline || next === space || next === 0x0d || next === 0x09;
}

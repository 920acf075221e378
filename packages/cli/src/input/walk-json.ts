import type { Segment } from './problem.ts';

/** Where a text stops being JSON, and what should have been there. */
export class JsonMistake extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** Told of every member and item: its path (valid during the call only), the offset of its key or value, whether the key was there before. */
export type JsonVisitor = (path: readonly Segment[], offset: number, repeated: boolean) => void;

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const word = /true|false|null/y;
const escapeSequence = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Goes through the JSON value that starts at `start` and builds nothing. Slower than JSON.parse and used where that can't say
 * enough: which line a mistake, a repeated key or a path is on. The caller has made sure that it isn't nested too deep.
 * Throws {@link JsonMistake}.
 */
export function walkJson(text: string, start: number, end: number, visit: JsonVisitor = () => {}): void {
  const path: Segment[] = [];

  function value(from: number): number {
    const char = text[from];
    if (char === '{') return object(from);
    if (char === '[') return list(from);
    if (char === '"') return string(from);
    const after = match(number, from) ?? match(word, from);
    if (after === undefined) fail(from, 'a value');
    return after;
  }

  function object(open: number): number {
    const seen = new Set<unknown>();
    let at = blanks(open + 1);
    if (text[at] === '}' && at < end) return at + 1;
    for (;;) {
      if (text[at] !== '"' || at >= end) fail(at, 'a key in double quotes');
      const keyEnd = string(at);
      const key: unknown = JSON.parse(text.slice(at, keyEnd));
      path.push(String(key));
      visit(path, at, seen.has(key));
      seen.add(key);
      at = blanks(keyEnd);
      if (text[at] !== ':' || at >= end) fail(at, 'a colon');
      at = blanks(value(blanks(at + 1)));
      path.pop();
      if (text[at] === '}' && at < end) return at + 1;
      if (text[at] !== ',' || at >= end) fail(at, 'a comma or }');
      at = blanks(at + 1);
    }
  }

  function list(open: number): number {
    let at = blanks(open + 1);
    if (text[at] === ']' && at < end) return at + 1;
    for (let index = 0; ; index += 1) {
      path.push(index);
      visit(path, at, false);
      at = blanks(value(at));
      path.pop();
      if (text[at] === ']' && at < end) return at + 1;
      if (text[at] !== ',' || at >= end) fail(at, 'a comma or ]');
      at = blanks(at + 1);
    }
  }

  function string(open: number): number {
    let at = open + 1;
    while (at < end) {
      const char = text.charCodeAt(at);
      if (char === 0x22) return at + 1;
      if (char === 0x5c) at = match(escapeSequence, at) ?? fail(at, 'an escape that JSON knows');
      else if (char < 0x20) fail(at, 'the closing quote (a line break or control character is written as an escape)');
      else at += 1;
    }
    return fail(end, 'the closing quote');
  }

  function match(pattern: RegExp, at: number): number | undefined {
    pattern.lastIndex = at;
    return at < end && pattern.test(text) ? pattern.lastIndex : undefined;
  }

  function blanks(from: number): number {
    let at = from;
    for (; at < end; at += 1) {
      const char = text.charCodeAt(at);
      if (char !== 0x20 && char !== 0x0a && char !== 0x0d && char !== 0x09) break;
    }
    return at;
  }

  function fail(at: number, expected: string): never {
    throw new JsonMistake(Math.min(at, end), `${expected} is missing here`);
  }

  value(start);
}

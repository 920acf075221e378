import type { Json } from '@capstan/api';
import { yamlLiteral, yamlScalar } from './yaml-scalar.ts';

/** Takes a piece of text; the next one is made when the returned promise has resolved. */
export type Write = (chunk: string) => Promise<void> | void;

const chunkLength = 64 * 1024;

/**
 * Writes values as YAML documents between `---` lines, the way kubectl prints them: block style, lists not indented below
 * their key, no line folded. apiVersion, kind, metadata and spec come first, everything else stays in its order. Each document reads back as the
 * same value in YAML 1.1 and 1.2 and in oc, whatever its strings look like.
 *
 * Throws TypeError for a number that JSON doesn't have. Rejects as `write` does.
 */
export async function writeYaml(values: Iterable<Json>, write: Write): Promise<void> {
  let pending = '';
  let isFirst = true;
  for (const value of values) {
    if (!isFirst) pending += '---\n';
    isFirst = false;
    pending += yamlDocument(value);
    if (pending.length < chunkLength) continue;
    await write(pending);
    pending = '';
  }
  if (pending !== '') await write(pending);
}

/** One value as a YAML document that ends with a line break. */
export function yamlDocument(value: Json): string {
  if (isFilledMap(value)) return writeMap(inObjectOrder(value), '', '');
  if (isFilledList(value)) return writeList(value, '', '');
  return `${typeof value === 'string' ? yamlScalar(value) : writeLeaf(value)}\n`;
}

type JsonMap = { readonly [key: string]: Json | undefined };

// YAML forbids "key: value" for keys over 1024 characters.
const longestKey = 1000;

/** The members at indentation `pad`; the first line starts with `lead` instead. */
function writeMap(map: JsonMap, pad: string, lead: string): string {
  let out = '';
  let start = lead;
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value === undefined) continue;
    const written = yamlScalar(key);
    out +=
      written.length <= longestKey
        ? `${start}${written}:${writeMember(value, pad, pad)}`
        : `${start}? ${written}\n${pad}:${writeMember(value, pad, `${pad}  `)}`;
    start = pad;
  }
  return out;
}

/** The items at indentation `pad`; the first line starts with `lead` instead. */
function writeList(list: readonly Json[], pad: string, lead: string): string {
  const inner = `${pad}  `;
  let out = '';
  let start = lead;
  for (const item of list) {
    out += `${start}-`;
    if (isFilledMap(item)) out += ` ${writeMap(item, inner, '')}`;
    else if (isFilledList(item)) out += ` ${writeList(item, inner, '')}`;
    else out += writeValue(item, inner);
    start = pad;
  }
  return out;
}

/** What comes after `key:`. */
function writeMember(value: Json, pad: string, listPad: string): string {
  const inner = `${pad}  `;
  if (isFilledMap(value)) return `\n${writeMap(value, inner, inner)}`;
  if (isFilledList(value)) return `\n${writeList(value, listPad, listPad)}`;
  return writeValue(value, inner);
}

/** A space and what has no members; a text of several lines as lines at indentation `pad`. */
function writeValue(value: Json, pad: string): string {
  if (typeof value !== 'string') return ` ${writeLeaf(value)}\n`;
  const literal = yamlLiteral(value);
  if (literal === undefined) return ` ${yamlScalar(value)}\n`;
  // Blank lines get no indentation: it would be trailing spaces.
  const lines = literal.lines.map((line) => (line === '' ? '\n' : `${pad}${line}\n`));
  return ` ${literal.header}\n${lines.join('')}`;
}

function writeLeaf(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return writeNumber(value);
  if (typeof value === 'object') return Array.isArray(value) ? '[]' : '{}';
  return String(value);
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} is not a JSON number`);
  // JavaScript writes 1e+21; YAML 1.1 sees a number only with a dot in it.
  return JSON.stringify(value).replace(/^(-?\d+)e/, '$1.0e');
}

function inObjectOrder(map: JsonMap): JsonMap {
  const { apiVersion, kind, metadata, spec, ...rest } = map;
  // Members that aren't there are undefined here, and are skipped as such.
  return { apiVersion, kind, metadata, spec, ...rest };
}

function isFilledMap(value: Json): value is JsonMap & { readonly [key: string]: Json } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).some((member) => member !== undefined);
}

function isFilledList(value: Json): value is readonly Json[] {
  return Array.isArray(value) && value.length > 0;
}

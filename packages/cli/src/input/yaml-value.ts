import type { Json } from '@capstan/api';
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { isList, isObject } from './json-guards.ts';
import type { Limits } from './limits.ts';
import { fillOffsets, sortEntries } from './offsets.ts';
import { readPlain } from './plain-scalar.ts';
import type { Segment } from './problem.ts';
import { quote } from './quote.ts';
import { checkKey, checkNumber, type Flaw } from './value-checks.ts';
import { YamlAliases } from './yaml-aliases.ts';
import { YamlRefusal } from './yaml-refusal.ts';

/** A flaw with its place: the path from the root, and the offset into the text that was parsed. */
export interface YamlFlaw extends Flaw {
  readonly path: readonly Segment[];
  readonly offset: number;
}

/** What a YAML tree says. */
export interface YamlValue {
  readonly value: Json;
  /** Where each value stood in the text; see `offsets.ts`. */
  readonly offsets: Int32Array;
  readonly flaws: readonly YamlFlaw[];
}

/**
 * Turns a tree parsed with the failsafe schema (every scalar is text) into JSON. It takes the place of the library's
 * `toJS` because of what it does on the way: it reads unquoted values as `readPlain` says, finds keys that are repeated, reserved or
 * not text, bounds depth and aliases, and notes where each value was. Throws {@link YamlRefusal}.
 */
export function readYamlTree(root: unknown, limits: Limits): YamlValue {
  const reader = new TreeReader(limits);
  const value = reader.read(asNode(root), 0);
  return { value, offsets: Int32Array.from(reader.offsets), flaws: reader.flaws };
}

const maxFlaws = 100;
const allowedTags = new Set(['!', ...['str', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`)]);

type Maybe = Node | null;

class TreeReader {
  readonly flaws: YamlFlaw[] = [];
  offsets: number[] = [];
  readonly #limits: Limits;
  readonly #aliases: YamlAliases;
  readonly #path: Segment[] = [];

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#aliases = new YamlAliases(limits.aliasedValues);
  }

  /** Reads a value. Its entry in `offsets` is `offset`, or where the value itself starts. */
  read(node: Maybe, parentOffset: number, keyOffset?: number): Json {
    const offset = keyOffset ?? node?.range?.[0] ?? parentOffset;
    if (isAlias(node)) return this.#aliases.follow(node, offset, (target) => this.read(target, offset, offset));
    this.offsets.push(offset);
    if (node === null) return null;
    this.#aliases.enter(node, offset);
    if (isScalar(node)) return this.#readScalar(node, offset, false);
    this.#checkTag(node.tag, offset);
    if (this.#path.length > this.#limits.depth) throw tooDeep(offset, this.#limits);
    return this.#aliases.within(node, () => {
      if (isSeq(node)) return this.#readList(node.items, offset);
      return isMap(node) ? this.#readMap(node, offset) : null;
    });
  }

  #readList(items: readonly unknown[], start: number): Json {
    return items.map((item, index) => {
      this.#path.push(index);
      const value = this.read(asNode(item), start);
      this.#path.pop();
      return value;
    });
  }

  #readMap(map: YAMLMap, start: number): Json {
    const result: { [key: string]: Json } = {};
    const inserted: string[] = [];
    const firstEntry = this.offsets.length;
    const merges: { readonly from: Json; readonly offset: number }[] = [];
    for (const pair of map.items) {
      const keyNode = asNode(pair.key);
      const offset = keyNode?.range?.[0] ?? start;
      if (isMergeKey(keyNode)) {
        merges.push({ from: this.#readMerge(pair, offset), offset });
        continue;
      }
      const key = this.#readKey(keyNode, offset);
      if (key === undefined) continue;
      if (Object.hasOwn(result, key)) {
        const message = `the key ${quote(key)} is there twice`;
        this.#report(offset, { code: 'DuplicateKey', message, hint: 'keep one of the two' });
        continue;
      }
      this.#path.push(key);
      result[key] = this.read(asNode(pair.value), offset, offset);
      this.#path.pop();
      inserted.push(key);
    }
    // Whatever its place, a merge gives way to the map's own keys, and later maps to earlier ones.
    for (const { from, offset } of merges) {
      for (const source of isList(from) ? from : [from]) {
        for (const [key, member] of isObject(source) ? Object.entries(source) : []) {
          if (Object.hasOwn(result, key)) continue;
          result[key] = member;
          inserted.push(key);
          fillOffsets(this.offsets, member, offset);
        }
      }
    }
    sortEntries(this.offsets, firstEntry, inserted, result);
    return result;
  }

  /** The text of a key, or undefined where it can't be one; that has been reported. */
  #readKey(node: Maybe, offset: number): string | undefined {
    if (node !== null) this.#aliases.enter(node, offset);
    const value = isScalar(node) ? this.#readScalar(node, offset, true) : null;
    if (typeof value !== 'string') {
      const shown = isScalar(node) ? `the key ${quote(String(node.value))}` : 'a key';
      this.#report(offset, { code: 'NonStringKey', message: `${shown} is not text`, hint: 'put the key in quotes' });
      return undefined;
    }
    const flaw = checkKey(value);
    if (flaw === undefined) return value;
    this.#report(offset, flaw);
    return undefined;
  }

  #readScalar(scalar: Scalar, offset: number, asKey: boolean): Json {
    const text = typeof scalar.value === 'string' ? scalar.value : '';
    this.#checkTag(scalar.tag, offset);
    if (scalar.type !== 'PLAIN' || scalar.tag !== undefined) return text;
    const { value, goReading } = readPlain(text);
    if (asKey) return value;
    const flaw = goReading === undefined ? undefined : ambiguity(text, goReading);
    if (flaw !== undefined) this.#report(offset, flaw);
    const numberFlaw = typeof value === 'number' ? checkNumber(value, text) : undefined;
    if (numberFlaw !== undefined) this.#report(offset, numberFlaw);
    return value;
  }

  /** What `<<` brings in: a map or a list of maps. */
  #readMerge(pair: Pair, offset: number): Json {
    const kept = this.offsets;
    this.offsets = [];
    const value = this.read(asNode(pair.value), offset);
    this.offsets = kept;
    if (isList(value) ? value.every(isObject) : isObject(value)) return value;
    const message = 'the merge key << takes in something that is not a map';
    this.#report(offset, { code: 'YamlInvalid', message, hint: 'let it refer to a map, or write the keys out' });
    return null;
  }

  #checkTag(tag: string | undefined, offset: number): void {
    if (tag === undefined || allowedTags.has(tag)) return;
    const shown = quote(tag.replace(/^tag:yaml\.org,2002:/, '!!')).slice(1, -1);
    const message = `the tag ${shown} means nothing in a Kubernetes object`;
    this.#report(offset, { code: 'TagNotAllowed', message, hint: 'take the tag out and write the plain value' });
  }

  #report(offset: number, flaw: Flaw): void {
    this.flaws.push({ ...flaw, path: [...this.#path], offset });
    if (this.flaws.length <= maxFlaws) return;
    const message = `there are more than ${maxFlaws} mistakes like this one: ${flaw.message}`;
    throw new YamlRefusal(flaw.code, offset, message, flaw.hint);
  }
}

function tooDeep(offset: number, limits: Limits): YamlRefusal {
  const hint = 'no Kubernetes object looks like this; take the document out';
  return new YamlRefusal('TooDeep', offset, `lists and maps are nested more than ${limits.depth} deep`, hint);
}

function ambiguity(text: string, goReading: string): Flaw {
  const shown = quote(text);
  const kind = goReading === 'true' || goReading === 'false' ? 'boolean' : 'number';
  return {
    code: 'AmbiguousScalar',
    message: `${shown.slice(1, -1)} has no quotes, and oc apply reads this as the ${kind} ${goReading}`,
    hint: `quote it if it is text: ${shown}; write ${goReading} if it is a ${kind}`,
  };
}

function isMergeKey(node: Maybe): boolean {
  return isScalar(node) && node.type === 'PLAIN' && node.value === '<<';
}

/** The library's types say `unknown` of what a parsed collection holds; whatever isn't a node holds nothing. */
function asNode(value: unknown): Maybe {
  return isAlias(value) || isScalar(value) || isMap(value) || isSeq(value) ? value : null;
}

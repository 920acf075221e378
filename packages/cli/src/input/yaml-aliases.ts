import type { Alias, Node } from 'yaml';
import { quote } from './quote.ts';
import { YamlRefusal } from './yaml-refusal.ts';

/**
 * What the aliases of one document mean. Each use of an alias is a copy of its own, so that changing one never changes
 * another; a copy has its price, and `limit` is how many values may be copied in all: an alias bomb ends there.
 */
export class YamlAliases {
  readonly #limit: number;
  readonly #anchors = new Map<string, Node>();
  // An alias means the anchor that stood before it in the text, also when it is read again as part of another alias.
  readonly #targets = new Map<Alias, Node>();
  readonly #open = new Set<Node>();
  #depth = 0;
  #copied = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** To be called with every node in the order of the text, before what is in it. */
  enter(node: Node, offset: number): void {
    if (this.#depth === 0) {
      if ('anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, node);
      return;
    }
    this.#copied += 1;
    if (this.#copied <= this.#limit) return;
    throw new YamlRefusal(
      'TooManyAliases',
      offset,
      `aliases repeat more than ${this.#limit} values`,
      'write the values out instead of repeating them with aliases',
    );
  }

  /** Reads what is in a list or map; aliases to it in there are circles. */
  within<T>(node: Node, read: () => T): T {
    this.#open.add(node);
    const value = read();
    this.#open.delete(node);
    return value;
  }

  /** Reads what an alias stands for. */
  follow<T>(alias: Alias, offset: number, read: (target: Node) => T): T {
    const name = quote(alias.source).slice(1, -1);
    const target = this.#targets.get(alias) ?? this.#anchors.get(alias.source);
    if (target === undefined) {
      throw new YamlRefusal(
        'YamlInvalid',
        offset,
        `the alias *${name} has no anchor &${name} before it`,
        'define the anchor earlier in the same document, or quote the value if it is text',
        true,
      );
    }
    if (this.#open.has(target)) {
      const hint = 'write the value out';
      throw new YamlRefusal('YamlInvalid', offset, `the alias *${name} stands inside what it refers to`, hint);
    }
    this.#targets.set(alias, target);
    this.#depth += 1;
    const value = read(target);
    this.#depth -= 1;
    return value;
  }
}

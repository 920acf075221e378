import { LineCounter, parseAllDocuments } from 'yaml';

/** A YAML document of a policy's text. */
export interface PolicyDocument {
  readonly value: unknown;
  /** Where it begins. */
  readonly line: number;
  /** Where a field stands, or the nearest that is there. */
  lineOf(path: readonly string[]): number;
}

/** A fault in a text, at a line of it. */
export interface Fault {
  readonly line: number;
  readonly message: string;
}

/** The documents of a text that say anything, or what is wrong with it. Strict: no key twice, no anchors, no tags. */
export function parseDocuments(
  text: string,
):
  | { readonly ok: true; readonly documents: readonly PolicyDocument[] }
  | { readonly ok: false; readonly faults: readonly Fault[] } {
  const lines = new LineCounter();
  const faults: Fault[] = [];
  const documents: PolicyDocument[] = [];
  const parsed = parseAllDocuments(text, { lineCounter: lines, strict: true, uniqueKeys: true, prettyErrors: false });
  for (const document of 'empty' in parsed ? [] : parsed) {
    const lineAt = (offset: number | undefined): number => lines.linePos(offset ?? 0).line;
    for (const { pos, message } of [...document.errors, ...document.warnings]) {
      faults.push({ line: lineAt(pos[0]), message: `it is no YAML that can be read: ${message}` });
    }
    if (document.errors.length > 0 || document.contents === null) continue;
    const line = lineAt(document.contents.range?.[0]);
    let value: unknown;
    try {
      value = document.toJS({ maxAliasCount: 0 });
    } catch (error) {
      faults.push({ line, message: `it has aliases, which are not read: ${String(error)}` });
      continue;
    }
    if (value === null) continue;
    documents.push({
      value,
      line,
      lineOf(path) {
        for (let length = path.length; length > 0; length--) {
          const node: unknown = document.getIn(path.slice(0, length), true);
          if (hasRange(node)) return lineAt(node.range[0]);
        }
        return line;
      },
    });
  }
  return faults.length === 0 ? { ok: true, documents } : { ok: false, faults };
}

function hasRange(node: unknown): node is { readonly range: readonly [number, ...number[]] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

import { addProblem, type Collection, isFull } from './collect.ts';
import type { Piece } from './lines.ts';
import { readJson } from './read-json.ts';
import { readYaml } from './read-yaml.ts';
import { isMarker, splitDocuments } from './split-documents.ts';

/**
 * Reads the text of one file: YAML and JSON documents in any order. Each `yield` is a place to pause; what there is goes
 * into the collection. A document that can't be read never keeps the others from being read.
 */
export function* readText(text: string, into: Collection): Generator<void> {
  for (const document of splitDocuments(text)) {
    yield;
    if (isFull(into)) return;
    const start = firstContent(document);
    if (start === undefined) continue;
    if (into.walked && !into.interest.mentionedIn(text.slice(document.start, document.end))) continue;
    const char = text.charCodeAt(start);
    if (char === 0x7b || char === 0x5b) yield* readJson(document, start, into);
    else yield* readYaml(document, into);
  }
  if (into.seen || into.walked) return;
  addProblem(into, {
    code: 'FileEmpty',
    message: text.trim() === '' ? 'there is nothing in it' : 'there is nothing in it but comments and empty documents',
    hint: 'check how it was written: an oc get that fails leaves an empty file',
  });
}

/** Where the first character that says something is, or undefined where there is none. */
function firstContent({ text, start, end }: Piece): number | undefined {
  let at = isMarker(text, start) ? start + 3 : start;
  while (at < end) {
    const char = text.charCodeAt(at);
    if (char === 0x23 || (char === 0x25 && (at === start || text.charCodeAt(at - 1) === 0x0a))) {
      // A comment, or a directive such as %YAML 1.2, takes up the line.
      const lineBreak = text.indexOf('\n', at);
      at = lineBreak === -1 ? end : lineBreak;
    } else if (char !== 0x20 && char !== 0x09 && char !== 0x0a && char !== 0x0d) {
      return at;
    }
    at += 1;
  }
  return undefined;
}

import { addProblem, asList, type Collection, collect, isFull } from './collect.ts';
import { isList, isObject } from './json-guards.ts';
import { formatBytes } from './limits.ts';
import { lineInPiece, type Piece } from './lines.ts';
import { parseYaml } from './parse-yaml.ts';
import { type SplitList, splitList } from './split-list.ts';
import type { YamlRefusal } from './yaml-refusal.ts';

/**
 * Reads one YAML document: a List item by item where it can be split, anything else whole. Each `yield` is a place to pause.
 * What it finds goes into the collection.
 */
export function* readYaml(document: Piece, into: Collection): Generator<void> {
  const split = splitList(document);
  if (split !== undefined) {
    // Objects are collected aside: where an item turns out to need the whole document, that is read instead.
    const aside: Collection = { ...into, objects: [], problems: [] };
    const done = yield* readItems(document, split, aside);
    if (done) {
      into.seen ||= aside.seen;
      for (const object of aside.objects) into.objects.push(object);
      for (const problem of aside.problems) into.problems.push(problem);
      return;
    }
  }
  const size = document.end - document.start;
  if (size > into.limits.yamlDocumentLength) {
    const most = formatBytes(into.limits.yamlDocumentLength);
    addProblem(into, {
      line: document.line,
      code: 'DocumentTooLarge',
      message: `the YAML document that starts here is ${formatBytes(size)}; Capstan takes at most ${most} that is not a List as oc get -o yaml writes it`,
      hint: 'use JSON (oc get -o json), or split the document with ---',
    });
    return;
  }
  const result = parseYaml(document, into.limits);
  if ('parsed' in result) collect(result.parsed, into);
  else refuse(document, result.refusal, into);
}

/** Reads the items of a split List; false where that isn't possible after all. */
function* readItems(document: Piece, split: SplitList, into: Collection): Generator<void, boolean> {
  const { rest, items } = split;
  const head = parseYaml({ text: rest, start: 0, end: rest.length, line: document.line }, into.limits);
  if ('refusal' in head) {
    const { offset } = head.refusal;
    refuse(document, head.refusal, into, offset <= split.itemsAt ? offset : offset + split.itemsLength);
    return true;
  }
  const { value } = head.parsed;
  const list = isObject(value) && head.parsed.findingsBelow([]).length === 0 ? asList(value) : undefined;
  if (isObject(value) && value['kind'] === undefined) {
    // oc writes the kind after the items: where it is missing the end of the file usually is.
    const message =
      'this looks like a List and has no kind, so none of its items were read; the file may have been cut off';
    addProblem(into, {
      line: document.line,
      code: 'NotAnObject',
      message,
      hint: 'write the file again, or add kind: List',
    });
    return true;
  }
  if (list === undefined) return false;
  into.seen = true;
  for (const item of items()) {
    yield;
    if (isFull(into)) break;
    if (into.walked && !into.interest.mentionedIn(item.text.slice(item.start, item.end))) continue;
    const result = parseYaml(item, into.limits);
    if ('refusal' in result) {
      if (result.refusal.needsContext) return false;
      refuse(item, result.refusal, into);
    } else if (isList(result.parsed.value) && result.parsed.value.length === 1) {
      collect(result.parsed, into, [0], list.inherited);
    } else {
      return false;
    }
  }
  return true;
}

function refuse(piece: Piece, refusal: YamlRefusal, into: Collection, offset = refusal.offset): void {
  const { code, message, hint } = refusal;
  addProblem(into, { line: lineInPiece(piece, offset), code, message, hint });
}

import { addProblem, type Collection, collect, isFull } from './collect.ts';
import { countBreaks, lineInPiece, type Piece } from './lines.ts';
import { parseJson } from './parse-json.ts';
import { parseYaml } from './parse-yaml.ts';
import { type JsonExtent, scanJson } from './scan-json.ts';
import { JsonMistake, walkJson } from './walk-json.ts';

/**
 * Reads the JSON values, one after the other, of a document whose first character, at `start`, is `{` or `[`. YAML in
 * flow style looks the same from there, so what isn't JSON gets a second chance as YAML. Each `yield` is a place to pause.
 */
export function* readJson(document: Piece, start: number, into: Collection): Generator<void> {
  const { text, end } = document;
  let at = start;
  let line = document.line + countBreaks(text, document.start, start);
  while (at < end) {
    yield;
    if (isFull(into)) return;
    const char = text.charCodeAt(at);
    if (char !== 0x7b && char !== 0x5b) {
      const message = 'there is text after the end of the JSON value';
      addProblem(into, { line, code: 'JsonInvalid', message, hint: 'start a further document with ---' });
      return;
    }
    const extent = scanJson(text, at, end, line);
    const piece: Piece = { text, start: at, end: extent.end, line };
    if (!readValue(piece, extent, into)) {
      // Only what comes first can make the rest YAML, and to try it again and again would take the square of the time.
      if (at === start && readAsYaml({ text, start: at, end, line }, into)) return;
      explainFailure(piece, extent, into);
    }
    at = extent.end;
    const next = skipBlanks(text, at, end);
    line = extent.endLine + countBreaks(text, at, next);
    at = next;
  }
}

/** Reads one value; false where it isn't JSON. */
function readValue(piece: Piece, extent: JsonExtent, into: Collection): boolean {
  const { depth } = into.limits;
  if (extent.depth > depth + 2) {
    const message = `lists and maps are nested more than ${depth} deep`;
    const hint = 'no Kubernetes object looks like this; take it out';
    addProblem(into, { line: piece.line, code: 'TooDeep', message, hint });
    return true;
  }
  if (extent.values > into.limits.jsonValues) {
    const message = `the JSON value that starts here holds more than ${into.limits.jsonValues} values`;
    addProblem(into, { line: piece.line, code: 'DocumentTooLarge', message, hint: 'split it into several files' });
    return true;
  }
  if (!extent.complete) return false;
  try {
    collect(parseJson(piece, extent), into);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    if (!(error instanceof JsonMistake)) throw error;
    const line = lineInPiece(piece, error.offset - piece.start);
    addProblem(into, { line, code: 'DuplicateKey', message: error.message, hint: 'keep one of the two' });
    return true;
  }
}

function readAsYaml(rest: Piece, into: Collection): boolean {
  if (rest.end - rest.start > into.limits.flowYamlLength) return false;
  const result = parseYaml(rest, into.limits);
  if ('refusal' in result) return false;
  collect(result.parsed, into);
  return true;
}

function explainFailure(piece: Piece, extent: JsonExtent, into: Collection): void {
  try {
    walkJson(piece.text, piece.start, piece.end);
  } catch (error) {
    if (!(error instanceof JsonMistake)) throw error;
    const line = lineInPiece(piece, error.offset - piece.start);
    const hint = extent.complete
      ? 'check the line and the one before it'
      : 'the file may have been cut off; write it again';
    addProblem(into, { line, code: 'JsonInvalid', message: `this is not JSON: ${error.message}`, hint });
  }
}

/** The offset of the next character that is neither blank nor in a comment, which some tools put between values. */
function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const char = text.charCodeAt(at);
    if (char === 0x23) {
      const lineBreak = text.indexOf('\n', at);
      at = lineBreak === -1 ? end : lineBreak;
    } else if (char !== 0x20 && char !== 0x0a && char !== 0x0d && char !== 0x09) {
      return at;
    } else {
      at += 1;
    }
  }
  return end;
}

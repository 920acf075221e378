import type { Json } from '@capstan/api';
import { isList, isObject, valueAt } from './json-guards.ts';
import { countBreaks, type Piece } from './lines.ts';
import { type Finding, isBelow, type Parsed, type Segment } from './problem.ts';
import { quote } from './quote.ts';
import type { JsonExtent } from './scan-json.ts';
import { checkKey, checkNumber, type Flaw } from './value-checks.ts';
import { JsonMistake, walkJson } from './walk-json.ts';

const maxFindings = 20;
const maxRepeated = 1000;

/** Parses a piece of JSON that has been scanned. Throws SyntaxError as JSON.parse does, {@link JsonMistake} for a hopeless case. */
export function parseJson(piece: Piece, extent: JsonExtent): Parsed {
  const value: Json = JSON.parse(piece.text.slice(piece.start, piece.end));
  // JSON.parse takes the last of two equal keys in silence. Counting is cheap, and only a difference is worth a search.
  const repeated = countMembers(value) === extent.members ? [] : findRepeated(piece);
  const lineAt = (path: readonly Segment[]): number => findLine(piece, extent, path);
  return {
    value,
    lineAt,
    findingsBelow: (path) => {
      const findings: Finding[] = repeated.filter((finding) => isBelow(finding.path, path));
      inspect(valueAt(value, path) ?? null, [...path], (flaw, at) => {
        if (findings.length < maxFindings) findings.push({ ...flaw, path: [...at], line: lineAt(at) });
      });
      return findings;
    },
    // What else a List holds besides its items is never used, but a repeated `items` would be a loss.
    findingsElsewhere: (paths) => repeated.filter((finding) => !paths.some((path) => isBelow(finding.path, path))),
  };
}

function countMembers(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (isList(value)) {
    for (const item of value) count += countMembers(item);
    return count;
  }
  for (const member of Object.values(value)) count += 1 + countMembers(member);
  return count;
}

function findRepeated(piece: Piece): readonly Finding[] {
  const findings: Finding[] = [];
  walkJson(piece.text, piece.start, piece.end, (path, offset, repeated) => {
    if (!repeated) return;
    if (findings.length >= maxRepeated) throw new JsonMistake(offset, `more than ${maxRepeated} keys are there twice`);
    const line = piece.line + countBreaks(piece.text, piece.start, offset);
    const message = `the key ${quote(String(path.at(-1)))} is there twice`;
    findings.push({ code: 'DuplicateKey', message, hint: 'keep one of the two', path: path.slice(0, -1), line });
  });
  return findings;
}

function inspect(value: Json, path: Segment[], report: (flaw: Flaw, path: readonly Segment[]) => void): void {
  if (typeof value === 'number') {
    const flaw = checkNumber(value);
    if (flaw !== undefined) report(flaw, path);
  } else if (isList(value)) {
    for (let index = 0; index < value.length; index += 1) {
      path.push(index);
      inspect(value[index] ?? null, path, report);
      path.pop();
    }
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      const flaw = checkKey(key);
      if (flaw !== undefined) report(flaw, path);
      path.push(key);
      inspect(value[key] ?? null, path, report);
      path.pop();
    }
  }
}

function findLine(piece: Piece, extent: JsonExtent, path: readonly Segment[]): number {
  const [first, index] = path;
  const item = first === 'items' && typeof index === 'number' ? extent.items[index] : undefined;
  const start = item ?? { offset: piece.start, line: piece.line };
  const wanted = item === undefined ? path : path.slice(2);
  let found = start.offset;
  let depth = 0;
  if (wanted.length > 0) {
    walkJson(piece.text, start.offset, piece.end, (at, offset) => {
      if (at.length <= depth || !isBelow(wanted, at)) return;
      found = offset;
      depth = at.length;
    });
  }
  return start.line + countBreaks(piece.text, start.offset, found);
}

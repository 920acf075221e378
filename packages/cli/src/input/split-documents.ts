import { countBreaks, type Piece } from './lines.ts';

/**
 * Cuts a text at its document markers. `---` and `...` at the start of a line end a document wherever they stand, even in the
 * middle of a quoted string, so no parser is needed to find them; and no line of valid JSON starts with them. A piece starts
 * with its `---`, where it has one.
 */
export function* splitDocuments(text: string): Generator<Piece> {
  let start = 0;
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const marker = nextMarker(text, at);
    if (marker > start) {
      yield { text, start, end: marker, line };
      if (marker === text.length) return;
      line += countBreaks(text, start, marker);
      start = marker;
    }
    if (marker === text.length) return;
    if (text.charCodeAt(marker) === dot) {
      // The end marker belongs to no document: what follows on its line may only be a comment, which the next piece
      // starts with.
      start = marker + 3;
    }
    at = marker + 3;
  }
}

const dash = 0x2d;
const dot = 0x2e;

const laterMarker = /\n(?:---|\.\.\.)(?=[ \t\r\n]|$)/g;

function nextMarker(text: string, from: number): number {
  if ((from === 0 || text.charCodeAt(from - 1) === 0x0a) && isMarker(text, from)) return from;
  laterMarker.lastIndex = from;
  const found = laterMarker.exec(text);
  return found === null ? text.length : found.index + 1;
}

/** True where a document marker, `---` or `...`, stands at the offset, which is the start of a line. */
export function isMarker(text: string, at: number): boolean {
  const char = text.charCodeAt(at);
  if (char !== dash && char !== dot) return false;
  if (text.charCodeAt(at + 1) !== char || text.charCodeAt(at + 2) !== char) return false;
  const next = text.charCodeAt(at + 3);
  return Number.isNaN(next) || next === 0x0a || next === 0x0d || next === 0x20 || next === 0x09;
}

/** How many line breaks there are in `text` from `start` up to `end`. */
export function countBreaks(text: string, start: number, end: number): number {
  // Not by indexOf: in a file that is one long line that would look to its end every time.
  let count = 0;
  for (let at = start; at < end; at += 1) {
    if (text.charCodeAt(at) === 0x0a) count += 1;
  }
  return count;
}

/** A piece of a file's text. Pieces are kept as offsets: a 100 MB file is in memory once. */
export interface Piece {
  /** The text of the whole file. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** 1-based line of the file on which `start` is. */
  readonly line: number;
}

/** The 1-based line of the file on which the offset, counted from the start of the piece, is. */
export function lineInPiece(piece: Piece, offset: number): number {
  return piece.line + countBreaks(piece.text, piece.start, piece.start + offset);
}

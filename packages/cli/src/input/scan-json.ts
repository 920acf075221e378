/** Where a value starts in a text, and on which line, counted from the line that the scan started with. */
export interface JsonPlace {
  readonly offset: number;
  readonly line: number;
}

/** What is known of a piece of JSON without parsing it. */
export interface JsonExtent {
  /** Offset after its last character; the end of the text where that comes first. */
  readonly end: number;
  /** The line on which it ends. */
  readonly endLine: number;
  /** False where the text ends before the last bracket is closed. */
  readonly complete: boolean;
  /** The most lists and objects inside each other. */
  readonly depth: number;
  /** How many values it has at most: one a comma and one a bracket. */
  readonly values: number;
  /** How many members its objects have, repeated keys included. */
  readonly members: number;
  /** Where the items of its outermost object's `items` list start. */
  readonly items: readonly JsonPlace[];
}

/**
 * Looks over the JSON value, a list or an object, that starts at `start`, without recursion and in one pass. It judges nothing:
 * of text that isn't JSON it says what it would if brackets, commas, colons and strings were all that counts.
 */
export function scanJson(text: string, start: number, limit: number, startLine: number): JsonExtent {
  const items: JsonPlace[] = [];
  let line = startLine;
  let depth = 0;
  let deepest = 0;
  let members = 0;
  let values = 0;
  let isItemsKey = false;
  let inItems = false;
  let itemMayStart = false;
  for (let at = start; at < limit; at += 1) {
    const char = text.charCodeAt(at);
    if (char === 0x20 || char === 0x09 || char === 0x0d) continue;
    if (char === 0x0a) {
      line += 1;
      continue;
    }
    if (itemMayStart && char !== 0x5d && char !== 0x2c) {
      items.push({ offset: at, line });
      itemMayStart = false;
    }
    switch (char) {
      case 0x22: {
        const close = closingQuote(text, at, limit);
        if (close === -1) return { end: limit, endLine: line, complete: false, depth: deepest, values, members, items };
        if (depth === 1 && close - at === 6) isItemsKey = text.startsWith('"items"', at);
        at = close;
        break;
      }
      case 0x3a:
        members += 1;
        break;
      case 0x2c:
        values += 1;
        if (depth === 1) isItemsKey = false;
        else if (depth === 2 && inItems) itemMayStart = true;
        break;
      case 0x7b:
      case 0x5b:
        depth += 1;
        values += 1;
        if (depth > deepest) deepest = depth;
        if (depth === 2 && isItemsKey && char === 0x5b) {
          inItems = true;
          itemMayStart = true;
          // A repeated key: the last one counts, as in JSON.parse.
          items.length = 0;
        }
        break;
      case 0x7d:
      case 0x5d:
        depth -= 1;
        if (depth === 1) {
          inItems = false;
          itemMayStart = false;
        }
        if (depth === 0) return { end: at + 1, endLine: line, complete: true, depth: deepest, values, members, items };
        break;
      default:
    }
  }
  return { end: limit, endLine: line, complete: false, depth: deepest, values, members, items };
}

/** The offset of the quote that closes the string that opens at `open`, or -1. */
function closingQuote(text: string, open: number, limit: number): number {
  let at = text.indexOf('"', open + 1);
  while (at !== -1 && at < limit) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return -1;
}

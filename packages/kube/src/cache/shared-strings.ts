import { isRecord } from '../client/object.ts';

/** The engine has each character once. */
const shortest = 2;
const longest = 512;

/**
 * Makes the function that puts one string in the place of all its equals, in freshly parsed JSON that nobody else has yet: it
 * writes to what it is given, and gives that back. The objects of a cluster say the same over and over (names of owners, keys of
 * cloud accounts, reasons, times), which is a third of what a cache of them takes. It remembers one string a slot, so it stays
 * as small as it is; of two that share a slot the later one stays.
 */
export function createSharedStrings(slots = 8192): <T>(json: T) => T {
  const seen: string[] = new Array<string>(slots).fill('');
  const shared = (text: string): string => {
    const { length } = text;
    if (length < shortest || length > longest) return text;
    let slot = length;
    // A few characters, of the end above all: names and times begin alike.
    for (let index = length - 1, step = 1; index >= 0; index -= step++) slot = (slot * 31 + text.charCodeAt(index)) | 0;
    slot = (slot >>> 0) % slots;
    const known = seen[slot];
    if (known === text) return known;
    seen[slot] = text;
    return text;
  };
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        const item: unknown = value[index];
        if (typeof item === 'string') value[index] = shared(item);
        else if (typeof item === 'object' && item !== null) walk(item);
      }
    } else if (isRecord(value)) {
      for (const key of Object.keys(value)) {
        const field = value[key];
        if (typeof field === 'string') value[key] = shared(field);
        else if (typeof field === 'object' && field !== null) walk(field);
      }
    }
  };
  return (json) => {
    walk(json);
    return json;
  };
}

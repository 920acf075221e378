import { expect } from 'vitest';

/**
 * What holds for whatever is printed for an administrator to read: no stack trace, nothing of Node or of a program's
 * insides, each error with its hint, nothing said twice, nothing that acts on a terminal.
 */
export function expectGoodMessages(stderr: string): void {
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).not.toMatch(/undefined|\[object|NaN\b|node:|\bE[A-Z]{4,}\b|TypeError|This is a bug/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  const lines = stderr.split('\n');
  lines.forEach((line, index) => {
    if (line.startsWith('error: ')) expect(lines[index + 1]).toMatch(/^hint: ./);
  });
  expect(errorsOf(stderr)).toEqual([...new Set(errorsOf(stderr))]);
}

/** The lines that say what is wrong: `error: ...`, and `file:line kind/name path: ...` for errors and warnings. */
export function errorsOf(stderr: string): string[] {
  return stderr.split('\n').filter((line) => /^(?:error|warning): |^\S+:\d+ [A-Z]\w*\//.test(line));
}

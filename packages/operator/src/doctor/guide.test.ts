import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { checks, checksOnRequest } from './checks/all-checks.ts';

const guide = readFileSync(new URL('../../../../docs/guides/troubleshooting.md', import.meta.url), 'utf8');

it("the guide's table is the table of checks, in its order", () => {
  const rows = guide
    .split('\n')
    .filter((line) => /^\| `[a-z-]+` /.test(line))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\|? *| *\|?$/g, '')));
  expect(rows).toEqual(
    [...checks, ...checksOnRequest].map(({ name, finds, needs }) => [`\`${name}\``, finds, needs.join(', ')]),
  );
});

it('every check has a section that says what to do', () => {
  for (const { name } of [...checks, ...checksOnRequest]) expect(guide).toMatch(new RegExp(`^### ${name}$`, 'm'));
});

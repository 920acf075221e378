import { readdir, readFile } from 'node:fs/promises';
import { fieldPages } from '@capstan/convert/docs';
import { expect, it } from 'vitest';

const docs = new URL('../docs/fields/', import.meta.url);

it.each(fieldPages())('docs/fields/$name says what the tables do (run make generate)', async ({ name, text }) => {
  expect(await readFile(new URL(name, docs), 'utf8')).toBe(text);
});

it('has no page that no table gives', async () => {
  expect((await readdir(docs)).sort()).toEqual(
    fieldPages()
      .map(({ name }) => name)
      .sort(),
  );
});

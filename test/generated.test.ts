import { expect, test } from 'vitest';
import { generatedTypes } from '../scripts/generate.ts';
import { staleFiles } from '../scripts/generated-folder.ts';

const types = await generatedTypes();

test('packages/api/src/generated is what the pinned schemas give; if not, run `make generate`', async () => {
  expect(await staleFiles(types)).toEqual([]);
});

test('a stale, a missing and a left over file are named', async () => {
  const [first, second, ...others] = types.files;
  if (first === undefined || second === undefined) throw new Error('nothing is generated');
  const files = [{ ...first, text: `${first.text}//` }, { ...second, name: 'new.ts' }, ...others];
  expect(await staleFiles({ ...types, files })).toEqual([
    `${types.path}/${first.name} is not what is generated now`,
    `${types.path}/new.ts is missing`,
    `${types.path}/${second.name} is no longer generated`,
  ]);
});

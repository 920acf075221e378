import type { Json } from '@capstan/api';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writeJsonList } from './json-writer.ts';

async function written(...values: Json[]): Promise<string> {
  let text = '';
  await writeJsonList(values, (chunk) => {
    text += chunk;
  });
  return text;
}

it('is what JSON.stringify makes of the whole List with the four spaces of oc, whatever is in it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue()), async (values) => {
      const items: Json[] = JSON.parse(JSON.stringify(values));
      expect(await written(...items)).toBe(`${JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 4)}\n`);
    }),
    { seed: 51, numRuns: 500 },
  );
});

it('comes in pieces: a big List is never in memory as one text', async () => {
  const chunks: number[] = [];
  const values = Array.from({ length: 500 }, () => ({ text: 'x'.repeat(1000) }));
  await writeJsonList(values, (chunk) => void chunks.push(chunk.length));
  expect(chunks.length).toBeGreaterThan(5);
  expect(Math.max(...chunks)).toBeLessThan(70_000);
});

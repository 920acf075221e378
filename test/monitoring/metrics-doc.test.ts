import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMetrics, systemClock } from '@capstan/kube';
import { createObserve, metricTable } from '@capstan/operator';
import { expect, test } from 'vitest';
import { root } from '../../scripts/run-command.ts';

const doc = await readFile(join(root, 'docs/metrics.md'), 'utf8');
const rows = doc
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

/** Name, type and help of what a scrape answers. */
async function served() {
  const metrics = createMetrics();
  createObserve({ metrics, clock: systemClock, standing: () => undefined });
  const lines = (await metrics.registry.metrics()).split('\n');
  const find = (word: string) =>
    new Map(
      lines.flatMap((line) => {
        const [, name = '', text = ''] = new RegExp(`^# ${word} (\\S+) (.*)$`).exec(line) ?? [];
        return name === '' ? [] : [[name, text] as const];
      }),
    );
  const types = find('TYPE');
  return [...find('HELP')].map(([name, help]) => ({ name, type: types.get(name) ?? '', help }));
}

test('docs/metrics.md has every metric that is served, with its type and meaning, and no other', async () => {
  const written = rows.map((cells) => {
    const [, name = '', type = ''] = cells;
    return { name: name.replaceAll('`', ''), type, help: cells.at(-2) };
  });
  expect(written.toSorted(byName)).toEqual((await served()).toSorted(byName));
});

test('docs/metrics.md has the labels of every metric about machines', () => {
  for (const [name, { labels }] of Object.entries(metricTable)) {
    const [, , , written] = rows.find(([, first]) => first === `\`${name}\``) ?? [];
    expect(written).toBe(labels.map((label) => `\`${label}\``).join(', '));
  }
});

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

import { existsSync } from 'node:fs';
import { glob, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../scripts/run-command.ts';

const folder = join(root, 'docs/guides');
const guides = await readdir(folder);

test('every reason that the operator can give is in the guide of sync, and none that it cannot', async () => {
  const source = await operatorSource();
  const given = new Set([
    ...[...source.matchAll(/\breason: '([A-Z]\w+)'/g)].map(([, reason]) => reason),
    ...[...source.matchAll(/const reasons = \{([^}]+)\}/g)].flatMap(([, text = '']) =>
      [...text.matchAll(/: '(\w+)'/g)].map(([, reason]) => reason),
    ),
    ...[...(/type IdleReason =([^;]+);/.exec(source)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(([, reason]) => reason),
    ...[...source.matchAll(/\? '(Synchronization\w+)' : '(Synchronization\w+)'/g)].flatMap((found) => found.slice(1)),
    ...[...source.matchAll(/warn\(clusterName, '(\w+)'/g)].map(([, reason]) => reason),
  ]);
  const text = await readFile(join(folder, 'sync.md'), 'utf8');
  // Cells of tables that hold reasons and nothing else.
  const cells = text.split(/[|\n]/).filter((cell) => /^ `[A-Z]\w+`(?:, `[A-Z]\w+`)* +$/.test(cell));
  const said = new Set(cells.flatMap((cell) => [...cell.matchAll(/\w+/g)].map(([name]) => name)));
  expect([...said].toSorted()).toEqual([...given].toSorted());
});

describe.each(guides)('docs/guides/%s', (name) => {
  test('has no link that leads nowhere', async () => {
    const text = await readFile(join(folder, name), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\(([^)#:]+)\)/g)) {
      expect({ target, isThere: existsSync(join(dirname(join(folder, name)), target)) }).toEqual({
        target,
        isThere: true,
      });
    }
  });

  test('names machines in full: the short name means another API on some clusters', async () => {
    const text = await readFile(join(folder, name), 'utf8');
    const commands = [...text.matchAll(/\boc (?:get|patch|delete|scale|explain|wait|label) [^`\n]+/g)].map(
      ([line]) => line,
    );
    const short = commands.filter((line) =>
      /[ ,/](?:machines?|machinesets?|leases?|deployments?|events)(?=[ ,/]|$)/.test(line),
    );
    expect(short).toEqual([]);
  });
});

async function operatorSource(): Promise<string> {
  const files = await Array.fromAsync(
    glob('packages/operator/src/{engine,prerequisites,run,standing,sync}/**/*.ts', { cwd: root }),
  );
  const texts = files
    .filter((file) => !/\.(?:test|fixture)\.ts$/.test(file))
    .map((file) => readFile(join(root, file), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from './cli/run.ts';

const tracked = spawnSync('git', ['ls-files', '--cached', '--ignored', '--exclude-standard'], { cwd: root });

test.skipIf(tracked.status !== 0)('nothing that is built is kept as a source: what is tracked is not ignored', () => {
  expect(tracked.stdout.toString()).toBe('');
});

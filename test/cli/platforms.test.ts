import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectGolden, goldenNames } from './golden.ts';
import { capstan } from './run.ts';

const folder = 'examples/platforms';
const platforms = readdirSync(new URL(`../../${folder}`, import.meta.url));
const screens = platforms.flatMap((platform) => [
  `platforms/${platform}/plan`,
  `platforms/${platform}/with-cluster`,
  ...inputsOf(platform).flatMap((input) =>
    ['to-cluster-api', 'to-machine-api'].map((way) => `platforms/${platform}/${input}.${way}`),
  ),
]);

describe.each(platforms)('the examples of %s', (platform) => {
  const path = `${folder}/${platform}`;
  const infrastructure = ['--infrastructure', `${path}/infrastructure.yaml`];

  it('have a plan that says what can be converted and what hand-over means', async () => {
    const args = ['plan', '-f', path];
    expectGolden(`platforms/${platform}/plan`, args, await capstan(args));
  });

  it('have a Cluster and an infra cluster', async () => {
    const args = ['convert', '-f', `${path}/control-plane.yaml`, ...infrastructure, '--with-cluster'];
    const result = await capstan(args);
    expectGolden(`platforms/${platform}/with-cluster`, args, result);
    expect(result.stdout).toContain('cluster.x-k8s.io/managed-by: capstan');
    expect(result.stdout).toContain('\nkind: Cluster\n');
  });

  it.each(inputsOf(platform))('%s is converted, and comes back as it was', async (input) => {
    const there = ['convert', '-f', `${path}/${input}.yaml`, ...infrastructure, '--to', 'cluster-api'];
    const converted = await capstan(there);
    expectGolden(`platforms/${platform}/${input}.to-cluster-api`, there, converted);
    const back = ['convert', '-f', '-', ...infrastructure, '--to', 'machine-api'];
    const returned = await capstan(back, { stdin: converted.stdout });
    expectGolden(`platforms/${platform}/${input}.to-machine-api`, back, returned);
  });
});

it('there are six examples of every platform', () => {
  for (const platform of platforms) expect(inputsOf(platform), platform).toHaveLength(6);
});

it('has no golden file of a platform that no screen gives', () => {
  const known = new Set(screens);
  expect(goldenNames('platforms').filter((name) => !known.has(name))).toEqual([]);
});

function inputsOf(platform: string): string[] {
  const files = readdirSync(new URL(`../../${folder}/${platform}`, import.meta.url));
  return files.map((file) => file.replace(/\.yaml$/, '')).filter((name) => name !== 'infrastructure');
}

import { readdirSync, readFileSync } from 'node:fs';
import type { Json, JsonObject } from '@capstan/api';
import { asObject, canonicalJson, isObject } from '@capstan/convert';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
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
    if (converted.code !== 0) return;
    const before = documents(readFileSync(new URL(`../../${path}/${input}.yaml`, import.meta.url), 'utf8'));
    const inOrder = documents(returned.stdout).map(said);
    expect(inOrder).toMatchObject(before.map((object) => said(withoutImplied(platform, object))).toSorted(bySetFirst));
  });
});

it('there are six examples of every platform', () => {
  for (const platform of platforms) expect(inputsOf(platform), platform).toHaveLength(6);
});

it('has no golden file of a platform that no screen gives', () => {
  const known = new Set(screens);
  expect(goldenNames('platforms').filter((name) => !known.has(name))).toEqual([]);
});

function documents(text: string): JsonObject[] {
  const objects = parseAllDocuments(text).map((document) => asObject(document.toJS()));
  return objects.filter((object) => object !== undefined);
}

/** As `convert` prints them. */
function bySetFirst(a: { readonly kind: Json }, b: { readonly kind: Json }): number {
  return Number(b.kind === 'MachineSet') - Number(a.kind === 'MachineSet');
}

/** Fields of provider specs that the examples write out although they say what absent says. */
const implied: { readonly [platform: string]: readonly (readonly [path: string, value: Json])[] } = {
  ibmcloud: [['networkResourceGroup', 'ocp-ibm-5tq8r']],
  openstack: [
    ['trunk', false],
    ['userDataSecret.namespace', 'openshift-machine-api'],
  ],
};

function withoutImplied(platform: string, object: JsonObject): JsonObject {
  const copy = structuredClone(object);
  const machine = copy['kind'] === 'Machine' ? copy : asObject(asObject(copy['spec'])?.['template']);
  const provider = asObject(asObject(asObject(machine?.['spec'])?.['providerSpec'])?.['value']);
  for (const [path, value] of implied[platform] ?? []) {
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    const holder = steps.reduce<JsonObject | undefined>((found, step) => asObject(found?.[step]), provider);
    if (holder !== undefined && holder[last] === value) Reflect.deleteProperty(holder, last);
  }
  return copy;
}

/** What an object asks for: without what a server or controller owns and what says nothing, lists in one order since some are sets. */
function said({ kind = '', metadata, spec }: JsonObject) {
  const { name = '', labels } = asObject(metadata) ?? {};
  const { authoritativeAPI: _acts, ...rest } = asObject(spec) ?? {};
  const isDerived = (key: string) => /^machine\.openshift\.io\/(?:instance-type|region|zone)$/.test(key);
  const own = Object.entries(asObject(labels) ?? {}).filter(([key]) => !isDerived(key));
  return { kind, name, labels: Object.fromEntries(own), spec: tidy(rest) };
}

function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy).toSorted((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([name, inner]) => [name, tidy(inner)] as const);
  return Object.fromEntries(members.filter(([, inner]) => !saysNothing(inner)));
}

function saysNothing(value: unknown): boolean {
  return (
    value === null || value === '' || value === 0 || canonicalJson(value) === '{}' || canonicalJson(value) === '[]'
  );
}

function inputsOf(platform: string): string[] {
  const files = readdirSync(new URL(`../../${folder}/${platform}`, import.meta.url));
  return files.map((file) => file.replace(/\.yaml$/, '')).filter((name) => name !== 'infrastructure');
}

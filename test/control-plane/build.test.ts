import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import {
  ensureAwsProviderManager,
  ensureBinaries,
  ensureClusterApiManager,
  ensureControllerManager,
  ensurePromtool,
} from './build.ts';
import { SetupError } from './go.ts';
import { pinnedModules } from './modules.ts';
import {
  awsProviderParts,
  cacheKey,
  clusterApiParts,
  controllerManagerParts,
  controlPlaneParts,
  partFlags,
  promtoolParts,
  requiredGo,
} from './parts.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capstan-assets-'));
  onTestFinished(() => rm(folder, { recursive: true }));
});

async function addBinary(name: string): Promise<void> {
  await writeFile(join(folder, name), '#!/bin/sh\n');
  await chmod(join(folder, name), 0o755);
}

test('KUBEBUILDER_ASSETS wins over the cache', async () => {
  await Promise.all(['etcd', 'kube-apiserver'].map(addBinary));
  expect(await ensureBinaries({ env: { KUBEBUILDER_ASSETS: folder, CAPSTAN_CACHE_DIR: '/nonexistent' } })).toBe(folder);
});

test('a binary that is missing in KUBEBUILDER_ASSETS is named, with what to do', async () => {
  await addBinary('etcd');
  const error = await ensureBinaries({ env: { KUBEBUILDER_ASSETS: folder } }).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(SetupError);
  expect(error).toHaveProperty(
    'message',
    `KUBEBUILDER_ASSETS is ${folder}, which has no executable kube-apiserver.\n` +
      'hint: point it to a folder with etcd and kube-apiserver, or unset it to build them from source',
  );
});

test.each([
  ['kube-controller-manager', ensureControllerManager],
  ['cluster-api-manager', ensureClusterApiManager],
  ['aws-provider-manager', ensureAwsProviderManager],
  ['promtool', ensurePromtool],
])('KUBEBUILDER_ASSETS that has %s wins, and one without it is no error: that is built', async (name, ensure) => {
  const path = process.env['PATH'];
  process.env['PATH'] = folder;
  onTestFinished(() => {
    process.env['PATH'] = path;
  });
  const options = { env: { KUBEBUILDER_ASSETS: folder, CAPSTAN_CACHE_DIR: folder }, log: () => undefined };
  await expect(ensure(options)).rejects.toThrow('the `go` command that builds it was not found');
  await addBinary(name);
  expect(await ensure(options)).toBe(folder);
});

test('without Go the error says so', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = folder;
  onTestFinished(() => {
    process.env['PATH'] = path;
  });
  const building = ensureBinaries({ env: { CAPSTAN_CACHE_DIR: folder }, log: () => undefined });
  await expect(building).rejects.toThrow(/the `go` command that builds it was not found\.\nhint: install Go/);
});

test('a Go that is too old is named', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = folder;
  onTestFinished(() => {
    process.env['PATH'] = path;
  });
  await writeFile(join(folder, 'go'), '#!/bin/sh\necho go1.20.14\n');
  await chmod(join(folder, 'go'), 0o755);
  const building = ensureBinaries({ env: { CAPSTAN_CACHE_DIR: folder }, log: () => undefined });
  await expect(building).rejects.toThrow(
    /^The test control plane needs Go 1\.26\.0, and this is go1\.20\.14\.\nhint: /,
  );
});

test('the cache key follows go.mod, go.sum, the platform and what is built, and nothing else', async () => {
  const goMod = await readFile(join(import.meta.dirname, 'go.mod'), 'utf8');
  const inputs = { goMod, goSum: 'a v1.0.0 h1:aaa=\n', platform: 'linux/x64', parts: controlPlaneParts(goMod) };
  const keys = [
    inputs,
    { ...inputs, goSum: 'a v1.0.0 h1:bbb=\n' },
    { ...inputs, goMod: `${goMod}\n` },
    { ...inputs, platform: 'linux/arm64' },
    { ...inputs, parts: controllerManagerParts(goMod) },
  ].map(cacheKey);
  expect(new Set(keys).size).toBe(5);
  expect(cacheKey({ ...inputs })).toBe(keys[0]);
  expect(keys[0]).toMatch(/^[0-9a-f]{16}$/);
});

test('versions and the version stamp come from go.mod', () => {
  const goMod = 'go 1.26.0\nrequire (\n\tgo.etcd.io/etcd/server/v3 v3.6.8\n\tk8s.io/kubernetes v1.36.3\n)\n';
  const kubernetes = [...controlPlaneParts(goMod), ...controllerManagerParts(goMod)];
  expect(kubernetes.map(({ binary, version }) => `${binary} ${version}`)).toEqual([
    'etcd v3.6.8',
    'kube-apiserver v1.36.3',
    'kube-controller-manager v1.36.3',
  ]);
  for (const { ldflags } of kubernetes.slice(1)) {
    expect(ldflags).toContain('-X k8s.io/component-base/version.gitMinor=36');
  }
  const [manager] = clusterApiParts('go 1.26.0\n\nrequire sigs.k8s.io/cluster-api v1.11.5\n');
  expect(manager).toMatchObject({ package: 'sigs.k8s.io/cluster-api', version: 'v1.11.5' });
  expect(requiredGo(goMod)).toBe('1.26.0');
  expect(() => controlPlaneParts('go 1.26.0\n')).toThrow('go.mod has no go.etcd.io/etcd/server/v3');
});

test('promtool is built without what no alert needs, and the key of its cache knows', () => {
  const goMod = 'go 1.26.0\n\nrequire github.com/prometheus/prometheus v0.313.5\n';
  const parts = promtoolParts(goMod);
  expect(parts.map(partFlags)).toEqual([['-ldflags', '-s -w', '-tags', 'remove_all_sd']]);
  const inputs = { goMod, goSum: '', platform: 'linux/x64' };
  const whole = parts.map(({ tags: _all, ...part }) => part);
  expect(cacheKey({ ...inputs, parts })).not.toBe(cacheKey({ ...inputs, parts: whole }));
});

test.each([
  ['cluster-api', clusterApiParts, 'cluster-api-1.11.5'],
  ['cluster-api-aws', awsProviderParts, 'cluster-api-provider-aws'],
] as const)('the manager of %s is of the version whose schemas are read', async (folder, parts, module) => {
  const goMod = await readFile(join(import.meta.dirname, folder, 'go.mod'), 'utf8');
  const goSum = await readFile(join(import.meta.dirname, folder, 'go.sum'), 'utf8');
  const { path, version, sum } = pinnedModules[module];
  expect(parts(goMod)).toMatchObject([{ package: path, version }]);
  expect(goSum).toContain(`${path} ${version} ${sum}\n`);
});

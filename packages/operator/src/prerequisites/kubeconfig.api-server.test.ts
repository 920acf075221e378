import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError, createClient, type KubeObject, loadClientConfig } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { expect, onTestFinished, test } from 'vitest';
import { connect, controlPlane } from '../../../../test/control-plane/connect.ts';
import { makeWorld, platformExamples, statusOf, writes } from '../../../../test/prerequisites/made.ts';

const client = connect();
const name = 'ocp1-x7k2p-kubeconfig';
const account = 'capstan-cluster-api-client';
const twelveHours = 43_200_000;

/** A cluster whose API server is the tests' own, as its Infrastructure says. */
async function made({ withAccount = true } = {}) {
  const aws = platformExamples.find(({ type }) => type === 'AWS');
  if (aws === undefined) return expect.fail('there is an example on AWS');
  const { url, ca } = controlPlane();
  const at = (server: string): KubeObject => {
    const { infrastructure } = aws;
    return { ...infrastructure, status: { ...statusOf(infrastructure), apiServerInternalURI: server } };
  };
  const { world, options, restart } = await makeWorld(
    { ...aws, infrastructure: at(url) },
    { withMachines: false, certificateAuthority: ca },
  );
  const namespace = options.namespaces.clusterApi;
  const secretRef = { apiVersion: 'v1', kind: 'Secret', namespace, name };
  const accountRef = { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name: account };
  const { apiVersion, kind } = accountRef;
  const addAccount = () => client.create({ apiVersion, kind, metadata: { namespace, name: account } });
  if (withAccount) await addAccount();
  const read = async () => {
    const secret = await client.get(secretRef);
    const data = secret['data'];
    const value = typeof data === 'object' && data !== null && 'value' in data ? String(data.value) : '';
    return { secret, text: Buffer.from(value, 'base64').toString('utf8') };
  };
  return { world, restart, namespace, secretRef, accountRef, addAccount, read, at };
}

/** A client by the kubeconfig alone, read as any tool reads it. */
async function connectBy(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'capstan-kubeconfig-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const kubeconfig = join(folder, 'value');
  await writeFile(kubeconfig, text);
  const { endpoint } = await loadClientConfig({ kubeconfig, env: {} });
  return createClient(endpoint);
}

const nodes = { apiVersion: 'v1', kind: 'Node' };

test('the kubeconfig lets Cluster API in as its ServiceAccount, which may do what it was given and no more', async () => {
  const { world, namespace, read } = await made();
  expect(await world.look('kubeconfig')).toBe(600_000);
  const { secret, text } = await read();
  expect(secret).toMatchObject({
    type: 'cluster.x-k8s.io/secret',
    metadata: {
      labels: { 'cluster.x-k8s.io/cluster-name': 'ocp1-x7k2p' },
      annotations: {
        'capstan.openshift.io/made-by': 'capstan',
        'capstan.openshift.io/token-expires': expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
    },
  });
  const expires = Date.parse(secret.metadata.annotations?.['capstan.openshift.io/token-expires'] ?? '');
  expect((expires - Date.now()) / 3_600_000).toBeCloseTo(24, 1);

  const cluster = await connectBy(text);
  const who = `system:serviceaccount:${namespace}:${account}`;
  await expect(cluster.list(nodes)).rejects.toThrow(`User "${who}" cannot list resource "nodes"`);
  const rbac = 'rbac.authorization.k8s.io';
  const role = { apiVersion: `${rbac}/v1`, kind: 'ClusterRole', metadata: { name: `nodes-${namespace}` } };
  await client.create({ ...role, rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['list'] }] });
  await client.create({
    ...role,
    kind: 'ClusterRoleBinding',
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: role.metadata.name },
    subjects: [{ kind: 'ServiceAccount', namespace, name: account }],
  });
  await until('the rights to count', () => cluster.list(nodes), { notYet: (error) => error instanceof ApiError });
  await expect(cluster.list({ apiVersion: 'v1', kind: 'Secret', namespace })).rejects.toThrow('cannot list');
});

test('it is not written while its token is fresh, not even after a restart', async () => {
  const { world, restart } = await made();
  await world.look('kubeconfig');
  expect(writes(world)).toEqual(['POST token', 'create Secret']);
  world.advance(twelveHours - 60_000);
  expect(await world.look('kubeconfig')).toBeLessThanOrEqual(60_000);
  const restarted = await restart();
  await restarted.look('kubeconfig');
  expect([...writes(world), ...writes(restarted)]).toEqual([]);
});

test('its token is replaced when half of its life is over, and the old one still works', async () => {
  const { world, read } = await made();
  await world.look('kubeconfig');
  const before = await read();
  world.advance(twelveHours);
  await world.look('kubeconfig');
  const after = await read();
  expect(after.text).not.toBe(before.text);
  for (const { text } of [before, after])
    await expect((await connectBy(text)).getPath('/version')).resolves.toHaveProperty('gitVersion');
});

test('it follows the API server to another address, and a ServiceAccount that is made anew', async () => {
  const { world, read, at, accountRef, addAccount } = await made();
  await world.look('kubeconfig');
  const [, , kubeconfig] = world.prerequisites;
  const infrastructure = at('https://api-int.elsewhere.example.com:6443');
  world.setInfrastructure(infrastructure);
  expect(kubeconfig?.keysOf('infrastructure', { type: 'added', after: infrastructure })).toEqual(['kubeconfig']);
  await world.look('kubeconfig');
  expect((await read()).text).toContain('https://api-int.elsewhere.example.com:6443');

  const before = await read();
  await client.delete(accountRef);
  await addAccount();
  await world.look('kubeconfig');
  expect((await read()).text).not.toBe(before.text);
});

test('without the ServiceAccount nothing is made, and it is told what to apply', async () => {
  const { world, namespace, addAccount, read } = await made({ withAccount: false });
  expect(await world.look('kubeconfig')).toBe(60_000);
  expect(writes(world)).toEqual([]);
  expect(world.notices).toMatchObject([
    {
      type: 'Warning',
      reason: 'KubeconfigNotMade',
      note: expect.stringContaining(`there is no ServiceAccount ${namespace}/${account}`),
    },
  ]);
  await addAccount();
  await world.look('kubeconfig');
  expect((await read()).text).toContain('token');
});

test('one that somebody else made is left alone, and a token is told to nobody', async () => {
  const { world, secretRef, read } = await made();
  const { apiVersion, kind, ...metadata } = secretRef;
  await client.create({ apiVersion, kind, metadata, stringData: { value: 'theirs' } });
  await world.look('kubeconfig');
  expect((await read()).text).toBe('theirs');
  expect(writes(world)).toEqual([]);
  expect(world.notices).toMatchObject([{ type: 'Normal', reason: 'KubeconfigNotOurs' }]);

  await client.delete(secretRef);
  await world.look('kubeconfig');
  const { text } = await read();
  const token = /"token":"([^"]+)"/.exec(text)?.[1] ?? '';
  expect(token.length).toBeGreaterThan(100);
  expect(JSON.stringify([world.notices, world.events, world.taken()])).not.toContain(token);
});

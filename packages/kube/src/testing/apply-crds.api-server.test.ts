import { expect, test } from 'vitest';
import { connect } from '../../../../test/control-plane/connect.ts';
import { createNamespace } from '../../../../test/control-plane/namespace.ts';
import { isNotFound } from '../client/api-error.ts';
import { applyCrds } from './apply-crds.ts';
import { parseCrd } from './crd.ts';

const schema = { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } };
const crd = parseCrd(
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'sails.capstan.example.org' },
    spec: {
      group: 'capstan.example.org',
      scope: 'Namespaced',
      names: { kind: 'Sail', plural: 'sails', singular: 'sail', listKind: 'SailList' },
      versions: ['v1', 'v2'].map((name) => ({ name, served: true, storage: name === 'v1', schema })),
    },
  },
  'test',
);

test('a CRD can be used in all versions as soon as it is applied, by a client that had looked for it before', async () => {
  const client = connect();
  const namespace = await createNamespace(client);
  const sail = { apiVersion: 'capstan.example.org/v2', kind: 'Sail', metadata: { name: 'main', namespace }, spec: {} };
  await expect(client.create(sail)).rejects.toSatisfy(isNotFound);
  await applyCrds(client, [crd]);
  await client.create(sail);
  const v1 = { apiVersion: 'capstan.example.org/v1', kind: 'Sail', namespace, name: 'main' };
  expect((await client.get(v1)).apiVersion).toBe('capstan.example.org/v1');

  const { resourceVersion } = (await client.get({ ...v1, ...crdRef })).metadata;
  await applyCrds(client, [crd]);
  expect((await client.get({ ...v1, ...crdRef })).metadata.resourceVersion).toBe(resourceVersion);
});

const crdRef = { apiVersion: crd.apiVersion, kind: crd.kind, name: crd.metadata.name, namespace: undefined };

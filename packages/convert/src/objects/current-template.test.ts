import { expect, it } from 'vitest';
import { awsFacts } from '../platforms/aws/facts.ts';
import { aws } from '../platforms/aws/platform.ts';
import { makeConverter } from './convert.ts';
import { currentTemplate } from './current-template.ts';

const isSameInfraSpec = makeConverter(
  aws,
  awsFacts({ status: { platformStatus: { type: 'AWS', aws: { region: 'us-east-1' } } } }).facts,
  {
    infrastructureName: 'a',
    machineApiNamespace: 'b',
    clusterApiNamespace: 'c',
    supports: { taints: false },
  },
).same.knownInfra;

const ours = {
  ami: { id: 'ami-1' },
  instanceType: 'm6i.xlarge',
  hostAffinity: 'default',
  ignition: { storageType: 'UnencryptedUserData' },
  instanceMetadataOptions: { httpTokens: 'optional' },
  subnet: { id: 'subnet-1' },
};

/** As the in-tree controller writes it: its own hash, empty structs, every default. */
const inTree = {
  ...ours,
  cloudInit: {},
  instanceMetadataOptions: {
    httpEndpoint: 'enabled',
    httpProtocolIpv6: 'disabled',
    httpPutResponseHopLimit: 1,
    httpTokens: 'optional',
    instanceMetadataTags: 'disabled',
  },
};

function template(name: string, spec: object, metadata: object = {}) {
  const labels = { 'machine.openshift.io/cluster-api-machineset': 'set' };
  return JSON.parse(JSON.stringify({ metadata: { name, labels, ...metadata }, spec: { template: { spec } } }));
}

const find = (...existing: ReturnType<typeof template>[]) =>
  currentTemplate('set', ours, existing, isSameInfraSpec)?.['metadata'];

it("takes the in-tree controller's template for the current one, so that taking over a cluster replaces nothing", () => {
  expect(find(template('set-54277944', inTree))).toMatchObject({ name: 'set-54277944' });
});

it('does not take a template that makes another machine', () => {
  expect(find(template('set-54277944', { ...inTree, instanceType: 'm6i.large' }))).toBeUndefined();
});

it('does not take a template with a field that Capstan does not know, which could make all the difference', () => {
  expect(find(template('set-54277944', { ...inTree, newField: true }))).toBeUndefined();
});

it('leaves templates of other sets and of users alone, and those that are being deleted', () => {
  expect(find(template('set-1', inTree, { labels: {} }))).toBeUndefined();
  expect(find(template('set-2', inTree, { deletionTimestamp: '2026-11-21T10:00:00Z' }))).toBeUndefined();
});

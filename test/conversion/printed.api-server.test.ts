import { asObject, type ConvertedObject } from '@capstan/convert';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { capstan } from '../cli/run.ts';
import { connect, controlPlane } from '../control-plane/connect.ts';
import { applyText } from './apply-text.ts';
import { exampleCluster, exampleMachineSet, examplePath } from './examples.ts';
import { createNamespaces, type Namespaces, planOf } from './plans.ts';

const client = connect();

/** Sets before machines, as the command prints them. */
function inOrder(objects: readonly ConvertedObject[]): ConvertedObject[] {
  const isSet = ({ kind }: ConvertedObject) => kind.endsWith('Set') || kind.endsWith('Template');
  return [...objects.filter(isSet), ...objects.filter((object) => !isSet(object))];
}

const namespaceFlags = ({ machineApiNamespace, clusterApiNamespace }: Namespaces) => [
  `--machine-api-namespace=${machineApiNamespace}`,
  `--cluster-api-namespace=${clusterApiNamespace}`,
];

test.each([
  ['to Cluster API', 'cluster-api', ['clusters/aws'], 2, await exampleCluster()],
  [
    'to Machine API',
    'machine-api',
    ['machinesets/aws-capi-native.yaml', 'machinesets/infrastructure.yaml'],
    0,
    await exampleMachineSet('aws-capi-native.yaml'),
  ],
] as const)(
  'what `convert` prints %s is what the library gives, and the server takes the text as it is',
  async (_, target, paths, code, objects) => {
    const namespaces = await createNamespaces(client);
    const files = paths.flatMap((path) => ['-f', examplePath(path)]);
    const args = ['convert', '--to', target, ...files, ...namespaceFlags(namespaces)];
    const [yaml, json] = await Promise.all([capstan(args), capstan([...args, '-o', 'json'])]);
    expect([yaml.code, json.code]).toEqual([code, code]);

    const expected = inOrder(planOf(objects, { ...namespaces, target }).entries.flatMap((entry) => entry.objects));
    const documents = yaml.stdout.split(/^---\n/m).filter((document) => document.trim() !== '');
    expect(documents.map((document) => parse(document))).toEqual(expected);
    expect(asObject(JSON.parse(json.stdout))?.['items']).toEqual(expected);

    for (const document of documents) {
      expect(await applyText(controlPlane(), document)).toMatchObject({ status: 201, warning: undefined });
    }
  },
);

/** Texts that YAML, in one of its versions, takes for something else where they aren't quoted. */
const texts = [
  ...['n', 'y', 'yes', 'No', 'on', 'OFF', 'true', 'null', '~', '=', '<<', '-', '?', '- a', 'a: b', 'a #b', '#'],
  ...['0x1F', '0o17', '017', '1_000', '1e3', '.inf', '.NaN', '12:30:45', '2001-01-01', '+1', '1.', '0b11'],
  ...['', ' leading', 'trailing ', 'two\nlines', 'tab\tinside', '"quoted"', "it's", '%', '@', '`', '!tag', '&a', '*a'],
  ...['{', '[', '|', '>', 'a, b', '\\', 'ünïcödé', '\u{1f600}', '\u0085', '\u2028', 'x'.repeat(300)],
];

test('a text that looks like something else to YAML arrives at the server as that text', async () => {
  const namespaces = await createNamespaces(client);
  const [set, infrastructure] = await exampleMachineSet('aws-worker.yaml');
  const annotations = Object.fromEntries(texts.map((text, index) => [`example.com/text-${index}`, text]));
  const input = { ...set, metadata: { ...asObject(set?.['metadata']), annotations } };
  const args = ['convert', '--to', 'cluster-api', '-f', '-', ...namespaceFlags(namespaces)];
  const list = { apiVersion: 'v1', kind: 'List', items: [input, infrastructure] };
  const { stdout } = await capstan(args, { stdin: JSON.stringify(list) });

  const document = stdout.split(/^---\n/m).find((text) => text.includes('kind: MachineSet\n')) ?? '';
  const { status, body } = await applyText(controlPlane(), document);
  expect(status).toBe(201);
  expect(asObject(asObject(body)?.['metadata'])?.['annotations']).toMatchObject(annotations);
});

import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@capstan/api';
import { asObject, type ConvertedObject } from '@capstan/convert';
import { parseAllDocuments } from 'yaml';

const folder = join(import.meta.dirname, '..', '..', 'examples');

/** The must-gather of the example cluster on AWS: all objects of all its files. */
export async function exampleCluster(): Promise<JsonObject[]> {
  const files = await Array.fromAsync(glob('clusters/aws/**/*.yaml', { cwd: folder }));
  return (await Promise.all(files.sort().map(readExample))).flat();
}

/** A file of examples/machinesets and the Infrastructure object of its cluster. */
export async function exampleMachineSet(file: string): Promise<JsonObject[]> {
  return (await Promise.all([`machinesets/${file}`, 'machinesets/infrastructure.yaml'].map(readExample))).flat();
}

/** A folder a platform, each with an Infrastructure object and six files of machines. */
export const platformFolder = join(folder, 'platforms');

/** All objects of the examples of a platform. */
export async function examplesOf(platform: string): Promise<JsonObject[]> {
  const files = await Array.fromAsync(glob(`platforms/${platform}/*.yaml`, { cwd: folder }));
  return (await Promise.all(files.sort().map(readExample))).flat();
}

/** The path of an example, for what is run as a command. */
export function examplePath(path: string): string {
  return join(folder, path);
}

/** An object in another namespace. */
export function movedTo(namespace: string, object: JsonObject): ConvertedObject {
  const { apiVersion, kind, metadata, spec } = object;
  const { name, ...others } = asObject(metadata) ?? {};
  return {
    apiVersion: String(apiVersion),
    kind: String(kind),
    metadata: { ...others, name: String(name), namespace },
    spec: asObject(spec) ?? {},
  };
}

/** A Machine API MachineSet with some fields of its machines' spec set; any other object as it is. */
export function withMachineSpec(object: JsonObject, fields: JsonObject): JsonObject {
  if (object['kind'] !== 'MachineSet') return object;
  const spec = asObject(object['spec']);
  const template = asObject(spec?.['template']);
  return { ...object, spec: { ...spec, template: { ...template, spec: { ...machineSpecOf(object), ...fields } } } };
}

/** As {@link withMachineSpec}, for fields of the provider spec. */
export function withProvider(object: JsonObject, fields: JsonObject): JsonObject {
  const value = asObject(asObject(machineSpecOf(object)?.['providerSpec'])?.['value']);
  return withMachineSpec(object, { providerSpec: { value: { ...value, ...fields } } });
}

function machineSpecOf(object: JsonObject): JsonObject | undefined {
  return asObject(asObject(asObject(object['spec'])?.['template'])?.['spec']);
}

async function readExample(path: string): Promise<JsonObject[]> {
  const documents = parseAllDocuments(await readFile(join(folder, path), 'utf8'));
  return documents.flatMap((document) => {
    const object = asObject(document.toJS());
    if (document.errors.length > 0 || object === undefined) throw new Error(`${path}: not an object`);
    // `oc adm must-gather` writes cluster-scoped kinds as lists.
    if (!Array.isArray(object['items'])) return [object];
    return object['items'].map(asObject).filter((item) => item !== undefined);
  });
}

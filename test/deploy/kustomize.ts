import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubeObject } from '@capstan/kube';
import { isRecord } from '@capstan/kube/testing';
import { parse, parseAllDocuments } from 'yaml';

/**
 * The objects that a folder of deploy/ stands for. Not kustomize: it knows `resources` and `patches` as these folders use them, and
 * throws at everything else, so that nothing is tested that would not be applied.
 */
export async function readKustomization(folder: string): Promise<KubeObject[]> {
  const { apiVersion, kind, resources, patches = [], ...others } = record(await readYaml(folder, 'kustomization.yaml'));
  if (apiVersion !== 'kustomize.config.k8s.io/v1beta1' || kind !== 'Kustomization') throw unknown(folder, 'this kind');
  for (const field of Object.keys(others)) throw unknown(folder, field);
  const read = list(resources).map(async (name) =>
    typeof name === 'string' && name.endsWith('.yaml')
      ? readObjects(join(folder, name))
      : readKustomization(join(folder, String(name))),
  );
  let objects = (await Promise.all(read)).flat();
  for (const patch of list(patches)) objects = patched(folder, objects, record(patch));
  return objects;
}

async function readObjects(file: string): Promise<KubeObject[]> {
  const documents = parseAllDocuments(await readFile(file, 'utf8'), { strict: true, uniqueKeys: true });
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    for (const problem of [...document.errors, ...document.warnings]) throw new Error(`${file}: ${problem.message}`);
    const object: unknown = document.toJS();
    if (!isKube(object)) throw new Error(`${file} has a document that is no object`);
    return object;
  });
}

function patched(folder: string, objects: readonly KubeObject[], { target, patch, ...others }: Fields): KubeObject[] {
  for (const field of Object.keys(others)) throw unknown(folder, `patches.${field}`);
  const change: unknown = parse(String(patch));
  if (target === undefined) {
    if (!isKube(change) || change['$patch'] !== 'delete') throw unknown(folder, 'a patch without target');
    return without(folder, objects, change);
  }
  const { kind, name, ...more } = record(target);
  for (const field of Object.keys(more)) throw unknown(folder, `patches.target.${field}`);
  const pattern = new RegExp(`^(?:${String(name)})$`);
  const isMeant = (object: KubeObject) => object.kind === kind && pattern.test(object.metadata.name);
  if (!objects.some(isMeant)) throw new Error(`${folder}: a patch is for ${kind} ${name}, and there is none`);
  return objects.map((object) => {
    if (!isMeant(object)) return object;
    const copy = structuredClone(object);
    for (const operation of list(change)) replace(folder, copy, record(operation));
    return copy;
  });
}

function without(folder: string, objects: readonly KubeObject[], gone: KubeObject): KubeObject[] {
  const { kind, metadata } = gone;
  const left = objects.filter(
    (object) =>
      object.kind !== kind ||
      object.metadata.name !== metadata.name ||
      object.metadata.namespace !== metadata.namespace,
  );
  if (left.length !== objects.length - 1)
    throw new Error(`${folder}: ${kind} ${metadata.name} is to go, and is not there`);
  return left;
}

function replace(folder: string, object: KubeObject, { op, path, value }: Fields): void {
  if (op !== 'replace') throw unknown(folder, `the operation ${op}`);
  const [last = '', ...before] = String(path).slice(1).split('/').toReversed();
  let at: unknown = object;
  for (const step of before.toReversed())
    at = isRecord(at) ? at[step] : Array.isArray(at) ? at[Number(step)] : undefined;
  if (!isRecord(at) || !(last in at))
    throw new Error(`${folder}: ${object.kind} ${object.metadata.name} has no ${path}`);
  at[last] = value;
}

type Fields = Record<string, unknown>;

async function readYaml(folder: string, name: string): Promise<unknown> {
  return parse(await readFile(join(folder, name), 'utf8'));
}

function record(value: unknown): Fields {
  if (!isRecord(value)) throw new TypeError('a mapping was expected');
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('a list was expected');
  return value;
}

function isKube(value: unknown): value is KubeObject {
  return isRecord(value) && typeof value['kind'] === 'string' && isRecord(value['metadata']);
}

function unknown(folder: string, what: string): Error {
  return new Error(`${folder}/kustomization.yaml has ${what}, which this reader does not know`);
}

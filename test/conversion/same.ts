import type { JsonObject } from '@capstan/api';
import { asObject, isObject } from '@capstan/convert';

/**
 * The configuration in a Machine API Machine or MachineSet, in a form in which what means the same is deeply equal. Left out
 * is what a server or controller owns; the rest says which defaults are filled in. Written out here rather than taken
 * from the mapping tables, since a wrong table would excuse itself.
 */
export function machineApiForm(object: JsonObject): unknown {
  const { authoritativeAPI: _acts, ...spec } = objectAt(object, 'spec');
  if (object['kind'] === 'Machine') {
    return tidy({ ...identity(object), metadata: machineMetadata(object), spec: machineForm(spec) });
  }
  const template = objectAt(spec, 'template');
  // Defaults of the CRD and of the MachineSet controller.
  const defaults = { replicas: 1, deletePolicy: 'Random' };
  const templateForm = { metadata: userMetadata(template), spec: machineForm(objectAt(template, 'spec')) };
  return tidy({
    ...identity(object),
    metadata: userMetadata(object),
    spec: { ...defaults, ...spec, template: templateForm },
  });
}

function machineForm({ authoritativeAPI: _acts, ...spec }: JsonObject): JsonObject {
  const provider = objectAt(objectAt(spec, 'providerSpec'), 'value');
  // What the admission webhook of Machine API, or AWS, takes where nothing is said.
  const authentication = objectAt(provider, 'metadataServiceOptions')['authentication'] ?? 'Optional';
  const value = {
    deviceIndex: 0,
    ...provider,
    metadataServiceOptions: { authentication },
    tags: byName(provider['tags']),
  };
  return { ...spec, providerSpec: { value } };
}

/** Labels and annotations that describe the instance are written by the controller that acts on the Machine. */
function machineMetadata(object: JsonObject): JsonObject {
  const { labels, annotations } = userMetadata(object);
  const isDerived = (key: string) => /^machine\.openshift\.io\/(instance-type|region|zone|instance-state)$/.test(key);
  const own = (map: unknown) =>
    Object.fromEntries(Object.entries(asObject(map) ?? {}).filter(([key]) => !isDerived(key)));
  return { labels: own(labels), annotations: own(annotations) };
}

/**
 * As {@link machineApiForm} for a Cluster API Machine or MachineSet. A template that Capstan makes has a name of its own,
 * and the annotation that pauses what is printed is left out.
 */
export function clusterApiForm(object: JsonObject): unknown {
  const spec = objectAt(object, 'spec');
  const { labels, annotations } = userMetadata(object);
  const { 'cluster.x-k8s.io/paused': _paused, ...others } = asObject(annotations) ?? {};
  const metadata = { labels: labels ?? {}, annotations: others };
  if (object['kind'] === 'Machine') return tidy({ ...identity(object), metadata, spec: withDeletion(spec) });
  const template = objectAt(spec, 'template');
  const { infrastructureRef, ...machine } = objectAt(template, 'spec');
  const { name: _name, ...reference } = asObject(infrastructureRef) ?? {};
  const templateForm = {
    metadata: userMetadata(template),
    spec: withDeletion({ ...machine, infrastructureRef: reference }),
  };
  const defaults = { replicas: 1, deletion: { order: 'Random' } };
  return tidy({ ...identity(object), metadata, spec: { ...defaults, ...spec, template: templateForm } });
}

/** Cluster API's webhook defaults to 10 s. */
function withDeletion(machine: JsonObject): JsonObject {
  return { ...machine, deletion: { nodeDeletionTimeoutSeconds: 10, ...objectAt(machine, 'deletion') } };
}

function identity(object: JsonObject): JsonObject {
  const { apiVersion = '', kind = '' } = object;
  return { apiVersion, kind, name: objectAt(object, 'metadata')['name'] ?? '' };
}

function userMetadata(object: JsonObject): JsonObject {
  const { labels = {}, annotations = {} } = objectAt(object, 'metadata');
  return { labels, annotations };
}

function objectAt(object: JsonObject, key: string): JsonObject {
  return asObject(object[key]) ?? {};
}

/** Tags are a set. */
function byName(tags: unknown): JsonObject[] {
  const list = Array.isArray(tags) ? tags.map(asObject).filter((tag) => tag !== undefined) : [];
  return list.sort((a, b) => String(a['name']).localeCompare(String(b['name'])));
}

/** In these every key says something, also one with an empty value. */
const maps: ReadonlySet<string> = new Set(['labels', 'annotations', 'matchLabels']);

/** Takes away what says nothing: null, '', [], {} and no iops; but an empty spotMarketOptions asks for a spot instance. */
function tidy(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => tidy(item) ?? null);
  if (!isObject(value)) return value === null || value === '' || (key === 'iops' && value === 0) ? undefined : value;
  const members = maps.has(key)
    ? Object.entries(value)
    : Object.entries(value)
        .map(([name, inner]) => [name, tidy(inner, name)] as const)
        .filter(([, inner]) => inner !== undefined);
  return members.length === 0 && key !== 'spotMarketOptions' ? undefined : Object.fromEntries(members);
}

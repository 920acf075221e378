import { type AnyPlatform, asObject } from '@capstan/convert';
import { ApiError, type KubeClient } from '@capstan/kube';
import { annotations, clusterApiVersion, machineApiVersion, type Namespaces } from '../names.ts';
import { servedKinds } from './served-kinds.ts';
import type { Refusal } from './standing.ts';

/**
 * By kind, what the server has let us do. `locked`, a patch of an object that policies lock to others, is all that can be proven;
 * the others are tried again when there is a better object.
 */
export type Proven = Map<string, 'create' | 'patch' | 'locked'>;

/** What to try. `proven` is kept by the caller, and what is in it is not tried again. */
export interface ProveOptions {
  readonly client: KubeClient;
  readonly namespaces: Namespaces;
  readonly platform: AnyPlatform;
  readonly proven?: Proven;
  readonly signal?: AbortSignal | undefined;
}

/** A kind that the operator writes. */
interface Target {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  /** Objects that the policies lock, so that a patch of one tells most. */
  isLocked(object: unknown): boolean;
  /** Of an object that could be made; a schema that wants more refuses it after rights were looked at. */
  readonly spec: object;
}

/**
 * Tries one write of every kind by server dry-run, which stores nothing: an annotation that every policy reserves, on an object
 * that is locked to others; where there is no object, a paused one is made. Undefined where nothing was refused.
 *
 * Proven is that our rights cover main resources, and that the admission policies which lock mirrors let us through. Not proven
 * are status, deletion, Secrets and the Cluster; nor the policies before there is a locked object to patch; nor what is installed afterwards. What a webhook says counts as no refusal: it
 * judges the object and not the writer.
 */
export async function proveWrites(options: ProveOptions): Promise<Refusal | undefined> {
  const { namespaces, platform, proven = new Map(), signal } = options;
  for (const target of targetsOf(namespaces, platform)) {
    const key = `${target.apiVersion}/${target.kind}`;
    if (proven.get(key) === 'locked') continue;
    const found = await attempt({ kind: target.kind, verb: 'list' }, someOf(options.client, target, signal));
    if (found.refusal !== undefined) return found.refusal;
    const { proof = 'create', names = [] } = found.value ?? {};
    if (proven.get(key) === proof) continue;
    const refusal = await (proof === 'create' ? tryCreate(options, target) : tryPatches(options, target, names));
    if (refusal !== undefined) return refusal;
    proven.set(key, proof);
  }
  return undefined;
}

function targetsOf(namespaces: Namespaces, { infra }: AnyPlatform): readonly Target[] {
  const machineApi = { apiVersion: machineApiVersion, namespace: namespaces.machineApi };
  const isHandedOver = (object: unknown) =>
    asObject(asObject(object)?.['status'])?.['authoritativeAPI'] === 'ClusterAPI';
  const clusterApi = { apiVersion: clusterApiVersion, namespace: namespaces.clusterApi, isLocked: isMirror };
  const [group = ''] = infra.apiVersion.split('/');
  const machine = {
    clusterName: proofName,
    bootstrap: { dataSecretName: proofName },
    infrastructureRef: { apiGroup: group, kind: infra.machineKind, name: proofName },
  };
  const template = { ...machine, infrastructureRef: { ...machine.infrastructureRef, kind: infra.templateKind } };
  const selector = { matchLabels: { [annotations.writeProof]: proofName } };
  const set = {
    clusterName: proofName,
    replicas: 0,
    selector,
    template: { metadata: { labels: selector.matchLabels }, spec: template },
  };
  const infraKind = { apiVersion: infra.apiVersion, namespace: namespaces.clusterApi, isLocked: isMirror, spec: {} };
  return [
    { ...machineApi, kind: 'Machine', isLocked: isHandedOver, spec: { authoritativeAPI: 'ClusterAPI' } },
    { ...machineApi, kind: 'MachineSet', isLocked: isHandedOver, spec: { authoritativeAPI: 'ClusterAPI' } },
    { ...clusterApi, kind: 'Machine', spec: machine },
    { ...clusterApi, kind: 'MachineSet', spec: set },
    { ...infraKind, kind: infra.machineKind },
    { ...infraKind, kind: infra.templateKind },
  ];
}

const proofName = 'capstan-write-proof';

/** A mirror of what Machine API acts on: ours is marked, and the in-tree controller's is paused. */
function isMirror(object: unknown): boolean {
  const found = asObject(asObject(asObject(object)?.['metadata'])?.['annotations']);
  return found !== undefined && (annotations.paused in found || found[annotations.authority] === 'MachineAPI');
}

/** What can be proven with what there is. */
interface Candidates {
  readonly proof: 'create' | 'patch' | 'locked';
  readonly names: readonly string[];
}

/** The names of up to three objects that are best to try, out of the first page: a list of all may be of thousands. */
async function someOf(
  client: KubeClient,
  { apiVersion, kind, namespace, isLocked }: Target,
  signal: AbortSignal | undefined,
): Promise<Candidates> {
  const plural = (await servedKinds(client, apiVersion, signal)).get(kind);
  if (plural === undefined) return { proof: 'create', names: [] };
  const page = await client.getPath(`/apis/${apiVersion}/namespaces/${namespace}/${plural}?limit=50`, { signal });
  const items = asObject(page)?.['items'];
  const objects: readonly unknown[] = Array.isArray(items) ? items : [];
  const locked = objects.filter(isLocked);
  const names = (locked.length > 0 ? locked : objects)
    .map((object) => asObject(asObject(object)?.['metadata'])?.['name'])
    .filter((name) => typeof name === 'string')
    .slice(0, 3);
  return { proof: locked.length > 0 ? 'locked' : names.length > 0 ? 'patch' : 'create', names };
}

/** Refused where each is: one object may have a fault of its own. */
async function tryPatches(
  { client, signal }: ProveOptions,
  { apiVersion, kind, namespace }: Target,
  names: readonly string[],
): Promise<Refusal | undefined> {
  let first: Refusal | undefined;
  for (const name of names) {
    const patch = { metadata: { annotations: { [annotations.writeProof]: 'tried' } } };
    const write = client.mergePatch({ apiVersion, kind, namespace, name }, patch, { dryRun: true, signal });
    const { refusal } = await attempt({ kind, verb: 'patch' }, write);
    if (refusal === undefined) return undefined;
    first ??= refusal;
  }
  return first;
}

async function tryCreate(
  { client, signal }: ProveOptions,
  { apiVersion, kind, namespace, spec }: Target,
): Promise<Refusal | undefined> {
  const metadata = { name: proofName, namespace, annotations: { [annotations.paused]: '' } };
  const write = client.create({ apiVersion, kind, metadata, spec }, { dryRun: true, signal });
  return (await attempt({ kind, verb: 'create' }, write)).refusal;
}

/** What the server answers, or its refusal of us; neither where it refused for the object's sake. Throws all else. */
async function attempt<T>(
  what: Pick<Refusal, 'kind' | 'verb'>,
  request: Promise<T>,
): Promise<{ readonly value?: T; readonly refusal?: Refusal }> {
  try {
    return { value: await request };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 401 || error.status >= 429) throw error;
    const { status, message } = error;
    const isByPolicy = message.includes('ValidatingAdmissionPolicy ');
    const isForWantOfRights = status === 403 && !message.includes('admission webhook ');
    return isByPolicy || isForWantOfRights ? { refusal: { ...what, message, isByPolicy } } : {};
  }
}

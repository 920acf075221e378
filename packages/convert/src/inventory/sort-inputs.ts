import type { JsonObject } from '@capstan/api';
import { deepEqual } from '../mapping/json.ts';
import { platforms } from '../platforms/registry.ts';
import { groupOf, type Identity, identityOf, keyOf } from './identity.ts';

/** An object and where it came from: S is the caller's, for instance a file and line. */
export interface Input<S> {
  readonly source: S;
  readonly value: JsonObject;
}

/** An input with its identity read. */
export interface KnownInput<S> extends Input<S> {
  readonly identity: Identity;
}

/** Inputs by what they are for. */
export interface SortedInputs<S> {
  readonly infrastructures: readonly KnownInput<S>[];
  /** Machine API Machines and MachineSets. */
  readonly machineApi: readonly KnownInput<S>[];
  /** The same by kind and name, which are those of their mirrors. */
  readonly twins: ReadonlyMap<string, KnownInput<S>>;
  readonly controlPlaneSets: readonly KnownInput<S>[];
  /** Cluster API Machines and MachineSets. */
  readonly clusterApi: readonly KnownInput<S>[];
  /** Infra machines, templates and clusters, by kind and name; `findInfra` reads them. */
  readonly infra: ReadonlyMap<string, readonly KnownInput<S>[]>;
  /** The keys of all objects, whatever they are. */
  readonly keys: ReadonlySet<string>;
  /** Objects that are there again with another content, and the first of each. */
  readonly duplicates: readonly { readonly again: KnownInput<S>; readonly first: KnownInput<S> }[];
  /** How many objects are not converted. */
  readonly others: number;
}

/** The key of an object whose namespace goes without saying: references between these objects name none. */
export function nameKey(kind: string, name: string): string {
  return `${kind}/${name}`;
}

/**
 * The infra object that an object of a namespace refers to. A file by hand may name no namespace, so the only one of its
 * name will do; of several it is the one in the same namespace.
 */
export function findInfra<S>(
  { infra }: SortedInputs<S>,
  kind: string,
  name: string,
  namespace: string,
): KnownInput<S> | undefined {
  const found = infra.get(nameKey(kind, name)) ?? [];
  return found.length === 1 ? found[0] : found.find(({ identity }) => identity.namespace === namespace);
}

/** Sorts inputs, whatever their order. An object that is there twice with the same content counts once. */
export function sortInputs<S>(inputs: readonly Input<S>[]): SortedInputs<S> {
  const seen = new Map<string, KnownInput<S>>();
  const duplicates: { again: KnownInput<S>; first: KnownInput<S> }[] = [];
  const infrastructures: KnownInput<S>[] = [];
  const machineApi: KnownInput<S>[] = [];
  const controlPlaneSets: KnownInput<S>[] = [];
  const clusterApi: KnownInput<S>[] = [];
  const infra = new Map<string, KnownInput<S>[]>();
  const infraKinds = new Set(
    platforms.flatMap(({ infra: kinds }) => [kinds.machineKind, kinds.templateKind, kinds.clusterKind]),
  );
  let others = 0;
  for (const input of inputs) {
    const known = { ...input, identity: identityOf(input.value) };
    const key = keyOf(known.identity);
    const first = known.identity.name === '' ? undefined : seen.get(key);
    if (first !== undefined) {
      if (!deepEqual(first.value, known.value)) duplicates.push({ again: known, first });
      continue;
    }
    seen.set(key, known);
    const { kind, name } = known.identity;
    const group = groupOf(known.identity);
    const isMachine = kind === 'Machine' || kind === 'MachineSet';
    if (group === 'config.openshift.io' && kind === 'Infrastructure') infrastructures.push(known);
    else if (group === 'machine.openshift.io' && isMachine) machineApi.push(known);
    else if (group === 'cluster.x-k8s.io' && isMachine) clusterApi.push(known);
    else if (group === 'infrastructure.cluster.x-k8s.io' && infraKinds.has(kind)) {
      const key = nameKey(kind, name);
      infra.set(key, [...(infra.get(key) ?? []), known]);
    } else {
      if (group === 'machine.openshift.io' && kind === 'ControlPlaneMachineSet') controlPlaneSets.push(known);
      others += 1;
    }
  }
  const twins = new Map(machineApi.map((input) => [nameKey(input.identity.kind, input.identity.name), input]));
  const keys = new Set(seen.keys());
  return { infrastructures, machineApi, twins, controlPlaneSets, clusterApi, infra, keys, duplicates, others };
}

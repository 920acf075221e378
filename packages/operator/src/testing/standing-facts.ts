import { platforms } from '@capstan/convert';
import { defaultNamespaces } from '../names.ts';
import { neededKinds } from '../standing/decide-standing.ts';
import { type AuthorityFields, kindKey, type StandingFacts } from '../standing/standing.ts';

/** Facts of a cluster that Capstan can act on, with changes. */
export function factsOf(changes: Partial<StandingFacts> = {}): StandingFacts {
  return {
    gates: gatesOf({ MachineAPIMigration: true }),
    overrides: new Map(),
    isMigrating: false,
    namespaces: defaultNamespaces,
    namespaceStates: { machineApi: 'there', clusterApi: 'there' },
    infrastructure: infrastructureOf('AWS'),
    machineApi: { Machine: allFields, MachineSet: allFields },
    served: allServed,
    refusal: undefined,
    ...changes,
  };
}

/** The cluster's gates in version 4.22.1. */
export function gatesOf(states: Readonly<Record<string, boolean>>) {
  return { version: '4.22.1', states: new Map(Object.entries(states)) };
}

/** An Infrastructure of a platform. */
export function infrastructureOf(type: string) {
  return { status: { infrastructureName: 'harbour-k7m2q', platformStatus: { type } } };
}

/** A schema with all that matters. */
export const allFields: AuthorityFields = { spec: true, status: true, synchronizedApi: true };

/** Every kind that any platform needs. */
export const allServed: ReadonlySet<string> = new Set(
  platforms.flatMap((platform) =>
    neededKinds(platform).flatMap(({ apiVersion, kinds }) => kinds.map((kind) => kindKey(apiVersion, kind))),
  ),
);

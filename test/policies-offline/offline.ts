import type { JsonObject } from '@capstan/api';
import type { KubeObject } from '@capstan/kube';
import { bundlesOf, type Namespaces } from '@capstan/operator';
import { type AdmissionRequest, askerOf, asServed, judge, requestOf, scaleRequest } from '@capstan/operator/offline';
import { objectOf, type Slot, types } from '../policies/objects.ts';
import type { Actor, Row } from '../policies/table.ts';
import { mergePatch } from './merge-patch.ts';

/** What is said offline: all refusals, of which a server tells one, and all warnings. */
export interface OfflineVerdict {
  readonly refused: readonly string[];
  readonly warned: readonly string[];
  readonly unknown: readonly string[];
}

/** Puts the rows of the table to the judge without a server; `live` are the objects of the cluster. */
export function offlineJudge(manifests: readonly KubeObject[], namespaces: Namespaces, live: readonly KubeObject[]) {
  const bundles = bundlesOf(manifests);
  const around = live.map(plain);
  const find = (slot: Slot, name: string): JsonObject => {
    const [apiVersion, kind] = types[slot];
    const found = live.find(
      (each) => each.apiVersion === apiVersion && each.kind === kind && each.metadata.name === name,
    );
    if (found === undefined) throw new Error(`there is no ${slot} ${name}`);
    return plain(found);
  };
  const user = (actor: Actor) => {
    const { machineApi, clusterApi } = namespaces;
    if (actor === 'user' || actor === 'admin') return askerOf(actor);
    const isOfMachineApi = actor === 'account' || actor === 'machine-api-controllers';
    const name = actor === 'account' ? 'gitops' : actor;
    return askerOf(`system:serviceaccount:${isOfMachineApi ? machineApi : clusterApi}:${name}`);
  };
  const requestFor = (actor: Actor, { slot, name, act }: Row): AdmissionRequest => {
    const asker = user(actor);
    if ('create' in act) {
      const { spec, labels, annotations, finalizers } = act.create;
      const namespace = namespaces[types[slot][2]];
      const metadata = { name, namespace, labels, annotations, finalizers };
      return requestOf({
        object: asServed(plain(objectOf(slot, plain(metadata), spec)), undefined),
        oldObject: undefined,
        user: asker,
      });
    }
    const old = find(slot, name);
    if ('delete' in act) return requestOf({ object: undefined, oldObject: old, user: asker });
    if ('scale' in act) return scaleRequest(old, act.scale, asker);
    return requestOf({ object: asServed(mergePatch(old, act.patch), old), oldObject: old, user: asker });
  };
  return (actor: Actor, row: Row): OfflineVerdict => {
    const rulings = judge(bundles, requestFor(actor, row), around);
    const said = (effect: string) => rulings.filter((each) => each.effect === effect).map(({ message }) => message);
    return { refused: said('refused'), warned: said('warned'), unknown: said('unknown') };
  };
}

function plain<T>(value: object): T & JsonObject {
  return JSON.parse(JSON.stringify(value));
}

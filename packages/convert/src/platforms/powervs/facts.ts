import type { JsonObject } from '@capstan/api';
import type { Problem } from '../../mapping/issue.ts';
import { asObject, listAt, textAt } from '../../mapping/json.ts';
import { otherThanInfrastructure, platformStatusOf } from '../../objects/infrastructure.ts';
import { type KnownCluster, type PlatformFacts, problemsOf } from '../../objects/platform.ts';
import { balancersOf } from './load-balancers.ts';
import { regionOf } from './region.ts';

/** What the Power VS rows must know of the cluster. */
export interface PowerVSFacts {
  readonly region: string | undefined;
  readonly zone: string | undefined;
  /** The cluster's workspace; undefined where there is no IBMPowerVSCluster and no control plane to tell it. */
  readonly workspace: KnownWorkspace | undefined;
  /** The IBMPowerVSCluster is not part of the input. */
  readonly clusterIsMissing: boolean;
  /** Names of the load balancers that control plane machines get, in order; undefined where nothing is known of them. */
  readonly loadBalancers: readonly string[] | undefined;
}

/** A workspace, as far as an IBMPowerVSCluster or the control plane says. */
export interface KnownWorkspace {
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** It is what the control plane says: the IBMPowerVSCluster is not part of the input. */
  readonly isDerived: boolean;
}

/** Reads the facts; an IBMPowerVSCluster that would make other machines than Machine API's is a problem. */
export function powervsFacts({
  infrastructure,
  infraCluster,
  derived,
  isComparable,
}: KnownCluster): PlatformFacts<PowerVSFacts> {
  const powervs = platformStatusOf(infrastructure, 'powervs');
  const region = textAt(powervs, 'region');
  const zone = textAt(powervs, 'zone');
  const balanced = infraCluster ?? derived;
  // What a worker says proves nothing about the cluster: it may be the odd one.
  const known = infraCluster ?? (isComparable === true ? derived : undefined);
  return {
    facts: {
      region,
      zone,
      workspace: known && { ...workspaceOf(known), isDerived: infraCluster === undefined },
      clusterIsMissing: infraCluster === undefined,
      loadBalancers: balanced && balancersOf(balanced),
    },
    problems: infraCluster === undefined ? [] : problemsOf('infraCluster', clusterProblems(infraCluster, region, zone)),
  };
}

/** In the order in which CAPIBM looks when it writes a provider id. */
function idsOf(infraCluster: JsonObject): { readonly id: string; readonly at: readonly string[] }[] {
  return idPaths.flatMap((at) => {
    const id = textAt(infraCluster, ...at);
    return id === undefined ? [] : [{ id, at }];
  });
}

const idPaths = [
  ['status', 'serviceInstance', 'id'],
  ['spec', 'serviceInstanceID'],
  ['spec', 'serviceInstance', 'id'],
] as const;

/** The name is the one that CAPIBM looks for; a workspace that it made itself is called after the cluster. */
function workspaceOf(infraCluster: JsonObject): Omit<KnownWorkspace, 'isDerived'> {
  const ids = idsOf(infraCluster);
  const given = textAt(infraCluster, 'spec', 'serviceInstance', 'name');
  const cluster = textAt(infraCluster, 'metadata', 'name');
  const isMade = ids.length > 0 && ids.every(({ at }) => at[0] === 'status') && cluster !== undefined;
  return { id: ids[0]?.id, name: given ?? (isMade ? `${cluster}-serviceInstance` : undefined) };
}

function* clusterProblems(
  infraCluster: JsonObject,
  region: string | undefined,
  zone: string | undefined,
): Generator<Problem> {
  const [first, ...others] = idsOf(infraCluster);
  for (const { id, at } of others) {
    if (id === first?.id) continue;
    yield {
      code: 'Conflict',
      at,
      value: id,
      message: `is not the workspace that ${first?.at.join('.')} names, which is ${first?.id}`,
      hint: 'Make both the same.',
    };
  }
  if (first === undefined && workspaceOf(infraCluster).name === undefined) {
    yield {
      code: 'Required',
      at: ['spec', 'serviceInstance'],
      message: 'names no workspace by id or name, so CAPIBM could write no provider id',
      hint: 'Set spec.serviceInstance.id to the id of the workspace.',
    };
  }
  const otherZone = textAt(infraCluster, 'spec', 'zone');
  yield* otherThanInfrastructure({ kind: 'IBMPowerVSCluster', at: ['spec', 'zone'], noun: 'zone' }, otherZone, zone);
  if (zone === undefined && otherZone !== undefined && region !== undefined && regionOf(otherZone) !== region) {
    yield {
      code: 'DifferentFromCluster',
      at: ['spec', 'zone'],
      value: otherZone,
      message: `is no zone of the cluster's region, which is ${region}`,
      hint: 'Correct the region that was given, or the zone.',
    };
  }
  const ignition = asObject(infraCluster['spec'])?.['ignition'];
  if (asObject(ignition) !== undefined) {
    yield {
      code: 'NotSupported',
      at: ['spec', 'ignition'],
      value: ignition,
      message:
        'CAPIBM would put the user data into a bucket and hand a link to the instance; Machine API hands it the user data',
      hint: 'Remove spec.ignition.',
    };
  }
  yield* selectorProblems(infraCluster);
}

/** Listeners that choose machines by their labels, whatever their role. */
function* selectorProblems(infraCluster: JsonObject): Generator<Problem> {
  for (const [index, balancer] of listAt(infraCluster, 'spec', 'loadBalancers').entries()) {
    for (const [number, listener] of listAt(balancer, 'additionalListeners').entries()) {
      const selector = asObject(asObject(listener)?.['selector']);
      if (selector === undefined || Object.keys(selector).length === 0) continue;
      yield {
        code: 'NotSupported',
        at: ['spec', 'loadBalancers', index, 'additionalListeners', number, 'selector'],
        value: selector,
        message: 'registers machines by their labels, and Machine API registers those that name the load balancer',
        hint: 'Remove the selector: without one, control plane machines are registered.',
      };
    }
  }
}

import { infraStatusToClusterApi, machineStatusToClusterApi } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { type Authority, annotations, finalizers } from '../../names.ts';
import { carriedOf } from '../shared/carried.ts';
import { conversionNotices, issuesText } from '../shared/environment.ts';
import { holdMachineApi } from '../shared/hold-machine-api.ts';
import { machineSetFieldsOf } from '../shared/machine-set-fields.ts';
import {
  authorityMarks,
  machineMirrorLabels,
  mirrorWrite,
  recordOfSource,
  statusWrite,
} from '../shared/mirror-object.ts';
import { isPaused, markerOf, ownersOf } from '../shared/object.ts';
import { pauseWrite, releaseWrite } from '../shared/release.ts';
import { stillWith } from '../shared/verdict.ts';
import { replaceLeftBehind } from './deletion.ts';
import { finish } from './finish.ts';
import { clusterApiOwners, whySetFails } from './owners.ts';
import { failed, type MachineDecision, type MachineState, reasons, wait, write } from './state.ts';

/**
 * Machine API's Machine is the source. With `authority` ClusterAPI this is the first time, for a machine that was made to be
 * Cluster API's: its mirror is made paused like any other, and un-paused when all is there.
 */
export function mirrorToClusterApi(state: MachineState, mapi: KubeObject, authority: Authority): MachineDecision {
  const { env, capi, infra } = state;
  if (env.obstacle !== undefined) return env.obstacle;
  const conversion = env.conversions.toClusterApi(mapi);
  if (!conversion.ok) return failed(reasons.toCapi, issuesText(conversion.issues, 'error'));
  const [infraObject, machine] = conversion.objects;
  if (infraObject === undefined || machine === undefined)
    throw new Error('a conversion of a Machine gives two objects');
  const taken = takenByOther(capi) ?? infraTakenByOther(state);
  if (taken !== undefined) return taken;
  const owners = clusterApiOwners(state, conversion.owner);
  if (typeof owners === 'string') {
    const why = whySetFails(state);
    return why === undefined ? wait(owners) : failed(reasons.toCapi, why);
  }

  const hold = holdMachineApi(mapi, env, authority, () => recordOfSource(env.conversions, machine, infraObject));
  if (hold !== undefined) return write('mapi', hold);
  const leftBehind = replaceLeftBehind(state);
  if (leftBehind !== undefined) return leftBehind;

  const labels = machineMirrorLabels(conversion.owner?.name);
  const notices = conversionNotices(conversion.issues);
  // Cluster API's MachineSet controller writes to its machines, paused or not, unless the set is paused.
  const foreignOf = (object: KubeObject | undefined) =>
    object === undefined || state.capiSet === undefined || isPaused(state.capiSet)
      ? undefined
      : machineSetFieldsOf(object);
  const machineWrite = mirrorWrite(
    capi,
    {
      converted: machine,
      owners,
      finalizers: [finalizers.sync, finalizers.clusterApiMachine],
      labels,
      annotations: { ...authorityMarks(capi, 'MachineAPI', true), ...carriedOf(machine) },
      foreign: foreignOf(capi),
    },
    (existing, desired) => env.conversions.same.clusterApi('Machine', existing, desired),
  );
  // One that was let go is stopped again only where it must not act, whatever a cache remembers.
  const checks = [capi, infra].some((half) => half !== undefined && markerOf(half) === 'ClusterAPI')
    ? stillWith(mapi, 'MachineAPI')
    : [];
  if (machineWrite !== undefined) return write('capi', machineWrite, { checks, notices });
  if (capi === undefined) throw new Error('a machine that is missing is made');
  const infraWrite = mirrorWrite(
    infra,
    {
      converted: infraObject,
      owners: [ownerOfInfra(capi)],
      finalizers: [finalizers.sync],
      labels,
      annotations: authorityMarks(infra, 'MachineAPI', true),
      foreign: foreignOf(infra),
    },
    (existing, desired) => env.conversions.same.infra(existing['spec'], desired.spec),
  );
  if (infraWrite !== undefined) {
    const again = infraWrite.verb === 'patch' && infraWrite.patch['spec'] !== undefined && state.infraIsImmutable;
    return again ? makeAgain(infraWrite.of, capi) : write('infra', infraWrite, { checks });
  }
  if (infra === undefined) throw new Error('an infra machine that is missing is made');
  return statuses(state, mapi, capi, infra) ?? finish(env, infra, { mapi, capi, source: 'MachineAPI', authority });
}

function statuses(
  { env }: MachineState,
  mapi: KubeObject,
  capi: KubeObject,
  infra: KubeObject,
): MachineDecision | undefined {
  const options = { now: env.now };
  const machine = machineStatusToClusterApi(mapi, capi, options);
  const infraStatus = infraStatusToClusterApi(env.platform.status, mapi, infra, options);
  const errors = issuesText([...machine.issues, ...infraStatus.issues], 'error');
  if (errors !== '') return failed(reasons.toCapi, errors);
  const machineWrite = statusWrite(capi, machine.status);
  if (machineWrite !== undefined) return write('capi', machineWrite);
  const infraWrite = statusWrite(infra, infraStatus.status);
  return infraWrite === undefined ? undefined : write('infra', infraWrite);
}

/**
 * An infra machine whose spec cannot be changed gives way to a new one. Its provider must never see it deleted, or it would end the
 * instance: what holds it is taken away first, and each step is made against the version that was read, which is paused.
 */
function makeAgain(infra: KubeObject, capi: KubeObject): MachineDecision {
  for (const [slot, object] of [
    ['capi', capi],
    ['infra', infra],
  ] as const) {
    const pause = pauseWrite(object);
    if (pause !== undefined) return write(slot, pause);
  }
  const release = releaseWrite(infra, () => true);
  return write('infra', release ?? { verb: 'delete', of: infra });
}

/** A Machine that runs in Cluster API by itself: to pause it and to write over it would leave its instance to nobody. */
function takenByOther(capi: KubeObject | undefined): MachineDecision | undefined {
  if (capi === undefined || isPaused(capi) || markerOf(capi) === 'MachineAPI') return undefined;
  const { namespace, name } = capi.metadata;
  return failed(
    reasons.updateCapi,
    `there is a Cluster API Machine ${namespace}/${name} that is not a mirror of this one: it is not paused, so it acts on a machine of its own. Set spec.authoritativeAPI of a new Machine to ClusterAPI to have it adopted, or pause it (annotation ${annotations.paused}) if it is to be replaced.`,
  );
}

/** As `takenByOther`: an infra machine that is not paused may hold an instance, whether or not its Machine is there. */
function infraTakenByOther({ capi, infra }: MachineState): MachineDecision | undefined {
  if (infra === undefined || isPaused(infra) || markerOf(infra) === 'MachineAPI') return undefined;
  if (capi !== undefined && ownersOf(infra).some(({ uid }) => uid === capi.metadata.uid)) return undefined;
  const { kind, metadata } = infra;
  return failed(
    reasons.updateInfra,
    `there is a ${kind} ${metadata.namespace}/${metadata.name} that is not a mirror of this Machine: it is not paused, so it may have an instance of its own. Delete it if it is not wanted, or pause it (annotation ${annotations.paused}) if it is to be replaced.`,
  );
}

function ownerOfInfra({ apiVersion, kind, metadata: { name, uid = '' } }: KubeObject) {
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

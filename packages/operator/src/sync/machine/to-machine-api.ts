import { asObject, machineStatusToMachineApi, providerStatusToMachineApi } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { finalizers } from '../../names.ts';
import { carriedOf } from '../shared/carried.ts';
import { conversionNotices, issuesText } from '../shared/environment.ts';
import { holdMachineApi } from '../shared/hold-machine-api.ts';
import { type Converted, holdWrite, mirrorWrite } from '../shared/mirror-object.ts';
import { finish } from './finish.ts';
import { machineApiOwners } from './owners.ts';
import { failed, type MachineDecision, type MachineState, reasons, wait, write } from './state.ts';

/**
 * Cluster API's Machine is the source; its mirror is made where there is none. With `isLast` neither API acts: it is what Machine API
 * is to go on from, and the status goes on saying Migrating.
 */
export function mirrorToMachineApi(state: MachineState, { isLast = false } = {}): MachineDecision {
  const { env, mapi, capi, infra, name } = state;
  if (capi === undefined) throw new Error('there is no source');
  if (infra === undefined) {
    const { machineKind } = env.platform.infra;
    // Nobody waits for this mirror, and its infra machine may be about to be seen.
    if (mapi === undefined) return wait(`the ${machineKind} ${env.namespaces.clusterApi}/${name}`);
    return failed(
      reasons.getInfra,
      `the ${machineKind} ${env.namespaces.clusterApi}/${name}, which says what machine this is, is not there. Restore it, or delete the Machine.`,
    );
  }
  if (env.obstacle !== undefined) return env.obstacle;
  const conversion = env.conversions.toMachineApi(capi, infra);
  if (!conversion.ok) return failed(reasons.toMapi, issuesText(conversion.issues, 'error'));
  const [machine] = conversion.objects;
  if (machine === undefined) throw new Error('a conversion of a Machine gives an object');
  for (const [slot, object] of [
    ['capi', capi],
    ['infra', infra],
  ] as const) {
    const hold = holdWrite(object, isLast ? 'MachineAPI' : 'ClusterAPI');
    if (hold !== undefined) return write(slot, hold);
  }
  if (mapi !== undefined) {
    const hold = holdMachineApi(mapi, env, 'ClusterAPI');
    if (hold !== undefined) return write('mapi', hold);
  }
  const notices = conversionNotices(conversion.issues);
  const mirror = mirrorWrite(
    mapi,
    {
      converted: withAuthority(machine, mapi),
      owners: machineApiOwners(state, conversion.owner),
      finalizers: [finalizers.sync, finalizers.machineApiMachine],
      labels: {},
      annotations: carriedOf(machine),
    },
    (existing, desired) => env.conversions.same.machineApi('Machine', existing, desired),
  );
  if (mirror !== undefined) return write('mapi', mirror, { notices });
  if (mapi === undefined) throw new Error('a machine that is missing is made');
  const converted = statusOfMirror(state, mapi, capi, infra);
  if (typeof converted === 'string') return failed(reasons.toMapi, converted);
  // Machine API's controller would copy it from spec; a mirror that was made a moment ago is ours to say.
  const status = { ...converted, authoritativeAPI: isLast ? 'Migrating' : 'ClusterAPI' };
  return finish(env, infra, { mapi, capi, source: 'ClusterAPI', authority: 'ClusterAPI', status });
}

/** What the user chose stays; a mirror that is made is Cluster API's. */
function withAuthority(machine: Converted, existing: KubeObject | undefined): Converted {
  const chosen = asObject(existing?.['spec'])?.['authoritativeAPI'];
  return { ...machine, spec: { ...machine.spec, authoritativeAPI: chosen ?? 'ClusterAPI' } };
}

/** The status of the mirror, or what is wrong with that of the source. */
function statusOfMirror(
  { env }: MachineState,
  mapi: KubeObject,
  capi: KubeObject,
  infra: KubeObject,
): { readonly [field: string]: unknown } | string {
  const options = { now: env.now };
  const machine = machineStatusToMachineApi(capi, mapi, options);
  const provider = providerStatusToMachineApi(env.platform.status, infra, mapi, options);
  const errors = issuesText([...machine.issues, ...provider.issues], 'error');
  if (errors !== '') return errors;
  return { ...machine.status, providerStatus: provider.status };
}

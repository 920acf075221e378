import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { finalizers } from '../../names.ts';
import { authorityStep } from './authority.ts';
import type { StandInCloud, StandInInstance } from './cloud.ts';
import { differing } from './differing.ts';
import { isDeleting, providerIdOf, specOf, statusOf } from './machine-fields.ts';
import type { StandInPlatform } from './platform.ts';
import type { Step } from './step.ts';

/** What to do next with a Machine: a write, or something in the cloud, before which a live look is due. */
export type MachineStep = Step | { readonly kind: 'create' } | { readonly kind: 'terminate'; readonly id: string };

/** What the next step of a Machine depends on. */
export interface MachineView {
  readonly machine: KubeObject;
  readonly cloud: Pick<StandInCloud, 'byProviderId' | 'madeFor'>;
  readonly platform: StandInPlatform;
  /** False to go no further than authority and Paused. */
  readonly phases: boolean;
  /** RFC 3339, with seconds. */
  readonly now: string;
}

/** Decides it. */
export function machineStep(view: MachineView): MachineStep {
  const { machine, now, phases } = view;
  const first = authorityStep(machine, now);
  if (first !== undefined) return first;
  if (!phases) return { kind: 'rest' };
  const own = machine.metadata.finalizers ?? [];
  const isOurs = own.includes(finalizers.machineApiMachine);
  if (isDeleting(machine)) return isOurs ? deletionStep(view) : { kind: 'rest' };
  if (!isOurs) return { kind: 'patch', patch: { metadata: { finalizers: [...own, finalizers.machineApiMachine] } } };
  const { phase } = statusOf(machine);
  if (phase === 'Failed') return { kind: 'rest' };
  const instance = instanceOf(view);
  if (instance?.state === 'running') return runningStep(view, instance);
  if (instance !== undefined || providerIdOf(machine) !== undefined) return failedStep(view);
  return phase === 'Provisioning' ? { kind: 'create' } : phaseStep(view, 'Provisioning');
}

/** The one that the provider id names, whoever made it; else the one that was made for the Machine before it could be told so. */
function instanceOf({ machine, cloud }: MachineView): StandInInstance | undefined {
  const providerID = providerIdOf(machine);
  return providerID === undefined ? cloud.madeFor(machine.metadata.uid ?? '') : cloud.byProviderId(providerID);
}

function phaseStep({ machine, now }: MachineView, phase: string, more: object = {}): MachineStep {
  const status = statusOf(machine);
  const change = { ...more, phase, ...(status['phase'] !== phase && { lastUpdated: now }) };
  const patch = differing(status, change);
  return patch === undefined ? { kind: 'rest' } : { kind: 'patch', patch: { status: patch }, subresource: 'status' };
}

function failedStep(view: MachineView): MachineStep {
  return phaseStep(view, 'Failed', { errorMessage: "Can't find created instance." });
}

function runningStep(view: MachineView, instance: StandInInstance): MachineStep {
  const { machine, platform } = view;
  const { type, region, zone } = platform.place(machine);
  const labels = {
    ...(type !== undefined && { 'machine.openshift.io/instance-type': type }),
    ...(region !== undefined && { 'machine.openshift.io/region': region }),
    ...(zone !== undefined && { 'machine.openshift.io/zone': zone }),
  };
  const { metadata } = machine;
  const annotations = { 'machine.openshift.io/instance-state': platform.running };
  const changes = {
    labels: differing(metadata.labels ?? {}, labels),
    annotations: differing(metadata.annotations ?? {}, annotations),
  };
  const spec = differing(specOf(machine), { providerID: instance.providerID });
  const isMarked = changes.labels === undefined && changes.annotations === undefined;
  if (!isMarked || spec !== undefined) {
    return { kind: 'patch', patch: { ...(!isMarked && { metadata: changes }), ...(spec && { spec }) } };
  }

  const status = statusOf(machine);
  const provided = {
    providerStatus: providerStatusOf(view, instance),
    ...(instance.addresses.length > 0 && { addresses: instance.addresses }),
  };
  if (asObject(status['nodeRef']) !== undefined) return phaseStep(view, 'Running', provided);
  // The Node joins when all else is known of the instance.
  const isProvisioned = status['phase'] === 'Provisioned' && phaseStep(view, 'Provisioned', provided).kind === 'rest';
  if (!isProvisioned) return phaseStep(view, 'Provisioned', provided);
  return phaseStep(view, 'Running', { nodeRef: { kind: 'Node', name: instance.nodeName } });
}

/** What others have put into the status stays, and so does a condition that says already that the instance was made. */
function providerStatusOf({ machine, platform, now }: MachineView, { id, providerID }: StandInInstance): unknown {
  const before = asObject(statusOf(machine)['providerStatus']);
  const made = platform.providerStatus(id, providerID);
  if (made === undefined) return before;
  const { apiVersion, kind, ...fields } = made;
  const all = { ...(before ?? { apiVersion, kind }), ...fields };
  const type = platform.creation;
  if (type === undefined) return all;
  const list: readonly unknown[] = Array.isArray(before?.['conditions']) ? before['conditions'] : [];
  const at = list.findIndex((each) => asObject(each)?.['type'] === type);
  const succeeded = {
    type,
    status: 'True',
    reason: 'MachineCreationSucceeded',
    message: 'Machine successfully created',
    lastTransitionTime: now,
  };
  const isSaid = asObject(list[at])?.['status'] === 'True';
  const conditions = isSaid ? list : at < 0 ? [...list, succeeded] : list.with(at, succeeded);
  return { ...all, conditions };
}

function deletionStep(view: MachineView): MachineStep {
  const { machine } = view;
  if (statusOf(machine)['phase'] !== 'Deleting') return phaseStep(view, 'Deleting');
  // Whoever put a hook there takes it away when the machine may go.
  const hooks = asObject(specOf(machine)['lifecycleHooks']);
  const isHeld = ['preDrain', 'preTerminate'].some((when) => {
    const list = hooks?.[when];
    return Array.isArray(list) && list.length > 0;
  });
  if (isHeld) return { kind: 'rest' };
  const instance = instanceOf(view);
  if (instance?.state === 'running') return { kind: 'terminate', id: instance.id };
  const left = (machine.metadata.finalizers ?? []).filter((each) => each !== finalizers.machineApiMachine);
  return { kind: 'patch', patch: { metadata: { finalizers: left } } };
}

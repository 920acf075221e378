import type { KubeObject } from '@capstan/kube';
import { type Api, ask, type Conformance, isWith, set, untilActs } from './rig.ts';

/** Waits until a set has so many machines that run in `api`, and as many on the other side; gives the names of those. */
export async function untilScaled(rig: Conformance, total: number, inMachineApi: number): Promise<string[]> {
  const isIn = (api: Api) => (machine: KubeObject) => isWith(api)(machine);
  let names: string[] = [];
  await rig.untilCount('mapi', total, (machine) => isIn('MachineAPI')(machine) || isIn('ClusterAPI')(machine));
  await rig.untilCount('capi', total);
  await rig.untilCount('infra', total);
  for (const machine of await rig.list('mapi')) {
    await untilActs(rig, isIn('MachineAPI')(machine) ? 'MachineAPI' : 'ClusterAPI', machine.metadata.name);
  }
  const machines = await rig.untilCount('mapi', total, (machine) => runs(machine));
  await rig.untilCount('capi', total, (machine) => runs(machine));
  names = machines.filter(isIn('MachineAPI')).map(({ metadata }) => metadata.name);
  if (names.length !== inMachineApi) throw new Error(`${names.length} of Machine API, not ${inMachineApi}`);
  return names;
}

function runs({ status }: KubeObject): boolean {
  return JSON.stringify(status ?? {}).includes('"phase":"Running"');
}

/** Scales a set on the side that acts, and waits until the other side shows it. */
export async function scale(rig: Conformance, api: Api, replicas: number): Promise<void> {
  const [acting, mirror] = api === 'MachineAPI' ? (['mapiSet', 'capiSet'] as const) : (['capiSet', 'mapiSet'] as const);
  await rig.patch(acting, set, { spec: { replicas } });
  const shows = ({ spec }: KubeObject) => JSON.stringify(spec).includes(`"replicas":${replicas}`);
  await rig.until(mirror, set, `of ${replicas}`, shows);
}

/** Has a set change hands, and waits until it has. */
export async function moveSet(rig: Conformance, to: Api): Promise<KubeObject> {
  await ask(rig, to, set, 'set');
  return untilActs(rig, to, set, 'set');
}

/** Waits until nothing is left of the set, its machines and its templates, but for what users made. */
export async function untilSetGone(rig: Conformance, templates: readonly string[] = []): Promise<void> {
  for (const slot of ['mapi', 'capi', 'infra', 'mapiSet', 'capiSet'] as const) await rig.untilCount(slot, 0);
  await rig.untilCount('template', templates.length, ({ metadata }) => templates.includes(metadata.name));
}

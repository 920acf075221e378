import { asObject, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Write } from '../../engine/decision.ts';
import { annotations, clusterApiVersion, machineApiVersion } from '../../names.ts';

/** The name of the MachineSet, of whichever API, that a MachineAutoscaler scales; undefined for one that scales something else. */
export function scaledSet(autoscaler: KubeObject): string | undefined {
  const target = asObject(autoscaler['spec'])?.['scaleTargetRef'];
  const group = groupOf(textAt(target, 'apiVersion') ?? '');
  const isSet = textAt(target, 'kind') === 'MachineSet' && groups.has(group);
  return isSet ? textAt(target, 'name') : undefined;
}

/**
 * The write that says on a MachineSet of Machine API which MachineAutoscaler scales it, whichever API it names; undefined where that is
 * said. The policies go by it, so that no update has to be compared with every MachineAutoscaler. Of several the first by name.
 */
export function autoscaledByWrite(mapi: KubeObject, autoscalers: readonly KubeObject[]): Write | undefined {
  const [name] = autoscalers.map(({ metadata }) => metadata.name).sort();
  if (mapi.metadata.annotations?.[annotations.autoscaledBy] === name) return undefined;
  // null takes it away.
  const patch = { metadata: { annotations: { [annotations.autoscaledBy]: name ?? null } } };
  return { verb: 'patch', of: mapi, patch };
}

const groups: ReadonlySet<string> = new Set([machineApiVersion, clusterApiVersion].map(groupOf));

function groupOf(apiVersion: string): string {
  return apiVersion.split('/')[0] ?? '';
}

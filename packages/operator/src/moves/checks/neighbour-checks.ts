import { asObject, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { annotations } from '../../names.ts';
import { selects } from '../../selects.ts';
import { fullName } from '../object-name.ts';
import { alike, type Check, type Mover } from './finding.ts';

/** Who may delete a machine that he takes for unhealthy. */
export const healthChecksCheck: Check = {
  name: 'health-checks',
  title: 'MachineHealthChecks that select what moves',
  look({ movers, facts }) {
    return facts.healthChecks.flatMap((check) => {
      const group = check.apiVersion.split('/')[0] ?? '';
      const isMachineApi = group === 'machine.openshift.io';
      const selector = asObject(asObject(check['spec'])?.['selector']);
      const found = movers.filter((mover) => labelsOf(mover, isMachineApi).some((labels) => selects(selector, labels)));
      if (found.length === 0) return [];
      const { name, namespace } = check.metadata;
      const full = `machinehealthchecks.${group}/${name}`;
      return [
        {
          severity: 'warning' as const,
          objects: found.map((mover) => fullName(mover.name)),
          message: `${full} selects it or the machines that it makes, before the move and after it: a machine that it takes for unhealthy is deleted on both sides, whichever API acts`,
          hint: `Pause it while machines move: oc annotate machinehealthchecks.${group} -n ${namespace ?? ''} ${name} cluster.x-k8s.io/paused=`,
        },
      ];
    });
  },
};

/** The labels of a machine, or of those that a set makes, on the side where the check looks. */
function labelsOf({ object, capi, name }: Mover, isMachineApi: boolean): Readonly<Record<string, string>>[] {
  const half = isMachineApi ? object : capi;
  if (half === undefined) return [];
  if (name.kind === 'Machine') return [half.metadata.labels ?? {}];
  const template = asObject(asObject(half['spec'])?.['template']);
  return [stringsOf(asObject(template?.['metadata'])?.['labels'])];
}

function stringsOf(value: unknown): Record<string, string> {
  const entries = Object.entries(asObject(value) ?? {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** A set that an autoscaler targets keeps its authority: a policy sees to it, and the autoscaler would go on aiming at the old side. */
export const autoscalersCheck: Check = {
  name: 'autoscalers',
  title: 'no MachineAutoscaler targets a set that moves',
  look({ movers, facts: { autoscalers, namespaces } }) {
    return alike(
      movers.flatMap(({ object, name }) => {
        if (name.kind !== 'MachineSet') return [];
        const aiming = autoscalers.find((each) => {
          const ref = asObject(asObject(each['spec'])?.['scaleTargetRef']);
          return ref?.['kind'] === 'MachineSet' && ref['name'] === name.name;
        });
        const scaler = aiming?.metadata.name ?? object.metadata.annotations?.[annotations.autoscaledBy];
        if (scaler === undefined) return [];
        return [
          {
            object: fullName(name),
            severity: 'error' as const,
            message: `MachineAutoscaler ${scaler} targets it, and a set that is scaled keeps its authority`,
            hint: `Save and delete the autoscaler, and make one for the other side afterwards: oc get machineautoscalers.autoscaling.openshift.io -n ${namespaces.machineApi} ${scaler} -o yaml > ${scaler}.yaml; oc delete machineautoscalers.autoscaling.openshift.io -n ${namespaces.machineApi} ${scaler}`,
          },
        ];
      }),
    );
  },
};

const dayMs = 24 * 60 * 60 * 1000;

/** Both APIs' own controllers, and ours. */
const ownManagers =
  /^(capstan|machineset-controller|machine-controller|machine-api|machine-set|MachineSet|capi-|cluster-api|manager$)/;

/** Whoever writes to the side that acts now is refused there after the move. */
export const writersCheck: Check = {
  name: 'other-writers',
  title: 'who else has written to the MachineSets in the last day',
  look({ movers, from, facts: { now } }) {
    const found = movers.flatMap(({ object, capi, name }) => {
      const side = from === 'MachineAPI' ? object : capi;
      if (name.kind !== 'MachineSet' || side === undefined) return [];
      return writersOf(side, now).map((manager) => ({
        object: fullName(name),
        severity: 'warning' as const,
        message: `${manager} has written its spec in the last day; after the move such writes are refused there, and have to go to the other side`,
        hint: `Find out what ${manager} is (a GitOps tool, a script, the machine-config operator's boot image updates), and stop it or point it at the ${from === 'MachineAPI' ? 'machinesets.cluster.x-k8s.io' : 'machinesets.machine.openshift.io'}.`,
      }));
    });
    return alike(found);
  },
};

function writersOf(set: KubeObject, now: Date): string[] {
  const fields = set.metadata['managedFields'];
  const names = (Array.isArray(fields) ? fields : []).flatMap((each) => {
    const entry = asObject(each);
    const manager = textAt(entry, 'manager') ?? '';
    const time = Date.parse(textAt(entry, 'time') ?? '');
    const isStatus = entry?.['subresource'] === 'status';
    const hasSpec = asObject(entry?.['fieldsV1'])?.['f:spec'] !== undefined;
    const isRecent = time > now.getTime() - dayMs;
    return manager === '' || ownManagers.test(manager) || isStatus || !hasSpec || !isRecent ? [] : [manager];
  });
  return [...new Set(names)];
}

import type { Entry, Fate, KeyedMap, StringMap } from '../codecs/keyed-map.ts';
import type { Problem, Scope } from '../mapping/issue.ts';
import type { RowContext } from './context.ts';
import { labelProblem } from './key-syntax.ts';
import * as keys from './keys.ts';
import { labelValue } from './names.ts';

/** The label maps of Machine API that share a Cluster API label map. */
export interface LabelSlots {
  labels?: StringMap | undefined;
  nodeLabels?: StringMap | undefined;
}

/**
 * Where the labels stand. `object`: metadata of a Machine or MachineSet, from which tools' own labels are never copied.
 * `template`: they become labels of machines.
 */
export type LabelPlace = 'object' | 'template';

/**
 * Labels of a Machine, a MachineSet or its template. Roles become node-role labels; `spec.metadata.labels`, which Machine
 * API puts on the Node, joins them; everything else keeps its name. Those that are made anew from the machine are left out.
 */
export function labelRules<P>(place: LabelPlace): KeyedMap<LabelSlots, RowContext<P>> {
  const isDropped = (key: string): boolean =>
    keys.isOwnBookkeeping(key) || (place === 'object' && keys.isToolOwned(key));
  return {
    isDropped,
    added: ({ cluster, object }) => ({
      [keys.clusterName]: cluster.infrastructureName,
      ...(object.setName !== undefined && { [keys.setName]: labelValue(object.setName) }),
    }),

    entries(slots, scope) {
      const { kind } = scope.context.object;
      // The labels of a MachineSet itself are on no machine.
      if (place === 'template' || kind === 'Machine') noteNewOnNode(slots, kind, scope);
      return [...entriesOf('labels', slots?.labels), ...entriesOf('nodeLabels', slots?.nodeLabels)];
    },

    slots(entries) {
      const pick = (slot: string) =>
        entries.filter((entry) => entry.slot === slot).map(({ key, value }) => [key, value]);
      const labels = pick('labels');
      const nodeLabels = pick('nodeLabels');
      return {
        ...(labels.length > 0 && { labels: Object.fromEntries(labels) }),
        ...(nodeLabels.length > 0 && { nodeLabels: Object.fromEntries(nodeLabels) }),
      };
    },

    forward(entry, context): Fate {
      const { slot, key, value } = entry;
      const invalid = labelProblem(key, value);
      if (invalid !== undefined) return { kind: 'refuse', problem: invalid };
      if (keys.isOwnBookkeeping(key)) return { kind: 'drop' };
      if (slot === 'nodeLabels') return nodeLabel(entry, context);
      if (isOtherCluster(key, value, context)) return { kind: 'refuse', problem: otherCluster(value, context) };
      if (isDropped(key)) return { kind: 'drop' };
      if (isRole(key, value)) return { kind: 'to', key: keys.nodeRolePrefix + value, value: '' };
      if (context.object.derivedLabels.has(key)) return { kind: 'drop' };
      return { kind: 'to', key, value };
    },

    backward(map, scope) {
      const { object, cluster } = scope.context;
      const decoded: Entry[] = [];
      for (const [key, value] of Object.entries(map)) {
        const invalid = labelProblem(key, value);
        if (invalid !== undefined) scope.at(key).report(invalid);
        // Machines must keep what their set selects them by.
        const kept = place === 'template' && object.selectorKeys.has(key);
        if (key === keys.clusterName) {
          if (value !== cluster.infrastructureName) {
            scope.at(key).report(otherCluster(value, scope.context));
          } else if (kept) decoded.push({ slot: 'labels', key, value });
        } else if (key === keys.setName && object.setName !== undefined) {
          if (value !== labelValue(object.setName)) scope.at(key).report(otherSet(value, object.setName));
          else if (kept) decoded.push({ slot: 'labels', key, value });
        } else if (isOtherCluster(key, value, scope.context)) scope.at(key).report(otherCluster(value, scope.context));
        else if (isDropped(key) || object.derivedLabels.has(key)) continue;
        else if (key.startsWith(keys.nodeRolePrefix) && value === '') continue;
        else if (keys.isCopiedToNode(key)) {
          decoded.push({ slot: 'nodeLabels', key, value });
          if (kept) decoded.push({ slot: 'labels', key, value });
        } else decoded.push({ slot: 'labels', key, value });
      }
      return [...decoded, ...decodeRoles(map)];
    },
  };
}

/**
 * Roles of a Cluster API machine in Machine API's words. One role is role and type. Of several, worker or master is the
 * role and the first other one the type. All but worker and master (which every Node of that pool has anyway) also
 * become node labels, because Cluster API puts them on the Node and Machine API puts only node labels there.
 */
function decodeRoles(map: StringMap): Entry[] {
  const roles = Object.keys(map)
    .filter((key) => key.startsWith(keys.nodeRolePrefix) && map[key] === '')
    .map((key) => key.slice(keys.nodeRolePrefix.length))
    .sort();
  if (roles.length === 0) return [];
  const main = roles.find(isPoolRole) ?? roles[0] ?? '';
  const second = roles.find((name) => name !== main) ?? main;
  return [
    { slot: 'labels', key: keys.role, value: main },
    { slot: 'labels', key: keys.type, value: second },
    ...roles
      .filter((name) => !isPoolRole(name) || (name !== main && name !== second))
      .map((name) => ({ slot: 'nodeLabels', key: keys.nodeRolePrefix + name, value: '' })),
  ];
}

/** Tells of labels that Cluster API copies to the Node where Machine API did not put them. */
function noteNewOnNode<P>(slots: LabelSlots | undefined, kind: string, scope: Scope<RowContext<P>>): void {
  const told = new Set(Object.keys(slots?.nodeLabels ?? {}));
  for (const [key, value] of Object.entries(slots?.labels ?? {})) {
    const onNode = isRole(key, value) ? keys.nodeRolePrefix + value : key;
    if (!keys.isCopiedToNode(onNode) || told.has(onNode)) continue;
    if (isPoolRole(onNode.slice(keys.nodeRolePrefix.length))) continue;
    told.add(onNode);
    scope.at('labels', key).report({
      code: 'RoleLabelOnNode',
      severity: kind === 'MachineSet' ? 'warning' : 'info',
      value,
      message: `Cluster API puts ${onNode} on the Node as well, by which machine config pools and pods may select it`,
      hint: 'Check what selects Nodes by it. If it is to be there, list it under the node labels (spec.metadata.labels).',
    });
  }
}

function isRole(key: string, value: string): boolean {
  return (key === keys.role || key === keys.type) && value !== '';
}

function isOtherCluster(key: string, value: string, { cluster }: RowContext<unknown>): boolean {
  return key === keys.mapiCluster && value !== cluster.infrastructureName;
}

function otherCluster(value: string, { cluster }: RowContext<unknown>): Problem {
  return {
    code: 'DifferentFromCluster',
    value,
    message: `must be the cluster's infrastructure name, which is ${JSON.stringify(cluster.infrastructureName)}`,
    hint: 'Convert this object with the Infrastructure object of its own cluster.',
  };
}

function otherSet(value: string, setName: string): Problem {
  return {
    code: 'Conflict',
    value,
    message: `must be ${labelValue(setName)}, for the MachineSet ${setName} that owns this Machine`,
    hint: 'Correct the label, or the owner reference.',
  };
}

function isPoolRole(name: string): boolean {
  return name === 'worker' || name === 'master';
}

function nodeLabel({ key, value }: Entry, { object }: { object: { kind: string } }): Fate {
  if (key === keys.clusterName || key === keys.setName) {
    const problem: Problem = {
      code: 'ReservedForClusterApi',
      message: 'Cluster API sets this label itself',
      hint: 'Remove it from the node labels.',
    };
    return { kind: 'refuse', problem };
  }
  if (keys.isCopiedToNode(key)) return { kind: 'to', key, value };
  const flag = `--additional-sync-machine-labels=^${key.replace(/[.\\+*?^$()[\]{}|]/g, '\\$&')}$`;
  const note: Problem = {
    code: 'NodeLabelNotPropagated',
    severity: object.kind === 'MachineSet' ? 'warning' : 'info',
    message:
      'Machine API puts this label on the Node; Cluster API copies it from the Machine only if its core manager is told to, so Nodes of new machines would lack it',
    hint: `Run the Cluster API core manager with ${flag}, or label the Nodes by other means.`,
  };
  return { kind: 'to', key, value, notes: [note] };
}

function entriesOf(slot: string, map: StringMap | undefined): Entry[] {
  return Object.entries(map ?? {}).map(([key, value]) => ({ slot, key, value }));
}

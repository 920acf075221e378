import { keyedMap } from '../codecs/keyed-map.ts';
import { taints } from '../codecs/taints.ts';
import type { Row } from '../mapping/row.ts';
import { rowsFor } from '../mapping/rows.ts';
import { annotationRules } from './annotations.ts';
import type { RowContext } from './context.ts';
import { type LabelPlace, labelRules } from './labels.ts';
import { annotationSamples, labelSamples } from './map-samples.ts';
import type { CapiMachineParts, MapiMachineParts } from './parts.ts';

const objectName = {
  doc: 'Machine API never used it: a Machine is named by its own metadata.',
  hint: 'Remove the field.',
};

/**
 * What a Machine and a MachineSet's template have in common on every platform. `place` says which metadata the labels
 * stand in. Mirrors reference rules of both MachineSpec types; the platform's rows join these.
 */
export function machineRows<P>(place: LabelPlace): Row<RowContext<P>>[] {
  const r = rowsFor<MapiMachineParts, CapiMachineParts, RowContext<P>>();
  return [
    r.group(
      { labels: '$meta.labels', nodeLabels: '$machine.metadata.labels' },
      { labels: '$meta.labels' },
      inOneMap(
        labelRules<P>(place),
        'labels',
        'roles become node-role labels, node labels join the labels, others keep their name',
      ),
      {
        doc: 'Which of them came from where is carried, key by key, where the key does not tell.',
        samples: labelSamples,
        ...mapEquality,
      },
    ),
    r.group(
      {
        annotations: '$meta.annotations',
        nodeAnnotations: '$machine.metadata.annotations',
        preDrain: '$machine.lifecycleHooks.preDrain',
        preTerminate: '$machine.lifecycleHooks.preTerminate',
      },
      { annotations: '$meta.annotations' },
      inOneMap(
        annotationRules<P>(place),
        'annotations',
        'hooks become annotations, autoscaler and delete-machine annotations change their prefix',
      ),
      {
        doc: 'Hooks are a set keyed by name in Machine API; they come back in the order of their names.',
        samples: annotationSamples,
        ...mapEquality,
      },
    ),
    r.refuse('$machine.metadata.name', objectName),
    r.refuse('$machine.metadata.generateName', objectName),
    r.refuse('$machine.metadata.namespace', objectName),
    r.refuse('$machine.metadata.ownerReferences', objectName),
    r.via('$machine.taints', '$machine.taints', taints(), {
      doc: 'Cluster API has taints since 1.12, behind the gate MachineTaintPropagation. Taints change Nodes, so they are never carried.',
    }),
    r.ignore('$machine.authoritativeAPI', { doc: 'Says which API acts: that is migration, not conversion.' }),

    r.fromContext('$machine.clusterName', ({ cluster }) => cluster.infrastructureName, {
      against: "the cluster's infrastructure name",
      hint: 'Convert this object with the Infrastructure object of its own cluster.',
      samples: { required: true },
    }),
    r.refuseCapi('$machine.bootstrap.configRef', {
      doc: 'Machine API boots from a user data secret only; nothing renders a bootstrap configuration.',
      hint: 'Set bootstrap.dataSecretName to the secret with the rendered user data.',
    }),
    r.constant('$machine.deletion.nodeDeletionTimeoutSeconds', 10, {
      absentIsTheSame: true,
      doc: 'Cluster API defaults to 10 s; Machine API has no such time-out to set.',
      hint: 'Remove the field, or set it to 10.',
    }),
    r.refuseCapi('$machine.deletion.nodeDrainTimeoutSeconds', {
      doc: 'Machine API drains without a limit of time.',
      hint: 'Remove the field, or keep this machine on Cluster API.',
    }),
    r.refuseCapi('$machine.deletion.nodeVolumeDetachTimeoutSeconds', {
      doc: 'Machine API has no such limit.',
      hint: 'Remove the field, or keep this machine on Cluster API.',
    }),
    r.refuseCapi('$machine.version', {
      doc: 'In OpenShift the image and its configuration decide the version of a Node, not the Machine.',
      hint: 'Remove the field.',
    }),
    r.refuseCapi('$machine.readinessGates', {
      doc: 'Machine API has no readiness gates.',
      hint: 'Remove the field, or keep this machine on Cluster API.',
    }),
  ];
}

/** In a map of strings a key with the value '' says something; whether the map is there does not (its lens sees to that). */
export const mapEquality = { mapi: { keepEmpty: true }, capi: { keepEmpty: true } } as const;

/** A keyed map whose Cluster API side is a slot of a group. */
export function inOneMap<A, S extends string, P>(
  rules: Parameters<typeof keyedMap<A, RowContext<P>>>[0],
  slot: S,
  rule: string,
) {
  const lens = keyedMap(rules);
  type Wrapped = { [K in S]?: Record<string, string> | undefined };
  const wrap = (map: Record<string, string> | undefined): Wrapped =>
    map === undefined || Object.keys(map).length === 0 ? {} : ({ [slot]: map } as Wrapped);
  const { residues } = lens;
  if (residues === undefined) throw new Error('a keyed map always carries');
  return {
    rule,
    toCapi: (value: A | undefined, scope: Parameters<typeof lens.toCapi>[1]) => wrap(lens.toCapi(value, scope)),
    toMapi: (value: Wrapped | undefined, scope: Parameters<typeof lens.toMapi>[1]) =>
      lens.toMapi(value?.[slot], scope.at(slot)),
    canonMapi: (value: A | undefined, context: RowContext<P>) => lens.canonMapi?.(value, context),
    canonCapi: (value: Wrapped | undefined, context: RowContext<P>) => lens.canonCapi?.(value?.[slot], context),
    residues: {
      toCapi: {
        keep: (source: A | undefined, target: Wrapped | undefined, context: RowContext<P>) =>
          residues.toCapi.keep(source, target?.[slot], context),
        restore: (
          kept: Parameters<typeof residues.toCapi.restore>[0],
          target: Wrapped | undefined,
          scope: Parameters<typeof lens.toMapi>[1],
        ) => residues.toCapi.restore(kept, target?.[slot], scope.at(slot)),
      },
      toMapi: {
        keep: (source: Wrapped | undefined, target: A | undefined, context: RowContext<P>) =>
          residues.toMapi.keep(source?.[slot], target, context),
        restore: (
          kept: Parameters<typeof residues.toMapi.restore>[0],
          target: A | undefined,
          scope: Parameters<typeof lens.toCapi>[1],
        ) => wrap(residues.toMapi.restore(kept, target, scope)),
      },
    },
  };
}

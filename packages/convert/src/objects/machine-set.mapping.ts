import type { Row } from '../mapping/row.ts';
import { rowsFor } from '../mapping/rows.ts';
import { annotationRules } from './annotations.ts';
import type { RowContext } from './context.ts';
import { labelRules } from './labels.ts';
import { inOneMap, machineRows, mapEquality } from './machine.mapping.ts';
import { setAnnotationSamples } from './map-samples.ts';
import type { CapiSetParts, MapiSetParts } from './parts.ts';
import { selector } from './selector.ts';

const templateName = {
  doc: 'A template has no identity of its own; Machine API never used this.',
  hint: 'Remove the field.',
};

/** A Machine's own rows: the common ones, and what only a Machine has. */
export function machineOnlyRows<P>(): Row<RowContext<P>>[] {
  const r = rowsFor<MapiSetParts, CapiSetParts, RowContext<P>>();
  return [
    ...machineRows<P>('object'),
    r.carryCapi('$machine.minReadySeconds', {
      doc: 'Decides when the Machine counts as available. The MachineSet writes it from its template; Machine API keeps it on the MachineSet only.',
      capi: { zeroIsAbsent: true },
    }),
    ...serverOwned<P>('$meta'),
  ];
}

/** A MachineSet's rows: those of its template's machine, and its own. */
export function machineSetRows<P>(): Row<RowContext<P>>[] {
  const r = rowsFor<MapiSetParts, CapiSetParts, RowContext<P>>();
  return [
    ...machineRows<P>('template'),
    r.group(
      { labels: '$setMeta.labels' },
      { labels: '$setMeta.labels' },
      inOneMap(labelRules<P>('object'), 'labels', "the same, with the cluster's name added"),
      mapEquality,
    ),
    r.group(
      { annotations: '$setMeta.annotations' },
      { annotations: '$setMeta.annotations' },
      inOneMap(
        annotationRules<P>('object'),
        'annotations',
        'autoscaler annotations change their prefix, others keep their name',
      ),
      { samples: setAnnotationSamples, ...mapEquality },
    ),
    r.same('$set.replicas', '$set.replicas', {
      mapi: { absentIs: 1 },
      capi: { absentIs: 1 },
      doc: 'Absent is 1 in Machine API. Written out: Cluster API would take the least size of the autoscaler instead.',
    }),
    r.same('$set.minReadySeconds', '$machine.minReadySeconds', {
      mapi: { zeroIsAbsent: true },
      capi: { zeroIsAbsent: true },
    }),
    r.same('$set.deletePolicy', '$set.deletion.order', {
      mapi: { absentIs: 'Random' },
      capi: { absentIs: 'Random' },
      doc: 'Both sides default to Random.',
    }),
    r.group(
      { labels: '$set.selector.matchLabels', expressions: '$set.selector.matchExpressions' },
      { labels: '$set.selector.matchLabels', expressions: '$set.selector.matchExpressions' },
      selector<P>(),
      { doc: 'The selector changes as the labels that it selects by do.', ...mapEquality },
    ),
    r.ignore('$set.authoritativeAPI', { doc: 'Says which API acts: that is migration, not conversion.' }),
    r.fromContext('$set.clusterName', ({ cluster }) => cluster.infrastructureName, {
      against: "the cluster's infrastructure name",
      hint: 'Convert this object with the Infrastructure object of its own cluster.',
      samples: { required: true },
    }),
    r.refuseCapi('$set.machineNaming', {
      doc: 'Machine API names machines after their set, with a random suffix.',
      hint: 'Remove machineNaming, or keep this MachineSet on Cluster API.',
    }),
    r.refuse('$meta.name', templateName),
    r.refuse('$meta.generateName', templateName),
    r.refuse('$meta.namespace', templateName),
    r.refuse('$meta.ownerReferences', templateName),
    ...serverOwned<P>('$setMeta'),
  ];
}

/** metadata that says who an object is, or that a server or controller writes. Names and owners are handled with the object. */
function serverOwned<P>(meta: '$meta' | '$setMeta'): Row<RowContext<P>>[] {
  const r = rowsFor<MapiSetParts, CapiSetParts, RowContext<P>>();
  const identity = 'Says who the object is; taken over with the object, not as configuration.';
  const server = 'Written by the API server or a controller.';
  const fields = [
    ['name', identity],
    ['namespace', identity],
    ['generateName', identity],
    [
      'ownerReferences',
      'Returned as data: which set owns the machine. Live objects get references with the uids of their own side.',
    ],
    ['finalizers', 'Each side has finalizers of its own.'],
    ['uid', server],
    ['resourceVersion', server],
    ['generation', server],
    ['creationTimestamp', server],
    ['deletionTimestamp', server],
    ['deletionGracePeriodSeconds', server],
    ['managedFields', server],
    ['selfLink', server],
  ] as const;
  return fields.flatMap(([field, doc]) => [
    r.ignore(`${meta}.${field}`, { doc }),
    r.ignoreCapi(`${meta}.${field}`, { doc }),
  ]);
}

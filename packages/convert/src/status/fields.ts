import type { StatusField } from './result.ts';

const kept = 'Kept as it is:';

/**
 * Status of a Machine, field by field, for docs and for the coverage test. A pair of paths is converted both ways unless the
 * text says otherwise; a path alone has no counterpart.
 */
export const machineStatusFields: readonly StatusField[] = [
  {
    mapi: 'phase',
    capi: 'phase',
    doc: 'The same word. Deleted comes back as Deleting and Updating as Running; for Pending and Unknown Machine API has no phase. A phase that Cluster API lacks is written as Unknown, with a warning.',
  },
  { mapi: 'nodeRef.name', capi: 'nodeRef.name', doc: 'The same name.' },
  { mapi: 'nodeRef.kind', doc: 'Written as Node.' },
  { mapi: 'nodeRef.apiVersion', doc: 'Written as v1.' },
  { mapi: 'nodeRef.uid', doc: 'Cluster API has the name alone. Kept while the name stays the same.' },
  { mapi: 'nodeRef.namespace', doc: 'Not converted: a Node has none.' },
  { mapi: 'nodeRef.fieldPath', doc: 'Not converted: the whole Node is meant.' },
  { mapi: 'nodeRef.resourceVersion', doc: 'Not converted: nobody follows it.' },
  { mapi: 'lastUpdated', capi: 'lastUpdated', doc: 'The same time.' },
  {
    mapi: 'addresses',
    capi: 'addresses',
    doc: 'The same list; Hostname, ExternalIP, InternalIP, ExternalDNS and InternalDNS. Another type, or no address, is an error.',
  },
  { mapi: 'errorReason', capi: 'deprecated.v1beta1.failureReason', doc: 'The same value.' },
  {
    mapi: 'errorMessage',
    capi: 'deprecated.v1beta1.failureMessage',
    doc: 'The same text, cut to 10240 characters with a warning, which is what Cluster API holds.',
  },
  {
    capi: 'initialization.infrastructureProvisioned',
    doc: 'True in the phases Provisioned, Running and Deleting; unset without a phase. Not read on the way back, where the phase says it.',
  },
  {
    capi: 'initialization.bootstrapDataSecretCreated',
    doc: 'True in the phases Running and Deleting; unset without a phase. Not read on the way back.',
  },
  {
    capi: 'conditions',
    doc: 'Made anew from phase, nodeRef and deletionTimestamp: Available, BootstrapConfigReady, Deleting, InfrastructureReady, NodeReady and Ready. Others (UpToDate, NodeHealthy, Paused) are kept.',
  },
  {
    capi: 'deprecated.v1beta1.conditions',
    doc: 'Made anew from the phase: BootstrapReady, InfrastructureReady and Ready. Others are kept.',
  },
  {
    mapi: 'conditions',
    doc: `${kept} InstanceExists, Drained, Drainable, Terminable and their like say what the Machine API controller saw and did, and it writes them anew when it takes over; Synchronized belongs to sync, Paused to that controller.`,
  },
  { mapi: 'lastOperation', doc: `${kept} what the Machine API controller did last.` },
  {
    mapi: 'providerStatus',
    doc: "Converted with the infra machine's status, field by field as the platform's table says.",
  },
  { mapi: 'authoritativeAPI', doc: `${kept} the operator owns it.` },
  { mapi: 'synchronizedAPI', doc: `${kept} the operator owns it.` },
  { mapi: 'synchronizedGeneration', doc: `${kept} the operator owns it.` },
  { capi: 'observedGeneration', doc: `${kept} the generation of another object means nothing here.` },
  {
    capi: 'nodeInfo',
    doc: 'Left out: while Machine API acts nobody would keep it up to date. The Cluster API controller reads it from the Node when it takes over.',
  },
  { capi: 'certificatesExpiryDate', doc: 'Left out, as nodeInfo.' },
  { capi: 'deletion', doc: 'Left out: the drain that it tells of is not one that Machine API began.' },
];

/** Status of a MachineSet, field by field; as `machineStatusFields`. */
export const machineSetStatusFields: readonly StatusField[] = [
  { mapi: 'replicas', capi: 'replicas', doc: 'The same number; absent is 0, which is always written.' },
  { mapi: 'readyReplicas', capi: 'readyReplicas', doc: 'The same number; absent is 0.' },
  { capi: 'deprecated.v1beta1.readyReplicas', doc: 'As readyReplicas; read only where that is not there.' },
  { mapi: 'availableReplicas', capi: 'availableReplicas', doc: 'The same number; absent is 0.' },
  { capi: 'deprecated.v1beta1.availableReplicas', doc: 'As availableReplicas; read only where that is not there.' },
  { mapi: 'fullyLabeledReplicas', capi: 'deprecated.v1beta1.fullyLabeledReplicas', doc: 'The same number.' },
  {
    capi: 'upToDateReplicas',
    doc: 'Written as 0. Cluster API counts machines whose condition UpToDate is True, and nothing sets that on the machines of a set without a MachineDeployment: its own controller counts 0 as well.',
  },
  {
    mapi: 'labelSelector',
    capi: 'selector',
    doc: "Written from the target's own spec.selector, since it must select the machines of its side; from the source's where the target is yet to be made.",
  },
  { mapi: 'errorReason', capi: 'deprecated.v1beta1.failureReason', doc: 'The same value.' },
  {
    mapi: 'errorMessage',
    capi: 'deprecated.v1beta1.failureMessage',
    doc: 'The same text, cut to 10240 characters with a warning, which is what Cluster API holds.',
  },
  {
    capi: 'conditions',
    doc: 'Made anew from the counters: Deleting, MachinesReady (ready is spec.replicas), MachinesUpToDate (fully labeled is spec.replicas), ScalingDown and ScalingUp. Others (Paused, Remediating) are kept.',
  },
  {
    capi: 'deprecated.v1beta1.conditions',
    doc: 'Made anew from the counters: MachinesCreated, MachinesReady, Ready and Resized. Others are kept.',
  },
  { mapi: 'conditions', doc: `${kept} Synchronized belongs to sync, Paused to the Machine API controller.` },
  { mapi: 'observedGeneration', doc: `${kept} the generation of another object means nothing here.` },
  { capi: 'observedGeneration', doc: `${kept} the generation of another object means nothing here.` },
  { mapi: 'authoritativeAPI', doc: `${kept} the operator owns it.` },
  { mapi: 'synchronizedAPI', doc: `${kept} the operator owns it.` },
  { mapi: 'synchronizedGeneration', doc: `${kept} the operator owns it.` },
];

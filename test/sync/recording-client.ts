import { type KubeClient, type ObjectRef, refOf } from '@capstan/kube';

/** A write that was asked for. */
export interface RecordedWrite {
  readonly verb: 'create' | 'patch' | 'delete' | 'apply' | 'update';
  readonly kind: string;
  readonly name: string;
  readonly subresource: string;
}

/** A client that remembers the writes that went through it, in order; Events, Leases and dry runs aside. `landed` are those that were not refused. */
export function recordingClient(
  client: KubeClient,
): KubeClient & { readonly writes: RecordedWrite[]; readonly landed: RecordedWrite[] } {
  const writes: RecordedWrite[] = [];
  const landed: RecordedWrite[] = [];
  const note = (
    verb: RecordedWrite['verb'],
    { kind, name }: ObjectRef,
    { dryRun = false, subresource = '' }: { readonly dryRun?: boolean; readonly subresource?: string } = {},
  ): (<T>(answer: T) => T) => {
    const counts = !dryRun && kind !== 'Event' && kind !== 'Lease';
    const write = { verb, kind, name, subresource };
    if (counts) writes.push(write);
    return (answer) => {
      if (counts) landed.push(write);
      return answer;
    };
  };
  return {
    ...client,
    writes,
    landed,
    create(object, options) {
      return client.create(object, options).then(note('create', refOf(object), options));
    },
    apply(object, options) {
      return client.apply(object, options).then(note('apply', refOf(object), options));
    },
    applyStatus(object, options) {
      return client
        .applyStatus(object, options)
        .then(note('apply', refOf(object), { ...options, subresource: 'status' }));
    },
    mergePatch(ref, patch, options) {
      return client.mergePatch(ref, patch, options).then(note('patch', ref, options));
    },
    delete(ref, options) {
      return client.delete(ref, options).then(note('delete', ref));
    },
  };
}

/** Writes as text, one a line: `patch Machine/a status`. */
export function writesText(writes: readonly RecordedWrite[]): string[] {
  return writes.map(({ verb, kind, name, subresource }) => `${verb} ${kind}/${name} ${subresource}`.trim());
}

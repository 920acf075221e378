import { type KubeClient, type ObjectRef, refOf } from '@capstan/kube';

/** A write that was asked for. */
export interface RecordedWrite {
  readonly verb: 'create' | 'patch' | 'delete' | 'apply' | 'update';
  readonly kind: string;
  readonly name: string;
  readonly subresource: string;
}

/** A client that remembers the writes that went through it, in order; Events, Leases and dry runs aside. */
export function recordingClient(client: KubeClient): KubeClient & { readonly writes: RecordedWrite[] } {
  const writes: RecordedWrite[] = [];
  const note = (
    verb: RecordedWrite['verb'],
    { kind, name }: ObjectRef,
    { dryRun = false, subresource = '' }: { readonly dryRun?: boolean; readonly subresource?: string } = {},
  ): void => {
    if (!dryRun && kind !== 'Event' && kind !== 'Lease') writes.push({ verb, kind, name, subresource });
  };
  return {
    ...client,
    writes,
    create(object, options) {
      note('create', refOf(object), options);
      return client.create(object, options);
    },
    apply(object, options) {
      note('apply', refOf(object), options);
      return client.apply(object, options);
    },
    applyStatus(object, options) {
      note('apply', refOf(object), { ...options, subresource: 'status' });
      return client.applyStatus(object, options);
    },
    mergePatch(ref, patch, options) {
      note('patch', ref, options);
      return client.mergePatch(ref, patch, options);
    },
    delete(ref, options) {
      note('delete', ref);
      return client.delete(ref, options);
    },
  };
}

/** Writes as text, one a line: `patch Machine/a status`. */
export function writesText(writes: readonly RecordedWrite[]): string[] {
  return writes.map(({ verb, kind, name, subresource }) => `${verb} ${kind}/${name} ${subresource}`.trim());
}

import { type Change, type Difference, differences, resourceOf } from '@capstan/operator';
import { shortValue } from '../issue-text.ts';
import { formatTable } from '../output/table.ts';
import { allTopics, findFields, type Topic } from './explain-topics.ts';

/** The differences of a change with what the mapping tables say of each field. */
export function changedFields({ before, after }: Change) {
  const object = before ?? after;
  const fields = before === undefined || after === undefined ? [] : differences(before, after);
  return {
    object: object && {
      apiVersion: object.apiVersion,
      kind: object.kind,
      namespace: object.metadata.namespace ?? '',
      name: object.metadata.name,
    },
    is: before === undefined ? 'missing' : after === undefined ? 'unwanted' : 'different',
    fields: fields.map(({ path, before: live, after: converted }) => ({
      path,
      ...(live !== undefined && { live }),
      ...(converted !== undefined && { converted }),
      doc: docOf(object?.kind ?? '', path),
    })),
  };
}

/** A table of fields: what is there, what their source converts to, and what the field's row says. */
export function fieldsTable(changes: readonly Change[]): string {
  if (changes.length === 0) return '';
  const rows = changes.flatMap((change): string[][] => {
    const object = change.before ?? change.after;
    const name = object === undefined ? '' : `${resourceOf(object)}/${object.metadata.name}`;
    const { is, fields } = changedFields(change);
    if (is === 'missing') return [[name, '', 'missing', 'made', 'see capstan diff without --fields']];
    if (is === 'unwanted') return [[name, '', 'there', 'gone', '']];
    return fields.map(({ path, live, converted, doc }) => [name, path, cell(live), cell(converted), doc]);
  });
  return formatTable(['OBJECT', 'FIELD', 'LIVE', 'CONVERTED', 'WHAT IT IS'], rows);
}

function cell(value: Difference['before']): string {
  return value === undefined ? '-' : shortValue(value);
}

/** Fields of the operator itself, which no table has. */
const own: readonly (readonly [start: string, doc: string])[] = [
  ['metadata.finalizers', 'sync holds both halves while the pair exists'],
  ['metadata.ownerReferences', 'an owner on each side has its counterpart on the other'],
  ['metadata.annotations["cluster.x-k8s.io/paused"]', 'who does not act is paused'],
  ['metadata.annotations["capstan.openshift.io/', 'kept by the operator'],
  ['metadata.labels["capstan.openshift.io/', 'kept by the operator'],
];

function docOf(kind: string, path: string): string {
  const known = own.find(([start]) => path.startsWith(start));
  if (known !== undefined) return known[1];
  const [found] = findFields(`${kind}.${path}`, topics());
  return found === undefined ? '' : (found.doc ?? found.rule ?? '');
}

let all: readonly Topic[] | undefined;

function topics(): readonly Topic[] {
  all ??= allTopics();
  return all;
}

import {
  type AnyPlatform,
  machineSetStatusFields,
  machineStatusFields,
  type Outcome,
  platforms,
  type StatusField,
} from '@capstan/convert';
import { type DescribedField, describeMachine, describeMachineSet, describePlatform } from '@capstan/convert/docs';
import { isNear } from '../near.ts';
import { words } from './explain-words.ts';

/** A place in an object of one side. */
export interface Place {
  readonly kind: string;
  readonly path: string;
}

/** A field that can be explained: one that a table has, or one of status. */
export interface Topic extends Pick<DescribedField, 'mapi' | 'capi' | 'doc' | 'hint' | 'equal' | 'only' | 'whole'> {
  readonly table: string;
  /** Undefined for a field of status. */
  readonly outcome?: Outcome | undefined;
  readonly rule?: string | undefined;
}

/** Kinds that may be given, and what is listed for each. Templates hold what their machines do. */
const kinds: ReadonlyMap<string, { readonly name: string; fields(): Topic[] }> = new Map(
  [
    { name: 'Machine', fields: () => topics(describeMachine()) },
    { name: 'MachineSet', fields: () => topics(describeMachineSet()) },
    ...platforms.flatMap((platform) =>
      [platform.provider.kind, platform.infra.machineKind, platform.infra.templateKind].map((name) => ({
        name,
        fields: () => topics(describePlatform(platform)),
      })),
    ),
    ...platforms.map((platform) => ({ name: platform.infra.clusterKind, fields: () => clusterTopics(platform) })),
  ].map((kind) => [kind.name.toLowerCase(), kind]),
);

/** Every kind's name, for hints. */
export const kindNames: readonly string[] = [...kinds.values()].map(({ name }) => name);

/** Every field of every table, and of status. */
export function allTopics(): Topic[] {
  return [
    ...topics([...describeMachine(), ...describeMachineSet(), ...platforms.flatMap(describePlatform)]),
    ...statusTopics('Machine', machineStatusFields, 'status', 'status'),
    ...statusTopics('MachineSet', machineSetStatusFields, 'status', 'status'),
    ...platforms.flatMap(({ type, infra, status }) =>
      statusTopics(type, status.fields, 'status.providerStatus', 'status', infra.machineKind),
    ),
    ...platforms.flatMap(clusterTopics),
  ];
}

/** The fields of a kind; undefined where it is none. Plurals and `machines.machine.openshift.io` are kinds as well. */
export function fieldsOfKind(word: string): Topic[] | undefined {
  const [first = '', ...group] = word.toLowerCase().split('.');
  if (group.length > 0 && !/\.(?:openshift|x-k8s)\.io$/.test(word.toLowerCase())) return undefined;
  return (kinds.get(first) ?? kinds.get(first.replace(/s$/, '')))?.fields();
}

/** The fields that a path means: written in full, or from any field name on; `[0]` and `["key"]` are any item. */
export function findFields(path: string, all: readonly Topic[]): Topic[] {
  const { fields, wanted } = ofKind(withoutItems(path.toLowerCase()), all);
  const pathsOf = ({ mapi, capi }: Topic) =>
    [mapi, capi].flatMap((place) => (place === undefined ? [] : [withoutItems(place.path.toLowerCase())]));
  const where = (matches: (candidate: string) => boolean) => fields.filter((field) => pathsOf(field).some(matches));
  const exactly = where((candidate) => candidate === wanted);
  if (exactly.length > 0) return exactly;
  // A set's template holds what a Machine does.
  const inMachine = wanted.replace(/^spec\.template\.(?=(?:spec|metadata)\b)/, '');
  if (inMachine !== wanted) {
    return findFields(
      inMachine,
      fields.filter(({ table }) => table !== 'MachineSet'),
    );
  }
  const near = where((candidate) => candidate.endsWith(`.${wanted}`) || candidate.startsWith(`${wanted}.`));
  if (near.length > 0) return near;
  const covering = fields.filter(
    (field) => field.whole && pathsOf(field).some((candidate) => wanted.startsWith(`${candidate}.`)),
  );
  return covering.length > 0 ? covering : where((candidate) => candidate.includes(`.${wanted}.`));
}

/** What else there is that reads like a topic that there isn't. */
export function suggest(topic: string, all: readonly Topic[]): string[] {
  const wanted = withoutItems(topic.toLowerCase()).split('.').at(-1) ?? '';
  if (wanted.length < 3) return [];
  const byName = [...new Set([...words.keys(), ...kindNames])].filter((name) => isNear(wanted, name.toLowerCase()));
  const paths = new Set(all.flatMap(({ mapi, capi }) => [mapi, capi].flatMap((place) => place?.path ?? [])));
  const last = (path: string) => withoutItems(path.toLowerCase()).split('.').at(-1) ?? '';
  const byPath = [...paths].filter((path) => isNear(wanted, last(path)));
  const containing = [...paths].filter((path) => last(path).includes(wanted));
  return [...new Set([...byName, ...byPath, ...containing])].slice(0, 3);
}

/** Where a field goes together with others: the counterpart of what holds it, or of its partner in one row. */
export function sharedPlace(field: Topic, side: 'mapi' | 'capi', all: readonly Topic[]): Place | undefined {
  const other = side === 'mapi' ? 'capi' : 'mapi';
  const own = field[other];
  if (field.outcome !== 'mapped' || own === undefined || field.rule?.startsWith('written as')) return undefined;
  const inTable = all.filter((each) => each.table === field.table && each[side] !== undefined);
  const holding = inTable
    .filter((each) => {
      const place = each[other];
      return (
        place?.kind === own.kind && (own.path.startsWith(`${place.path}.`) || own.path.startsWith(`${place.path}[`))
      );
    })
    .toSorted((a, b) => (b[other]?.path.length ?? 0) - (a[other]?.path.length ?? 0));
  const partner = inTable.find(({ rule, doc }) => rule === field.rule && doc === field.doc);
  return (holding[0] ?? (field.rule === 'the same value' ? undefined : partner))?.[side];
}

/** The other places that a field has a part in: a row may join several fields of one side with several of the other. */
export function furtherPlaces(field: Topic, side: 'mapi' | 'capi', all: readonly Topic[]): Place[] {
  const other = side === 'mapi' ? 'capi' : 'mapi';
  return all.flatMap((each) => {
    const place = each[side];
    const isAlone = place !== undefined && each[other] === undefined && each.rule === field.rule;
    const joined = isAlone ? sharedPlace(each, other, all) : undefined;
    return isAlone && joined !== undefined && joined === field[other] ? [place] : [];
  });
}

/** `awsmachine.spec.x`, `Machine spec.x`: a path below a kind; the fields are those of the kind. */
function ofKind(path: string, all: readonly Topic[]): { fields: readonly Topic[]; wanted: string } {
  const [, word = '', rest = ''] = /^([a-z][a-z0-9]*)[. /](.+)$/.exec(path) ?? [];
  const kind = kinds.get(word) ?? kinds.get(word.replace(/s$/, ''));
  if (kind === undefined) return { fields: all, wanted: path };
  const provider = platforms.find((platform) => platform.provider.kind === kind.name);
  if (provider !== undefined) {
    return { fields: all.filter(({ table }) => table === provider.type), wanted: `spec.providerspec.value.${rest}` };
  }
  const template = platforms.find(({ infra }) => infra.templateKind === kind.name);
  const isInTemplate = kind.name === 'MachineSet' && rest.startsWith('spec.template.');
  const sides = new Set([
    kind.name,
    ...(template === undefined ? [] : [template.infra.machineKind]),
    ...(isInTemplate ? ['Machine'] : []),
  ]);
  const fields = all.filter(({ mapi, capi }) => [mapi, capi].some((place) => place && sides.has(place.kind)));
  return { fields, wanted: rest };
}

/** The platform whose table a field stands in; undefined for what all of them have. */
export function platformName({ table }: Topic): string | undefined {
  return platforms.find(({ type }) => table === type || table === statusTable(type))?.type;
}

function statusTable(table: string): string {
  return `${table} status`;
}

/** Without `[0]`, `[]` and `["a.b/c"]`: what a path in a message and a path of a table have in common. */
function withoutItems(path: string): string {
  return path.replace(/\[(?:\d*|"(?:[^"\\]|\\.)*")\]/g, '');
}

/** Rows of fields that are ignored come one a side; said once. */
function topics(fields: readonly DescribedField[]): Topic[] {
  const result: Topic[] = [];
  for (const field of fields) {
    if (field.outcome !== 'ignored') {
      result.push(field);
      continue;
    }
    const before = result.at(-1);
    const isPair = field.capi !== undefined && before?.mapi?.path === field.capi.path && before.doc === field.doc;
    if (isPair) result.pop();
    result.push({ ...(isPair && before), ...field });
  }
  return result;
}

/** The fields of an infra cluster that is made, and where they are from. */
function clusterTopics({ type, infra, cluster }: AnyPlatform): Topic[] {
  return cluster.fields.map(({ path, from }) => ({
    table: type,
    capi: { kind: infra.clusterKind, path },
    rule: `made where there is none: ${from}`,
    whole: true,
  }));
}

function statusTopics(
  table: string,
  fields: readonly StatusField[],
  mapiBase: string,
  capiBase: string,
  capiKind: string = table,
): Topic[] {
  const mapiKind = capiKind === table ? table : 'Machine';
  return fields.map(({ mapi, capi, doc }) => ({
    table: statusTable(table),
    ...(mapi !== undefined && { mapi: { kind: mapiKind, path: `${mapiBase}.${mapi}` } }),
    ...(capi !== undefined && { capi: { kind: capiKind, path: `${capiBase}.${capi}` } }),
    rule: doc,
    whole: true,
  }));
}

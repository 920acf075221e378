import { compact } from '../../mapping/json.ts';
import type { OpenStackScope } from './types.ts';

/** What Machine API can say of a network, a subnet or a security group that it looks for; only subnets have all of it. */
export interface MapiFilter {
  id?: string | undefined;
  name?: string | undefined;
  description?: string | undefined;
  tenantId?: string | undefined;
  projectId?: string | undefined;
  ipVersion?: number | undefined;
  gateway_ip?: string | undefined;
  cidr?: string | undefined;
  ipv6AddressMode?: string | undefined;
  ipv6RaMode?: string | undefined;
  tags?: string | undefined;
  tagsAny?: string | undefined;
  notTags?: string | undefined;
  notTagsAny?: string | undefined;
}

/** The same in Cluster API. */
interface CapiFilter {
  name?: string | undefined;
  description?: string | undefined;
  projectID?: string | undefined;
  ipVersion?: number | undefined;
  gatewayIP?: string | undefined;
  cidr?: string | undefined;
  ipv6AddressMode?: string | undefined;
  ipv6RAMode?: string | undefined;
  tags?: string[] | undefined;
  tagsAny?: string[] | undefined;
  notTags?: string[] | undefined;
  notTagsAny?: string[] | undefined;
}

/** A network, subnet or security group in Cluster API: exactly one of the two, as its CRD insists. */
export interface Reference {
  id?: string | undefined;
  filter?: CapiFilter | undefined;
}

/** A network or subnet in Machine API: the id counts, and the filter only without one. */
export interface MapiReference {
  uuid?: string | undefined;
  filter?: MapiFilter | undefined;
}

/** Fields of filters that openshift/api lists as ignored. */
const ignored = new Set([
  ...['adminStateUp', 'enableDhcp', 'limit', 'marker', 'networkId', 'shared', 'sortDir', 'sortKey', 'status'],
  'subnetpoolId',
]);

/** As the API server checks the format `uuid`, in which hyphens may be left out. */
export function isUuid(id: string): boolean {
  return /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(id);
}

/** Reports an id that Cluster API's CRD refuses for its form. */
export function checkUuid(noun: string, id: string, scope: OpenStackScope): void {
  if (isUuid(id)) return;
  scope.report({
    code: 'InvalidValue',
    value: id,
    message: `is no UUID, and Cluster API takes only that for the id of a ${noun}`,
    hint: `Give the UUID of the ${noun}.`,
  });
}

/** By id, else by filter; undefined where neither says anything, which is left to the caller to judge. */
export function toReference(
  noun: string,
  { uuid, filter }: MapiReference,
  scope: OpenStackScope,
): Reference | undefined {
  const id = uuid || filter?.id;
  if (id) {
    checkUuid(noun, id, uuid ? scope.at('uuid') : scope.at('filter', 'id'));
    warnUnused(filter, uuid ? [] : ['id'], `the ${noun} is named by its id`, scope);
    return { id };
  }
  if (filter === undefined) return undefined;
  warnUnused(
    pick(filter, (name) => ignored.has(name)),
    [],
    'Machine API ignores it',
    scope,
  );
  if (filter.projectId)
    warnUnused(
      pick(filter, (name) => name === 'tenantId'),
      [],
      'projectId counts',
      scope,
    );
  const query = toQuery(filter);
  return query && { filter: query };
}

/** Reports a reference of Cluster API to nothing, or in both ways at once: its CRD would refuse either. */
export function checkReference(noun: string, found: Reference | undefined, scope: OpenStackScope): void {
  const { uuid, filter } = fromReference(found);
  if (uuid === undefined && filter === undefined) {
    scope.report({
      code: 'Required',
      message: `no ${noun} is named`,
      hint: `Name the ${noun} by id or filter.`,
    });
  } else if (found?.id && found.filter !== undefined) {
    scope.at('filter').report({
      code: 'Conflict',
      value: found.filter,
      message: `the ${noun} is named by its id as well, and Cluster API accepts one of the two`,
      hint: 'Remove one.',
    });
  }
  for (const field of ['tags', 'tagsAny', 'notTags', 'notTagsAny'] as const) {
    for (const [index, tag] of found?.filter?.[field]?.entries() ?? []) {
      if (tag === '') scope.at('filter', field, index).report({ value: '', ...emptyTag });
    }
  }
}

const emptyTag = {
  code: 'InvalidValue',
  message: 'Cluster API accepts no empty tag',
  hint: 'Correct the tag, or remove it.',
} as const;

/** The way back, of a reference that was checked. */
export function fromReference(found: Reference | undefined): MapiReference {
  if (found?.id) return { uuid: found.id };
  const filter = found?.filter && fromQuery(found.filter);
  return filter === undefined ? {} : { filter };
}

/** True where Machine API takes a filter for one: any field counts, even one that is ignored when it looks. */
export function isFilter(filter: MapiFilter | undefined): boolean {
  return Object.values(filter ?? {}).some((value) => value !== undefined && value !== '' && value !== 0);
}

function warnUnused(filter: MapiFilter | undefined, used: readonly string[], why: string, scope: OpenStackScope): void {
  for (const [name, value] of Object.entries(filter ?? {})) {
    if (used.includes(name) || value === undefined || value === '' || value === 0) continue;
    scope.at('filter', name).report({
      code: 'DroppedWithoutEffect',
      severity: 'warning',
      value,
      message: `has no effect: ${why}`,
      hint: 'Remove it.',
    });
  }
}

function pick(filter: MapiFilter, wanted: (name: string) => boolean): MapiFilter {
  return Object.fromEntries(Object.entries(filter).filter(([name]) => wanted(name)));
}

function toQuery(filter: MapiFilter): CapiFilter | undefined {
  return compact<CapiFilter>({
    name: filter.name || undefined,
    description: filter.description || undefined,
    projectID: filter.projectId || filter.tenantId || undefined,
    ipVersion: filter.ipVersion || undefined,
    gatewayIP: filter.gateway_ip || undefined,
    cidr: filter.cidr || undefined,
    ipv6AddressMode: filter.ipv6AddressMode || undefined,
    ipv6RAMode: filter.ipv6RaMode || undefined,
    tags: splitTags(filter.tags),
    tagsAny: splitTags(filter.tagsAny),
    notTags: splitTags(filter.notTags),
    notTagsAny: splitTags(filter.notTagsAny),
  });
}

function fromQuery(filter: CapiFilter): MapiFilter | undefined {
  return compact<MapiFilter>({
    name: filter.name || undefined,
    description: filter.description || undefined,
    projectId: filter.projectID || undefined,
    ipVersion: filter.ipVersion || undefined,
    gateway_ip: filter.gatewayIP || undefined,
    cidr: filter.cidr || undefined,
    ipv6AddressMode: filter.ipv6AddressMode || undefined,
    ipv6RaMode: filter.ipv6RAMode || undefined,
    tags: joinTags(filter.tags),
    tagsAny: joinTags(filter.tagsAny),
    notTags: joinTags(filter.notTags),
    notTagsAny: joinTags(filter.notTagsAny),
  });
}

function splitTags(text: string | undefined): string[] | undefined {
  const tags = uniqueTexts(text?.split(','));
  return tags.length === 0 ? undefined : tags;
}

function joinTags(tags: readonly string[] | undefined): string | undefined {
  return uniqueTexts(tags).join(',') || undefined;
}

/** Texts that say something, each once: Cluster API holds tags in sets. */
export function uniqueTexts(texts: readonly string[] | undefined): string[] {
  return [...new Set(texts)].filter((text) => text !== '');
}

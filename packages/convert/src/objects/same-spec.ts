import { asObject, canonicalJson, isObject } from '../mapping/json.ts';
import { parse } from '../mapping/parse.ts';
import type { ApiSide, Parts } from '../mapping/parts.ts';
import { canonicalParts, type Table } from '../mapping/table.ts';
import type { ClusterFacts, RowContext } from './context.ts';
import type { Platform } from './platform.ts';
import { collectIssues, type ObjectKind, takeClusterApiApart, takeMachineApiApart } from './take-apart.ts';
import { stored } from './webhook-defaults.ts';

/** Comparisons of what two objects of one API ask for. Metadata of the objects themselves is never compared. */
export interface SameSpec {
  /**
   * True where two Machine API objects ask for the same. In the provider spec, which no schema keeps clean, an unknown field makes a
   * difference; elsewhere it does not.
   */
  machineApi(kind: ObjectKind, a: Loose, b: Loose): boolean;
  /** True where two Cluster API objects ask for the same, their infra objects aside; `infrastructureRef` is compared. */
  clusterApi(kind: ObjectKind, a: Loose, b: Loose): boolean;
  /**
   * True where two infra machine specs make the same machine: what the API server or the provider's webhook fills in counts as
   * absent, and so do fields that are newer than this release, which nobody here wrote.
   */
  infra(a: unknown, b: unknown): boolean;
  /** As `infra`, and both specs are known to the last field: for templates that another made, where one could make all the difference. */
  knownInfra(a: unknown, b: unknown): boolean;
}

type Loose = { readonly [key: string]: unknown };

const none: ReadonlySet<string> = new Set();

/** Makes the comparisons of one platform and cluster. */
export function makeSameSpec<F>(
  platform: Platform<F>,
  tables: { readonly [K in ObjectKind]: Table<RowContext<F>> },
  facts: F,
  cluster: ClusterFacts,
): SameSpec {
  const contextOf = (kind: ObjectKind, name: string | undefined): RowContext<F> => {
    const unknown = { setName: undefined, selectorKeys: none, derivedLabels: none };
    const machineName = kind === 'Machine' ? name : undefined;
    return { cluster, platform: facts, object: { kind, controlPlane: false, machineName, ...unknown } };
  };
  const form = (kind: ObjectKind, side: ApiSide, parts: Parts, name?: string): string => {
    const { $meta, $setMeta: _, ...rest } = parts;
    // The template's metadata is part of what a set asks for; a machine's own is not.
    const compared = kind === 'MachineSet' ? { ...rest, $meta } : rest;
    return canonicalJson(canonicalParts(tables[kind], side, compared, contextOf(kind, name)));
  };
  const infraTable = { ...tables.MachineSet, rows: platform.rows };
  const infraForm = (value: unknown): string => {
    const metadata = { name: '' };
    const spec = asObject(value) ?? {};
    const object = { apiVersion: platform.infra.apiVersion, kind: platform.infra.machineKind, metadata, spec };
    const filled = stored(object, platform.webhookDefaults ?? []).spec;
    return canonicalJson(canonicalParts(infraTable, 'capi', { value: filled }, contextOf('MachineSet', undefined)));
  };
  return {
    machineApi(kind, a, b) {
      const partsOf = (object: Loose) => takeMachineApiApart(object, kind, collectIssues());
      const [one, other] = [partsOf(a), partsOf(b)];
      const unknown = (parts: Parts) => canonicalJson(unknownIn(platform, parts.value));
      const name = nameOf(a);
      return form(kind, 'mapi', one, name) === form(kind, 'mapi', other, name) && unknown(one) === unknown(other);
    },
    clusterApi(kind, a, b) {
      const formOf = (object: Loose) => {
        const { infrastructureRef, ...parts } = takeClusterApiApart(object, {}, kind, collectIssues());
        const { value: _, ...core } = parts;
        return `${canonicalJson(infrastructureRef)}${form(kind, 'capi', core, nameOf(a))}`;
      };
      return formOf(a) === formOf(b);
    },
    infra: (a, b) => infraForm(a) === infraForm(b),
    knownInfra: (a, b) => isKnown(platform, a) && isKnown(platform, b) && infraForm(a) === infraForm(b),
  };
}

/** What a provider spec has beyond its schema, by place. */
function unknownIn<F>(platform: Platform<F>, value: unknown): { readonly [path: string]: unknown } {
  const found: { [path: string]: unknown } = {};
  parse(platform.provider.shape, isObject(value) ? value : {}, ({ kind, segments, value: odd }) => {
    if (kind === 'unknown') found[JSON.stringify(segments)] = odd;
  });
  return found;
}

function isKnown<F>(platform: Platform<F>, spec: unknown): boolean {
  let known = true;
  parse(platform.infra.shape, spec, () => {
    known = false;
  });
  return known;
}

function nameOf(object: Loose): string | undefined {
  const name = asObject(object['metadata'])?.['name'];
  return typeof name === 'string' ? name : undefined;
}

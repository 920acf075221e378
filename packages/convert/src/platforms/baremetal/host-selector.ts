import type { JsonObject } from '@capstan/api';
import { compact } from '../../mapping/json.ts';
import type { Codec } from '../../mapping/make-row.ts';

/** One requirement of a host's labels. */
interface Requirement {
  key?: string | undefined;
  operator?: string | undefined;
  values?: string[] | undefined;
}

/** Which hosts a machine may run on, by their labels. */
export interface HostSelector {
  matchLabels?: { [key: string]: string } | undefined;
  matchExpressions?: Requirement[] | undefined;
}

/**
 * The same on both sides. CAPM3's CRD wants `values` even where an operator takes none, and its newer version a set of
 * them; an operator keeps its case, since both sides lower it when they use it. An empty selector selects every host.
 */
export function hostSelector<C>(): Codec<HostSelector, HostSelector, C> {
  return {
    rule: 'the same selector; a value that is there twice is carried',
    fields: [
      { mapi: 'matchLabels', capi: 'matchLabels', outcome: 'mapped', rule: 'the same labels', whole: true },
      ...(['key', 'operator', 'values'] as const).map((field) => ({
        mapi: `matchExpressions[].${field}`,
        capi: `matchExpressions[].${field}`,
        outcome: 'mapped' as const,
        rule: field === 'values' ? 'the same values, each once' : 'the same value',
      })),
    ],
    samples: { mapi: samples, capi: samples },
    toCapi: (found) => {
      const matchExpressions = found?.matchExpressions?.map((requirement) => ({
        ...requirement,
        values: [...new Set(requirement.values)],
      }));
      return selectorOf({ matchLabels: found?.matchLabels, matchExpressions });
    },
    toMapi: (found) => selectorOf(found ?? {}),
    canonMapi: canon,
    canonCapi: canon,
  };
}

const samples: readonly JsonObject[] = [
  {},
  { matchLabels: { rack: 'r12', empty: '' } },
  {
    matchLabels: { rack: 'r12' },
    matchExpressions: [{ key: 'gpu.vendor', operator: 'In', values: ['nvidia', 'amd'] }],
  },
  {
    matchExpressions: [
      { key: 'example.com/site', operator: 'notin', values: ['lab'] },
      { key: 'quarantine', operator: '!', values: [] },
      { key: 'cores', operator: 'gt', values: ['31'] },
    ],
  },
];

function selectorOf({ matchLabels, matchExpressions }: HostSelector): HostSelector | undefined {
  return compact<HostSelector>({
    matchLabels: Object.keys(matchLabels ?? {}).length === 0 ? undefined : matchLabels,
    matchExpressions: matchExpressions?.length === 0 ? undefined : matchExpressions,
  });
}

/** A label whose value is '' selects something: pruning must not take it away. */
function canon(selector: HostSelector | undefined): unknown {
  const labels = Object.entries(selector?.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const expressions = selector?.matchExpressions ?? [];
  if (labels.length === 0 && expressions.length === 0) return undefined;
  return { labels, expressions: expressions.map(({ key, operator, values = [] }) => [key, operator, values]) };
}

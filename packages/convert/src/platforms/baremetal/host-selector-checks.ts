import type { Json, JsonObject } from '@capstan/api';
import type { Segment } from '../../mapping/issue.ts';
import { asObject } from '../../mapping/json.ts';
import { keyProblem, labelProblem } from '../../objects/key-syntax.ts';
import type { Check, Finding } from '../../objects/platform.ts';

/** How many values an operator takes; in lower case, as both sides make it before they use it. */
const operators: ReadonlyMap<string, 'some' | 'one' | 'none' | 'integer'> = new Map([
  ['in', 'some'],
  ['notin', 'some'],
  ['exists', 'none'],
  ['!', 'none'],
  ['=', 'one'],
  ['==', 'one'],
  ['!=', 'one'],
  ['gt', 'integer'],
  ['lt', 'integer'],
]);

/**
 * Rules of Kubernetes' labels.NewRequirement. Where one is broken neither side chooses a host, so a machine would wait for
 * ever; and a list of requirements in which keys repeat is what CAPM3's newer version cannot store.
 */
export const hostSelectorChecks: readonly Check[] = [
  {
    rule: 'The labels of a host selector are valid labels.',
    find: (provider) =>
      Object.entries(asObject(selectorOf(provider)['matchLabels']) ?? {}).flatMap(([key, value]) => {
        const problem = labelProblem(key, String(value));
        return problem === undefined ? [] : [at(['matchLabels', key], { ...problem, hint: 'Correct the label.' })];
      }),
  },
  {
    rule: 'The operator of a host selector is In, NotIn, Exists, =, ==, !=, !, gt or lt.',
    find: (provider) =>
      requirementsOf(provider).flatMap(({ operator, place }) =>
        operators.has(operator.toLowerCase())
          ? []
          : [
              at([...place, 'operator'], {
                code: 'InvalidValue',
                value: operator,
                message: `is not an operator that a host is selected by, so no host would be found`,
                hint:
                  operator.toLowerCase() === 'doesnotexist'
                    ? 'Write "!", which both sides understand.'
                    : 'Use one of In, NotIn, Exists, =, ==, !=, !, gt and lt.',
              }),
            ],
      ),
  },
  {
    rule: 'In and NotIn have values, Exists and ! have none, every other operator has one; gt and lt an integer.',
    find(provider) {
      return requirementsOf(provider).flatMap(({ operator, values, place }) => {
        const wanted = operators.get(operator.toLowerCase());
        if (wanted === undefined || isRight(wanted, values)) return [];
        const found = { code: 'InvalidValue', value: values, message: this.rule } as const;
        return [at([...place, 'values'], { ...found, hint: `Give ${operator} the values that it takes.` })];
      });
    },
  },
  {
    rule: 'Keys and values of a requirement are those of labels.',
    find: (provider) =>
      requirementsOf(provider).flatMap(({ key, values, place }) => {
        const ofKey = keyProblem(key);
        if (ofKey !== undefined) return [at([...place, 'key'], ofKey)];
        return values.flatMap((value, index) => {
          const problem = labelProblem(key, value);
          return problem === undefined
            ? []
            : [at([...place, 'values', index], { ...problem, hint: 'Correct the value.' })];
        });
      }),
  },
  {
    rule: 'Every requirement of a host selector has a key of its own.',
    find(provider) {
      const seen = new Set<string>();
      return requirementsOf(provider).flatMap(({ key, place }) => {
        const isAgain = seen.has(key);
        seen.add(key);
        if (!isAgain) return [];
        const hint = 'Say it in one requirement, or put a label of its own on the hosts.';
        return [at([...place, 'key'], { code: 'Duplicate', value: key, message: this.rule, hint })];
      });
    },
  },
];

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly place: readonly Segment[];
}

/** The requirements that are well-formed; of others their shape has been reported. */
function requirementsOf(provider: JsonObject): readonly Requirement[] {
  const list = selectorOf(provider)['matchExpressions'];
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: Json, index): Requirement[] => {
    const { key, operator, values } = asObject(item) ?? {};
    if (typeof key !== 'string' || typeof operator !== 'string') return [];
    const known = Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
    return [{ key, operator, values: known, place: ['matchExpressions', index] }];
  });
}

function selectorOf(provider: JsonObject): JsonObject {
  return asObject(provider['hostSelector']) ?? {};
}

function isRight(wanted: 'some' | 'one' | 'none' | 'integer', values: readonly string[]): boolean {
  if (wanted === 'some') return values.length > 0;
  if (wanted === 'none') return values.length === 0;
  return values.length === 1 && (wanted === 'one' || /^\d+$/.test(values[0] ?? ''));
}

/** The selector stands at the same place on both sides. */
function at(place: readonly Segment[], problem: Omit<Finding, 'at'>): Finding {
  const path = ['hostSelector', ...place];
  return { ...problem, at: path, capiAt: path };
}

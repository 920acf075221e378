import type { Issue, IssueCode, Problem, Segment } from '../mapping/issue.ts';
import { issueOf } from '../mapping/issue-of.ts';
import { deepEqual, isObject } from '../mapping/json.ts';
import type { ApiSide, Parts } from '../mapping/parts.ts';
import type { Root } from '../mapping/row.ts';
import type { PartIssue } from '../mapping/table.ts';
import type { BesideTemplate } from './platform.ts';

/** The two kinds that are converted; both APIs have both. */
export type ObjectKind = 'Machine' | 'MachineSet';

/** Where the parts of an object stand in it. `infra`: in the infra machine or template beside it. */
type Layout = { readonly [R in Root]?: { readonly object: 'self' | 'infra'; readonly prefix: readonly Segment[] } };

const self = (...prefix: Segment[]) => ({ object: 'self', prefix }) as const;
const infra = (...prefix: Segment[]) => ({ object: 'infra', prefix }) as const;

const layouts: { readonly [S in ApiSide]: { readonly [K in ObjectKind]: Layout } } = {
  mapi: {
    Machine: { $meta: self('metadata'), $machine: self('spec'), value: self('spec', 'providerSpec', 'value') },
    MachineSet: {
      $setMeta: self('metadata'),
      $set: self('spec'),
      $meta: self('spec', 'template', 'metadata'),
      $machine: self('spec', 'template', 'spec'),
      value: self('spec', 'template', 'spec', 'providerSpec', 'value'),
    },
  },
  capi: {
    Machine: { $meta: self('metadata'), $machine: self('spec'), value: infra('spec') },
    MachineSet: {
      $setMeta: self('metadata'),
      $set: self('spec'),
      $meta: self('spec', 'template', 'metadata'),
      $machine: self('spec', 'template', 'spec'),
      value: infra('spec', 'template', 'spec'),
    },
  },
};

/** Collects issues as paths of the user's own objects. */
export interface Issues {
  readonly list: Issue[];
  add(problem: Problem, object: 'self' | 'infra', segments: readonly Segment[]): void;
  addPart(issue: PartIssue, side: ApiSide, kind: ObjectKind): void;
  hasErrors(): boolean;
}

/** An empty collection. */
export function collectIssues(): Issues {
  const list: Issue[] = [];
  const add: Issues['add'] = (problem, object, segments) => {
    list.push(issueOf(problem, object, segments));
  };
  return {
    list,
    add,
    addPart({ problem, root, segments }, side, kind) {
      const place = layouts[side][kind][root] ?? self();
      add({ ...problem, at: [] }, place.object, [...place.prefix, ...segments]);
    },
    hasErrors: () => list.some(({ severity }) => severity === 'error'),
  };
}

/** The issues in an order that does not depend on the order of keys in the input: by object, then by path. */
export function sortIssues(list: readonly Issue[]): Issue[] {
  const key = ({ object, path, code, message }: Issue) => [object, path, code, message].join('\u0000');
  return list.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

const objectFields = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

/** Takes a Machine API object apart. What stands where no part reaches is reported here. */
export function takeMachineApiApart(
  object: { readonly [key: string]: unknown },
  kind: ObjectKind,
  issues: Issues,
): Parts {
  const spec = takeSpec(object, issues);
  const base: Segment[] = kind === 'Machine' ? ['spec'] : ['spec', 'template', 'spec'];
  const template = kind === 'Machine' ? undefined : takeTemplate(spec, issues);
  const machine = kind === 'Machine' ? spec : objectAt(template, 'spec', ['spec', 'template'], issues);
  const { providerSpec, ...rest } = machine;
  const value = takeProviderSpec(providerSpec, base, issues);
  if (kind === 'Machine') return { $meta: object['metadata'], $machine: rest, value };
  const { template: _, ...set } = spec;
  return { $setMeta: object['metadata'], $set: set, $meta: template?.['metadata'], $machine: rest, value };
}

/** Takes a Cluster API object and its infra machine or template apart. */
export function takeClusterApiApart(
  object: { readonly [key: string]: unknown },
  infraObject: { readonly [key: string]: unknown },
  kind: ObjectKind,
  issues: Issues,
  besideTemplate: readonly BesideTemplate[] = [],
): Parts & { readonly infrastructureRef: unknown } {
  const spec = takeSpec(object, issues);
  const template = kind === 'Machine' ? undefined : takeTemplate(spec, issues);
  const machine = kind === 'Machine' ? spec : objectAt(template, 'spec', ['spec', 'template'], issues);
  const { infrastructureRef, ...rest } = machine;
  const value = takeInfraSpec(infraObject, kind, issues, besideTemplate);
  if (kind === 'Machine') return { $meta: object['metadata'], $machine: rest, value, infrastructureRef };
  const { template: _, ...set } = spec;
  return {
    $setMeta: object['metadata'],
    $set: set,
    $meta: template?.['metadata'],
    $machine: rest,
    value,
    infrastructureRef,
  };
}

function takeSpec(object: { readonly [key: string]: unknown }, issues: Issues): { readonly [key: string]: unknown } {
  refuseUnknown(object, objectFields, 'self', [], issues);
  return objectAt(object, 'spec', [], issues);
}

function takeTemplate(spec: { readonly [key: string]: unknown }, issues: Issues): { readonly [key: string]: unknown } {
  const template = objectAt(spec, 'template', ['spec'], issues);
  refuseUnknown(template, ['metadata', 'spec'], 'self', ['spec', 'template'], issues);
  return template;
}

function takeProviderSpec(providerSpec: unknown, base: readonly Segment[], issues: Issues): unknown {
  const place = [...base, 'providerSpec'];
  if (!isObject(providerSpec)) {
    const code: IssueCode = providerSpec === undefined || providerSpec === null ? 'Required' : 'InvalidType';
    const problem = {
      code,
      message: 'there is no provider spec, so nothing says what machine this is',
      hint: 'Add providerSpec.value.',
    };
    issues.add(problem, 'self', [...place, 'value']);
    return undefined;
  }
  refuseUnknown(providerSpec, ['value'], 'self', place, issues);
  const { value } = providerSpec;
  if (isObject(value)) return value;
  issues.add(
    {
      code: value === undefined || value === null ? 'Required' : 'InvalidType',
      value,
      message: 'the provider spec must be an object; without it nothing says what machine this is',
      hint: 'Add the provider spec of the platform under providerSpec.value.',
    },
    'self',
    [...place, 'value'],
  );
  return undefined;
}

function takeInfraSpec(
  object: { readonly [key: string]: unknown },
  kind: ObjectKind,
  issues: Issues,
  besideTemplate: readonly BesideTemplate[],
): unknown {
  refuseUnknown(object, objectFields, 'infra', [], issues);
  if (kind === 'Machine') return object['spec'];
  const spec = isObject(object['spec']) ? object['spec'] : {};
  refuseUnknown(spec, ['template', ...besideTemplate.map(({ field }) => field)], 'infra', ['spec'], issues);
  for (const { field, default: absent, doc, hint } of besideTemplate) {
    const value = spec[field] ?? absent;
    if (!deepEqual(value, absent))
      issues.add({ code: 'NotSupported', value, message: doc, hint }, 'infra', ['spec', field]);
  }
  const template = isObject(spec['template']) ? spec['template'] : {};
  refuseUnknown(template, ['metadata', 'spec'], 'infra', ['spec', 'template'], issues);
  const metadata = isObject(template['metadata']) ? template['metadata'] : {};
  for (const field of Object.keys(metadata)) {
    const value = metadata[field];
    if (!isObject(value) || Object.keys(value).length === 0) continue;
    issues.add(
      {
        code: 'NotSupported',
        value,
        message: 'Machine API has no metadata for the infra machine alone',
        hint: 'Put it into the metadata of the MachineSet template, or remove it.',
      },
      'infra',
      ['spec', 'template', 'metadata', field],
    );
  }
  return template['spec'];
}

/** The object at a key; {} and an issue where it is missing or something else. */
function objectAt(
  parent: { readonly [key: string]: unknown } | undefined,
  key: string,
  base: readonly Segment[],
  issues: Issues,
): { readonly [key: string]: unknown } {
  const value = parent?.[key];
  if (isObject(value)) return value;
  const isMissing = value === undefined || value === null;
  issues.add(
    {
      code: isMissing ? 'Required' : 'InvalidType',
      value,
      message: isMissing ? 'is required' : 'must be an object',
      hint: 'Add it.',
    },
    'self',
    [...base, key],
  );
  return {};
}

function refuseUnknown(
  object: { readonly [key: string]: unknown },
  known: readonly string[],
  which: 'self' | 'infra',
  base: readonly Segment[],
  issues: Issues,
): void {
  for (const key of Object.keys(object)) {
    if (known.includes(key) || object[key] === null) continue;
    const problem = {
      code: 'UnknownField',
      value: object[key],
      message: 'no such field',
      hint: 'Correct the name, or remove the field.',
    } as const;
    issues.add(problem, which, [...base, key]);
  }
}

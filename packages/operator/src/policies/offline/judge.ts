import type { JsonObject } from '@capstan/api';
import { asObject, listAt, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { selects } from '../../selects.ts';
import { type PolicyBundle, paramKindOf } from '../live/bundle.ts';
import { type Evaluated, evaluate, type Scope, toCel, variablesOf } from './expression.ts';
import { isAbout, labelsOf } from './matching.ts';
import { type AdmissionRequest, requestScope } from './request.ts';

/** What one rule of a policy has to say about a request that it does not simply let through. */
export interface Ruling {
  readonly policy: string;
  readonly binding: string;
  /** `unknown`: it cannot be said offline. */
  readonly effect: 'refused' | 'warned' | 'audited' | 'unknown';
  /** As the API server would say it. */
  readonly message: string;
  /** The rule or condition that it comes from; '' for a parameter that is missing. */
  readonly expression: string;
}

/** What is in the cluster besides: the objects that policies may have as parameters. */
export type Surroundings = readonly JsonObject[];

/**
 * What policies would say to a request, in the order in which the API server asks them; of several refusals it tells the first. Nothing is
 * sent anywhere. What the API server knows and a file does not is taken as follows: a namespace has the label of its name and no
 * other, and the object is as a client sends it, without defaults of its schema.
 */
export function judge(bundles: readonly PolicyBundle[], request: AdmissionRequest, around: Surroundings): Ruling[] {
  const scope = {
    object: toCel(request.object),
    oldObject: toCel(request.oldObject),
    request: toCel(requestScope(request)),
    namespaceObject: toCel(namespaceObject(request.namespace)),
  };
  return bundles
    .filter(({ policy }) => isAbout(asObject(asObject(policy['spec'])?.['matchConstraints']), request))
    .flatMap(({ policy, bindings }) =>
      bindings
        .filter((binding) => isAbout(asObject(asObject(binding['spec'])?.['matchResources']), request))
        .flatMap((binding) => {
          const params = paramsOf(policy, binding, request, around);
          if (params === 'missing') return fails(policy) ? rule(policy, binding, noParams, '', 'refused') : [];
          return params.flatMap((param) => judgeOne(policy, binding, { ...scope, params: toCel(param) }));
        }),
    );
}

const noParams = 'failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction';

/** Whether what can't be decided is refused. */
function fails(policy: KubeObject): boolean {
  return textAt(policy, 'spec', 'failurePolicy') !== 'Ignore';
}

function judgeOne(policy: KubeObject, binding: KubeObject, scope: Omit<Scope, 'variables'>): Ruling[] {
  const failing = (evaluated: Exclude<Evaluated, { kind: 'value' }>, expression: string): Ruling[] => {
    if (evaluated.kind === 'unsupported') return rule(policy, binding, evaluated.message, expression, 'unknown');
    const message = `expression '${expression}' resulted in error: ${evaluated.message}`;
    return fails(policy) ? rule(policy, binding, message, expression) : [];
  };
  // Conditions know no variables.
  const conditions = listAt(policy, 'spec', 'matchConditions').map((each) => {
    const expression = textAt(each, 'expression') ?? '';
    return { expression, evaluated: evaluate(expression, { ...scope, variables: {} }) };
  });
  if (conditions.some(({ evaluated }) => evaluated.kind === 'value' && evaluated.value === false)) return [];
  for (const { evaluated, expression } of conditions)
    if (evaluated.kind !== 'value') return failing(evaluated, expression);
  const variables = variablesOf(
    listAt(policy, 'spec', 'variables').map((each) => ({
      name: textAt(each, 'name') ?? '',
      expression: textAt(each, 'expression') ?? '',
    })),
    scope,
  );
  const whole = { ...scope, variables };
  return listAt(policy, 'spec', 'validations').flatMap((validation) => {
    const expression = textAt(validation, 'expression') ?? '';
    const evaluated = evaluate(expression, whole);
    if (evaluated.kind !== 'value') return failing(evaluated, expression);
    if (evaluated.value === true) return [];
    return rule(policy, binding, messageOf(validation, expression, whole), expression);
  });
}

/** The API server's limit. */
const mostMessageBytes = 5 * 1024;

/** The message expression's, where it gives a line; else the fixed one; else the API server's own words. */
function messageOf(validation: unknown, expression: string, scope: Scope): string {
  const fixed = (textAt(validation, 'message') ?? `failed expression: ${expression.trim()}`).trim();
  const made = textAt(validation, 'messageExpression');
  const evaluated = made === undefined ? undefined : evaluate(made, scope);
  const text = evaluated?.kind === 'value' && typeof evaluated.value === 'string' ? evaluated.value.trim() : '';
  return text === '' || text.includes('\n') || Buffer.byteLength(text) > mostMessageBytes ? fixed : text;
}

/** By each of the binding's actions; what stops a request by itself is refused whatever they are. */
function rule(
  { metadata: { name: policy } }: KubeObject,
  binding: KubeObject,
  message: string,
  expression: string,
  effect?: Ruling['effect'],
): Ruling[] {
  const effects = { Deny: 'refused', Warn: 'warned', Audit: 'audited' } as const;
  const actions = listAt(binding, 'spec', 'validationActions');
  const told =
    effect === undefined
      ? Object.entries(effects).flatMap(([key, each]) => (actions.includes(key) ? [each] : []))
      : [effect];
  return told.map((each) => ({ policy, binding: binding.metadata.name, effect: each, message, expression }));
}

/** The objects that a policy is asked with, one after the other; one `undefined` for a binding without any. */
function paramsOf(
  policy: KubeObject,
  binding: KubeObject,
  request: AdmissionRequest,
  around: Surroundings,
): readonly (JsonObject | undefined)[] | 'missing' {
  const kind = paramKindOf(policy);
  const ref = asObject(asObject(binding['spec'])?.['paramRef']);
  if (kind === undefined || ref === undefined) return [undefined];
  const name = textAt(ref, 'name');
  const namespace = textAt(ref, 'namespace') ?? request.namespace;
  const found = around.filter((object) => {
    const place = textAt(object, 'metadata', 'namespace');
    if (object['kind'] !== kind.kind || !isSameGroup(object, kind.apiVersion)) return false;
    if (place !== undefined && place !== namespace) return false;
    return name === undefined
      ? selects(asObject(ref['selector']), labelsOf(object))
      : textAt(object, 'metadata', 'name') === name;
  });
  if (found.length > 0) return found;
  return textAt(ref, 'parameterNotFoundAction') === 'Allow' ? [] : 'missing';
}

function isSameGroup(object: JsonObject, apiVersion: string): boolean {
  const group = (version: string) => (version.includes('/') ? version.slice(0, version.indexOf('/')) : '');
  return group(textAt(object, 'apiVersion') ?? '') === group(apiVersion);
}

function namespaceObject(name: string): JsonObject | undefined {
  if (name === '') return undefined;
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'kubernetes.io/metadata.name': name } } };
}

import type { ObjectShape, Shape } from '@capstan/api';
import { type AnyPlatform, platforms } from '@capstan/convert';
import { type DeniedField, deniedFields } from '@capstan/convert/docs';
import { literal } from './cel.ts';
import { fieldsOf, holds, type Limit } from './is-set.ts';
import { clusterApi, infrastructureOf } from './objects.ts';
import type { Condition, Policy, Rule } from './policy.ts';

const both = {
  in: ['clusterApi'],
  operations: ['CREATE', 'UPDATE'],
  // As in-tree, whoever asks and whether or not there is a twin.
  exempt: 'nobody',
  action: 'Deny',
  onFailure: 'Fail',
} as const;

/** The spec of the machine that an object is, or that a set or template makes; and how a user finds it. */
function machineVariables(machineAt: string, isDirect: string): Condition[] {
  const at = (root: string) =>
    `${isDirect} ? (has(${root}.spec) ? ${root}.spec : {}) : (has(${root}.spec) && has(${root}.spec.template) && has(${root}.spec.template.spec) ? ${root}.spec.template.spec : {})`;
  return [
    { name: 'machine', expression: at('object') },
    { name: 'machineBefore', expression: `oldObject == null ? {} : (${at('oldObject')})` },
    { name: 'at', expression: `${isDirect} ? ${literal('spec')} : ${literal(machineAt)}` },
  ];
}

/**
 * A field that was there before may stay as it was: an object from before the policy would else be locked, its finalizers too.
 */
function ruleFor(limit: Limit, roots: { readonly now: string; readonly before: string; readonly at?: string }): Rule {
  const path = limit.steps.join('.');
  const says = limit.only === undefined ? `${path} is a forbidden field` : `${path} may only be ${limit.only}`;
  const { now, before, at } = roots;
  const fields = fieldsOf(limit);
  const there = (root: string) =>
    fields.map((_, index) => `has(${[root, ...fields.slice(0, index + 1)].join('.')})`).join(' && ');
  const stays = `(${there(before)}) && (${there(now)}) && ${[before, ...fields].join('.')} == ${[now, ...fields].join('.')}`;
  return {
    expression: `(${holds(limit, now)}) || (${stays})`,
    message: `spec.${says}`,
    ...(at !== undefined && { messageExpression: `${at} + ${literal(`.${says}`)}` }),
  };
}

const ofMachine = { now: 'variables.machine', before: 'variables.machineBefore', at: 'variables.at' };

function limitOf({ path, only, falseIsAbsent = false }: DeniedField, shape: ObjectShape | undefined): Limit {
  const steps = path.split('.').slice(1);
  if (only !== undefined && typeof only !== 'string' && typeof only !== 'number' && typeof only !== 'boolean')
    throw new TypeError(`${path}: only a plain value can be compared`);
  return { steps, ...(only !== undefined && { only }), falseIsAbsent, shape: shapeAt(shape, steps) };
}

function shapeAt(shape: Shape | undefined, [step, ...rest]: readonly string[]): Shape | undefined {
  if (step === undefined || shape?.type !== 'object') return step === undefined ? shape : undefined;
  const field = shape.fields[step.replace('[]', '')];
  return shapeAt(step.endsWith('[]') && field?.type === 'array' ? field.items : field, rest);
}

const placeOf = ({ kind, path }: DeniedField) => `${kind} ${path}`;

/** What no platform's tables can take to Machine API. */
const everywhere = deniedFields(platforms[0] ?? neverEmpty()).filter((field) =>
  platforms.every((platform) => deniedFields(platform).some((other) => placeOf(other) === placeOf(field))),
);

const isSet: Condition = { name: 'is-a-set', expression: "object.kind == 'MachineSet'" };

const generic: Policy = {
  ...both,
  name: 'unsupported-fields',
  doc: 'Machines that say what Machine API cannot say could never be handed to it.',
  subjects: [clusterApi.machines, clusterApi.machineSets],
  conditions: [],
  variables: machineVariables('spec.template.spec', "object.kind != 'MachineSet'"),
  rules: everywhere.map((field) => {
    const limit = limitOf(field, undefined);
    if (field.kind === 'Machine') return ruleFor(limit, ofMachine);
    const { expression, ...said } = ruleFor(limit, { now: 'variables.spec', before: 'variables.specBefore' });
    return { ...said, expression: `!(${isSet.expression}) || ${expression}` };
  }),
};

/** The infra machines of a platform and, where its tables refuse more of the Machine than others, the Machines that refer to them. */
function ofPlatform(platform: AnyPlatform): Policy[] {
  const { machineKind, templateKind, shape } = platform.infra;
  const denied = deniedFields(platform);
  const own = denied.filter((field) => !everywhere.some((other) => placeOf(other) === placeOf(field)));
  const suffix = platform.type.toLowerCase();
  const isDirect = `object.kind == ${literal(machineKind)}`;
  const infra: Policy = {
    ...both,
    name: `unsupported-fields-${suffix}`,
    doc: `${machineKind}s and their templates that say what Machine API cannot say could never be handed to it.`,
    platform: platform.type,
    subjects: [infrastructureOf(platform)],
    conditions: [],
    variables: machineVariables('spec.template.spec', isDirect),
    rules: own.flatMap((field) => {
      if (field.kind === machineKind) return [ruleFor(limitOf(field, shape), ofMachine)];
      if (field.kind !== templateKind) return [];
      const { expression, ...said } = ruleFor(limitOf(field, undefined), {
        now: 'variables.spec',
        before: 'variables.specBefore',
      });
      return [{ ...said, expression: `object.kind != ${literal(templateKind)} || ${expression}` }];
    }),
  };
  const ofMachines = own.filter(({ kind }) => kind === 'Machine');
  if (ofMachines.length === 0) return [infra];
  const reference = 'variables.machine.infrastructureRef';
  const isOfPlatform = `has(${reference}) && has(${reference}.kind) && ${reference}.kind in ${JSON.stringify([machineKind, templateKind])}`;
  return [
    infra,
    {
      ...generic,
      name: `unsupported-machine-fields-${suffix}`,
      doc: `Machines on ${platform.type} that say what Machine API cannot say there could never be handed to it.`,
      platform: platform.type,
      rules: ofMachines.map((field) => {
        const { expression, ...said } = ruleFor(limitOf(field, undefined), ofMachine);
        return { ...said, expression: `!(${isOfPlatform}) || ${expression}` };
      }),
    },
  ];
}

/** What Machine API cannot hold, after the tables by which objects are converted: a new row is a new rule. */
export const unsupportedFields: readonly Policy[] = [generic, ...platforms.flatMap(ofPlatform)];

function neverEmpty(): never {
  throw new Error('there is no platform');
}

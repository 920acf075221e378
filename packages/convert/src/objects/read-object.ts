import { asObject, isObject } from '../mapping/json.ts';
import { isObjectName } from './key-syntax.ts';
import type { Issues, ObjectKind } from './take-apart.ts';

/** A Machine or MachineSet whose type and name are known. */
export interface ReadObject {
  readonly kind: ObjectKind;
  readonly name: string;
  readonly value: { readonly [key: string]: unknown };
}

/** Reads who the object is; undefined, with an issue, where it is nothing that can be converted. */
export function readObject(
  source: unknown,
  group: string,
  versions: readonly string[],
  issues: Issues,
): ReadObject | undefined {
  const value = isObject(source) ? source : {};
  const { apiVersion, kind, metadata } = value;
  const accepted = versions.map((version) => `${group}/${version}`);
  if (typeof apiVersion !== 'string' || !accepted.includes(apiVersion)) {
    issues.add(
      {
        code: 'WrongKind',
        value: apiVersion,
        message: `must be ${accepted.join(' or ')}`,
        hint: `Get the object in that version: oc get ${kind === 'Machine' ? 'machines' : 'machinesets'}.${versions[0]}.${group} -A -o yaml.`,
      },
      'self',
      ['apiVersion'],
    );
    return undefined;
  }
  if (kind !== 'Machine' && kind !== 'MachineSet') {
    const problem = {
      code: 'WrongKind',
      value: kind,
      message: 'must be Machine or MachineSet',
      hint: 'Convert those kinds.',
    } as const;
    issues.add(problem, 'self', ['kind']);
    return undefined;
  }
  const name = isObject(metadata) ? metadata['name'] : undefined;
  if (typeof name !== 'string' || name === '') {
    issues.add({ code: 'Required', value: name, message: 'the object has no name', hint: 'Name it.' }, 'self', [
      'metadata',
      'name',
    ]);
    return undefined;
  }
  if (!isObjectName(name)) {
    const message =
      'a name has at most 253 lower-case letters, digits, - or ., and begins and ends with a letter or digit';
    issues.add({ code: 'InvalidValue', value: name, message, hint: 'Correct the name.' }, 'self', ['metadata', 'name']);
    return undefined;
  }
  return { kind, name, value };
}

/** The infra machine or template that belongs to an object; undefined where it is missing, or, with an issue, another. */
export function readInfra(
  source: unknown,
  kind: string,
  apiVersion: string,
  issues: Issues,
): { readonly [key: string]: unknown } | undefined {
  if (!isObject(source) || (source['kind'] === kind && source['apiVersion'] === apiVersion)) {
    return isObject(source) ? source : undefined;
  }
  const message = `must be ${kind} ${apiVersion}`;
  const hint = 'Get the object in that version.';
  issues.add({ code: 'WrongKind', value: source['apiVersion'], message, hint }, 'infra', ['apiVersion']);
  return undefined;
}

/** What a reference to an infra machine or template must say, and whether what it refers to is there. */
interface ExpectedInfra {
  readonly kind: string;
  /** The name that Machine API implies: a Machine's own. */
  readonly name: string | undefined;
  readonly isThere: boolean;
}

/** The reference to the infra machine must be what Machine API implies, and lead somewhere; the first cause alone is said. */
export function checkInfrastructureRef(
  found: unknown,
  { kind, name, isThere }: ExpectedInfra,
  owner: ObjectKind,
  issues: Issues,
): void {
  // What should hold the reference is not there, which has been said.
  if (found === undefined && issues.hasErrors()) return;
  const reference = isObject(found) ? found : {};
  const base = owner === 'Machine' ? ['spec', 'infrastructureRef'] : ['spec', 'template', 'spec', 'infrastructureRef'];
  const expected = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind, ...(name !== undefined && { name }) };
  for (const [field, value] of Object.entries(expected)) {
    if (reference[field] === value) continue;
    const problem = {
      code: field === 'name' ? 'Conflict' : 'WrongKind',
      value: reference[field],
      message: `must be ${value}`,
      hint:
        field === 'name'
          ? 'Machine API has one name for both objects of a machine; only machines whose infra machine has theirs can be moved.'
          : 'Correct the reference.',
    } as const;
    issues.add(problem, 'self', [...base, field]);
  }
  const unknown = Object.keys(reference).filter((field) => !['apiGroup', 'kind', 'name'].includes(field));
  for (const field of unknown) {
    issues.add(
      { code: 'UnknownField', value: reference[field], message: 'no such field', hint: 'Remove it.' },
      'self',
      [...base, field],
    );
  }
  if (isThere || issues.hasErrors()) return;
  const referred = reference['name'];
  if (typeof referred !== 'string' || referred === '') {
    const message = `must name the ${kind}`;
    issues.add({ code: 'Required', value: referred, message, hint: 'Correct the reference.' }, 'self', [
      ...base,
      'name',
    ]);
    return;
  }
  const message = `the ${kind} ${referred} that this refers to is not part of the input`;
  const hint = `Add it: oc get ${kind.toLowerCase()}s.infrastructure.cluster.x-k8s.io -A -o yaml.`;
  issues.add({ code: 'MissingObject', message, hint }, 'self', base);
}

/** What an infra machine is tied to by its annotations must be said on its Machine, where Machine API would look for it. */
export function checkTies(
  keys: readonly string[],
  machine: { readonly [key: string]: unknown },
  infra: { readonly [key: string]: unknown } | undefined,
  issues: Issues,
): void {
  const annotationsOf = (object: unknown) => asObject(asObject(asObject(object)?.['metadata'])?.['annotations']);
  for (const key of keys) {
    const value = annotationsOf(infra)?.[key];
    if (value === undefined || value === null || value === annotationsOf(machine)?.[key]) continue;
    const problem = {
      code: 'NotSupported',
      value,
      message: 'ties the infra machine to something that its Machine does not name, so Machine API would take another',
      hint: 'Keep this machine on Cluster API, and make a new one under Machine API.',
    } as const;
    issues.add(problem, 'infra', ['metadata', 'annotations', key]);
  }
}

/** The owner references that are objects. */
export function references(object: {
  readonly [key: string]: unknown;
}): readonly { readonly [key: string]: unknown }[] {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  return Array.isArray(metadata['ownerReferences']) ? metadata['ownerReferences'].filter(isObject) : [];
}

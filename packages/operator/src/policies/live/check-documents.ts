import type { JsonObject } from '@capstan/api';
import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { admissionVersion, bindingKind, type PolicyBundle, policyKind } from './bundle.ts';
import type { Fault, PolicyDocument } from './parse-documents.ts';
import { notTransported, policyNames } from './policy-names.ts';

type Checked =
  | { readonly ok: true; readonly bundle: PolicyBundle }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** The bundle of a key, whose policy has to be called as the key says; or all that is wrong with its documents. */
export function checkDocuments(name: string, documents: readonly PolicyDocument[]): Checked {
  const faults: Fault[] = [];
  const policies: KubeObject[] = [];
  const bindings: KubeObject[] = [];
  for (const document of documents) {
    const { line, lineOf } = document;
    const add = (message: string, path: readonly string[] = []) => faults.push({ line: lineOf(path), message });
    const value = asObject(document.value);
    if (value === undefined) {
      faults.push({ line, message: 'it is no object' });
      continue;
    }
    const { apiVersion, kind } = value;
    if (apiVersion !== admissionVersion || (kind !== policyKind && kind !== bindingKind)) {
      add(
        `${shown(kind)} of ${shown(apiVersion)} is neither a ${policyKind} nor a ${bindingKind} of ${admissionVersion}`,
        ['kind'],
      );
      continue;
    }
    const object = checkShape(value, kind, add);
    if (object === undefined) continue;
    if (kind === policyKind) {
      if (object.metadata.name !== name)
        add(`the policy is called ${object.metadata.name}, and its key ${name}.yaml`, ['metadata', 'name']);
      policies.push(object);
    } else {
      const bound = asObject(value['spec'])?.['policyName'];
      if (bound !== name) add(`the binding binds ${shown(bound)} and not ${name}`, ['spec', 'policyName']);
      bindings.push(object);
    }
  }
  if (notTransported.has(name)) {
    faults.push({ line: 1, message: `${name} holds the operator itself to its word, so it is applied by hand alone` });
  }
  const [policy] = policies;
  if (faults.length === 0) {
    if (policies.length !== 1) faults.push({ line: 1, message: `it has ${policies.length} policies, and wants one` });
    if (bindings.length === 0)
      faults.push({ line: 1, message: 'it has no binding, so the policy would judge nothing' });
  }
  if (policy === undefined || faults.length > 0) return { ok: false, faults };
  return { ok: true, bundle: { name, policy, bindings } };
}

/** The fields that a manifest may have. What the server writes has no place in one: it would make each apply a conflict. */
const fields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'spec']);
const metadataFields: ReadonlySet<string> = new Set(['name', 'labels', 'annotations']);

function checkShape(
  value: JsonObject,
  kind: string,
  add: (message: string, path?: readonly string[]) => void,
): KubeObject | undefined {
  const metadata = asObject(value['metadata']) ?? {};
  const spec = asObject(value['spec']);
  const { name, labels = {}, annotations = {} } = metadata;
  let isSound = true;
  const fault = (message: string, path: readonly string[]) => {
    isSound = false;
    add(message, path);
  };
  for (const field of Object.keys(value)) if (!fields.has(field)) fault(`there is no place for ${field}`, [field]);
  for (const field of Object.keys(metadata)) {
    if (!metadataFields.has(field)) fault(`there is no place for metadata.${field}`, ['metadata', field]);
  }
  if (!isTexts(labels)) fault('metadata.labels are no texts', ['metadata', 'labels']);
  if (!isTexts(annotations)) fault('metadata.annotations are no texts', ['metadata', 'annotations']);
  if (spec === undefined) fault(`the ${kind} has no spec`, ['kind']);
  if (typeof name !== 'string' || !name.startsWith(policyNames.prefix)) {
    fault(`the name ${shown(name)} does not begin with ${policyNames.prefix}`, ['metadata', 'name']);
    return undefined;
  }
  if (!isSound || spec === undefined || !isTexts(labels) || !isTexts(annotations)) return undefined;
  return { apiVersion: admissionVersion, kind, metadata: { name, labels, annotations }, spec };
}

function isTexts(value: unknown): value is Record<string, string> {
  return (
    asObject(value) !== undefined && Object.values(asObject(value) ?? {}).every((each) => typeof each === 'string')
  );
}

function shown(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : 'nothing';
}

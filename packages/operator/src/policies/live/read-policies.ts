import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { PolicyBundle } from './bundle.ts';
import { checkDocuments } from './check-documents.ts';
import { parseDocuments } from './parse-documents.ts';
import { policyNames } from './policy-names.ts';

/** Something in the transport ConfigMap that can't be applied. */
export interface PolicyProblem {
  /** The key of `data`; '' for the ConfigMap as a whole. */
  readonly key: string;
  /** Counted from 1 in the text of the key. */
  readonly line?: number;
  readonly message: string;
}

/** What a transport ConfigMap holds: all of it, or what is wrong. Nothing of one with a fault is applied. */
export type PoliciesRead =
  | { readonly ok: true; readonly bundles: readonly PolicyBundle[] }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** Reads it; pure. {@link packPolicies} says how it is laid out. */
export function readPolicies(configMap: KubeObject): PoliciesRead {
  const problems: PolicyProblem[] = [];
  const bundles: PolicyBundle[] = [];
  if (Object.keys(configMap['binaryData'] ?? {}).length > 0)
    problems.push({ key: '', message: 'it has binaryData; policies are text, in data' });
  const data = asObject(configMap['data']) ?? {};
  for (const key of Object.keys(data).toSorted()) {
    const text = data[key];
    const name = /^(.+)\.yaml$/.exec(key)?.[1];
    if (name === undefined || !name.startsWith(policyNames.prefix)) {
      problems.push({ key, message: `the key is not the name of a policy, ${policyNames.prefix}NAME.yaml` });
      continue;
    }
    if (typeof text !== 'string') {
      problems.push({ key, message: 'it is no text' });
      continue;
    }
    const parsed = parseDocuments(text);
    const checked = parsed.ok ? checkDocuments(name, parsed.documents) : parsed;
    if (checked.ok) bundles.push(checked.bundle);
    else problems.push(...checked.faults.map((fault) => ({ key, ...fault })));
  }
  problems.push(...repeated(bundles));
  return problems.length === 0 ? { ok: true, bundles } : { ok: false, problems };
}

/** A binding can only be in one place: applied twice, the last would win. */
function repeated(bundles: readonly PolicyBundle[]): PolicyProblem[] {
  const seen = new Map<string, string>();
  return bundles.flatMap(({ name, bindings }) =>
    bindings.flatMap(({ metadata }): PolicyProblem[] => {
      const before = seen.get(metadata.name);
      seen.set(metadata.name, name);
      if (before === undefined) return [];
      return [{ key: `${name}.yaml`, message: `the binding ${metadata.name} stands in ${before}.yaml already` }];
    }),
  );
}

/** As one line: `capstan-a.yaml:3: what is wrong`. */
export function problemText({ key, line, message }: PolicyProblem): string {
  const place = key === '' ? '' : line === undefined ? `${key}: ` : `${key}:${line}: `;
  return `${place}${message}`;
}

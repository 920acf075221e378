import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '@capstan/kube';
import { bindingKind, type ParamKind, type PolicyBundle, paramKindOf, policyKind, policyNameOf } from './bundle.ts';
import { containsAll } from './contains-all.ts';
import { policyNames } from './policy-names.ts';
import type { PolicyState } from './policy-state.ts';

/** What is wanted: these and no others; or that all stays as it is. */
export type Wanted =
  | { readonly kind: 'these'; readonly bundles: readonly PolicyBundle[] }
  /** Nothing is known of what is wanted: the ConfigMap is gone, or has a fault. */
  | { readonly kind: 'asItIs' };

/**
 * Whether the kind of a policy's parameters is served: `new` where it has not been for so long that every API server knows of it.
 */
export type ParamStanding = 'served' | 'new' | 'missing';

/** All that the decision is made of. */
export interface PolicyFacts {
  readonly wanted: Wanted;
  /** The value of our label: the namespace of the transport ConfigMap. */
  readonly set: string;
  /** Policies and bindings with the label of our set. */
  readonly live: readonly KubeObject[];
  paramStanding(kind: ParamKind): ParamStanding;
}

/** One write. */
export type PolicyStep =
  /** `before` is what there is; what others have added to it goes. */
  | {
      readonly verb: 'apply';
      readonly policy: string;
      readonly object: KubeObject;
      readonly before: KubeObject | undefined;
    }
  | { readonly verb: 'delete'; readonly policy: string; readonly of: KubeObject };

/** What is to be done, in this order, and how it then stands with each policy. */
export interface PolicyPlan {
  readonly steps: readonly PolicyStep[];
  readonly states: readonly PolicyState[];
}

/**
 * What to write. Deletions come first, and a binding before its policy, so that nothing is judged by half of something; policies are
 * applied before their bindings for the same reason.
 *
 * A policy whose parameters' kind is not served would, by `failurePolicy: Fail`, refuse every write that it matches, those of all
 * controllers included. So it is removed while the kind is missing, and applied when the kind has been served for long enough.
 */
export function decidePolicies({ wanted, set, live, paramStanding }: PolicyFacts): PolicyPlan {
  const ours = live.filter((object) => isOurs(object, set));
  const standingOf = (policy: KubeObject): ParamStanding => {
    const kind = paramKindOf(policy);
    return kind === undefined ? 'served' : paramStanding(kind);
  };
  if (wanted.kind === 'asItIs') {
    const crippled = new Set(
      ours
        .filter((each) => each.kind === policyKind && standingOf(each) === 'missing')
        .map(({ metadata }) => metadata.name),
    );
    const gone = ours.filter((each) => crippled.has(bundleNameOf(each)));
    const states = namesOf(ours).map(
      (name): PolicyState =>
        crippled.has(name)
          ? { name, state: 'Removing', message: 'the kind of its parameters is not served, so it would refuse all' }
          : { name, state: 'Applied', message: '' },
    );
    return { steps: deletions(gone), states };
  }
  const states: PolicyState[] = [];
  const kept = new Set<string>();
  const applies: PolicyStep[] = [];
  for (const bundle of wanted.bundles) {
    const { name, policy } = bundle;
    const found = ours.find((each) => each.kind === policyKind && each.metadata.name === name);
    const standing = standingOf(policy);
    const isThere = found !== undefined && isDeepStrictEqual(paramKindOf(found), paramKindOf(policy));
    if (standing === 'missing' || (standing === 'new' && !isThere)) {
      states.push({ name, state: 'Waiting', message: waitingFor(paramKindOf(policy), standing) });
      continue;
    }
    for (const object of marked(bundle, set)) {
      kept.add(keyOf(object));
      const before = ours.find((each) => keyOf(each) === keyOf(object));
      if (!containsAll(before, object)) applies.push({ verb: 'apply', policy: name, object, before });
    }
    states.push({ name, state: 'Applied', message: '' });
  }
  const gone = ours.filter((object) => !kept.has(keyOf(object)));
  const wantedNames = new Set(wanted.bundles.map(({ name }) => name));
  for (const name of namesOf(gone)) {
    if (!wantedNames.has(name))
      states.push({ name, state: 'Removing', message: 'the transport ConfigMap has it no more' });
  }
  return { steps: [...deletions(gone), ...applies], states };
}

/** A bundle's objects as they are applied: with the label of our set, by which they are found again; the policy first. */
export function marked({ policy, bindings }: PolicyBundle, set: string): readonly KubeObject[] {
  return [policy, ...bindings].map((object) => ({
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...object.metadata.labels, [policyNames.setLabel]: set },
    },
  }));
}

function waitingFor(kind: ParamKind | undefined, standing: ParamStanding): string {
  const name = `${kind?.kind} of ${kind?.apiVersion}`;
  return standing === 'missing'
    ? `its parameters are of the kind ${name}, which is not served; applied, it would refuse every write`
    : `its parameters are of the kind ${name}, which may be new: API servers take half a minute to know a kind, and refuse every write until then`;
}

/** By label and by name: what anybody put our label on is not ours yet. */
function isOurs({ kind, metadata }: KubeObject, set: string): boolean {
  const isOfSet = metadata.labels?.[policyNames.setLabel] === set;
  return isOfSet && metadata.name.startsWith(policyNames.prefix) && (kind === policyKind || kind === bindingKind);
}

function deletions(objects: readonly KubeObject[]): PolicyStep[] {
  const bindingsFirst = [bindingKind, policyKind].flatMap((kind) => objects.filter((each) => each.kind === kind));
  return bindingsFirst.map((of) => ({ verb: 'delete', policy: bundleNameOf(of), of }));
}

function bundleNameOf(object: KubeObject): string {
  return object.kind === bindingKind ? policyNameOf(object) : object.metadata.name;
}

function namesOf(objects: readonly KubeObject[]): string[] {
  return [...new Set(objects.map(bundleNameOf))].toSorted();
}

function keyOf({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.name}`;
}

import type { Liveness, PolicyCondition, PolicyState } from './policy-state.ts';
import { type PolicyProblem, problemText } from './read-policies.ts';

/** What the conditions are made of. */
export interface ConditionFacts {
  /** `found`: the transport ConfigMap is there and sound. `off`: nothing is mirrored, so no policy is wanted. */
  readonly source:
    | { readonly kind: 'found' }
    | { readonly kind: 'missing'; readonly name: string }
    | { readonly kind: 'invalid'; readonly problems: readonly PolicyProblem[] }
    | { readonly kind: 'off'; readonly why: string };
  readonly states: readonly PolicyState[];
  liveness(name: string): Liveness;
}

/** The three conditions: can it be read, is it applied, is it obeyed. */
export function decideConditions({ source, states, liveness }: ConditionFacts): readonly PolicyCondition[] {
  const applied = states.filter(({ state }) => state === 'Applied');
  return [validCondition(source), appliedCondition(source, states), liveCondition(source, applied, liveness)];
}

function validCondition(source: ConditionFacts['source']): PolicyCondition {
  const type = 'Valid';
  switch (source.kind) {
    case 'found':
      return { type, status: 'True', reason: 'AsExpected', message: '' };
    case 'off':
      return { type, status: 'Unknown', reason: 'NothingMirrored', message: `not read: ${source.why}` };
    case 'missing':
      return {
        type,
        status: 'False',
        reason: 'ConfigMapMissing',
        message: `there is no ConfigMap ${source.name}; policies that are there stay as they are. Apply deploy/ again; to have no policies, apply it with an empty data.`,
      };
    case 'invalid':
      return {
        type,
        status: 'False',
        reason: 'ConfigMapInvalid',
        message: `nothing of the ConfigMap was applied, and policies that are there stay as they are, because of: ${source.problems.map(problemText).join('; ')}`,
      };
  }
}

function appliedCondition(source: ConditionFacts['source'], states: readonly PolicyState[]): PolicyCondition {
  const type = 'Applied';
  if (source.kind === 'missing' || source.kind === 'invalid') {
    return { type, status: 'False', reason: 'NothingToGoBy', message: 'see the condition Valid' };
  }
  if (source.kind === 'off') {
    return states.length === 0
      ? { type, status: 'True', reason: 'Removed', message: `no policy is in place, since ${source.why}` }
      : { type, status: 'False', reason: 'Removing', message: `policies are being removed, since ${source.why}` };
  }
  const of = (state: PolicyState['state']) => states.filter((each) => each.state === state);
  const told = [...of('Refused'), ...of('Waiting'), ...of('Removing')];
  const [first] = told;
  if (first === undefined) return { type, status: 'True', reason: 'AsExpected', message: `${states.length} applied` };
  const reasons = { Refused: 'Refused', Waiting: 'Waiting', Removing: 'Removing' } as const;
  return {
    type,
    status: 'False',
    reason: first.state === 'Applied' ? 'AsExpected' : reasons[first.state],
    message: told.map(({ name, message }) => `${name}: ${message}`).join('; '),
  };
}

function liveCondition(
  source: ConditionFacts['source'],
  applied: readonly PolicyState[],
  liveness: ConditionFacts['liveness'],
): PolicyCondition {
  const type = 'Live';
  if (source.kind === 'off') return { type, status: 'False', reason: 'Removed', message: 'no policy is wanted' };
  if (source.kind !== 'found') {
    return { type, status: 'Unknown', reason: 'NothingToGoBy', message: 'see the condition Valid' };
  }
  const names = (of: Liveness) => applied.map(({ name }) => name).filter((name) => liveness(name) === of);
  const notYet = names('notYet');
  if (notYet.length > 0)
    return { type, status: 'False', reason: 'NotYetObeyed', message: `not obeyed yet: ${notYet.join(', ')}` };
  return { type, status: 'True', reason: 'AsExpected', message: `${applied.length} obeyed` };
}

import { ApiError } from '@capstan/kube';
import { expect, it } from 'vitest';
import { machineState, mapiMachine } from '../../testing/machine-states.ts';
import { play } from '../../testing/play.ts';
import { decideMachine } from './decide.ts';
import { refused } from './pass.ts';

const { state } = play(decideMachine, machineState({ mapi: mapiMachine('MachineAPI') }));
const changed = { ...state, infra: state.infra && { ...state.infra, spec: { instanceType: 'other' } } };
const decision = decideMachine(changed);

it('only a verdict on its values makes an infra machine give way to a new one: not a busy server, nor a right that is missing', () => {
  for (const [status, reason] of [
    [403, 'Forbidden'],
    [429, 'TooManyRequests'],
    [500, 'InternalError'],
    [504, 'Timeout'],
  ] as const) {
    expect(refused(changed, decision, new ApiError(status, reason, 'no'))).toBeUndefined();
  }
  const again = refused(changed, decision, new ApiError(422, 'Invalid', 'spec is immutable'));
  expect(again).toMatchObject({ infraIsImmutable: true });
  // Refused again, there is no other way.
  expect(again && refused(again, decision, new ApiError(422, 'Invalid', 'no'))).toBeUndefined();
});

it('labels that are refused are no reason to make an infra machine again', () => {
  const labelled = {
    ...state,
    infra: state.infra && { ...state.infra, metadata: { ...state.infra.metadata, labels: {} } },
  };
  expect(refused(labelled, decideMachine(labelled), new ApiError(422, 'Invalid', 'no'))).toBeUndefined();
});

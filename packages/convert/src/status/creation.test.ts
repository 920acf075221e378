import { expect, it } from 'vitest';
import { created, notCreated, seeConditionsOf } from './creation.ts';

it.each(['MachineCreation', 'MachineCreated'] as const)(
  '%s is True once there is a machine, by whatever word',
  (type) => {
    expect(created(type, 'Machine successfully created')).toEqual({
      type,
      status: 'True',
      reason: 'MachineCreationSucceeded',
      message: 'Machine successfully created',
    });
  },
);

it('is False, never absent, where none is known to have been made, and says where to look', () => {
  expect(notCreated('MachineCreation', seeConditionsOf('KiteMachine'))).toEqual({
    type: 'MachineCreation',
    status: 'False',
    reason: 'MachineCreationFailed',
    message: 'See KiteMachine conditions.',
  });
});

import { expect, it } from 'vitest';
import { parseFeatureGatesFlag } from './feature-gates-flag.ts';

it('the flag takes several gates, each true or false', () => {
  const parsed = parseFeatureGatesFlag('MachineAPIMigration=true, MachineAPIMigrationAzure=false');
  expect(parsed).toEqual({
    ok: true,
    gates: new Map([
      ['MachineAPIMigration', true],
      ['MachineAPIMigrationAzure', false],
    ]),
  });
});

it.each([
  ['', '--feature-gates has a gate without a name', /^Write NAME=true or NAME=false/],
  ['MachineAPIMigration=true,', '--feature-gates has a gate without a name', /^Write/],
  [
    'MachineApiMigration=true',
    '--feature-gates names MachineApiMigration, and no gate of that name means anything to Capstan',
    /^Gates are MachineAPIMigration, MachineAPIMigrationAWS, /,
  ],
  [
    'MachineAPIMigration',
    '--feature-gates has MachineAPIMigration without a value, and a gate is true or false',
    /MachineAPIMigration=true\.$/,
  ],
  ['MachineAPIMigration=yes', '--feature-gates has MachineAPIMigration "yes", and a gate is true or false', /^Write/],
  [
    'MachineAPIMigration=true=false',
    '--feature-gates has MachineAPIMigration "true=false", and a gate is true or false',
    /^Write/,
  ],
  [
    'MachineAPIMigration=true,MachineAPIMigration=false',
    '--feature-gates has MachineAPIMigration both true and false',
    'Give it once.',
  ],
])('%j is refused with what is wrong and what to write', (text, message, hint) => {
  expect(parseFeatureGatesFlag(text)).toEqual({ ok: false, message, hint: expect.stringMatching(hint) });
});

import { expect, it } from 'vitest';
import { describeHolder } from './describe-holder.ts';

const uuid = '0f7f1c1e-52a4-4f0e-9a61-2f5a4c1f7d33';
const lease = 'Lease openshift-cluster-api/machine-api-migration-leader';

it("names OpenShift's own controllers by their pod, and the guide to take over from them", () => {
  expect(describeHolder(`capi-controllers-6d5f7c9b8-x2k4p_${uuid}`)).toEqual({
    who: 'in-tree',
    message: `OpenShift's own controllers, pod capi-controllers-6d5f7c9b8-x2k4p, hold ${lease}, so they keep the two APIs in step and Capstan waits`,
    hint: 'docs/guides/takeover.md says how to hand the job over and back. Capstan starts by itself when the Lease is free.',
  });
});

it('asks for nothing where another replica of ours acts', () => {
  expect(describeHolder(`capstan-operator-7c9b8-abcde_${uuid}`)).toEqual({
    who: 'capstan',
    message: `another Capstan, capstan-operator-7c9b8-abcde, holds ${lease} and acts`,
    hint: expect.stringContaining('Nothing is to be done'),
  });
});

it.each([
  [`laptop_7_${uuid}`, 'laptop_7'],
  ['somebody', 'somebody'],
  ['capi-controllersx', 'capi-controllersx'],
])('shows the name of a stranger, %s, and how to find it', (identity, name) => {
  const { message, hint } = describeHolder(identity, 'machines');
  expect(message).toBe(`${name} holds Lease machines/machine-api-migration-leader, so it acts and Capstan waits`);
  expect(hint).toContain(`--field-selector metadata.name=${name}.`);
});

it('says so where nobody has it', () => {
  expect(describeHolder('').message).toBe(`nobody holds ${lease}`);
});

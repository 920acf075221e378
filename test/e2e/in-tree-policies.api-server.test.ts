import { isInvalid, refOf } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { handOver } from './hand-over.ts';
import { installInTreePolicies } from './in-tree-policies.ts';
import { isInStep, runsInStep } from './objects.ts';
import { startOperator } from './operator.ts';
import { grantOverlay, inTreeAccount } from './overlay.ts';
import { aws, startWhole, type Whole } from './rig.ts';

let whole: Whole;
beforeAll(async () => {
  whole = await startWhole();
  await grantOverlay(whole);
  await installInTreePolicies(whole.admin);
});
afterAll(async () => {
  await whole?.stop();
});

test('with the in-tree policies installed, the overlay keeps both sides in step in either direction', async () => {
  const operator = startOperator(await whole.as(inTreeAccount), { standingMs: 500 });
  await whole.admin.create(JSON.parse(JSON.stringify(aws.mapiSet())));
  const [first] = await whole.untilCount('mapi', 2, runsInStep);
  const name = first?.metadata.name ?? '';
  await whole.until('mapiSet', 'workers', 'in step', isInStep);

  // The policies are at work: an ordinary user may not change a mirror.
  const mirror = await whole.get('capiSet', 'workers');
  await until('the policies to be live', async () => {
    const refusal = await whole.admin
      .mergePatch(refOf(mirror), { spec: { replicas: 7 } }, { dryRun: true })
      .catch((error: unknown) => error);
    return isInvalid(refusal) && refusal.message.includes('Changing .spec is not allowed') ? true : undefined;
  });

  await whole.patch('mapiSet', 'workers', {
    spec: { template: { spec: { providerSpec: { value: { instanceType: 'm6i.4xlarge' } } } } },
  });
  await whole.until(
    'mapiSet',
    'workers',
    'in step again',
    (object) => isInStep(object) && object.metadata.generation === 2,
  );
  await handOver(whole, 'machine', name);
  await whole.patch('capi', name, { metadata: { labels: { colour: 'red' } } });
  await whole.until('mapi', name, 'red', ({ metadata }) => metadata.labels?.['colour'] === 'red');
  await operator.stop();
}, 90_000);

test("as an account that they do not exempt, the operator idles and gives the server's words", async () => {
  const operator = startOperator(whole.asOperator, { standingMs: 500 });
  const standing = await until('the operator to idle', () => {
    const found = operator.state.standing;
    return found?.act === false ? found : undefined;
  });
  expect(standing.reason).toBe('WriteRefused');
  expect(operator.writes()).toEqual([]);
  await operator.stop();
});

import { createClient, type KubeObject, refOf } from '@capstan/kube';
import { defaultNamespaces, policies, policyManifests, policyName } from '@capstan/operator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { untilPolicyLive } from '../policies/until-policy-live.ts';
import { verdictOf } from '../policies/verdict.ts';
import { handOver } from './hand-over.ts';
import { installInTreePolicies } from './in-tree-policies.ts';
import { lookingAt } from './looking.ts';
import { isInStep, runsInStep } from './objects.ts';
import { startOperator } from './operator.ts';
import { grantOverlay, inTreeAccount } from './overlay.ts';
import { aws, startWhole, type Whole } from './rig.ts';

let whole: Whole;
beforeAll(async () => {
  whole = await startWhole();
  await grantOverlay(whole);
  await installInTreePolicies(whole.admin);
  for (const manifest of policyManifests()) await whole.admin.create(manifest);
  for (const policy of policies)
    for (const place of policy.in) await untilPolicyLive(whole.admin, policyName(policy), defaultNamespaces[place]);
});
afterAll(async () => {
  await whole?.stop();
});

/** What a policy says to an administrator's change, which is not stored. */
const change = (object: KubeObject, patch: object) =>
  verdictOf(whole.admin.mergePatch(refOf(object), patch, { dryRun: true }));

test("with OpenShift's policies and ours installed, the overlay keeps both sides in step in either direction", async () => {
  const endpoint = await whole.as(inTreeAccount);
  const operator = startOperator(endpoint, { standingMs: 500 });
  await whole.admin.create(JSON.parse(JSON.stringify(aws.mapiSet())));
  const [first, second] = await whole.untilCount('mapi', 2, runsInStep);
  const name = first?.metadata.name ?? '';
  await whole.until('mapiSet', 'workers', 'in step', isInStep);

  // Ours are at work where OpenShift has none: of an infra machine, a template, a mark.
  const infra = await whole.get('infra', name);
  expect(await change(infra, { spec: { instanceType: 'm6i.4xlarge' } })).toEqual({
    refused: 'Changing .spec is not allowed. This is because status.authoritativeAPI is set to Machine API.',
  });
  expect(await change(infra, { metadata: { labels: { 'capstan.openshift.io/mirror': null } } })).toHaveProperty(
    'refused',
  );
  const [template] = await whole.list('template');
  if (template === undefined) throw new Error('a set has a template');
  expect(await change(template, { spec: { template: { spec: { instanceType: 'm6i.4xlarge' } } } })).toHaveProperty(
    'refused',
  );

  await whole.patch('mapiSet', 'workers', {
    spec: { template: { spec: { providerSpec: { value: { instanceType: 'm6i.4xlarge' } } } } },
  });
  await whole.until(
    'mapiSet',
    'workers',
    'in step again',
    (object) => isInStep(object) && object.metadata.generation === 2,
  );

  // By hand what the operator will do, and so as the operator.
  const controller = createClient(endpoint);
  await handOver({ ...whole, ...lookingAt(controller) }, 'machine', name);
  await whole.patch('capi', name, { metadata: { labels: { colour: 'red' } } });
  const red = await whole.until('mapi', name, 'red', ({ metadata }) => metadata.labels?.['colour'] === 'red');
  expect(await change(red, { metadata: { labels: { colour: 'blue' } } })).toEqual({
    refused:
      'Cannot modify a Cluster API controlled label except to match the Cluster API mirrored machine. This is because status.authoritativeAPI is set to Cluster API.',
  });

  // A deletion goes through on both sides.
  await whole.delete('mapi', second?.metadata.name ?? '');
  await whole.untilGone('capi', second?.metadata.name ?? '');
  await controller.close();
  await operator.stop();
}, 120_000);

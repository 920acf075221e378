import { randomBytes } from 'node:crypto';
import { refOf } from '@capstan/kube';
import { policies, policyManifests, policyName } from '@capstan/operator';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrationRigForEach, runningMachine } from '../migration/rig.ts';
import { runningSet } from '../migration/sets.ts';
import { set } from '../sync/sets.ts';
import { untilPolicyLive } from './until-policy-live.ts';
import { verdictOf } from './verdict.ts';

const rig = migrationRigForEach();
let manifests: ReturnType<typeof policyManifests> = [];

beforeEach(async () => {
  const { admin, namespaces } = rig();
  const suffix = `-${randomBytes(4).toString('hex')}`;
  manifests = policyManifests({ namespaces, suffix });
  for (const manifest of manifests) await admin.create(manifest);
  for (const policy of policies)
    for (const place of policy.in) await untilPolicyLive(admin, policyName(policy, suffix), namespaces[place]);
});
afterEach(async () => {
  for (const manifest of manifests.toReversed()) await rig().admin.delete(refOf(manifest));
});

const onlyAuthority =
  'You may only modify spec.authoritativeAPI. Any other change inside .spec is not allowed. This is because status.authoritativeAPI is set to Cluster API.';
const specIsLocked = 'Changing .spec is not allowed. This is because status.authoritativeAPI is set to Machine API.';

/** What a policy says to an administrator's change, which is not stored. */
const change = (slot: 'mapi' | 'mapiSet' | 'capi' | 'capiSet' | 'infra', name: string, spec: object) =>
  verdictOf(rig().admin.mergePatch(rig().ref(slot, name), { spec }, { dryRun: true }));

const provider = { providerSpec: { value: { instanceType: 'm6i.4xlarge' } } };

test('under the policies a Machine changes hands and comes back, and either way the side that follows is locked', async () => {
  await rig().operate();
  await runningMachine(rig());
  expect(await change('capi', 'worker-1', { failureDomain: 'x' })).toEqual({ refused: specIsLocked });
  expect(await change('infra', 'worker-1', { instanceType: 'm6i.4xlarge' })).toEqual({ refused: specIsLocked });
  expect(await change('mapi', 'worker-1', provider)).toEqual({ allowed: [] });

  await rig().ask('mapi', 'worker-1', 'ClusterAPI');
  await rig().untilWith('mapi', 'worker-1', 'ClusterAPI');
  expect(await change('mapi', 'worker-1', provider)).toEqual({ refused: onlyAuthority });
  expect(await change('capi', 'worker-1', { failureDomain: 'x' })).toEqual({ allowed: [] });
  expect(await change('infra', 'worker-1', { sshKeyName: 'x' })).toEqual({ allowed: [] });

  await rig().ask('mapi', 'worker-1', 'MachineAPI');
  await rig().untilWith('mapi', 'worker-1', 'MachineAPI');
  expect(await change('capi', 'worker-1', { failureDomain: 'x' })).toEqual({ refused: specIsLocked });
  expect(await change('mapi', 'worker-1', provider)).toEqual({ allowed: [] });
});

test('under the policies a migration that waits can be taken back, and nothing else of the spec can be changed meanwhile', async () => {
  await rig().operate();
  await runningMachine(rig());
  await rig().stopMachineApi();
  await rig().ask('mapi', 'worker-1', 'ClusterAPI');
  await rig().untilSays('mapi', 'worker-1', 'Migrating');
  expect(await change('mapi', 'worker-1', provider)).toHaveProperty('refused');
  await rig().ask('mapi', 'worker-1', 'MachineAPI');
  await rig().untilWith('mapi', 'worker-1', 'MachineAPI');
});

test('under the policies a MachineSet changes hands with its machines', async () => {
  await rig().operate();
  const names = await runningSet(rig(), 1);
  for (const name of names) await rig().ask('mapi', name, 'ClusterAPI');
  for (const name of names) await rig().untilWith('mapi', name, 'ClusterAPI');
  expect(await change('capiSet', set, { replicas: 3 })).toEqual({ refused: specIsLocked });
  await rig().ask('mapiSet', set, 'ClusterAPI');
  await rig().untilWith('mapiSet', set, 'ClusterAPI');
  expect(await change('mapiSet', set, { replicas: 3 })).toEqual({ refused: onlyAuthority });
  expect(await change('capiSet', set, { replicas: 3 })).toEqual({ allowed: [] });
});

import { describe, expect, it } from 'vitest';
import { platforms } from '../platforms/registry.ts';
import { deniedFields, describeMachine, describeMachineSet, describePlatform } from './describe.ts';

const aws = platforms.find(({ type }) => type === 'AWS');
if (aws === undefined) throw new Error('no AWS');
const denied = deniedFields(aws);
const find = (kind: string, path: string) => denied.find((field) => field.kind === kind && field.path === path);

describe('the fields that a policy must deny while a machine is to stay convertible', () => {
  it.each([
    ['Machine', 'spec.version'],
    ['Machine', 'spec.readinessGates'],
    ['Machine', 'spec.bootstrap.configRef'],
    ['Machine', 'spec.deletion.nodeDrainTimeoutSeconds'],
    ['Machine', 'spec.deletion.nodeVolumeDetachTimeoutSeconds'],
    ['MachineSet', 'spec.machineNaming'],
    ['AWSMachine', 'spec.ami.eksLookupType'],
    ['AWSMachine', 'spec.imageLookupFormat'],
    ['AWSMachine', 'spec.imageLookupOrg'],
    ['AWSMachine', 'spec.imageLookupBaseOS'],
    ['AWSMachine', 'spec.networkInterfaces'],
    ['AWSMachine', 'spec.securityGroupOverrides'],
    ['AWSMachine', 'spec.elasticIpPool'],
    ['AWSMachine', 'spec.uncompressedUserData'],
    ['AWSMachine', 'spec.cloudInit'],
    ['AWSMachine', 'spec.ignition.proxy'],
    ['AWSMachine', 'spec.ignition.tls'],
    ['AWSMachine', 'spec.capacityReservationPreference'],
    ['AWSMachine', 'spec.cpuOptions.nestedVirtualization'],
    ['AWSMachine', 'spec.rootVolume.deviceName'],
  ])('has %s %s, whatever its value, with a reason', (kind, path) => {
    const field = find(kind, path);
    expect(field).toBeDefined();
    expect(field).not.toHaveProperty('only');
    expect(field?.reason).toMatch(/^[A-Z`].+\.$/);
  });

  it.each([
    ['Machine', 'spec.deletion.nodeDeletionTimeoutSeconds', 10],
    ['AWSMachine', 'spec.ignition.storageType', 'UnencryptedUserData'],
    ['AWSMachine', 'spec.instanceMetadataOptions.httpEndpoint', 'enabled'],
    ['AWSMachine', 'spec.instanceMetadataOptions.httpProtocolIpv6', 'disabled'],
    ['AWSMachine', 'spec.instanceMetadataOptions.httpPutResponseHopLimit', 1],
    ['AWSMachine', 'spec.instanceMetadataOptions.instanceMetadataTags', 'disabled'],
  ])('has %s %s, of which one value is allowed: %j', (kind, path, only) => {
    expect(find(kind, path)).toMatchObject({ only });
  });

  it('has a field beside the template of infra machines, of which one value is allowed', () => {
    const recycle = { field: 'recycle', default: false, doc: 'Nothing is recycled.', hint: 'Set recycle: false.' };
    const platform = { ...aws, infra: { ...aws.infra, besideTemplate: [recycle] } };
    expect(deniedFields(platform).filter((field) => !denied.some(({ path }) => path === field.path))).toEqual([
      { kind: 'AWSMachineTemplate', path: 'spec.recycle', only: false, reason: 'Nothing is recycled.' },
    ]);
  });

  it.each([
    ['AWSMachine', 'spec.ami.id'],
    ['AWSMachine', 'spec.spotMarketOptions'],
    ['AWSMachine', 'spec.ignition.version'],
    ['AWSMachine', 'spec.instanceMetadataOptions.httpTokens'],
    ['AWSMachine', 'spec.privateDnsName'],
    ['Machine', 'spec.minReadySeconds'],
    ['Machine', 'spec.taints'],
    ['Machine', 'spec.clusterName'],
  ])('does not have %s %s, which converts or is carried', (kind, path) => {
    expect(find(kind, path)).toBeUndefined();
  });

  it('says where false is as good as nothing', () => {
    expect(find('AWSMachine', 'spec.uncompressedUserData')).toMatchObject({ falseIsAbsent: true });
    expect(find('AWSMachine', 'spec.cloudInit')).not.toHaveProperty('falseIsAbsent');
  });

  it('names each once, and none of Machine API', () => {
    const places = denied.map(({ kind, path }) => `${kind} ${path}`);
    expect(places).toEqual([...new Set(places)]);
    for (const { kind, path } of denied) {
      expect(['Machine', 'MachineSet', 'AWSMachine']).toContain(kind);
      expect(path).not.toContain('$');
      expect(path).not.toContain('providerSpec');
    }
  });
});

describe('fields in words', () => {
  it.each<[string, ReturnType<typeof describeMachine>, object]>([
    [
      'a provider spec and an AWSMachine',
      describePlatform(aws),
      {
        mapi: { kind: 'Machine', path: 'spec.providerSpec.value.ami.id' },
        outcome: 'mapped',
      },
    ],
    [
      'a field that moves to the Machine',
      describePlatform(aws),
      {
        mapi: { kind: 'Machine', path: 'spec.providerSpec.value.placement.availabilityZone' },
        capi: { kind: 'Machine', path: 'spec.failureDomain' },
      },
    ],
    [
      'a Machine',
      describeMachine(),
      { mapi: { kind: 'Machine', path: 'metadata.labels' }, capi: { kind: 'Machine', path: 'metadata.labels' } },
    ],
    [
      'a MachineSet and its template',
      describeMachineSet(),
      {
        mapi: { kind: 'MachineSet', path: 'spec.minReadySeconds' },
        capi: { kind: 'MachineSet', path: 'spec.template.spec.minReadySeconds' },
      },
    ],
  ])("are at paths of the user's own objects: %s", (_, fields, expected) => {
    expect(fields).toContainEqual(expect.objectContaining(expected));
  });

  it('have a hint wherever a user must do something', () => {
    const mute = [...describeMachine(), ...describeMachineSet(), ...describePlatform(aws)].filter(
      ({ outcome, hint }) => outcome === 'compared' && hint === undefined,
    );
    expect(mute.map(({ mapi, capi }) => mapi?.path ?? capi?.path)).toEqual([]);
  });
});

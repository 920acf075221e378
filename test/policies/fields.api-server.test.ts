import type { JsonObject } from '@capstan/api';
import { type AnyPlatform, asObject, platforms } from '@capstan/convert';
import { type DeniedField, deniedFields } from '@capstan/convert/docs';
import { type Fixture, fixtures } from '@capstan/convert/testing';
import type { KubeObject } from '@capstan/kube';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InfraPlatform, infraCrds } from '../control-plane/infra-crds.ts';
import { changes, refusedBy, sampleOf, samples, shapeAt, withValueAt } from './field-samples.ts';
import { objectOf } from './objects.ts';
import { type PolicyRig, startPolicyRig } from './rig.ts';
import { everybody } from './table.ts';

let rig: PolicyRig;
beforeAll(async () => {
  rig = await startPolicyRig({
    isMeant: ({ name }) => name.startsWith('unsupported-'),
    async before(admin, { clusterApi: namespace }) {
      const metadata = { name: 'older', namespace };
      await admin.create(objectOf('capi', metadata, { version: 'v1.30.0' }));
      await admin.create(objectOf('infra', metadata, { imageLookupOrg: 'me', securityGroupOverrides: { lb: 'sg-1' } }));
    },
  });
});
afterAll(() => rig?.stop());

const isServed = async ({ type }: Fixture) => (await infraCrds(type as InfraPlatform)) !== undefined;
const served = (
  await Promise.all(fixtures.map(async (fixture) => ((await isServed(fixture)) ? [fixture] : [])))
).flat();

describe.each(served.map((fixture) => [fixture.type, fixture] as const))('on %s', (type, fixture) => {
  const platform = platforms.find((each) => each.type === type) ?? expect.fail(`${type} has no table`);

  test('what the operator itself would make is let through', async () => {
    for (const object of [...fixture.capiMachine(), ...fixture.capiSet()])
      expect(await rig.createObject('user', here(object))).toEqual({ allowed: [] });
  });

  test.each(own(platform, fixture).map((field) => [field.kind, field.path, field] as const))(
    '%s %s, which could never be handed to Machine API, is refused by its name',
    async (_kind, _path, field) => {
      for (const { object, at } of objectsWith(platform, fixture, field)) {
        const said = field.only === undefined ? 'is a forbidden field' : `may only be ${field.only}`;
        const path = refusedBy[field.path] ?? field.path;
        const refused = `${at}${path.slice('spec'.length)} ${said}`;
        expect(await rig.createObject('user', here(object))).toEqual({ refused });
      }
    },
  );
});

describe('an object from before the policies', () => {
  const change = (slot: 'capi' | 'infra', patch: object) =>
    rig.attempt('user', { slot, name: 'older', act: { patch } });

  test('can be changed otherwise, and let go of: it is locked by no field that was there', async () => {
    for (const slot of ['capi', 'infra'] as const)
      expect(await change(slot, { metadata: { finalizers: ['capstan.example.org/a'] } })).toEqual({ allowed: [] });
    expect(await change('capi', { spec: { failureDomain: 'b' } })).toEqual({ allowed: [] });
    expect(await change('infra', { spec: { providerID: 'aws:///a/i-1', instanceID: 'i-1' } })).toEqual({ allowed: [] });
    expect(await change('capi', { spec: { version: null } })).toEqual({ allowed: [] });
  });

  test('gets no other value of such a field, and no other such field', async () => {
    expect(await change('capi', { spec: { version: 'v1.31.0' } })).toEqual({
      refused: 'spec.version is a forbidden field',
    });
    expect(await change('infra', { spec: { imageLookupBaseOS: 'rhcos' } })).toEqual({
      refused: 'spec.imageLookupBaseOS is a forbidden field',
    });
  });
});

test('everybody is refused, the controllers too: nobody could hand such a machine over', async () => {
  for (const actor of everybody) {
    const attempt = rig.attempt(actor, {
      slot: 'capi',
      name: 'new',
      act: { create: { spec: { version: 'v1.30.0' } } },
    });
    expect([actor, await attempt]).toEqual([actor, { refused: 'spec.version is a forbidden field' }]);
  }
});

test('empty structs, as Go clients write them, say nothing', async () => {
  const spec = { cloudInit: {}, uncompressedUserData: false, networkInterfaces: [], imageLookupOrg: '' };
  expect(await rig.attempt('user', { slot: 'infra', name: 'new', act: { create: { spec } } })).toEqual({ allowed: [] });
});

/** Fields of its own kinds, and on the first platform those of all. */
function own(platform: AnyPlatform, fixture: Fixture): readonly DeniedField[] {
  const denied = deniedFields(platform);
  if (fixture === served[0]) return denied;
  const [first] = platforms;
  const known = first === undefined ? [] : deniedFields(first).map(({ kind, path }) => `${kind} ${path}`);
  return denied.filter(({ kind, path }) => !known.includes(`${kind} ${path}`));
}

/** A Machine or infra machine with the field, and the set or template that would make such. */
function objectsWith({ infra }: AnyPlatform, fixture: Fixture, field: DeniedField) {
  const steps = field.path.split('.').slice(1);
  const shape = field.kind === infra.machineKind ? infra.shape : undefined;
  const place = `${field.kind} ${field.path}`;
  const value = samples[place] ?? sampleOf(shapeAt(shape, steps), field.only);
  if (field.kind === infra.machineKind) {
    const given = changes[place];
    const spec = given === undefined ? withValueAt(fixture.infraSpec(), steps, value, shape) : fixture.infraSpec(given);
    return [
      { object: fixture.capiMachine(spec)[1], at: 'spec' },
      { object: fixture.capiSet(spec)[1], at: 'spec.template.spec' },
    ];
  }
  if (field.kind === 'Machine') {
    const machine = withValueAt(fixture.capiMachine()[0], ['spec', ...steps], value, undefined)['spec'];
    return [
      { object: fixture.capiMachine(undefined, toJson(machine))[0], at: 'spec' },
      { object: fixture.capiSet(undefined, { machine: withoutReference(machine) })[0], at: 'spec.template.spec' },
    ];
  }
  const [set, template] = fixture.capiSet();
  const object = field.kind === 'MachineSet' ? set : template;
  return [
    {
      object: { ...object, spec: { ...toJson(object?.['spec']), ...withValueAt({}, steps, value, undefined) } },
      at: 'spec',
    },
  ];
}

function here(object: unknown): KubeObject {
  const made = JSON.parse(JSON.stringify(object));
  return { ...made, metadata: { ...made.metadata, namespace: rig.namespaces.clusterApi } };
}

/** A set's machines refer to a template. */
function withoutReference(spec: unknown): JsonObject {
  const { infrastructureRef: _machine, ...rest } = toJson(spec);
  return rest;
}

function toJson(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(asObject(value) ?? {}));
}

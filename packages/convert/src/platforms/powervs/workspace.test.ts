import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { makePlan } from '../../inventory/plan.ts';
import { makeConverter } from '../../objects/convert.ts';
import { at, type ClusterChanges, cluster, converted, errorsOf } from '../../testing/fixture.ts';
import {
  backAndThere,
  capiSet,
  converter,
  expectInfraRefused,
  expectRefused,
  infraSpec,
  mapiMachine,
  mapiSet,
  powervsFixture,
  provider,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
  workspace,
} from '../../testing/powervs.ts';
import { powervs } from './platform.ts';

const { id, name } = workspace;
const other = '11111111-2222-4333-8444-555555555555';
const clusterWith = (serviceInstance: JsonObject, rest: JsonObject = {}): ClusterChanges => ({
  infraCluster: { metadata: { name: 'ocp1-x7k2p' }, spec: { network: {}, serviceInstance, ...rest } },
});
const byId = clusterWith({ id });
const byName = clusterWith({ name });

describe('the workspace of a machine', () => {
  it.each([
    [{ type: 'ID', id }, { id }],
    [{ type: 'Name', name }, { name }],
  ])("is the cluster's by %j", (mapi, capi) => {
    expect(toInfra({ serviceInstance: mapi })).toMatchObject({ serviceInstance: capi, serviceInstanceID: '' });
    expect(toProvider({ serviceInstance: capi })['serviceInstance']).toEqual(mapi);
    expect(thereAndBack({ serviceInstance: mapi })['serviceInstance']).toEqual(mapi);
    expect(backAndThere({ serviceInstance: capi })['serviceInstance']).toEqual(capi);
  });

  it('may be named by the deprecated id, which comes back', () => {
    const deprecated = { serviceInstance: undefined, serviceInstanceID: id };
    expect(toProvider(deprecated)['serviceInstance']).toEqual({ type: 'ID', id });
    expect(backAndThere(deprecated)['serviceInstanceID']).toBe(id);
    expect(backAndThere(deprecated)).not.toHaveProperty('serviceInstance');
    expect(backAndThere({ serviceInstance: { id }, serviceInstanceID: id })).toMatchObject({ serviceInstanceID: id });
  });

  it("is in Cluster API the cluster's where none is named, and none is named after the way back", () => {
    expect(toProvider({ serviceInstance: undefined })['serviceInstance']).toEqual({ type: 'Name', name });
    const back = backAndThere({ serviceInstance: undefined });
    expect(back).not.toHaveProperty('serviceInstance');
    expect(back).toHaveProperty('serviceInstanceID', '');
  });

  it('is taken as it is where no IBMPowerVSCluster is known', () => {
    const unknown = { infraCluster: null };
    expect(toInfra({ serviceInstance: { type: 'ID', id: other } }, unknown)['serviceInstance']).toEqual({ id: other });
    expect(toProvider({ serviceInstance: { id: other } }, unknown)['serviceInstance']).toEqual({
      type: 'ID',
      id: other,
    });
  });
});

describe('another workspace than that of the IBMPowerVSCluster is refused, since the provider id would name the wrong one:', () => {
  const remedy = "Name the cluster's workspace";

  it('by id', () => {
    const refusal = { code: 'DifferentFromCluster', remedy, value: other, says: id } as const;
    expectRefused({ serviceInstance: { type: 'ID', id: other } }, { ...refusal, path: 'serviceInstance.id' });
    expectInfraRefused({ serviceInstance: { id: other } }, { ...refusal, path: 'serviceInstance.id' });
    expectInfraRefused(
      { serviceInstance: undefined, serviceInstanceID: other },
      { ...refusal, path: 'serviceInstanceID' },
    );
  });

  it('by name: CAPIBM would make the machine in the workspace of the cluster', () => {
    const refusal = { code: 'DifferentFromCluster', remedy, value: 'elsewhere', says: name } as const;
    expectRefused(
      { serviceInstance: { type: 'Name', name: 'elsewhere' } },
      { ...refusal, path: 'serviceInstance.name' },
    );
    expectInfraRefused({ serviceInstance: { name: 'elsewhere' } }, { ...refusal, path: 'serviceInstance.name' });
  });
});

describe('a workspace by name', () => {
  const refusal = {
    code: 'NotSupported',
    path: 'serviceInstance.name',
    value: name,
    remedy: `Name the workspace by its id: if it is the cluster's, that is ${id}.`,
    says: 'does not look for a workspace by the name on a machine',
  } as const;

  it('is refused where the IBMPowerVSCluster has an id only: CAPIBM would look for one called after the cluster', () => {
    expectRefused({ serviceInstance: { type: 'Name', name } }, refusal, byId);
    expectInfraRefused({ serviceInstance: { name } }, refusal, byId);
  });

  it('is fine where the IBMPowerVSCluster has that name; an id then cannot be checked', () => {
    expect(remarks({ serviceInstance: { type: 'Name', name } }, byName)).toEqual([]);
    expect(remarks({ serviceInstance: { type: 'ID', id: other } }, byName)).toEqual([
      { code: 'NotChecked', severity: 'warning', path: 'serviceInstance.id' },
    ]);
  });
});

describe('where the IBMPowerVSCluster is not part of the input', () => {
  const alone = converter({ infraCluster: null });
  const path = 'spec.template.spec.providerSpec.value.serviceInstance';
  const named = mapiSet(provider({ serviceInstance: { type: 'Name', name } }));
  const behind = (serviceInstance: JsonObject) => {
    const derived = { spec: { serviceInstance, serviceInstanceID: '', network: {} } };
    const infrastructure = powervsFixture.infrastructure();
    const known = { infrastructure, infraCluster: undefined, derived, isComparable: true };
    return makeConverter(powervs, powervs.readFacts(known).facts, cluster);
  };

  it('a name warns: CAPIBM takes the name from the IBMPowerVSCluster, whatever it is', () => {
    for (const { toClusterApi } of [alone, behind({ name }), behind({ id })]) {
      const { ok, issues } = toClusterApi(named);
      expect(ok).toBe(true);
      expect(issues).toMatchObject([{ code: 'NotChecked', severity: 'warning', path: `${path}.name`, value: name }]);
      expect(issues[0]?.hint).toContain('Add the IBMPowerVSCluster to the input');
      expect(issues[0]?.hint).toContain(`has serviceInstance.name: ${name}`);
    }
  });

  it('a name that came from Machine API comes back without it; one of Cluster API would be a guess', () => {
    const [template, set] = converted(alone.toClusterApi(named));
    expect(at(converted(alone.toMachineApi(set, template))[0], path)).toEqual({ type: 'Name', name });
    expectInfraRefused(
      { serviceInstance: { name } },
      {
        code: 'MissingObject',
        path: 'serviceInstance.name',
        value: name,
        remedy: 'Add the IBMPowerVSCluster to the input',
      },
      { infraCluster: null },
    );
  });

  it('an id of which only the machine itself speaks warns: it would be compared with itself', () => {
    const conversion = alone.toClusterApi(mapiSet());
    expect(conversion.ok).toBe(true);
    expect(conversion.issues).toMatchObject([
      { code: 'NotChecked', severity: 'warning', path: `${path}.id`, value: id },
    ]);
    expect(conversion.issues[0]?.message).toContain('which is not part of the input');
    expect(conversion.issues[0]?.hint).toContain('Add the IBMPowerVSCluster to the input');
    expect(alone.toMachineApi(...capiSet()).issues).toEqual([]);
  });

  it('an id is compared with that of the control plane, and the message says so', () => {
    const control = behind({ id });
    expect(control.toClusterApi(mapiSet()).issues).toEqual([]);
    const errors = errorsOf(control.toClusterApi(mapiSet(provider({ serviceInstance: { type: 'ID', id: other } }))));
    expect(errors).toMatchObject([{ code: 'DifferentFromCluster', path: `${path}.id`, value: other }]);
    expect(errors[0]?.message).toContain(`must be the workspace of the control plane, which is ${id}`);
    expect(errors[0]?.hint).toContain("Name the cluster's workspace");
  });

  it('a control plane machine does not vouch for itself', () => {
    const master = { labels: { 'machine.openshift.io/cluster-api-machine-role': 'master' } };
    const inputs = [powervsFixture.infrastructure(), mapiMachine(provider(), {}, master)];
    const result = makePlan(
      inputs.map((value, source) => ({ source, value })),
      { ...cluster, target: 'cluster-api' },
    );
    expect(result.ok && result.plan.entries.map(({ verdict }) => verdict)).toEqual(['warning']);
  });

  it('an odd set that comes first by its name is not taken for the cluster, neither by itself nor by the others', () => {
    const set = (setName: string, serviceInstance: JsonObject) =>
      mapiSet(provider({ serviceInstance }), { metadata: { name: setName } });
    const sets = [set('a-odd', { type: 'ID', id: other }), set('workers', { type: 'ID', id })];
    const inputs = [powervsFixture.infrastructure(), ...sets].map((value, source) => ({ source, value }));
    const result = makePlan(inputs, { ...cluster, target: 'cluster-api' });
    expect(result.ok && result.plan.entries.map(({ verdict }) => verdict)).toEqual(['warning', 'warning']);
  });

  it('a machine that names none is refused: its workspace would be a guess', () => {
    for (const { toMachineApi } of [alone, behind({ name })]) {
      const errors = errorsOf(toMachineApi(...capiSet(infraSpec({ serviceInstance: undefined }))));
      expect(errors).toMatchObject([{ code: 'MissingObject', path: 'spec.template.spec.serviceInstance' }]);
      expect(errors[0]?.hint).toBe('Add the IBMPowerVSCluster to the input. Or set serviceInstance.id.');
    }
  });
});

describe('a workspace that is not said or said twice is refused:', () => {
  it('none, where the IBMPowerVSCluster has no name that CAPIBM would take', () => {
    expectInfraRefused(
      { serviceInstance: undefined },
      { code: 'Required', path: 'serviceInstance', remedy: `Set serviceInstance.id to ${id}.` },
      byId,
    );
  });

  it('none, in Machine API', () => {
    const refusal = { code: 'Required', path: 'serviceInstance', remedy: 'Name the workspace by id or name' } as const;
    expectRefused({ serviceInstance: undefined }, refusal);
  });

  it('by regular expression, which neither side looks at', () => {
    const remedy = 'Name the workspace by id or name';
    const says = 'by id or name only';
    expectRefused(
      { serviceInstance: { type: 'RegEx', regex: '.*' } },
      { code: 'NotSupported', path: 'serviceInstance.type', value: 'RegEx', remedy, says },
    );
    expectInfraRefused(
      { serviceInstance: { regex: '.*' } },
      { code: 'NotSupported', path: 'serviceInstance.regex', value: '.*', remedy, says },
    );
  });

  it.each([
    ['id', other],
    ['name', name],
    ['regex', '.*'],
  ])('by a deprecated id that the %s beside it contradicts', (way, value) => {
    expectInfraRefused(
      { serviceInstanceID: id, serviceInstance: { [way]: value } },
      { code: 'Conflict', path: `serviceInstance.${way}`, value, remedy: 'Remove the one', says: id },
    );
  });
});

it('is the same after both ways for a cluster that knows its workspace by name only', () => {
  const { toClusterApi, toMachineApi } = converter(byName);
  const [template, set] = converted(toClusterApi(mapiSet(provider({ serviceInstance: { type: 'Name', name } }))));
  const [back] = converted(toMachineApi(set, template));
  const path = 'spec.template.spec.providerSpec.value.serviceInstance';
  expect(at(back, path)).toEqual({ type: 'Name', name });
  const [mirror] = converted(toMachineApi(...capiSet(infraSpec({ serviceInstance: undefined }))));
  expect(at(mirror, path)).toEqual({ type: 'Name', name });
});

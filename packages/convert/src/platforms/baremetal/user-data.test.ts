import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  bareMetalFixture,
  expectRefused,
  remarks,
  thereAndBack,
  toInfra,
} from '../../testing/baremetal.ts';
import { at, converted, errorsOf } from '../../testing/fixture.ts';

const { converter, mapiSet, capiMachine, capiSet, infraSpec, provider } = bareMetalFixture;
const { toClusterApi, toMachineApi } = converter();

describe('the secret with the user data', () => {
  it.each([undefined, '', 'openshift-machine-api'])(
    'is named on the Machine and not on the Metal3Machine, with the namespace %j of the machine itself',
    (namespace) => {
      const userData = { name: 'gpu-user-data', ...(namespace !== undefined && { namespace }) };
      const [template, set] = converted(toClusterApi(mapiSet(provider({ userData }))));
      expect(at(set, 'spec.template.spec.bootstrap')).toEqual({ dataSecretName: 'gpu-user-data' });
      expect(at(template, 'spec.template.spec')).not.toHaveProperty('userData');
      expect(remarks({ userData })).toEqual([]);
      expect(at(thereAndBack({ userData }), 'userData.name')).toBe('gpu-user-data');
    },
  );

  it('comes back with the namespace that was written, so that nothing looks changed', () => {
    const userData = { name: 'gpu-user-data', namespace: 'openshift-machine-api' };
    expect(thereAndBack({ userData }).userData).toEqual(userData);
  });

  it('of another namespace is refused: CAPM3 would not read it', () => {
    expectRefused(
      { userData: { name: 'edge-user-data', namespace: 'edge-secrets' } },
      {
        code: 'NotSupported',
        path: 'userData.namespace',
        value: 'edge-secrets',
        remedy: 'Copy the secret to the namespace openshift-machine-api',
        says: "machine's own namespace",
      },
    );
  });

  it.each([undefined, {}, { name: '' }])('must be named, and is not by %j: CAPM3 would wait for ever', (userData) => {
    expectRefused({ userData }, { code: 'Required', path: 'userData.name', remedy: 'Set userData.name' });
  });

  it('must be named by the Cluster API Machine; that the Metal3Machine does is not enough for CAPM3', () => {
    const spec = infraSpec({ userData: { name: 'gpu-user-data' } });
    const machine = errorsOf(toMachineApi(...capiMachine(spec, { bootstrap: {} })));
    expect(machine).toMatchObject([
      {
        code: 'Required',
        object: 'self',
        path: 'spec.bootstrap.dataSecretName',
        hint: 'Set bootstrap.dataSecretName, for instance to gpu-user-data.',
      },
    ]);
    const set = errorsOf(toMachineApi(...capiSet(spec, { machine: { bootstrap: {} } })));
    expect(set).toMatchObject([{ code: 'Required', path: 'spec.template.spec.bootstrap.dataSecretName' }]);
  });

  it('is the one that the Machine names where the Metal3Machine names another, as CAPM3 has it, and a warning says so', () => {
    const spec = infraSpec({ userData: { name: 'other' } });
    const conversion = toMachineApi(...capiSet(spec));
    expect(conversion.issues).toMatchObject([
      { code: 'DroppedWithoutEffect', severity: 'warning', object: 'infra', path: 'spec.template.spec.userData.name' },
    ]);
    const [set] = converted(conversion);
    expect(at(set, 'spec.template.spec.providerSpec.value.userData')).toEqual({ name: 'worker-user-data' });
    expect(backAndThere({ userData: { name: 'other' } }).userData).toEqual({ name: 'other' });
  });

  it('named twice alike is named once, and comes back as it was', () => {
    const userData = { name: 'worker-user-data', namespace: 'openshift-cluster-api' };
    expect(toMachineApi(...capiSet(infraSpec({ userData }))).issues).toEqual([]);
    expect(backAndThere({ userData }).userData).toEqual(userData);
    expect(toInfra({})).not.toHaveProperty('userData');
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moduleDir } from '../../../../test/control-plane/modules.ts';
import { knownGates, readFeatureGates } from './feature-gates.ts';

const name = (each: string) => ({ name: each });
const featureGate = {
  spec: { featureSet: 'TechPreviewNoUpgrade' },
  status: {
    featureGates: [
      { version: '4.21.0', enabled: [], disabled: [name('MachineAPIMigration')] },
      { version: '4.22.1', enabled: [name('MachineAPIMigration')], disabled: [name('MachineAPIMigrationAzure')] },
    ],
  },
};
const states = (gate: unknown, version?: unknown) => Object.fromEntries(readFeatureGates(gate, version).states);

describe('feature gates of a cluster', () => {
  it('are those of the version that it is to have, and not of another that is listed', () => {
    const clusterVersion = { status: { desired: { version: '4.22.1' }, history: [{ version: '4.21.0' }] } };
    expect(readFeatureGates(featureGate, clusterVersion).version).toBe('4.22.1');
    expect(states(featureGate, clusterVersion)).toEqual({ MachineAPIMigration: true, MachineAPIMigrationAzure: false });
  });

  it('do not go off for the moment of an upgrade in which the new version is not listed yet', () => {
    const history = [{ version: '4.23.0' }, { version: '4.22.1' }, { version: '4.21.0' }];
    const clusterVersion = { status: { desired: { version: '4.23.0' }, history } };
    expect(readFeatureGates(featureGate, clusterVersion)).toMatchObject({ version: '4.22.1' });
  });

  it('are none where none of its versions is listed, and that version is named', () => {
    const clusterVersion = { status: { desired: { version: '4.30.0' } } };
    expect(readFeatureGates(featureGate, clusterVersion)).toEqual({ version: '4.30.0', states: new Map() });
  });

  it('are those of the only version where there is no ClusterVersion, and of none where there are two', () => {
    const [, only] = featureGate.status.featureGates;
    expect(states({ status: { featureGates: [only] } })).toMatchObject({ MachineAPIMigration: true });
    expect(states(featureGate)).toEqual({});
  });

  it('are what an administrator named by hand, until the status says it', () => {
    const customNoUpgrade = { enabled: ['MachineAPIMigration', 'MachineAPIMigrationGCP'], disabled: ['Other'] };
    const custom = { spec: { featureSet: 'CustomNoUpgrade', customNoUpgrade } };
    expect(states(custom)).toEqual({ MachineAPIMigration: true, MachineAPIMigrationGCP: true, Other: false });
    const status = { featureGates: [{ version: '4.22.1', disabled: [name('MachineAPIMigration')] }] };
    expect(states({ ...custom, status })).toMatchObject({ MachineAPIMigration: false, MachineAPIMigrationGCP: true });
    expect(states({ spec: { ...custom.spec, featureSet: '' } })).toEqual({});
  });

  it.each([[undefined], [null], [{ status: { featureGates: [null, { version: 3, enabled: 'x' }] } }]])(
    'are none in %j',
    (odd) => {
      expect(states(odd, odd)).toEqual({});
    },
  );

  it("have the names that OpenShift's API gives them", async () => {
    const source = await readFile(join(await moduleDir('openshift-api'), 'features', 'features.go'), 'utf8');
    const theirs = [...source.matchAll(/newFeatureGate\("(MachineAPIMigration\w*)"\)/g)].map(([, gate]) => gate);
    expect(theirs.length).toBeGreaterThan(5);
    expect(knownGates).toEqual(expect.arrayContaining(theirs));
  });
});

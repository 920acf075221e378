import { platforms } from '@capstan/convert';
import { describe, expect, it } from 'vitest';
import { allFields, allServed, factsOf, gatesOf, infrastructureOf } from '../testing/standing-facts.ts';
import { decideStanding } from './decide-standing.ts';
import type { StandingFacts } from './standing.ts';

const decide = (changes: Partial<StandingFacts> = {}) => decideStanding(factsOf(changes));
const on = (...names: string[]) => new Map(names.map((name) => [name, true]));

describe('the operator acts', () => {
  it('where the gate is on and all is there, by the name and platform of the Infrastructure', () => {
    expect(decide()).toMatchObject({
      act: true,
      platform: { type: 'AWS' },
      clusterName: 'harbour-k7m2q',
      holdsSynchronizedApi: true,
      isOverridden: false,
    });
    expect(decide()).not.toHaveProperty('note');
  });

  it.each(platforms.filter(({ handover }) => handover.sync.allowed).map(({ type }) => type))(
    'on %s, whose gate nobody lists or which is on',
    (type) => {
      const infrastructure = infrastructureOf(type);
      expect(decide({ infrastructure })).toMatchObject({ act: true, platform: { type } });
      const gates = gatesOf({ MachineAPIMigration: true, [`MachineAPIMigration${type}`]: true });
      expect(decide({ infrastructure, gates })).toMatchObject({ act: true });
    },
  );

  it('without synchronizedAPI in both schemas, and says so', () => {
    const machineApi = { Machine: allFields, MachineSet: { ...allFields, synchronizedApi: false } };
    expect(decide({ machineApi })).toMatchObject({ act: true, holdsSynchronizedApi: false });
  });

  it.each([
    ['the gate is off', { gates: gatesOf({ MachineAPIMigration: false }), overrides: on('MachineAPIMigration') }],
    ['there are no gates', { gates: undefined, overrides: on('MachineAPIMigration') }],
    [
      "the platform's gate is off",
      {
        gates: gatesOf({ MachineAPIMigration: true, MachineAPIMigrationAWS: false }),
        overrides: on('MachineAPIMigrationAWS'),
      },
    ],
  ])('by flag where %s, and wants evidence that Machine API pauses', (_, changes) => {
    expect(decide(changes)).toMatchObject({ act: true, isOverridden: true });
  });

  it('with a flag that only repeats what the cluster says, wanting no such evidence', () => {
    expect(decide({ overrides: on('MachineAPIMigration', 'MachineAPIMigrationAWS') })).toMatchObject({
      act: true,
      isOverridden: false,
    });
  });
});

describe('a gate that goes off while something is Migrating', () => {
  const gates = gatesOf({ MachineAPIMigration: false });

  it('does not leave a machine without anybody who acts on it: it is finished or cancelled first', () => {
    expect(decide({ gates, isMigrating: true })).toMatchObject({
      act: true,
      note: {
        reason: 'FeatureGateOff',
        message:
          'feature gate MachineAPIMigration is off in FeatureGate "cluster" for version 4.22.1; what is Migrating is still finished or cancelled, and nothing else is begun',
      },
    });
    expect(decide({ gates })).toMatchObject({ act: false, reason: 'FeatureGateOff' });
  });

  it('lets nobody act who could not act otherwise either', () => {
    expect(decide({ gates, isMigrating: true, infrastructure: undefined })).toMatchObject({ act: false });
  });
});

describe('the operator is idle', () => {
  it('for the first thing that is missing, since the later ones often follow from it', () => {
    const repairs: readonly Partial<StandingFacts>[] = [
      { gates: gatesOf({ MachineAPIMigration: true, MachineAPIMigrationVSphere: false }) },
      { gates: gatesOf({ MachineAPIMigration: true }) },
      { namespaceStates: { machineApi: 'there', clusterApi: 'there' } },
      { infrastructure: infrastructureOf('VSphere') },
      { machineApi: { Machine: allFields, MachineSet: { ...allFields, spec: false } } },
      { machineApi: { Machine: allFields, MachineSet: allFields } },
      { served: allServed },
      { refusal: undefined },
    ];
    let changes: Partial<StandingFacts> = {
      gates: gatesOf({ MachineAPIMigration: false }),
      namespaceStates: { machineApi: 'missing', clusterApi: 'missing' },
      infrastructure: { status: { platformStatus: { type: 'VSphere' } } },
      machineApi: { Machine: undefined, MachineSet: undefined },
      served: new Set(),
      refusal: { kind: 'Machine', verb: 'patch', message: 'no', isByPolicy: true },
    };
    const seen = [{}, ...repairs].map((repair) => {
      changes = { ...changes, ...repair };
      const standing = decide(changes);
      return standing.act ? 'acts' : standing.reason;
    });
    expect(seen).toEqual([
      'FeatureGateOff',
      'PlatformFeatureGateOff',
      'NamespaceMissing',
      'InfrastructureNameMissing',
      'MachineAPINotServed',
      'AuthoritativeAPINotInSchema',
      'ClusterAPINotServed',
      'WriteRefused',
      'acts',
    ]);
  });
});

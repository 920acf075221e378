import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import {
  azureCluster,
  backAndThere,
  capiSet,
  converter,
  expectInfraRefused,
  expectRefused,
  infraSpec,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/azure.ts';

const clusterTag = 'kubernetes.io_cluster.ocp1-x7k2p';

describe('tags', () => {
  const tags = { team: 'data', note: '' };

  it('have that of the cluster beside them in Cluster API, which Machine API adds by itself', () => {
    expect(toInfra({ tags }).additionalTags).toEqual({ ...tags, [clusterTag]: 'owned' });
    expect(thereAndBack({ tags }).tags).toEqual(tags);
    expect(toInfra({}).additionalTags).toEqual({ [clusterTag]: 'owned' });
    expect(thereAndBack({})).not.toHaveProperty('tags');
  });

  it('keep that of the cluster where a user listed it', () => {
    const listed = { ...tags, [clusterTag]: 'owned' };
    expect(thereAndBack({ tags: listed }).tags).toEqual(listed);
  });

  it('of an AzureMachine without that of the cluster come back without it', () => {
    expect(toProvider({ additionalTags: tags }).tags).toEqual(tags);
    expect(backAndThere({ additionalTags: tags }).additionalTags).toEqual(tags);
  });

  it('have those of the whole cluster, whether the AzureCluster says them or not', () => {
    const infra = {
      platformStatus: {
        azure: {
          resourceGroupName: 'ocp1-x7k2p-rg',
          resourceTags: [
            { key: 'cost', value: '1' },
            { key: 'unit', value: 'it' },
          ],
        },
      },
      infraCluster: azureCluster({ additionalTags: { unit: 'it' } }),
    };
    expect(toInfra({ tags }, infra).additionalTags).toEqual({
      ...tags,
      cost: '1',
      unit: 'it',
      [clusterTag]: 'owned',
    });
    expect(thereAndBack({ tags }, infra).tags).toEqual(tags);
    expect(toInfra({ tags: { cost: '2' } }, infra).additionalTags).toEqual({
      cost: '2',
      unit: 'it',
      [clusterTag]: 'owned',
    });
  });

  it('that Azure does not tell apart are refused', () => {
    expectRefused(
      { tags: { Team: 'a', team: 'b' } },
      { code: 'Duplicate', path: 'tags.team', value: 'b', remedy: 'Remove one of the two' },
    );
    expectInfraRefused(
      { additionalTags: { Team: 'a', team: 'b' } },
      { code: 'Duplicate', path: 'additionalTags.team', value: 'b', remedy: 'Remove one of the two' },
    );
  });

  it.each(['Name', 'name', 'sigs.k8s.io_cluster-api-provider-azure_role'])(
    'that CAPZ overwrites (%s) are refused',
    (name) => {
      const path = name.includes('.') ? `tags["${name}"]` : `tags.${name}`;
      expectRefused(
        { tags: { [name]: 'mine' } },
        { code: 'NotSupported', path, value: 'mine', remedy: 'Use another name' },
      );
    },
  );

  it('that CAPZ overwrites have no meaning in Cluster API: they do not get into Machine API, and come back', () => {
    const additionalTags = { Name: 'mine', [clusterTag]: 'owned' };
    expect(toProvider({ additionalTags })).not.toHaveProperty('tags');
    expect(backAndThere({ additionalTags }).additionalTags).toEqual(additionalTags);
  });

  it.each(['shared', ''])('do not say %j of the cluster, which Machine API overwrites', (value) => {
    const refusal = { code: 'Conflict', value, remedy: 'Remove the tag' } as const;
    expectRefused({ tags: { [clusterTag]: value } }, { ...refusal, path: `tags["${clusterTag}"]` });
    expectInfraRefused(
      { additionalTags: { [clusterTag]: value } },
      { ...refusal, path: `additionalTags["${clusterTag}"]` },
    );
  });

  it('may be named as parts of JavaScript are', () => {
    const odd = JSON.parse('{"__proto__": "a", "constructor": "b"}');
    expect(Object.entries(toInfra({ tags: odd }).additionalTags ?? {})).toEqual(
      expect.arrayContaining([
        ['__proto__', 'a'],
        ['constructor', 'b'],
      ]),
    );
    expect(Object.entries(thereAndBack({ tags: odd }).tags ?? {})).toEqual(Object.entries(odd));
  });

  it("without the cluster's own in Cluster API get a warning: Machine API would put it on every new machine", () => {
    const missing = (changes: JsonObject, spec: JsonObject = {}) => {
      const conversion = converter({ infraCluster: azureCluster(spec) }).toMachineApi(...capiSet(infraSpec(changes)));
      return conversion.issues.filter(({ severity }) => severity !== 'info');
    };
    expect(missing({ additionalTags: { team: 'data' } })).toMatchObject([
      {
        severity: 'warning',
        code: 'NotChecked',
        object: 'infra',
        path: 'spec.template.spec.additionalTags',
        message: expect.stringContaining(`${clusterTag}: owned on every new machine`),
        hint: 'Add the tag here too.',
      },
    ]);
    expect(missing({})).toEqual([]);
    // CAPZ puts the AzureCluster's tags on every machine.
    expect(missing({ additionalTags: {} }, { additionalTags: { [clusterTag]: 'owned' } })).toEqual([]);
    expect(backAndThere({ additionalTags: { team: 'data' } }).additionalTags).toEqual({ team: 'data' });
  });
});

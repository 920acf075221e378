import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  gcpClusterSpec,
  gcpFixture,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/gcp.ts';

const owned = { 'kubernetes-io-cluster-ocp1-x7k2p': 'owned' };
const gcp = { projectID: 'acme-ocp-prod', region: 'europe-west4' };
const withLabels = {
  platformStatus: { gcp: { ...gcp, resourceLabels: [{ key: 'business-unit', value: 'logistics' }] } },
};
const cost = { parentID: '481900000001', key: 'cost-centre', value: '4417' };
const environment = { parentID: '481900000001', key: 'environment', value: 'production' };
const withTags = { platformStatus: { gcp: { ...gcp, resourceTags: [cost] } } };

describe('labels of the instance', () => {
  it("are the same, with the cluster's own, by which the installer finds what to delete", () => {
    const labels = { team: 'ml', 'cost-centre': '4711' };
    expect(toInfra({ labels }).additionalLabels).toEqual({ ...labels, ...owned });
    expect(toInfra({}).additionalLabels).toEqual(owned);
    expect(thereAndBack({ labels }).labels).toEqual(labels);
    expect(thereAndBack({})).not.toHaveProperty('labels');
  });

  it('with an empty value are labels', () => {
    const labels = { spare: '' };
    expect(toInfra({ labels }).additionalLabels).toEqual({ ...labels, ...owned });
    expect(thereAndBack({ labels }).labels).toEqual(labels);
    expect(toProvider({ additionalLabels: labels }).labels).toEqual(labels);
    expect(backAndThere({ additionalLabels: labels }).additionalLabels).toEqual({ ...labels, ...owned });
    const isSameInfraSpec = gcpFixture.converter().same.knownInfra;
    expect(isSameInfraSpec({ additionalLabels: labels }, { additionalLabels: owned })).toBe(false);
    expect(isSameInfraSpec({ additionalLabels: {} }, { additionalLabels: owned })).toBe(true);
  });

  it('of the Infrastructure are written, whatever the GCPCluster has, and taken away again', () => {
    expect(toInfra({ labels: { team: 'ml' } }, withLabels).additionalLabels).toEqual({
      team: 'ml',
      'business-unit': 'logistics',
      ...owned,
    });
    expect(thereAndBack({ labels: { team: 'ml' } }, withLabels).labels).toEqual({ team: 'ml' });
  });

  it("of the machine go before the Infrastructure's", () => {
    const labels = { 'business-unit': 'storage' };
    expect(toInfra({ labels }, withLabels).additionalLabels).toEqual({ ...labels, ...owned });
    expect(thereAndBack({ labels }, withLabels).labels).toEqual(labels);
    expect(toProvider({ additionalLabels: labels }, withLabels).labels).toEqual(labels);
  });

  it('that the user wrote although they are there anyway come back', () => {
    const labels = { ...owned, 'business-unit': 'logistics' };
    expect(thereAndBack({ labels }, withLabels).labels).toEqual(labels);
  });

  it('are added on the way back by Machine API, so a GCPMachine may lack them', () => {
    expect(toProvider({ additionalLabels: { team: 'ml' } }).labels).toEqual({ team: 'ml' });
    expect(toProvider({ additionalLabels: { ...owned, team: 'ml' } }).labels).toEqual({ team: 'ml' });
    expect(backAndThere({}).additionalLabels).toEqual(owned);
  });

  it('that Machine API overwrites have no effect, which warns, and come back', () => {
    const labels = { 'kubernetes-io-cluster-ocp1-x7k2p': 'shared' };
    expect(toInfra({ labels }).additionalLabels).toEqual(owned);
    expect(thereAndBack({ labels }).labels).toEqual(labels);
    expect(remarks({ labels })).toEqual([
      { code: 'DroppedWithoutEffect', severity: 'warning', path: 'labels.kubernetes-io-cluster-ocp1-x7k2p' },
    ]);
  });

  it('that Machine API would overwrite are refused in Cluster API', () => {
    expectInfraRefused(
      { additionalLabels: { 'kubernetes-io-cluster-ocp1-x7k2p': 'shared' } },
      {
        code: 'NotSupported',
        path: 'additionalLabels.kubernetes-io-cluster-ocp1-x7k2p',
        value: 'shared',
        remedy: 'Set it to owned',
      },
    );
  });

  it.each(['capg-role', 'capg-cluster-ocp1-x7k2p'])('that CAPG overwrites are refused: %s', (key) => {
    const refusal = { code: 'NotSupported', value: 'x', remedy: 'Remove it' } as const;
    expectRefused({ labels: { [key]: 'x' } }, { ...refusal, path: `labels.${key}` });
    expectInfraRefused({ additionalLabels: { [key]: 'x' } }, { ...refusal, path: `additionalLabels.${key}` });
  });

  it.each([
    ['Team', 'ml'],
    ['team', 'ML'],
    ['team', 'x'.repeat(64)],
  ])('that CAPG would write in lower case, or GCP refuse, are refused: %s=%s', (key, value) => {
    const refusal = { code: 'InvalidValue', value, remedy: 'Correct the label' } as const;
    expectRefused({ labels: { [key]: value } }, { ...refusal, path: `labels.${key}` });
    expectInfraRefused({ additionalLabels: { [key]: value } }, { ...refusal, path: `additionalLabels.${key}` });
  });
});

describe('tags of the resource manager', () => {
  it('are the same, in their order', () => {
    const resourceManagerTags = [environment, { parentID: 'acme-ocp-prod', key: 'tier', value: 'gpu' }];
    expect(toInfra({ resourceManagerTags }).resourceManagerTags).toEqual(resourceManagerTags);
    expect(thereAndBack({ resourceManagerTags }).resourceManagerTags).toEqual(resourceManagerTags);
    expect(backAndThere({ resourceManagerTags }).resourceManagerTags).toEqual(resourceManagerTags);
  });

  it('of the Infrastructure are written on every machine: CAPG does not bind those of a GCPCluster to the root disk', () => {
    expect(toInfra({ resourceManagerTags: [environment] }, withTags).resourceManagerTags).toEqual([cost, environment]);
    expect(toInfra({}, withTags).resourceManagerTags).toEqual([cost]);
    expect(thereAndBack({ resourceManagerTags: [environment] }, withTags).resourceManagerTags).toEqual([environment]);
    expect(thereAndBack({}, withTags)).not.toHaveProperty('resourceManagerTags');
    expect(backAndThere({}, withTags).resourceManagerTags).toEqual([cost]);
  });

  it("of the machine go before the Infrastructure's of the same name", () => {
    const resourceManagerTags = [{ ...cost, value: '1' }];
    expect(toInfra({ resourceManagerTags }, withTags).resourceManagerTags).toEqual(resourceManagerTags);
    expect(thereAndBack({ resourceManagerTags }, withTags).resourceManagerTags).toEqual(resourceManagerTags);
  });

  it('that the user wrote although they are bound anyway come back', () => {
    const resourceManagerTags = [environment, cost];
    expect(thereAndBack({ resourceManagerTags }, withTags).resourceManagerTags).toEqual(resourceManagerTags);
  });

  it('of one key below two parents are two', () => {
    const resourceManagerTags = [environment, { ...environment, parentID: '481900000002' }];
    expect(toInfra({ resourceManagerTags }).resourceManagerTags).toEqual(resourceManagerTags);
  });

  it('that are there twice are refused: one would win', () => {
    const resourceManagerTags = [environment, { ...environment, value: 'test' }];
    const refusal = {
      code: 'Duplicate',
      path: 'resourceManagerTags[1].key',
      value: 'environment',
      remedy: 'Remove all but one',
    } as const;
    expectRefused({ resourceManagerTags }, refusal);
    expectInfraRefused({ resourceManagerTags }, refusal);
  });
});

it("labels without the cluster's own get a warning on the way back: Machine API would put it on every new machine", () => {
  const { additionalLabels: _, ...bare } = gcpClusterSpec;
  const remarks = (spec: JsonObject) =>
    gcpFixture
      .converter({ infraCluster: { spec } })
      .toMachineApi(...gcpFixture.capiSet(gcpFixture.infraSpec({ additionalLabels: { team: 'ml' } }))).issues;
  expect(remarks(bare)).toMatchObject([
    {
      severity: 'warning',
      code: 'NotChecked',
      object: 'infra',
      path: 'spec.template.spec.additionalLabels',
      message: expect.stringContaining('kubernetes-io-cluster-ocp1-x7k2p: owned on every new machine'),
      hint: 'Add the label here too.',
    },
  ]);
  // CAPG puts the GCPCluster's labels on every machine.
  expect(remarks(gcpClusterSpec)).toEqual([]);
});

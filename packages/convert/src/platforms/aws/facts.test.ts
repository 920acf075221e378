import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { infrastructure } from '../../testing/aws.ts';
import { awsFacts, dualStackSettings } from './facts.ts';

const managed = { annotations: { 'cluster.x-k8s.io/managed-by': 'openshift' } };
const problemsOf = (spec: JsonObject, metadata: JsonObject = managed) =>
  awsFacts(infrastructure, { metadata, spec }).problems;

describe('the region of the cluster', () => {
  it('is what the Infrastructure object says', () => {
    expect(awsFacts(infrastructure)).toMatchObject({ facts: { region: 'us-east-1', ipFamily: 'IPv4' }, problems: [] });
  });

  it.each([{}, { status: {} }, { status: { platformStatus: { type: 'AWS', aws: { region: '' } } } }])(
    'must be known, and is not by %j: machines would be compared with nothing',
    (object) => {
      expect(awsFacts(object).problems).toMatchObject([
        { object: 'infrastructure', problem: { code: 'Required', at: ['status', 'platformStatus', 'aws', 'region'] } },
      ]);
    },
  );

  it('is not that of an AWSCluster of another cluster', () => {
    expect(problemsOf({ region: 'eu-west-3' })).toMatchObject([
      { object: 'infraCluster', problem: { code: 'DifferentFromCluster', at: ['spec', 'region'], value: 'eu-west-3' } },
    ]);
  });
});

describe('the credentials of an AWSCluster', () => {
  it.each([undefined, {}, { kind: 'AWSClusterControllerIdentity', name: 'default' }, { kind: '', name: '' }])(
    "are the cluster's with the identity %j",
    (identityRef) => {
      expect(problemsOf({ region: 'us-east-1', ...(identityRef !== undefined && { identityRef }) })).toEqual([]);
    },
  );

  it.each([
    ['kind', 'AWSClusterRoleIdentity', { kind: 'AWSClusterRoleIdentity', name: 'default' }],
    ['name', 'other', { kind: 'AWSClusterControllerIdentity', name: 'other' }],
  ])('of another %s are refused: Machine API would act as someone else', (field, value, identityRef) => {
    expect(problemsOf({ region: 'us-east-1', identityRef })).toMatchObject([
      { problem: { code: 'NotSupported', at: ['spec', 'identityRef', field], value } },
    ]);
  });
});

describe('the SSH key of an AWSCluster that CAPA manages', () => {
  it('would get onto machines without one, which warns', () => {
    expect(problemsOf({ region: 'us-east-1' }, {})).toMatchObject([
      { problem: { code: 'NotChecked', severity: 'warning', at: ['spec', 'sshKeyName'] } },
    ]);
  });

  it('does not where there is none on purpose', () => {
    expect(problemsOf({ region: 'us-east-1', sshKeyName: '' }, {})).toEqual([]);
  });
});

it.each(['DualStackIPv4Primary', 'DualStackIPv6Primary', 'IPv4', 'NoSuch'])('knows the IP family %s', (ipFamily) => {
  const status = { platformStatus: { type: 'AWS', aws: { region: 'us-east-1', ipFamily } } };
  const { facts } = awsFacts({ status });
  const isDual = ipFamily.startsWith('Dual');
  expect(facts.ipFamily).toBe(isDual ? ipFamily : 'IPv4');
  expect(dualStackSettings(facts).assignPrimaryIPv6 !== undefined).toBe(isDual);
});

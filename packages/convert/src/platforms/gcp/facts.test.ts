import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { gcpClusterSpec, gcpFixture } from '../../testing/gcp.ts';
import { gcpFacts } from './facts.ts';

const gcp = { projectID: 'acme-ocp-prod', region: 'europe-west4' };
const infrastructure = gcpFixture.infrastructure();
const infrastructureWith = (fields: JsonObject) =>
  gcpFixture.infrastructure({ platformStatus: { gcp: { ...gcp, ...fields } } });
const clusterOf = (changes: JsonObject): JsonObject => ({ spec: { ...gcpClusterSpec, ...changes } });
const problemsOf = (changes: JsonObject) => gcpFacts({ infrastructure, infraCluster: clusterOf(changes) }).problems;

describe('what is known of the cluster', () => {
  it('is its project and region, from the Infrastructure', () => {
    expect(gcpFacts({ infrastructure })).toMatchObject({
      facts: { projectID: 'acme-ocp-prod', region: 'europe-west4', network: undefined, instanceGroupTag: undefined },
      problems: [],
    });
  });

  it('is its network, from the GCPCluster that there is, else from that of control plane machines', () => {
    const derived = clusterOf({ network: { name: 'derived', hostProject: 'acme-net-host' } });
    expect(gcpFacts({ infrastructure, derived, isComparable: true }).facts).toMatchObject({
      saidBy: 'control plane',
      network: 'derived',
      hostProject: 'acme-net-host',
      instanceGroupTag: undefined,
    });
    // That of the machine itself agrees with whatever it is.
    expect(gcpFacts({ infrastructure, derived }).facts).toMatchObject({ network: undefined, hostProject: undefined });
    expect(gcpFacts({ infrastructure, derived, infraCluster: clusterOf({}) }).facts).toMatchObject({
      network: 'ocp1-x7k2p-network',
      hostProject: undefined,
      instanceGroupTag: 'master',
    });
  });

  it('is the default of CAPG where a GCPCluster says nothing', () => {
    const spec = { project: 'acme-ocp-prod', region: 'europe-west4', network: { hostProject: 'acme-ocp-prod' } };
    expect(gcpFacts({ infrastructure, infraCluster: { spec } }).facts).toMatchObject({
      network: 'default',
      hostProject: undefined,
      instanceGroupTag: 'apiserver',
    });
  });

  it('are the labels and tags that the user told the installer', () => {
    const tag = { parentID: '1', key: 'k', value: 'v' };
    const { facts } = gcpFacts({
      infrastructure: infrastructureWith({
        resourceLabels: [{ key: 'a', value: 'b' }, { key: 'empty', value: '' }, {}],
        resourceTags: [tag, { key: 'no parent' }],
      }),
    });
    expect(facts).toMatchObject({ resourceLabels: { a: 'b', empty: '' }, resourceTags: [tag] });
  });
});

describe('a project or region that nobody says', () => {
  it.each([{}, { status: {} }, { status: { platformStatus: { gcp: { projectID: '', region: '' } } } }])(
    'is a problem of the Infrastructure: machines would be compared with nothing (%j)',
    (object) => {
      expect(gcpFacts({ infrastructure: object }).problems).toMatchObject([
        { object: 'infrastructure', problem: { code: 'Required', at: ['status', 'platformStatus', 'gcp', 'region'] } },
        {
          object: 'infrastructure',
          problem: { code: 'Required', at: ['status', 'platformStatus', 'gcp', 'projectID'] },
        },
      ]);
    },
  );

  it('is none where the GCPCluster says it', () => {
    const { facts, problems } = gcpFacts({ infrastructure: {}, infraCluster: clusterOf({}) });
    expect(facts).toMatchObject({ projectID: 'acme-ocp-prod', region: 'europe-west4' });
    expect(problems).toEqual([]);
  });
});

describe('a GCPCluster', () => {
  it.each([
    ['project', { project: 'other' }],
    ['region', { region: 'us-east1' }],
  ])('of another %s is of another cluster', (field, changes) => {
    expect(problemsOf(changes)).toMatchObject([
      {
        object: 'infraCluster',
        problem: {
          code: 'DifferentFromCluster',
          at: ['spec', field],
          hint: 'Give the GCPCluster and the Infrastructure of one cluster.',
        },
      },
    ]);
  });

  it.each([undefined, null, { name: 'gcp-cloud-credentials', namespace: 'openshift-cluster-api' }])(
    "has the cluster's credentials with the reference %j",
    (credentialsRef) => {
      expect(problemsOf(credentialsRef === undefined ? {} : { credentialsRef })).toEqual([]);
    },
  );

  it('with other credentials is refused: Machine API would act as someone else', () => {
    expect(problemsOf({ credentialsRef: { name: 'other', namespace: 'a' } })).toMatchObject([
      {
        problem: {
          code: 'NotSupported',
          at: ['spec', 'credentialsRef', 'name'],
          value: 'other',
          hint: 'Remove credentialsRef from the GCPCluster, or keep these machines on Cluster API.',
        },
      },
    ]);
  });

  it('may have the labels and tags of the Infrastructure, and those that mark what it owns', () => {
    const tag = { parentID: '1', key: 'k', value: 'v' };
    const { problems } = gcpFacts({
      infrastructure: infrastructureWith({ resourceLabels: [{ key: 'a', value: 'b' }], resourceTags: [tag] }),
      infraCluster: clusterOf({
        additionalLabels: { a: 'b', 'kubernetes-io-cluster-ocp1-x7k2p': 'owned' },
        resourceManagerTags: [tag],
      }),
    });
    expect(problems).toEqual([]);
  });

  it('with labels or tags of its own is refused: machines of Machine API would lack them', () => {
    const tag = { parentID: '1', key: 'k', value: 'v' };
    expect(problemsOf({ additionalLabels: { team: 'ml' }, resourceManagerTags: [tag] })).toMatchObject([
      {
        problem: {
          code: 'NotSupported',
          at: ['spec', 'additionalLabels', 'team'],
          value: 'ml',
          hint: 'Remove the label from the GCPCluster, and put it on the machines that are to have it.',
        },
      },
      {
        problem: {
          code: 'NotSupported',
          at: ['spec', 'resourceManagerTags', 0],
          value: '1/k',
          hint: 'Remove the tag from the GCPCluster, and put it on the machines that are to have it.',
        },
      },
    ]);
  });

  it('with endpoints of its own warns: Machine API has them elsewhere', () => {
    const serviceEndpoints = { compute: 'https://compute.example.com' };
    expect(problemsOf({ serviceEndpoints })).toMatchObject([
      { problem: { code: 'NotChecked', severity: 'warning', at: ['spec', 'serviceEndpoints'] } },
    ]);
    expect(problemsOf({ serviceEndpoints: {} })).toEqual([]);
  });
});

import { nutanixClusterSpec, nutanixClusterStatus } from '@capstan/api';
import type { ClusterProblemAt, InfraClusterRules } from '../../cluster/infra-cluster.ts';
import { asObject, textAt } from '../../mapping/json.ts';
import { platformSpecOf, takeWith } from '../../objects/infrastructure.ts';
import { problemsOf } from '../../objects/platform.ts';
import { credentials } from './cluster-problems.ts';
import { failureDomainsOf } from './failure-domains.ts';

/** NutanixCluster, from the Infrastructure object. */
export const nutanixCluster: InfraClusterRules = {
  shapes: { spec: nutanixClusterSpec, status: nutanixClusterStatus },
  managedAnyway:
    'CAPX manages the NutanixCluster once it is not paused: it takes the secret with the credentials for its own and deletes it with the NutanixCluster',
  fields: [
    { path: 'spec.controlPlaneEndpoint', from: 'Infrastructure `status.apiServerInternalURI`' },
    {
      path: 'spec.prismCentral.address',
      from: 'Infrastructure `spec.platformSpec.nutanix.prismCentral.address`; Prism Elements are reached through it',
    },
    { path: 'spec.prismCentral.port', from: 'Infrastructure `spec.platformSpec.nutanix.prismCentral.port`' },
    {
      path: 'spec.prismCentral.credentialRef',
      from: `the secret \`${credentials}\` in the namespace of the Cluster API objects, with the same contents as Machine API's`,
    },
    {
      path: 'spec.failureDomains',
      from: 'Infrastructure `spec.platformSpec.nutanix.failureDomains`: deprecated, and the one form that needs no objects beside the NutanixCluster; CAPX looks here first',
    },
    { path: 'status.failureDomains', from: 'the same: their names' },
    { path: 'status.ready', from: 'true' },
  ],

  derive({ infrastructure, provider, cluster }) {
    const { failureDomains, problems } = failureDomainsOf(infrastructure);
    const { prismCentral } = platformSpecOf(infrastructure, 'nutanix');
    const address = textAt(prismCentral, 'address');
    const port = asObject(prismCentral)?.['port'];
    const secret = textAt(provider?.value, 'credentialsSecret', 'name');
    return {
      spec: {
        ...(address !== undefined && {
          prismCentral: {
            address,
            ...(typeof port === 'number' && { port }),
            credentialRef: { kind: 'Secret', name: credentials, namespace: cluster.clusterApiNamespace },
          },
        }),
        ...(failureDomains.length > 0 && {
          failureDomains: failureDomains.map((domain) => ({ ...domain, controlPlane: true })),
        }),
      },
      status: {
        ...(failureDomains.length > 0 && {
          failureDomains: Object.fromEntries(failureDomains.map(({ name }) => [name, { controlPlane: true }])),
        }),
      },
      problems: [
        ...(address === undefined ? [noPrismCentral('address')] : []),
        ...(address !== undefined && typeof port !== 'number' ? [noPrismCentral('port')] : []),
        ...problemsOf('infrastructure', problems),
        ...(secret !== undefined && secret !== credentials ? [otherCredentials(secret)] : []),
      ],
    };
  },
};

function noPrismCentral(field: 'address' | 'port'): ClusterProblemAt {
  return {
    object: 'infrastructure',
    problem: {
      code: 'Required',
      at: ['spec', 'platformSpec', 'nutanix', 'prismCentral', field],
      message: `the Infrastructure object does not say the ${field} of Prism Central`,
      hint: takeWith('spec'),
    },
  };
}

function otherCredentials(value: string): ClusterProblemAt {
  return {
    object: 'provider',
    problem: {
      code: 'NotSupported',
      at: ['credentialsSecret', 'name'],
      value,
      message: `the credentials of a NutanixCluster are those of Machine API, in the secret ${credentials}`,
      hint: `Use the secret ${credentials}.`,
    },
  };
}

import { asObject } from '@capstan/convert';
import { createTransport, type Transport } from '@capstan/kube';
import type { Namespaces } from '@capstan/operator';
import { serviceAccountEndpoint } from '@capstan/operator/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, controlPlane } from '../control-plane/connect.ts';
import { createNamespace } from '../control-plane/namespace.ts';
import { applyRbac, operatorAccount } from './service-account.ts';

/** Verbs of a resource, as `resource.group/subresource`; `mapi` and `capi` are the namespaces of the test, `all` is everywhere. */
type Right = readonly [
  verbs: string,
  resource: string,
  where: 'mapi' | 'capi' | 'default' | 'other' | 'all',
  name?: string,
];

const client = connect();
const transports: Transport[] = [];
let namespaces: Namespaces & { readonly other: string };
let asOperator: (right: Right) => Promise<readonly string[]>;
let asClient: (right: Right) => Promise<readonly string[]>;

beforeAll(async () => {
  const [machineApi, clusterApi, other] = await Promise.all(
    ['mapi', 'capi', 'other'].map((prefix) => createNamespace(client, prefix)),
  );
  if (machineApi === undefined || clusterApi === undefined || other === undefined) throw new Error('no namespaces');
  namespaces = { machineApi, clusterApi, other };
  await applyRbac(client, namespaces);
  asOperator = await reviewer(operatorAccount);
  asClient = await reviewer('capstan-cluster-api-client');
});

afterAll(async () => {
  await Promise.all(transports.map((transport) => transport.close()));
});

const all = 'get list watch create update patch delete deletecollection';
/** Who brings a policy with parameters has to be able to get each object of their kind, wherever it is. */
const writesAndLists = all.replace('get ', '');
const infra = 'infrastructure.cluster.x-k8s.io';

/** What the operator may do, all of it that a verb of its own stands for. */
const may: readonly Right[] = [
  ['get list watch create patch delete', 'machines.machine.openshift.io', 'mapi'],
  ['get list watch create patch delete', 'machinesets.machine.openshift.io', 'mapi'],
  ['patch', 'machines.machine.openshift.io/status', 'mapi'],
  ['patch', 'machinesets.machine.openshift.io/status', 'mapi'],
  ['update', 'machinesets.machine.openshift.io/finalizers', 'mapi'],
  ['get list watch', 'controlplanemachinesets.machine.openshift.io', 'mapi'],
  ['get list watch', 'machineautoscalers.autoscaling.openshift.io', 'mapi'],
  ['get', 'secrets', 'mapi', 'worker-user-data'],
  ['create patch', 'events.events.k8s.io', 'mapi'],
  ['get list watch create patch delete', 'machines.cluster.x-k8s.io', 'capi'],
  ['get list watch create patch delete', 'machinesets.cluster.x-k8s.io', 'capi'],
  ['get list watch create', 'clusters.cluster.x-k8s.io', 'capi'],
  ['patch', 'clusters.cluster.x-k8s.io/status', 'capi'],
  ['update', 'clusters.cluster.x-k8s.io/finalizers', 'capi'],
  ['update', 'machines.cluster.x-k8s.io/finalizers', 'capi'],
  ['get list watch create patch delete', `awsmachines.${infra}`, 'capi'],
  ['get list watch create patch delete', `vspheremachinetemplates.${infra}`, 'capi'],
  ['get list watch create', `openstackclusters.${infra}`, 'capi'],
  ['patch', `azureclusters.${infra}/status`, 'capi'],
  ['get create', `awsclustercontrolleridentities.${infra}`, 'all', 'default'],
  ['get create', `vspherefailuredomains.${infra}`, 'all', 'zone-a'],
  ['get create patch', 'secrets', 'capi', 'worker-user-data'],
  ['get', 'serviceaccounts', 'capi', 'capstan-cluster-api-client'],
  ['create', 'serviceaccounts/token', 'capi', 'capstan-cluster-api-client'],
  ['get patch', 'leases.coordination.k8s.io', 'capi', 'machine-api-migration-leader'],
  ['create', 'leases.coordination.k8s.io', 'capi'],
  ['list watch', 'validatingadmissionpolicies.admissionregistration.k8s.io', 'all'],
  ['create update patch delete', 'validatingadmissionpolicies.admissionregistration.k8s.io', 'all', 'capstan-reserved'],
  [
    'create update patch delete',
    'validatingadmissionpolicybindings.admissionregistration.k8s.io',
    'all',
    'capstan-reserved',
  ],
  ['get', 'machines.machine.openshift.io', 'all'],
  ['list watch', 'configmaps', 'capi', 'capstan-admission-policies'],
  ['get create patch', 'configmaps', 'capi', 'capstan-policies-status'],
  ['create patch', 'configmaps', 'capi', 'capstan-policy-sentinel'],
  ['create patch', 'configmaps', 'mapi', 'capstan-policy-sentinel'],
  ['create patch', 'events.events.k8s.io', 'capi'],
  ['create patch', 'events.events.k8s.io', 'default'],
  ['get list watch', 'infrastructures.config.openshift.io', 'all', 'cluster'],
  ['get', 'featuregates.config.openshift.io', 'all', 'cluster'],
  ['get', 'clusterversions.config.openshift.io', 'all', 'version'],
];

/** What would be a way to more than machines. */
const mayNot: readonly Right[] = [
  ['list watch create update patch delete deletecollection', 'secrets', 'mapi'],
  ['list watch update delete deletecollection', 'secrets', 'capi'],
  [all, 'secrets', 'other'],
  [all, 'secrets', 'default'],
  [all, 'secrets', 'all'],
  ['create', 'serviceaccounts/token', 'capi', operatorAccount],
  ['create', 'serviceaccounts/token', 'capi', 'capi-controllers'],
  ['create', 'serviceaccounts/token', 'mapi', 'machine-api-controllers'],
  ['create update patch delete impersonate', 'serviceaccounts', 'capi'],
  ['impersonate', 'users', 'all'],
  ['impersonate', 'groups', 'all'],
  [all, 'nodes', 'all'],
  [all, 'pods', 'all'],
  [all, 'pods', 'capi'],
  ['create', 'pods/exec', 'capi'],
  [all, 'deployments.apps', 'capi'],
  [all, 'configmaps', 'capi'],
  ['get create update patch delete', 'configmaps', 'capi', 'capstan-admission-policies'],
  [all, 'configmaps', 'mapi'],
  [all, 'configmaps', 'all'],
  ['create update patch delete list watch', 'namespaces', 'all'],
  ['get', 'namespaces', 'other', 'kube-system'],
  ['create update patch delete', 'infrastructures.config.openshift.io', 'all', 'cluster'],
  ['patch update', 'infrastructures.config.openshift.io/status', 'all', 'cluster'],
  ['list create update patch delete', 'featuregates.config.openshift.io', 'all', 'cluster'],
  ['list create update patch delete', 'clusterversions.config.openshift.io', 'all', 'version'],
  [`${all} bind escalate`, 'roles.rbac.authorization.k8s.io', 'capi'],
  [`${all} bind escalate`, 'clusterroles.rbac.authorization.k8s.io', 'all'],
  [all, 'rolebindings.rbac.authorization.k8s.io', 'mapi'],
  [all, 'clusterrolebindings.rbac.authorization.k8s.io', 'all'],
  [
    'get create update patch delete deletecollection',
    'validatingadmissionpolicies.admissionregistration.k8s.io',
    'all',
  ],
  [
    'get create update patch delete',
    'validatingadmissionpolicies.admissionregistration.k8s.io',
    'all',
    'capstan-secrets',
  ],
  [all, 'mutatingadmissionpolicies.admissionregistration.k8s.io', 'all'],
  [all, 'validatingwebhookconfigurations.admissionregistration.k8s.io', 'all'],
  [all, 'customresourcedefinitions.apiextensions.k8s.io', 'all'],
  ['get list watch patch delete', 'leases.coordination.k8s.io', 'capi', 'another'],
  ['delete', 'leases.coordination.k8s.io', 'capi', 'machine-api-migration-leader'],
  ['create update patch delete', 'controlplanemachinesets.machine.openshift.io', 'mapi'],
  ['patch update delete', 'clusters.cluster.x-k8s.io', 'capi'],
  ['patch update delete', `awsclusters.${infra}`, 'capi'],
  ['list patch update delete', `awsclustercontrolleridentities.${infra}`, 'all', 'default'],
  [writesAndLists, 'machines.machine.openshift.io', 'other'],
  [writesAndLists, 'machines.machine.openshift.io', 'all'],
  [writesAndLists, 'machines.cluster.x-k8s.io', 'all'],
  [all, `awsmachines.${infra}`, 'other'],
  ['deletecollection', 'machines.machine.openshift.io', 'mapi'],
  ['deletecollection', 'machines.cluster.x-k8s.io', 'capi'],
];

/** What Cluster API's core manager does with the kubeconfig that the operator keeps. */
const clientMay: readonly Right[] = [
  ['get list watch patch delete', 'nodes', 'all'],
  ['get list', 'pods', 'all'],
  ['create', 'pods/eviction', 'all'],
  ['get list watch', 'namespaces', 'all'],
  ['get', 'daemonsets.apps', 'all'],
  ['list', 'persistentvolumes', 'all'],
  ['list', 'volumeattachments.storage.k8s.io', 'all'],
];

const clientMayNot: readonly Right[] = [
  ['create update', 'nodes', 'all'],
  ['create update patch delete', 'pods', 'all'],
  ['create', 'pods/exec', 'all'],
  [all, 'secrets', 'all'],
  [all, 'secrets', 'capi'],
  [all, 'machines.cluster.x-k8s.io', 'capi'],
  [all, 'machines.machine.openshift.io', 'mapi'],
  ['create update patch delete', 'namespaces', 'all'],
  ['create', 'serviceaccounts/token', 'capi', 'capstan-cluster-api-client'],
  [`${all} bind escalate`, 'clusterroles.rbac.authorization.k8s.io', 'all'],
];

describe('the operator', () => {
  for (const right of may) {
    test(`may ${right.join(' ')}`, async () => expect(await asOperator(right)).toEqual(right[0].split(' ')));
  }

  test('may look for the two namespaces', async () => {
    const { machineApi, clusterApi } = namespaces;
    for (const name of [machineApi, clusterApi]) {
      expect(await asOperator(['get', 'namespaces', 'all', name])).toEqual(['get']);
    }
  });

  for (const right of mayNot) {
    test(`may not ${right.join(' ')}`, async () => expect(await asOperator(right)).toEqual([]));
  }
});

describe("Cluster API's account", () => {
  for (const right of clientMay) {
    test(`may ${right.join(' ')}`, async () => expect(await asClient(right)).toEqual(right[0].split(' ')));
  }

  for (const right of clientMayNot) {
    test(`may not ${right.join(' ')}`, async () => expect(await asClient(right)).toEqual([]));
  }

  test('may ask whether the API server answers, as the health check of Cluster API does', async () => {
    const transport = await transportAs('capstan-cluster-api-client');
    const { body } = await transport.request({ method: 'GET', path: '/' });
    expect(body).toHaveProperty('paths');
  });
});

async function transportAs(name: string): Promise<Transport> {
  const transport = createTransport(await serviceAccountEndpoint(controlPlane(), namespaces.clusterApi, name));
  transports.push(transport);
  return transport;
}

/** Which of the verbs the real authorizer allows a ServiceAccount. */
async function reviewer(account: string): Promise<(right: Right) => Promise<readonly string[]>> {
  const transport = await transportAs(account);
  const places = {
    mapi: namespaces.machineApi,
    capi: namespaces.clusterApi,
    default: 'default',
    other: namespaces.other,
  };
  return async ([verbs, what, where, name]) => {
    const [path = '', subresource] = what.split('/');
    const [resource, ...group] = path.split('.');
    const namespace = where === 'all' ? undefined : places[where];
    const asked = { resource, subresource, group: group.join('.'), namespace, name };
    const allowed = await Promise.all(
      verbs.split(' ').map(async (verb) => {
        const body = {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: { resourceAttributes: { verb, ...asked } },
        };
        const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
        const { body: answer } = await transport.request({ method: 'POST', path, body });
        return asObject(asObject(answer)?.['status'])?.['allowed'] === true ? [verb] : [];
      }),
    );
    return allowed.flat();
  };
}

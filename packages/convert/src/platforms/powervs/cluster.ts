import { ibmPowerVSClusterSpec, ibmPowerVSClusterStatus, type JsonObject } from '@capstan/api';
import type { ClusterProblemAt, ClusterSources, InfraClusterRules } from '../../cluster/infra-cluster.ts';
import { makeScope } from '../../mapping/issue.ts';
import { asObject, compact, textAt } from '../../mapping/json.ts';
import { platformStatusOf } from '../../objects/infrastructure.ts';
import { type ResourceReference, resource } from './resources.ts';

const workspace = resource<undefined>('workspace', ['id', 'name']);
const network = resource<undefined>('network', ['id', 'name', 'regex']);

/**
 * IBMPowerVSCluster, from the workspace and the network of a machine. It has no zone: CAPIBM would look for the workspace in
 * that zone only, and Machine API does not. It has no VPC either, for it would have to know its load balancers by id.
 */
export const powervsCluster: InfraClusterRules = {
  shapes: { spec: ibmPowerVSClusterSpec, status: ibmPowerVSClusterStatus },
  fields: [
    { path: 'spec.controlPlaneEndpoint', from: 'Infrastructure `status.apiServerInternalURI`' },
    { path: 'spec.serviceInstance', from: "a control plane machine's `serviceInstance`, else a worker's" },
    { path: 'spec.serviceInstanceID', from: 'empty: deprecated, but the CRD insists on it' },
    { path: 'spec.network', from: "the same machine's `network`" },
    { path: 'status.ready', from: 'true: nobody else says so' },
  ],

  derive({ infrastructure, provider }) {
    const problems: ClusterProblemAt[] = [];
    const scope = makeScope(undefined, (problem, at) =>
      problems.push({ object: 'provider', problem: { ...problem, at } }),
    );
    const read = (field: 'serviceInstance' | 'network', codec: typeof workspace): JsonObject | undefined => {
      const found = codec.toCapi(asResource(provider?.value[field]), scope.at(field));
      return found && asObject(compact(found));
    };
    if (provider === undefined) problems.push(noMachine);
    const known = provider && { workspace: read('serviceInstance', workspace), network: read('network', network) };
    return {
      spec: {
        serviceInstanceID: '',
        ...(known?.workspace !== undefined && { serviceInstance: known.workspace }),
        network: known?.network ?? {},
      },
      problems: [...problems, ...endpointProblems(infrastructure)],
    };
  },
};

const noMachine: ClusterProblemAt = {
  object: 'infrastructure',
  problem: {
    code: 'MissingObject',
    message: 'no Machine or MachineSet is part of the input, so the workspace of the cluster is not known',
    hint: 'Add the ControlPlaneMachineSet, a Machine or a MachineSet to the input.',
  },
};

function asResource(value: unknown): (ResourceReference & { type?: string }) | undefined {
  const found = asObject(value);
  if (found === undefined) return undefined;
  const fields = (['type', 'id', 'name', 'regex'] as const).map((field) => [field, textAt(found, field)]);
  return compact(Object.fromEntries(fields)) ?? undefined;
}

/** Machine API's controller reads them from the Infrastructure object; CAPIBM has a flag. */
function endpointProblems(infrastructure: ClusterSources['infrastructure']): ClusterProblemAt[] {
  const at = ['status', 'platformStatus', 'powervs', 'serviceEndpoints'];
  const value = platformStatusOf(infrastructure, 'powervs')['serviceEndpoints'];
  if (!Array.isArray(value) || value.length === 0) return [];
  return [
    {
      object: 'infrastructure',
      problem: {
        code: 'NotChecked',
        severity: 'warning',
        at,
        value,
        message: 'an IBMPowerVSCluster has no service endpoints: the CAPIBM manager has them from its command line',
        hint: 'Start the CAPIBM manager with the same endpoints: --service-endpoint.',
      },
    },
  ];
}

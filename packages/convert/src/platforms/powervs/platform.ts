import { ibmPowerVSMachineSpec, powerVSMachineProviderConfig } from '@capstan/api';
import { asObject, textAt } from '../../mapping/json.ts';
import type { Platform } from '../../objects/platform.ts';
import { powervsChecks } from './checks.ts';
import { powervsCluster } from './cluster.ts';
import { type PowerVSFacts, powervsFacts } from './facts.ts';
import { powervsHandover } from './handover.ts';
import { powervsRows } from './powervs.mapping.ts';
import { placeOf } from './provider-id.ts';
import { powervsStatus } from './status.ts';
import { powervsWebhookDefaults } from './webhook-defaults.ts';

/** IBM Power Virtual Server: PowerVSMachineProviderConfig and CAPIBM v1beta2. */
export const powervs: Platform<PowerVSFacts> = {
  type: 'PowerVS',
  provider: {
    kind: 'PowerVSMachineProviderConfig',
    apiVersions: ['machine.openshift.io/v1'],
    shape: powerVSMachineProviderConfig,
  },
  infra: {
    machineKind: 'IBMPowerVSMachine',
    templateKind: 'IBMPowerVSMachineTemplate',
    clusterKind: 'IBMPowerVSCluster',
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    shape: ibmPowerVSMachineSpec,
  },
  rows: powervsRows,
  checks: powervsChecks,
  readFacts: powervsFacts,
  derivedLabels(parts, facts) {
    const instanceType = textAt(parts.value, 'systemType');
    // A machine that is there knows better than the Infrastructure where its workspace is.
    const { region, zone } = placeOf(asObject(parts.$machine)?.['providerID']) ?? facts;
    return {
      ...(instanceType !== undefined && { instanceType }),
      ...(region !== undefined && { region }),
      ...(zone !== undefined && { zone }),
    };
  },
  status: powervsStatus,
  cluster: powervsCluster,
  handover: powervsHandover,
  webhookDefaults: powervsWebhookDefaults,
  isRegional: true,
  platformStatus: (region) => ({ type: 'PowerVS', powervs: { region } }),
  prerequisites: (name) => [
    `Cluster ${name} and IBMPowerVSCluster ${name}, the latter externally managed (annotation cluster.x-k8s.io/managed-by)`,
    'an API key of IBM Cloud, in the credentials of the CAPIBM manager',
  ],
};

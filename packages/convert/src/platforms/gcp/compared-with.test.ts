import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { type Changes, cluster } from '../../testing/fixture.ts';
import { gcpClusterSpec, gcpFixture } from '../../testing/gcp.ts';
import { planned } from '../../testing/planned.ts';

const { mapiMachine, mapiSet, provider } = gcpFixture;
const infrastructure = gcpFixture.infrastructure();
const nic = { network: 'ocp1-x7k2p-network', subnetwork: 'ocp1-x7k2p-worker-subnet' };
const odd = { networkInterfaces: [{ ...nic, network: 'odd-net' }] };
const worker = (name: string, changes: Changes = {}) => mapiSet(provider(changes), { metadata: { name } });
const master = (name: string, changes: Changes = {}) => {
  const labels = { 'machine.openshift.io/cluster-api-machine-role': 'master' };
  return mapiMachine(provider(changes), {}, { name, labels });
};
const gcpCluster: JsonObject = {
  apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
  kind: 'GCPCluster',
  metadata: { name: cluster.infrastructureName, namespace: cluster.clusterApiNamespace },
  spec: gcpClusterSpec,
};
const said = (objects: readonly JsonObject[], name: string, options = {}) =>
  planned([infrastructure, ...objects], options).get(name);
const path = 'spec.template.spec.providerSpec.value.networkInterfaces[0].network';

describe('the network of machines', () => {
  it('that only they say is not taken for checked, odd or right', () => {
    const both = [worker('a-odd', odd), worker('workers')];
    for (const [name, value] of [
      ['a-odd', 'odd-net'],
      ['workers', 'ocp1-x7k2p-network'],
    ] as const) {
      expect(said(both, name)).toMatchObject({
        verdict: 'warning',
        issues: [
          {
            code: 'NotChecked',
            path,
            value,
            message: 'must be the network of the GCPCluster, which is not part of the input',
            hint: 'Add the GCPCluster to the input, or check the value.',
          },
        ],
      });
    }
  });

  it("is compared with the control plane's, which the message names", () => {
    const found = [master('master-0'), worker('a-odd', odd), worker('workers')];
    expect(said(found, 'workers')).toMatchObject({ verdict: 'ready', issues: [] });
    expect(said(found, 'a-odd')).toMatchObject({
      verdict: 'blocked',
      issues: [
        {
          code: 'DifferentFromCluster',
          path,
          value: 'odd-net',
          message: 'must equal the control plane\'s network, which is "ocp1-x7k2p-network"',
          hint: expect.stringContaining('Correct the value'),
        },
      ],
    });
    // The control plane machine itself has nothing to be compared with.
    expect(said(found, 'master-0')).toMatchObject({ verdict: 'warning', issues: [{ code: 'NotChecked' }] });
  });

  it("is compared with the GCPCluster's where that is in the input, or is made as well", () => {
    expect(said([gcpCluster, worker('workers')], 'workers')).toMatchObject({ verdict: 'ready', issues: [] });
    const options = { withCluster: true };
    expect(said([worker('workers')], 'workers', options)).toMatchObject({ verdict: 'ready', issues: [] });
    const [problem] = said([worker('a'), worker('b-odd', odd)], 'b-odd', options)?.issues ?? [];
    expect(problem?.message).toBe('must equal the GCPCluster\'s network, which is "ocp1-x7k2p-network"');
  });

  it('comes back as it was carried, though a control plane machine is in another', () => {
    const objects = said([worker('workers', odd)], 'workers')?.objects ?? [];
    const back = said([...objects, master('master-0')], 'workers', { target: 'machine-api' });
    expect(back?.objects).toMatchObject([{ spec: { template: { spec: { providerSpec: { value: odd } } } } }]);
  });
});

it('the project of machines, where only they say it, is not taken for checked', () => {
  const assumed = { infrastructureName: cluster.infrastructureName, region: 'europe-west4' };
  const set = worker('workers', { kind: 'GCPMachineProviderSpec', projectID: 'odd-project' });
  expect(planned([set], { assumed }).get('workers')?.issues).toContainEqual(
    expect.objectContaining({
      code: 'NotChecked',
      path: 'spec.template.spec.providerSpec.value.projectID',
      value: 'odd-project',
      hint: 'Add the GCPCluster to the input, or check the value.',
    }),
  );
});

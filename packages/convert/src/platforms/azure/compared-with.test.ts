import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { asObject } from '../../mapping/json.ts';
import { azureCluster, azureFixture, mapiMachine, mapiSet, provider } from '../../testing/azure.ts';
import { at, type Changes, cluster } from '../../testing/fixture.ts';
import { planned } from '../../testing/planned.ts';

const infrastructure = azureFixture.infrastructure();
// Of the market: its name needs no subscription, which is not what this is about.
const image = { publisher: 'redhat', offer: 'rhcos', sku: 'rhcos', version: '4.17.1', type: 'MarketplaceNoPlan' };
const worker = (name: string, changes: Changes = {}) =>
  mapiSet(provider({ image, ...changes }), { metadata: { name } });
const masterLabels = { 'machine.openshift.io/cluster-api-machine-role': 'master' };
const master = (name: string, changes: Changes = {}, creationTimestamp = '2026-01-01T00:00:00Z') =>
  mapiMachine(
    provider({
      image,
      internalLoadBalancer: 'ocp1-x7k2p-internal',
      subnet: 'ocp1-x7k2p-master-subnet',
      ...changes,
    }),
    {},
    { name, labels: masterLabels, creationTimestamp },
  );
const controlPlaneSet = (changes: Changes = {}): JsonObject => ({
  apiVersion: 'machine.openshift.io/v1',
  kind: 'ControlPlaneMachineSet',
  metadata: { name: 'cluster', namespace: 'openshift-machine-api' },
  spec: {
    template: {
      machineType: 'machines_v1beta1_machine_openshift_io',
      machines_v1beta1_machine_openshift_io: master('template', changes),
    },
  },
});
const said = (objects: readonly JsonObject[], name: string, options = {}) =>
  planned([infrastructure, ...objects], options).get(name);
const codes = (...of: Parameters<typeof said>) =>
  said(...of)?.issues.map(
    ({ severity, code, path }) => `${severity} ${code} ${path.replace(/^.*providerSpec\.value\./, '')}`,
  );

describe('values of the cluster that only the machine itself says', () => {
  it('are not taken for checked: a machine set in a network elsewhere gets a warning, as does one in the right network', () => {
    for (const vnet of ['odd-net', 'ocp1-x7k2p-vnet']) {
      const found = said([worker('workers', { vnet })], 'workers');
      expect(found?.verdict).toBe('warning');
      expect(found?.issues).toContainEqual(
        expect.objectContaining({
          code: 'NotChecked',
          path: 'spec.template.spec.providerSpec.value.vnet',
          value: vnet,
          message: "must be the AzureCluster's virtual network, which is not part of the input",
          hint: 'Add the AzureCluster to the input, or check the value.',
        }),
      );
    }
  });

  it('are every one marked, and those of the Infrastructure object are compared', () => {
    expect(codes([worker('workers')], 'workers')).toEqual([
      'warning NotChecked location',
      'warning NotChecked publicLoadBalancer',
      'warning NotChecked vnet',
    ]);
    expect(codes([worker('workers', { resourceGroup: 'odd', networkResourceGroup: 'odd' })], 'workers')).toEqual(
      expect.arrayContaining([
        'error DifferentFromCluster resourceGroup',
        'error DifferentFromCluster networkResourceGroup',
      ]),
    );
  });

  it('do not stop another machine set from converting', () => {
    const both = [worker('a-odd', { vnet: 'odd-net' }), worker('workers')];
    expect(said(both, 'workers')?.verdict).toBe('warning');
  });

  it('are not asked for where a machine with a public address joins no load balancer anyway', () => {
    const own = worker('workers', { publicIP: true, publicLoadBalancer: '' });
    expect(codes([own], 'workers')).toEqual(['warning NotChecked location', 'warning NotChecked vnet']);
  });

  it('are marked on a control plane machine too, with nothing but itself to compare it with', () => {
    expect(codes([master('master-0', { vnet: 'odd-net' }), worker('workers')], 'master-0')).toEqual([
      'warning NotChecked internalLoadBalancer',
      'warning NotChecked location',
      'warning NotChecked publicLoadBalancer',
      'warning NotChecked vnet',
    ]);
  });
});

describe('values of the cluster that control plane machines say', () => {
  it.each([
    ['the set', controlPlaneSet()],
    ['a machine', master('master-0')],
  ])('are what a worker is compared with (%s)', (_, source) => {
    expect(said([source, worker('workers')], 'workers')).toMatchObject({ verdict: 'ready', issues: [] });
    const odd = said([source, worker('a-odd', { vnet: 'odd-net', location: 'westus' })], 'a-odd');
    expect(odd?.verdict).toBe('blocked');
    expect(odd?.issues.map(({ code, value, message, hint }) => ({ code, value, message, hint }))).toEqual([
      {
        code: 'DifferentFromCluster',
        value: 'westus',
        message: 'must equal the control plane\'s location, which is "eastus2"',
        hint: expect.stringContaining('Correct location'),
      },
      {
        code: 'DifferentFromCluster',
        value: 'odd-net',
        message: 'must equal the control plane\'s virtual network, which is "ocp1-x7k2p-vnet"',
        hint: expect.stringContaining('Set vnet to its name'),
      },
    ]);
  });

  it('are what the other control plane machines are compared with', () => {
    const newest = master('master-0', {}, '2026-06-01T00:00:00Z');
    expect(said([newest, master('master-1')], 'master-1')).toMatchObject({ verdict: 'ready', issues: [] });
    const [problem] = said([newest, master('master-1', { internalLoadBalancer: 'odd' })], 'master-1')?.issues ?? [];
    expect(problem).toMatchObject({ code: 'DifferentFromCluster', value: 'odd' });
    expect(problem?.message).toContain("the control plane's");
    expect(problem?.hint).toContain('Set internalLoadBalancer: ocp1-x7k2p-internal');
  });

  it('do not decide on the load balancer of workers, which may be one of their own', () => {
    const own = worker('workers', { publicLoadBalancer: 'workers-only' });
    expect(codes([controlPlaneSet(), own], 'workers')).toEqual(['warning NotChecked publicLoadBalancer']);
  });
});

describe('on the way back without the AzureCluster, what was carried', () => {
  const back = (edit: (carried: JsonObject) => JsonObject, changes: Changes = {}) => {
    const objects = said([worker('workers', changes)], 'workers')?.objects ?? [];
    const edited = objects.map((object) => {
      const metadata = asObject(object['metadata']) ?? {};
      const annotations = asObject(metadata['annotations']) ?? {};
      const carried = annotations['capstan.openshift.io/carried'];
      if (typeof carried !== 'string') return object;
      const changed = JSON.stringify(edit(JSON.parse(carried)));
      return {
        ...object,
        metadata: { ...metadata, annotations: { ...annotations, 'capstan.openshift.io/carried': changed } },
      };
    });
    const found = said([...edited, controlPlaneSet()], 'workers', { target: 'machine-api' });
    return asObject(at(found?.objects[0], 'spec.template.spec.providerSpec.value'));
  };

  it('comes back, though a control plane machine is elsewhere: it says where this machine is', () => {
    const own = { vnet: 'odd-net', publicLoadBalancer: 'workers-only' };
    expect(back((carried) => carried, own)).toMatchObject(own);
  });

  it('gives way to what the Infrastructure object says', () => {
    const edited = back((carried) => ({ ...carried, resourceGroup: 'odd', networkResourceGroup: 'odd' }));
    expect(edited).toMatchObject({ resourceGroup: 'ocp1-x7k2p-rg', networkResourceGroup: 'ocp1-x7k2p-rg' });
  });

  it('and is broken gives way to what a control plane machine says', () => {
    expect(back((carried) => ({ ...carried, vnet: '', location: 7 }))).toMatchObject({
      vnet: 'ocp1-x7k2p-vnet',
      location: 'eastus2',
    });
  });
});

describe('values of the cluster that its AzureCluster says', () => {
  it('go before what control plane machines say, and need no warning', () => {
    const made = [azureCluster(), controlPlaneSet({ vnet: 'odd-net' }), worker('workers')];
    expect(said(made, 'workers')).toMatchObject({ verdict: 'ready', issues: [] });
  });

  it('that is made beside the machines are what they are compared with', () => {
    const options = { withCluster: true };
    expect(said([worker('workers')], 'workers', options)).toMatchObject({ verdict: 'ready', issues: [] });
    const [problem] = said([worker('a'), worker('b-odd', { vnet: 'odd-net' })], 'b-odd', options)?.issues ?? [];
    expect(problem).toMatchObject({ code: 'DifferentFromCluster', value: 'odd-net' });
    expect(problem?.message).toContain("the AzureCluster's virtual network");
  });
});

describe('a region that was given in place of the Infrastructure object', () => {
  const assumed = { infrastructureName: cluster.infrastructureName, region: 'mars-1' };
  const set = worker('workers', { kind: 'AzureMachineProviderSpec', resourceGroup: 'ocp1-x7k2p-rg' });

  it('is what locations are compared with: a machine elsewhere is an error at its field', () => {
    const errors = planned([set], { assumed })
      .get('workers')
      ?.issues.filter(({ severity }) => severity === 'error');
    expect(errors).toMatchObject([
      {
        code: 'DifferentFromCluster',
        path: 'spec.template.spec.providerSpec.value.location',
        value: 'eastus2',
        message: 'must equal the region that was given for the cluster, which is "mars-1"',
        hint: expect.stringContaining('Correct location'),
      },
    ]);
  });

  it('may be written in words', () => {
    const found = planned([set], { assumed: { ...assumed, region: 'East US 2' } }).get('workers');
    expect(found?.verdict).toBe('warning');
    expect(found?.issues.map(({ path }) => path)).not.toContain('spec.template.spec.providerSpec.value.location');
  });

  it('contradicts an AzureCluster elsewhere', () => {
    expect(() => planned([set, azureCluster()], { assumed })).toThrow('must be the region that was given');
  });
});

import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { at, type ClusterChanges, converted, errorsOf } from '../../testing/fixture.ts';
import {
  expectInfraRefused,
  expectRefused,
  hostGroupDomain,
  thereAndBack,
  toInfra,
  toProvider,
  vsphereFixture,
} from '../../testing/vsphere.ts';

const { converter, mapiMachine, mapiSet, capiMachine, capiSet, provider, infraSpec } = vsphereFixture;
const workspace = provider()['workspace'] as JsonObject;
const inWorkspace = (fields: JsonObject) => ({ workspace: { ...workspace, ...fields } });
const { folder: _, ...withoutFolder } = workspace;
const { datacenter: __, ...anywhere } = withoutFolder;

describe('the datacenter', () => {
  it('is the same', () => {
    expect(toInfra({})).toMatchObject({ datacenter: 'Halle' });
    expect(at(toProvider({}), 'workspace.datacenter')).toBe('Halle');
  });

  it("is * in Cluster API where there is none, as CAPV's webhook has it, and none again on the way back", () => {
    expect(toInfra({ workspace: anywhere })).toMatchObject({ datacenter: '*' });
    expect(at(thereAndBack({ workspace: anywhere }), 'workspace')).not.toHaveProperty('datacenter');
    expect(at(toProvider({ datacenter: '*', folder: undefined }), 'workspace')).not.toHaveProperty('datacenter');
  });
});

it.each(['folder', 'datastore', 'resourcePool'])('the %s is the same inventory path, both ways', (field) => {
  expect(toInfra({})[field]).toBe(workspace[field]);
  expect(at(toProvider({}), `workspace.${field}`)).toBe(workspace[field]);
});

describe('a folder', () => {
  const rule = { code: 'Conflict', path: 'workspace.folder' } as const;
  it.each(['workers', '/Leuna/vm/workers', 'Folder:group-v41'])(
    'outside the datacenter (%s) is refused, as by the webhook of Machine API',
    (folder) => {
      expectRefused(inWorkspace({ folder }), { ...rule, value: folder, remedy: 'Write the folder as /Halle/vm/' });
      expectInfraRefused({ folder }, { ...rule, path: 'folder', value: folder, remedy: 'Write the folder as' });
    },
  );

  it.each([undefined, '*'])('is refused with the datacenter %s', (datacenter) => {
    expectInfraRefused(
      { datacenter },
      { ...rule, path: 'folder', value: '/Halle/vm/ocp1-x7k2p', remedy: 'Set the datacenter' },
    );
  });
});

describe('a VM group', () => {
  const vmGroup = 'hg1-vms';

  it('is the failure domain of the Infrastructure that has it: else hosts of another zone would run the machine', () => {
    const [, set] = converted(converter().toClusterApi(mapiSet(provider(inWorkspace({ vmGroup })))));
    expect(at(set, 'spec.template.spec.failureDomain')).toBe('halle-hg1');
    const [, machine] = converted(converter().toClusterApi(mapiMachine(provider(inWorkspace({ vmGroup })))));
    expect(at(machine, 'spec.failureDomain')).toBe('halle-hg1');
    expect(at(thereAndBack(inWorkspace({ vmGroup })), 'workspace.vmGroup')).toBe(vmGroup);
  });

  it('is refused where no failure domain has it', () => {
    expectRefused(inWorkspace({ vmGroup: 'hg7-vms' }), {
      code: 'NotSupported',
      path: 'workspace.vmGroup',
      value: 'hg7-vms',
      remedy: 'Add the failure domain with this vmGroup',
    });
  });

  it('is refused where the failure domain is of another vCenter, or has a name that Kubernetes refuses', () => {
    for (const change of [{ server: 'vc2.lab.test' }, { name: 'Halle HG1' }]) {
      const cluster = withDomains({ ...hostGroupDomain, ...change });
      expectRefused(
        inWorkspace({ vmGroup }),
        { code: 'NotSupported', path: 'workspace.vmGroup', value: vmGroup, remedy: 'Add the failure domain' },
        cluster,
      );
    }
  });

  it.each<[string, JsonObject]>([
    ['another datacenter', { datacenter: 'Leuna', folder: '/Leuna/vm/a' }],
    ['another cluster', { resourcePool: '/Halle/host/cl-b/Resources' }],
    ['a cluster whose name begins alike', { resourcePool: '/Halle/host/cl-a2/Resources' }],
    ['no resource pool', { resourcePool: '' }],
  ])('is refused in %s: CAPV would look for it in the cluster of the failure domain', (_, fields) => {
    expectRefused(inWorkspace({ vmGroup, ...fields }), {
      code: 'NotSupported',
      path: 'workspace.vmGroup',
      value: vmGroup,
      remedy: 'Write the datacenter of the failure domain',
      says: 'halle-hg1',
    });
  });

  it('is that of the failure domain which the machine is placed in, where several have it', () => {
    const other = {
      ...hostGroupDomain,
      name: 'halle-hg1-b',
      topology: { ...hostGroupDomain.topology, computeCluster: '/Halle/host/cl-b' },
    };
    const value = provider(inWorkspace({ vmGroup, resourcePool: '/Halle/host/cl-b/Resources/infra' }));
    const made = converter(withDomains(hostGroupDomain, other)).toClusterApi(mapiSet(value));
    expect(at(converted(made)[1], 'spec.template.spec.failureDomain')).toBe('halle-hg1-b');
  });
});

describe('the failure domain of a Machine', () => {
  const failureDomain = 'halle-hg1';

  it('is the VM group in Machine API', () => {
    const [set] = converted(converter().toMachineApi(...capiSet(infraSpec(), { machine: { failureDomain } })));
    expect(at(set, 'spec.template.spec.providerSpec.value.workspace.vmGroup')).toBe('hg1-vms');
  });

  it.each(['halle-b', 'unknown'])(
    'is refused as %s, which has no VM group: CAPV would place the machine by it',
    (name) => {
      const plain = { ...hostGroupDomain, name: 'halle-b', zoneAffinity: { type: 'ComputeCluster' } };
      const conversion = converter(withDomains(plain)).toMachineApi(
        ...capiMachine(infraSpec(), { failureDomain: name }),
      );
      expect(errorsOf(conversion)).toMatchObject([
        {
          code: 'NotSupported',
          object: 'self',
          path: 'spec.failureDomain',
          value: name,
          hint: expect.stringContaining('remove failureDomain'),
        },
      ]);
    },
  );

  it('is refused where the VSphereMachine is placed elsewhere: CAPV would take the datacenter of the zone', () => {
    const infra = infraSpec({ datacenter: 'Leuna', folder: '/Leuna/vm/a' });
    expect(errorsOf(converter().toMachineApi(...capiSet(infra, { machine: { failureDomain } })))).toMatchObject([
      {
        code: 'Conflict',
        path: 'spec.template.spec.failureDomain',
        value: failureDomain,
        hint: expect.stringContaining('Write the datacenter of the failure domain'),
      },
    ]);
  });

  it('is refused on the VSphereMachine, where it would be a second one', () => {
    expectInfraRefused(
      { failureDomain },
      { code: 'NotSupported', path: 'failureDomain', value: failureDomain, remedy: 'Set failureDomain of the Machine' },
    );
  });
});

describe('region and zone of a Machine', () => {
  const labelsOf = (fields: JsonObject, cluster?: ClusterChanges) => {
    const { toClusterApi, toMachineApi } = converter(cluster);
    const [infra, machine] = converted(toClusterApi(mapiMachine(provider(inWorkspace(fields)))));
    return at(converted(toMachineApi(machine, infra))[0], 'metadata.labels');
  };

  it('are those of the one failure domain that it is placed in', () => {
    expect(labelsOf({ vmGroup: 'hg1-vms' })).toEqual({
      'machine.openshift.io/region': 'halle',
      'machine.openshift.io/zone': 'halle-hg1',
    });
  });

  it('are left to the controller where none, or more than one, fits', () => {
    const { zoneAffinity: _, ...plain } = hostGroupDomain;
    expect(labelsOf({})).toBeUndefined();
    expect(labelsOf({}, withDomains(plain))).toMatchObject({ 'machine.openshift.io/zone': 'halle-hg1' });
    expect(labelsOf({}, withDomains(plain, { ...plain, name: 'b', zone: 'b' }))).toBeUndefined();
  });
});

function withDomains(...failureDomains: readonly JsonObject[]): ClusterChanges {
  const vcenters = [{ server: 'vc1.lab.test', datacenters: ['Halle'] }];
  return { infrastructureSpec: { platformSpec: { type: 'VSphere', vsphere: { vcenters, failureDomains } } } };
}

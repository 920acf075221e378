import type { Json, JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { at, type ClusterChanges } from '../../testing/fixture.ts';
import {
  expectInfraRefused,
  expectRefused,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
  vsphereFixture,
} from '../../testing/vsphere.ts';

const workspace = vsphereFixture.provider()['workspace'] as JsonObject;
const onServer = (server: Json) => ({ workspace: { ...workspace, server } });
const withVcenters = (...vcenters: readonly JsonObject[]): ClusterChanges => ({
  infrastructureSpec: { platformSpec: { type: 'VSphere', vsphere: { vcenters } } },
});

describe('the vCenter of a machine', () => {
  it('is written out, also where the VSphereCluster says the same', () => {
    expect(toInfra({})).toMatchObject({ server: 'vc1.lab.test' });
  });

  it('is that of the VSphereCluster where the VSphereMachine names none, as CAPV has it', () => {
    expect(at(toProvider({ server: undefined }), 'workspace.server')).toBe('vc1.lab.test');
  });

  it('is refused where it is a second one: the VSphereCluster has no credentials of it', () => {
    const refusal = {
      code: 'DifferentFromCluster',
      value: 'vc2.lab.test',
      remedy: 'Keep the machines of another vCenter',
      says: 'vc1.lab.test',
    } as const;
    const cluster = withVcenters({ server: 'vc1.lab.test' }, { server: 'vc2.lab.test' });
    expectRefused(onServer('vc2.lab.test'), { ...refusal, path: 'workspace.server' }, cluster);
    expectInfraRefused({ server: 'vc2.lab.test' }, { ...refusal, path: 'server' }, cluster);
  });

  it('is that of the VSphereCluster, not the first of the Infrastructure, once there is one', () => {
    const cluster = {
      ...withVcenters({ server: 'vc1.lab.test' }, { server: 'vc2.lab.test' }),
      infraCluster: { spec: { server: 'vc2.lab.test' } },
    };
    expect(toInfra(onServer('vc2.lab.test'), cluster)).toMatchObject({ server: 'vc2.lab.test' });
    expectRefused(
      {},
      { code: 'DifferentFromCluster', path: 'workspace.server', value: 'vc1.lab.test', remedy: 'Keep the machines' },
      cluster,
    );
  });

  it.each([undefined, null, ''])('must be named in a provider spec, and is not as %j', (server) => {
    const { server: _, ...rest } = workspace;
    const changes = server === undefined ? { workspace: rest } : onServer(server);
    expectRefused(changes, { code: 'Required', path: 'workspace.server', remedy: 'Set the server' });
  });

  it('has its port in Cluster API, where it is not 443: CAPV would connect to another server', () => {
    const cluster = withVcenters({ server: 'vc1.lab.test', port: 8443 });
    expect(toInfra({}, cluster)).toMatchObject({ server: 'vc1.lab.test:8443' });
    expect(at(toProvider({ server: 'vc1.lab.test:8443' }, cluster), 'workspace.server')).toBe('vc1.lab.test');
    expect(at(thereAndBack({}, cluster), 'workspace.server')).toBe('vc1.lab.test');
    expectInfraRefused(
      { server: 'vc1.lab.test' },
      {
        code: 'DifferentFromCluster',
        path: 'server',
        value: 'vc1.lab.test',
        remedy: 'Keep',
        says: 'vc1.lab.test:8443',
      },
      cluster,
    );
    expect(toInfra({}, withVcenters({ server: 'vc1.lab.test', port: 443 }))).toMatchObject({ server: 'vc1.lab.test' });
  });

  it('is taken as it is where nothing says which the cluster has, with a warning', () => {
    const cluster = { infrastructureSpec: {} };
    expect(toInfra({}, cluster)).toMatchObject({ server: 'vc1.lab.test' });
    expect(remarks({}, cluster)).toEqual([{ code: 'NotChecked', severity: 'warning', path: 'workspace.server' }]);
    expectInfraRefused({ server: undefined }, { code: 'Required', path: 'server', remedy: 'Set the server' }, cluster);
  });
});

import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/openstack.ts';

const network = '9b1f0c8e-1f43-4f6d-a3e9-4a43b7d0b002';
const group = '6f1f0a1d-5a1f-4a8e-bb8a-4d7a5c9f0e11';
const other = '6f1f0a1d-5a1f-4a8e-bb8a-4d7a5c9f0e12';
const worker = [{ name: 'ocp1-x7k2p-worker' }];
const workerGroup = { filter: { name: 'ocp1-x7k2p-worker' } };
const port = (changes = {}) => ({ network: { id: network }, ...changes });
const unsafe = { uuid: network, portSecurity: false };

describe('a security group', () => {
  it.each([
    ['a UUID', { uuid: group }, { id: group }],
    ['an id in the filter', { filter: { id: group } }, { id: group }],
    ['a name', { name: 'worker' }, { filter: { name: 'worker' } }],
    ['a name in the filter', { filter: { name: 'worker' } }, { filter: { name: 'worker' } }],
    [
      'a filter',
      { filter: { description: 'd', tenantId: 'p', tags: 'a,b', notTagsAny: 'c' } },
      { filter: { description: 'd', projectID: 'p', tags: ['a', 'b'], notTagsAny: ['c'] } },
    ],
  ])('by %s is found in Cluster API too, and comes back as it was', (_, mapi, capi) => {
    expect(toInfra({ securityGroups: [mapi] })['securityGroups']).toEqual([capi]);
    expect(thereAndBack({ securityGroups: [mapi] })['securityGroups']).toEqual([mapi]);
  });

  it('of Cluster API has its name where the installer writes it', () => {
    expect(toProvider({ securityGroups: [workerGroup, { id: group }] })['securityGroups']).toEqual([
      ...worker,
      { uuid: group },
    ]);
  });

  it.each([
    ['name beside another in the filter', { name: 'a', filter: { name: 'b' } }, 'securityGroups[0].filter.name'],
    ['UUID beside a name', { uuid: group, name: 'a' }, 'securityGroups[0].name'],
    ['UUID beside a filter', { uuid: group, filter: { description: 'a' } }, 'securityGroups[0].filter.description'],
    ['projectId beside a tenantId', { filter: { projectId: 'a', tenantId: 'b' } }, 'securityGroups[0].filter.tenantId'],
    ['name beside a field that is ignored', { name: 'a', filter: { limit: 3 } }, 'securityGroups[0].filter.limit'],
  ])('by %s warns of what does not count, and gives it back', (_, mapi, path) => {
    const securityGroups = [mapi];
    expect(remarks({ securityGroups })).toEqual([{ code: 'DroppedWithoutEffect', severity: 'warning', path }]);
    expect(thereAndBack({ securityGroups })['securityGroups']).toEqual(securityGroups);
  });

  it('that is not named is refused: it would mean every group of the project', () => {
    expectRefused(
      { securityGroups: [{ filter: {} }] },
      { code: 'Required', path: 'securityGroups[0]', remedy: 'Name the security group' },
    );
    expectInfraRefused(
      { securityGroups: [{}] },
      { code: 'Required', path: 'securityGroups[0]', remedy: 'Name the security group' },
    );
  });

  it('by a name for a UUID is refused', () => {
    expectRefused(
      { securityGroups: [{ uuid: 'worker' }] },
      { code: 'InvalidValue', path: 'securityGroups[0].uuid', value: 'worker', remedy: 'Give the UUID' },
    );
  });

  it('by id and filter is refused on the way back', () => {
    expectInfraRefused(
      { securityGroups: [{ id: group, filter: { name: 'a' } }] },
      { code: 'Conflict', path: 'securityGroups[0].filter', value: { name: 'a' }, remedy: 'Remove one' },
    );
  });
});

describe("the machine's security groups", () => {
  it('stay on the machine where every port has them', () => {
    const infra = toInfra({ securityGroups: worker });
    expect(infra['securityGroups']).toEqual([workerGroup]);
    expect(infra['ports']).not.toHaveProperty('0.securityGroups');
  });

  it('are not added to those that a port has of its own, which is what CAPO would do', () => {
    const changes = {
      networks: [{ uuid: network, noAllowedAddressPairs: true }],
      ports: [{ networkID: network, securityGroups: [group] }, { networkID: network }],
      securityGroups: worker,
    };
    const infra = toInfra(changes);
    expect(infra).not.toHaveProperty('securityGroups');
    expect(infra['ports']).toEqual([
      port({ securityGroups: [workerGroup] }),
      port({ securityGroups: [{ id: group }] }),
      port({ securityGroups: [workerGroup] }),
    ]);
    expect(thereAndBack(changes)).toMatchObject(changes);
  });

  it('are kept from a port without port security: CAPO would give it them, refuse it, and make no machine', () => {
    const changes = { networks: [{ uuid: network, noAllowedAddressPairs: true }, unsafe], securityGroups: worker };
    const infra = toInfra(changes);
    expect(infra).not.toHaveProperty('securityGroups');
    expect(infra['ports']).toEqual([port({ securityGroups: [workerGroup] }), port({ disablePortSecurity: true })]);
    expect(thereAndBack(changes)).toMatchObject(changes);
  });

  it('are found again in what each port has', () => {
    const ports = [port({ securityGroups: [workerGroup] }), port({ disablePortSecurity: true })];
    expect(toProvider({ ports })).toMatchObject({ securityGroups: worker, networks: [{ uuid: network }, unsafe] });
    expect(backAndThere({ ports })['ports']).toEqual(ports);
  });
});

describe('security groups of a port of Cluster API', () => {
  it('are those of the machine besides its own, and Machine API is told all of them', () => {
    const ports = [port({ securityGroups: [{ id: other }] }), port()];
    const securityGroups = [{ id: group }];
    expect(toProvider({ ports, securityGroups })).toMatchObject({
      ports: [{ networkID: network, securityGroups: [other, group] }, { networkID: network }],
      securityGroups: [{ uuid: group }],
    });
    expect(backAndThere({ ports, securityGroups })).toMatchObject({ ports, securityGroups });
  });

  it("that are the machine's once more, as CAPO copies them, are not the port's own", () => {
    const securityGroups = [workerGroup];
    const ports = [port({ securityGroups })];
    const spec = toProvider({ ports, securityGroups });
    expect(spec['securityGroups']).toEqual(worker);
    expect(spec['networks']).toMatchObject([{ uuid: network }]);
    expect(backAndThere({ ports, securityGroups })).toMatchObject({ ports, securityGroups });
  });

  it('named twice on the machine are one, and come back', () => {
    const securityGroups = [workerGroup, workerGroup];
    const ports = [port()];
    expect(toProvider({ ports, securityGroups })['securityGroups']).toEqual(worker);
    expect(backAndThere({ ports, securityGroups })).toMatchObject({ ports, securityGroups });
  });

  it('keep a single group', () => {
    const ports = [port({ nameSuffix: 'a', securityGroups: [{ id: group }] }), port()];
    expect(toProvider({ ports })).toMatchObject({ ports: [{ securityGroups: [group] }, { networkID: network }] });
  });

  it('by name are refused where another port has others: Machine API gives a port its own by id only', () => {
    const securityGroups = [workerGroup];
    expectInfraRefused(
      { ports: [port({ securityGroups }), port()] },
      { code: 'NotSupported', path: 'ports[0].securityGroups', value: securityGroups, remedy: 'Name the groups by id' },
    );
  });

  it.each([
    ['its own', { securityGroups: [{ id: group }] }, {}],
    ["the machine's", {}, { securityGroups: [{ id: group }] }],
  ])('that has no port security are refused, be they %s, as CAPO does', (_, own, machine) => {
    expectInfraRefused(
      { ports: [port({ disablePortSecurity: true, ...own })], ...machine },
      { code: 'Conflict', path: 'ports[0].disablePortSecurity', value: true, remedy: 'this one and the machine none' },
    );
  });
});

import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/nutanix.ts';

const uuid = '3c2b1a09-8f7e-4d6c-b5a4-938271605f4e';
const hostName = { severity: 'warning', code: 'NotChecked', path: 'userDataSecret.name' };

describe('a project', () => {
  it.each([
    { type: 'name', name: 'openshift-prod' },
    { type: 'uuid', uuid },
  ])('known as %j is the same project on both sides', (project) => {
    expect(toInfra({ project }).project).toEqual(project);
    expect(toProvider({ project }).project).toEqual(project);
    expect(thereAndBack({ project }).project).toEqual(project);
    expect(backAndThere({ project }).project).toEqual(project);
  });

  it.each([undefined, null, {}, { type: '' }])('that is %j is none, as Go writes it', (project) => {
    expect(toInfra({ project })).not.toHaveProperty('project');
    expect(remarks({ project })).toEqual([hostName]);
  });

  it('of a type that neither side knows is refused', () => {
    const project = { type: 'UUID', uuid };
    expectRefused(
      { project },
      { code: 'InvalidValue', path: 'project.type', value: 'UUID', remedy: 'Use uuid or name' },
    );
  });

  it('of a type that is missing is refused: Machine API would put the VM into no project', () => {
    expectRefused({ project: { uuid } }, { code: 'Required', path: 'project.type', remedy: 'Use uuid or name' });
  });

  it.each([
    ['uuid', { type: 'uuid' }],
    ['name', { type: 'name', name: '' }],
    ['name', { type: 'name', name: null }],
  ])('without the %s that its type asks for is refused: %j', (member, project) => {
    expectRefused({ project }, { code: 'Required', path: `project.${member}`, remedy: `Give the ${member}` });
    expectInfraRefused({ project }, { code: 'Required', path: `project.${member}`, remedy: `Give the ${member}` });
  });

  it.each(['prod', '3c2b1a098f7e4d6cb5a4938271605f4e', `${uuid}0`, `{${uuid}}`])(
    'by %s, which is no UUID as the CRD wants it, is refused and not passed on',
    (value) => {
      expectRefused(
        { project: { type: 'uuid', uuid: value } },
        { code: 'InvalidValue', path: 'project.uuid', value, remedy: '36 characters with hyphens' },
      );
    },
  );

  it('may have the other member beside it, which Machine API ignores: it warns, is not written and comes back', () => {
    const project = { type: 'uuid', uuid, name: 'old-name' };
    expect(toInfra({ project }).project).toEqual({ type: 'uuid', uuid });
    expect(remarks({ project })).toEqual([
      { severity: 'warning', code: 'DroppedWithoutEffect', path: 'project.name' },
      hostName,
    ]);
    expect(thereAndBack({ project }).project).toEqual(project);
    const edited = { type: 'uuid', uuid: '11111111-8f7e-4d6c-b5a4-938271605f4e' };
    expect(thereAndBack({ project }, undefined, { project: edited }).project).toEqual(edited);
  });

  it('must not have the other member beside it in Cluster API: the server would not accept it, and CAPX takes the UUID', () => {
    const project = { type: 'name', name: 'openshift-prod', uuid };
    expectInfraRefused({ project }, { code: 'Conflict', path: 'project.uuid', value: uuid, remedy: 'Remove it' });
  });
});

describe('the image', () => {
  it.each([
    { type: 'name', name: 'ocp1-x7k2p-rhcos' },
    { type: 'uuid', uuid },
  ])('%j is the same on both sides', (image) => {
    expect(toInfra({ image }).image).toEqual(image);
    expect(backAndThere({ image }).image).toEqual(image);
    expect(thereAndBack({ image }).image).toEqual(image);
  });

  it.each([undefined, {}, { type: '' }])('must be named, unlike in %j', (image) => {
    expectRefused({ image }, { code: 'Required', path: 'image', remedy: 'Name the image' });
    expectInfraRefused({ image }, { code: 'Required', path: 'image', remedy: 'Name the image' });
  });

  it('looked up by a pattern is refused: Machine API would not find it', () => {
    const imageLookup = { baseOS: 'rhcos-4.19', format: 'capx-{{.BaseOS}}-{{.K8sVersion}}-*' };
    expectInfraRefused(
      { imageLookup },
      { code: 'NotSupported', path: 'imageLookup', value: imageLookup, remedy: 'Name the image' },
    );
  });

  it.each([
    ['name', 'PLACEHOLDER'],
    ['uuid', '00000000-0000-0000-0000-000000000000'],
  ])('that a webhook made up is no image: the %s %s', (type, value) => {
    const refusal = { code: 'InvalidValue', path: `image.${type}`, value, remedy: 'Name the image' } as const;
    expectInfraRefused({ image: { type, [type]: value } }, refusal);
    expectRefused({ image: { type, [type]: value } }, refusal);
  });
});

describe('a GPU', () => {
  const gpus = [
    { type: 'Name', name: 'Tesla T4' },
    { type: 'DeviceID', deviceID: 7864 },
  ];
  const capiGpus = [
    { type: 'name', name: 'Tesla T4' },
    { type: 'deviceID', deviceID: 7864 },
  ];

  it('by its name or its id is the same device on both sides, in the same order', () => {
    expect(toInfra({ gpus }).gpus).toEqual(capiGpus);
    expect(toProvider({ gpus: capiGpus }).gpus).toEqual(gpus);
    expect(thereAndBack({ gpus }).gpus).toEqual(gpus);
    expect(backAndThere({ gpus: capiGpus }).gpus).toEqual(capiGpus);
  });

  it('has its other member carried, since its type says which counts', () => {
    const both = [{ type: 'DeviceID', deviceID: 7864, name: 'Tesla T4' }];
    expect(toInfra({ gpus: both }).gpus).toEqual([capiGpus[1]]);
    expect(remarks({ gpus: both })[0]).toEqual({
      severity: 'warning',
      code: 'DroppedWithoutEffect',
      path: 'gpus[0].name',
    });
    expect(thereAndBack({ gpus: both }).gpus).toEqual(both);
  });

  it.each([
    ['name', { type: 'Name' }],
    ['deviceID', { type: 'DeviceID' }],
  ])('without its %s is refused, not made any GPU', (member, gpu) => {
    expectRefused({ gpus: [gpu] }, { code: 'Required', path: `gpus[0].${member}`, remedy: `Give the ${member}` });
  });

  it.each(['deviceID', 'Vendor'])('of the type %s, which Machine API does not have, is refused', (type) => {
    expectRefused(
      { gpus: [{ type, deviceID: 1 }] },
      { code: 'InvalidValue', path: 'gpus[0].type', value: type, remedy: 'Use Name or DeviceID' },
    );
  });

  it('whose id is too large for Machine API is refused, not cut', () => {
    const deviceID = 2 ** 31;
    expectInfraRefused(
      { gpus: [{ type: 'deviceID', deviceID }] },
      { code: 'InvalidValue', path: 'gpus[0].deviceID', value: deviceID, remedy: 'Correct the id', says: '2147483647' },
    );
  });
});

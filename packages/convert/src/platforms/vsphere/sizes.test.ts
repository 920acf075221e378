import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/vsphere.ts';

describe('the number of CPUs', () => {
  it('is the same', () => {
    expect(toInfra({ numCPUs: 8 })).toMatchObject({ numCPUs: 8 });
    expect(toProvider({ numCPUs: 8 })).toMatchObject({ numCPUs: 8 });
  });

  it.each([undefined, 0])("is refused as %s: CAPV would make 2 where Machine API takes the template's", (numCPUs) => {
    expectRefused(
      { numCPUs },
      {
        code: 'NotSupported',
        path: 'numCPUs',
        ...(numCPUs !== undefined && { value: numCPUs }),
        remedy: 'Set numCPUs to 2 or more',
        says: 'would make 2',
      },
    );
  });

  it('is refused as 1: CAPV would make 2', () => {
    expectRefused(
      { numCPUs: 1 },
      { code: 'NotSupported', path: 'numCPUs', value: 1, remedy: 'Set numCPUs', says: 'at least 2' },
    );
  });

  it.each([undefined, 0, 1])('is 2 in Machine API where CAPV makes 2 of %s, and comes back', (numCPUs) => {
    expect(toProvider({ numCPUs })).toMatchObject({ numCPUs: 2 });
    expect(backAndThere({ numCPUs })).toMatchObject({ numCPUs: numCPUs ?? 2 });
  });

  it('is one socket on both sides where no cores are named, so nothing is written', () => {
    expect(toInfra({})).not.toHaveProperty('numCoresPerSocket');
    expect(thereAndBack({ numCoresPerSocket: 2 })).toMatchObject({ numCoresPerSocket: 2 });
  });
});

describe('the memory', () => {
  it('is the same, in MiB', () => {
    expect(toInfra({ memoryMiB: 24576 })).toMatchObject({ memoryMiB: 24576 });
    expect(toProvider({ memoryMiB: 24576 })).toMatchObject({ memoryMiB: 24576 });
  });

  it.each([undefined, 0])(
    "is refused as %s: CAPV would make 2048 where Machine API takes the template's",
    (memoryMiB) => {
      expectRefused(
        { memoryMiB },
        {
          code: 'NotSupported',
          path: 'memoryMiB',
          ...(memoryMiB !== undefined && { value: memoryMiB }),
          remedy: 'Set memoryMiB',
          says: '2048 MiB',
        },
      );
    },
  );

  it.each([undefined, 0])('is 2048 in Machine API where CAPV makes 2048 of %s, and comes back', (memoryMiB) => {
    expect(toProvider({ memoryMiB })).toMatchObject({ memoryMiB: 2048 });
    expect(backAndThere({ memoryMiB })).toMatchObject({ memoryMiB: memoryMiB ?? 2048 });
  });
});

describe('the clone', () => {
  it('is full where Machine API says nothing, and linked where CAPV says nothing: it is written out both ways', () => {
    expect(toInfra({})).toMatchObject({ cloneMode: 'fullClone' });
    expect(toProvider({ cloneMode: undefined })).toMatchObject({ cloneMode: 'linkedClone' });
    expect(toInfra({ cloneMode: 'linkedClone', snapshot: 'base' })).toMatchObject({
      cloneMode: 'linkedClone',
      snapshot: 'base',
    });
  });

  it('is refused in a word that neither side knows', () => {
    const refusal = { code: 'InvalidValue', path: 'cloneMode', value: 'instantClone', remedy: 'Use one of' } as const;
    expectRefused({ cloneMode: 'instantClone' }, refusal);
    expectInfraRefused({ cloneMode: 'instantClone' }, refusal);
  });

  it("takes no empty snapshot that Go's marshalling left behind for one", () => {
    expect(toInfra({ snapshot: '' })).not.toHaveProperty('snapshot');
    expect(remarks({ snapshot: '' })).toEqual([]);
  });

  it.each([undefined, 0, -1])(
    'is refused when full and diskGiB is %s, as Machine API would make no machine',
    (diskGiB) => {
      const refusal = {
        code: 'Required',
        path: 'diskGiB',
        remedy: "Set diskGiB to the size of the template's disk",
      } as const;
      expectRefused({ diskGiB }, refusal);
      expectInfraRefused({ diskGiB }, refusal);
    },
  );

  it('needs no diskGiB when linked, which has no effect there', () => {
    expect(toInfra({ cloneMode: 'linkedClone', diskGiB: undefined })).not.toHaveProperty('diskGiB');
    expect(toProvider({ cloneMode: 'linkedClone', diskGiB: undefined })).not.toHaveProperty('diskGiB');
  });

  it.each(['/Halle/vm/rhcos', 'rhcos-9.6', '4237f2aa-1111-2222-3333-0123456789ab'])(
    'is made of the same template, %s, which both sides find by name, path and instance UUID',
    (template) => {
      expect(toInfra({ template })).toMatchObject({ template });
      expect(thereAndBack({ template })).toMatchObject({ template });
    },
  );

  it.each([undefined, ''])('is refused without a template (%s)', (template) => {
    expectRefused({ template }, { code: 'Required', path: 'template', remedy: 'Add the field' });
  });
});

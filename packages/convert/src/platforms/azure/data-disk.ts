import {
  type AzureMachineProviderSpec,
  type AzureMachineSpec,
  azureMachineProviderSpec,
  azureMachineSpec,
} from '@capstan/api';
import type { Codec } from '../../mapping/make-row.ts';
import { listOf, nested } from '../../mapping/nested.ts';
import type { Loose } from '../../mapping/path.ts';
import type { Row } from '../../mapping/row.ts';
import { rowsFor } from '../../mapping/rows.ts';
import type { RowContext } from '../../objects/context.ts';
import { dataDiskCaching } from './disk-values.ts';
import type { AzureFacts } from './facts.ts';
import { remembering } from './remembering.ts';

type Mapi = NonNullable<Loose<AzureMachineProviderSpec>['dataDisks']>[number];
type Capi = NonNullable<Loose<AzureMachineSpec>['dataDisks']>[number];

/**
 * The data disks, in their order, and to the letter: what both sides take for the same may be written in several ways. Rules
 * over their fields are in data-disk-checks.ts.
 */
export function dataDisks(): Codec<Mapi[], Capi[], RowContext<AzureFacts>> {
  const shapes = { mapi: azureMachineProviderSpec.fields.dataDisks, capi: azureMachineSpec.fields.dataDisks };
  return remembering(listOf(dataDisk()), shapes, { subscription: false });
}

function dataDisk<C>(): Codec<Mapi, Capi, C> {
  const r = rowsFor<Mapi, Capi, C>();
  const codec = nested<Mapi, Capi, C>('its fields', [
    r.via('nameSuffix', 'nameSuffix', suffix()),
    r.same('diskSizeGB', 'diskSizeGB', { doc: '4 to 32767.' }),
    r.via('lun', 'lun', lun(), { doc: 'CAPZ would number disks without one by itself.' }),
    r.via('cachingType', 'cachingType', dataDiskCaching(), {
      capi: { absentIs: 'ReadWrite' },
      doc: 'Machine API documents None as the default. CAPZ would write ReadWrite.',
    }),
    r.via('managedDisk.storageAccountType', 'managedDisk.storageAccountType', storageType(), {
      doc: 'Machine API documents Premium_LRS as the default, which is written out.',
    }),
    r.same('managedDisk.diskEncryptionSet.id', 'managedDisk.diskEncryptionSet.id'),
    r.refuseCapi('managedDisk.securityProfile', {
      doc: 'Machine API has confidential encryption for the OS disk only.',
      hint: 'Remove the field, or keep the machines on Cluster API.',
    }),
    deletionRow(
      r.acceptOnly('deletionPolicy', 'Delete', {
        mapi: { keepEmpty: true },
        doc: 'CAPZ deletes data disks with their machine; this one is to be kept.',
        hint: 'Set deletionPolicy: Delete if the data may go with the machine; else keep the machines on Machine API.',
      }),
    ),
  ]);
  return {
    ...codec,
    samples: {
      mapi: [
        {
          nameSuffix: 'scratch',
          lun: 0,
          diskSizeGB: 512,
          cachingType: 'ReadOnly',
          deletionPolicy: 'Delete',
          managedDisk: { storageAccountType: 'Premium_LRS' },
        },
        {
          nameSuffix: 'fast',
          lun: 1,
          diskSizeGB: 64,
          deletionPolicy: 'Delete',
          managedDisk: { storageAccountType: 'UltraSSD_LRS' },
        },
        { nameSuffix: 'plain', lun: 63, diskSizeGB: 4, deletionPolicy: 'Delete' },
      ],
      capi: [
        {
          nameSuffix: 'scratch',
          lun: 0,
          diskSizeGB: 512,
          cachingType: 'ReadWrite',
          managedDisk: { storageAccountType: 'Standard_LRS' },
        },
        {
          nameSuffix: 'fast',
          lun: 1,
          diskSizeGB: 64,
          cachingType: 'None',
          managedDisk: { storageAccountType: 'UltraSSD_LRS', diskEncryptionSet: { id: 'd' } },
        },
      ],
    },
  };
}

/** Nothing is not Delete here: what Machine API does without a policy is not said anywhere, and the data would be gone. */
function deletionRow<C>(row: Row<C>): Row<C> {
  const lens: Row<C>['lens'] = {
    ...row.lens,
    toCapi: (found, scope) => row.lens.toCapi(found ?? '', scope),
  };
  return { ...row, lens };
}

/** The end of the disk's name, by which both sides know it. */
function suffix<C>(): Codec<string, string, C> {
  const needed: Codec<string, string, C>['toCapi'] = (found, scope) => {
    if (found === undefined)
      scope.report({
        code: 'Required',
        message: 'the disk has no name without it',
        hint: 'Set nameSuffix, for instance to data.',
      });
    return found;
  };
  return { rule: 'the same value', toCapi: needed, toMapi: needed };
}

/** Where a disk is numbered on the machine, from 0. */
function lun<C>(): Codec<number, number, C> {
  return {
    rule: 'the same value',
    toCapi: (found) => found,
    toMapi(found, scope) {
      if (found === undefined)
        scope.report({
          code: 'Required',
          message: 'Machine API needs the number of the disk',
          hint: 'Set lun, from 0 to 63.',
        });
      return found;
    },
  };
}

const types = ['Premium_LRS', 'Standard_LRS', 'UltraSSD_LRS'];

/** The kind of storage; of what Azure has, Machine API takes three for data disks. */
function storageType<C>(): Codec<string, string, C> {
  return {
    rule: types.map((type) => `\`${type}\``).join(', '),
    toCapi(found = 'Premium_LRS', scope) {
      if (types.includes(found)) return found;
      const known = types.join(', ');
      scope.report({
        code: 'InvalidValue',
        value: found,
        message: `unknown value; known are ${known}`,
        hint: `Use one of ${known}.`,
      });
      return undefined;
    },
    toMapi(found, scope) {
      if (found !== undefined && types.includes(found)) return found;
      scope.report({
        code: found === undefined ? 'Required' : 'NotSupported',
        value: found,
        message:
          found === undefined
            ? 'CAPZ then leaves the kind of storage to Azure; Machine API to its own default, which is Premium_LRS'
            : `Machine API takes ${types.join(', ')} only`,
        hint: `Use one of ${types.join(', ')}.`,
      });
      return undefined;
    },
  };
}

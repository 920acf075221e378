import type { Scope } from '../../mapping/issue.ts';
import type { KeyReference } from './encryption-key.ts';

/** Machine API's GCPDisk. */
export interface Disk {
  autoDelete?: boolean | undefined;
  boot?: boolean | undefined;
  encryptionKey?: KeyReference | undefined;
  image?: string | undefined;
  labels?: { [key: string]: string } | undefined;
  sizeGb?: number | undefined;
  type?: string | undefined;
}

/** The type of a disk of which no type is named, in both APIs. */
export const defaultType = 'pd-standard';

/** The types that Machine API's webhook takes. CAPG also has local-ssd, a scratch disk. */
const types = ['pd-standard', 'pd-ssd', 'pd-balanced', 'hyperdisk-balanced'];

/** Reports a type that one of the APIs does not have. */
export function checkType<C>(type: string | undefined, scope: Scope<C>): void {
  if (!type || types.includes(type)) return;
  const known = types.join(', ');
  scope.report({
    code: 'NotSupported',
    value: type,
    message: `Machine API has disks of type ${known} only`,
    hint: `Use one of ${known}.`,
  });
}

/** Reports a size that Machine API's webhook refuses; 0 and absent leave it to the image. */
export function checkSize<C>(size: number | undefined, scope: Scope<C>): void {
  if (!size || (size >= 16 && size <= 65536)) return;
  scope.report({
    code: 'InvalidValue',
    value: size,
    message: 'Machine API has disks of 16 to 65536 GB',
    hint: 'Correct the size.',
  });
}

/** Reports a disk that would outlive its machine; absent is false here, as Go has it. */
export function onlyDeleted<C>({ autoDelete = false }: Disk, scope: Scope<C>): void {
  if (autoDelete) return;
  scope.at('autoDelete').report({
    code: 'NotSupported',
    value: autoDelete,
    message: 'CAPG deletes every disk with its machine',
    hint: 'Set autoDelete: true, or keep these machines on Machine API.',
  });
}

import { gcpMachineSpec } from '@capstan/api';
import type { Scope } from '../../mapping/issue.ts';
import type { FieldDoc } from '../../mapping/row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { GCPFacts } from './facts.ts';

/** Machine API's GCPEncryptionKeyReference. */
export interface KeyReference {
  kmsKey?:
    | {
        name?: string | undefined;
        keyRing?: string | undefined;
        location?: string | undefined;
        projectID?: string | undefined;
      }
    | undefined;
  kmsKeyServiceAccount?: string | undefined;
}

/** CAPG's CustomerEncryptionKey. */
export interface EncryptionKey {
  keyType?: 'Managed' | 'Supplied' | undefined;
  kmsKeyServiceAccount?: string | undefined;
  managedKey?: { kmsKeyName?: string | undefined } | undefined;
  suppliedKey?: { rawKey?: string | undefined; rsaEncryptedKey?: string | undefined } | undefined;
}

type Context = RowContext<GCPFacts>;

const { managedKey, kmsKeyServiceAccount: account } = gcpMachineSpec.fields.rootDiskEncryptionKey.fields;
const { kmsKeyName } = managedKey.fields;
const keyPattern = new RegExp(kmsKeyName.pattern);
const accountPattern = new RegExp(account.pattern);

const parts = /^projects\/([^/]+)\/locations\/([^/]+)\/keyRings\/([^/]+)\/cryptoKeys\/([^/]+)$/;

/** A key of Google's key management: four names there, one path here. Undefined also where an error was reported. */
export function keyToCapi(key: KeyReference | undefined, scope: Scope<Context>): EncryptionKey | undefined {
  // Without a key Machine API looks at nothing else.
  if (key?.kmsKey === undefined) return undefined;
  const { name, keyRing, location, projectID } = key.kmsKey;
  const at = scope.at('kmsKey');
  const project = projectID || scope.context.platform.projectID;
  for (const [field, value] of Object.entries({ name, keyRing, location, projectID: project })) {
    if (value) continue;
    at.at(field).report({
      code: 'Required',
      message: 'the name of a key has this part',
      hint: `Set ${field}.`,
    });
    return undefined;
  }
  const path = `projects/${project}/locations/${location}/keyRings/${keyRing}/cryptoKeys/${name}`;
  // The CRD's pattern has no ends, so a slash inside a name would pass it.
  if (!parts.test(path) || !keyPattern.test(path) || path.length > kmsKeyName.max) {
    at.report({
      code: 'InvalidValue',
      value: path,
      message: `Cluster API takes names of keys of letters, digits, - and _ only, ${kmsKeyName.max} characters with their path`,
      hint: 'Use a key with such a name, or keep these machines on Machine API.',
    });
    return undefined;
  }
  const user = key.kmsKeyServiceAccount || undefined;
  checkAccount(user, scope.at('kmsKeyServiceAccount'));
  return { keyType: 'Managed', managedKey: { kmsKeyName: path }, ...(user && { kmsKeyServiceAccount: user }) };
}

/** The way back. A key that the user supplies is refused, and its value never shown. */
export function keyToMapi(key: EncryptionKey | undefined, scope: Scope<Context>): KeyReference | undefined {
  if (key === undefined) return undefined;
  if (key.keyType === 'Supplied' || key.suppliedKey !== undefined) {
    scope.at(key.keyType === 'Supplied' ? 'keyType' : 'suppliedKey').report({
      code: 'NotSupported',
      ...(key.keyType === 'Supplied' && { value: key.keyType }),
      message: 'Machine API encrypts with keys of the key management service only',
      hint: 'Use keyType: Managed, or keep these machines on Cluster API.',
    });
    return undefined;
  }
  if (!key.keyType) {
    scope.at('keyType').report({
      code: 'Required',
      message: 'the type of the key is not named',
      hint: 'Set keyType: Managed.',
    });
    return undefined;
  }
  const path = key.managedKey?.kmsKeyName;
  const [, projectID, location, keyRing, name] = parts.exec(path ?? '') ?? [];
  if (!projectID || !location || !keyRing || !name) {
    scope.at('managedKey', 'kmsKeyName').report({
      code: path ? 'InvalidValue' : 'Required',
      ...(path && { value: path }),
      message: 'must be projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY and nothing more',
      hint: 'Write the name of the key, without a version.',
    });
    return undefined;
  }
  const user = key.kmsKeyServiceAccount;
  // Of Machine API's '' Go makes none; the CRD does not take it.
  if (user === '') scope.at('kmsKeyServiceAccount').report(emptyAccount);
  else checkAccount(user, scope.at('kmsKeyServiceAccount'));
  return { kmsKey: { name, keyRing, location, projectID }, ...(user && { kmsKeyServiceAccount: user }) };
}

const emptyAccount = {
  code: 'InvalidValue',
  value: '',
  message: 'must not be empty',
  hint: 'Remove the field: without it GCP uses an account of its own.',
} as const;

function checkAccount(email: string | undefined, scope: Scope<Context>): void {
  if (email === undefined || (accountPattern.test(email) && email.length <= account.max)) return;
  scope.report({
    code: 'InvalidValue',
    value: email,
    message: `Cluster API takes service accounts of a project only: NAME@PROJECT.iam.gserviceaccount.com, ${account.max} characters at most`,
    hint: 'Let a service account of the project use the key, or keep these machines on Machine API.',
  });
}

/** What docs say of a key below `mapi` and `capi`. */
export function keyFields(mapi: string | undefined, capi: string): FieldDoc[] {
  const at = (field: string) => (mapi === undefined ? {} : { mapi: `${mapi}.${field}` });
  return [
    {
      ...at('kmsKey'),
      capi: `${capi}.managedKey.kmsKeyName`,
      outcome: 'mapped',
      rule: 'four names are one path',
      whole: true,
    },
    { ...at('kmsKeyServiceAccount'), capi: `${capi}.kmsKeyServiceAccount`, outcome: 'mapped', rule: 'the same value' },
    {
      capi: `${capi}.keyType`,
      outcome: 'mapped',
      rule: 'written as `Managed`; on the way back anything else is refused',
      only: 'Managed',
    },
    { capi: `${capi}.suppliedKey`, outcome: 'refused', rule: 'refused', whole: true },
  ];
}

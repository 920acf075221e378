import type { Codec } from '../../mapping/make-row.ts';

interface MapiBoot {
  storageAccountType?: string | undefined;
  customerManaged?: { storageAccountURI?: string | undefined } | undefined;
}

interface CapiBoot {
  storageAccountType?: 'Managed' | 'UserManaged' | 'Disabled' | undefined;
  userManaged?: { storageAccountURI?: string | undefined } | undefined;
}

/** Boot diagnostics: off in Machine API where nothing is said, on in CAPZ. */
export function bootDiagnostics<C>(): Codec<MapiBoot, CapiBoot, C> {
  return {
    rule: 'nothing is `Disabled`; on the way back nothing is `AzureManaged`',
    fields: [
      {
        mapi: 'storageAccountType',
        capi: 'storageAccountType',
        outcome: 'mapped',
        rule: '`AzureManaged` is `Managed`, `CustomerManaged` is `UserManaged`',
      },
      {
        mapi: 'customerManaged.storageAccountURI',
        capi: 'userManaged.storageAccountURI',
        outcome: 'mapped',
        rule: 'the same value',
      },
    ],
    samples: {
      mapi: [
        { storageAccountType: 'AzureManaged' },
        {
          storageAccountType: 'CustomerManaged',
          customerManaged: { storageAccountURI: 'https://diag.blob.core.windows.net/' },
        },
      ],
      capi: [
        { storageAccountType: 'Disabled' },
        { storageAccountType: 'Managed' },
        {
          storageAccountType: 'UserManaged',
          userManaged: { storageAccountURI: 'https://diag.blob.core.windows.net/' },
        },
      ],
    },
    toCapi(found, scope) {
      const { storageAccountType: type, customerManaged } = found ?? {};
      const uri = customerManaged?.storageAccountURI;
      if (found === undefined) return { storageAccountType: 'Disabled' };
      if (type === 'CustomerManaged') {
        if (uri) return { storageAccountType: 'UserManaged', userManaged: { storageAccountURI: uri } };
        scope.at('customerManaged', 'storageAccountURI').report(uriMissing('AzureManaged'));
        return undefined;
      }
      if (type !== 'AzureManaged') {
        scope.at('storageAccountType').report({
          code: type ? 'InvalidValue' : 'Required',
          value: type,
          message: 'must be AzureManaged or CustomerManaged',
          hint: 'Set one of them, or remove boot.',
        });
        return undefined;
      }
      if (uri) scope.at('customerManaged').report(uriUnused(customerManaged, 'CustomerManaged'));
      return { storageAccountType: 'Managed' };
    },
    toMapi(found, scope) {
      const { storageAccountType: type, userManaged } = found ?? {};
      const uri = userManaged?.storageAccountURI;
      if (type === 'UserManaged') {
        if (uri) return { storageAccountType: 'CustomerManaged', customerManaged: { storageAccountURI: uri } };
        scope.at('userManaged', 'storageAccountURI').report(uriMissing('Managed'));
        return undefined;
      }
      if (uri) scope.at('userManaged').report(uriUnused(userManaged, 'UserManaged'));
      return type === 'Disabled' ? undefined : { storageAccountType: 'AzureManaged' };
    },
    canonCapi: (found) => found ?? { storageAccountType: 'Managed' },
  };
}

function uriMissing(other: string) {
  return {
    code: 'Required',
    message: 'the storage account is not named',
    hint: `Set storageAccountURI, or storageAccountType: ${other}.`,
  } as const;
}

function uriUnused(value: unknown, wanted: string) {
  return {
    code: 'Conflict',
    value,
    message: `has a meaning only with storageAccountType: ${wanted}`,
    hint: `Remove it, or set storageAccountType: ${wanted}.`,
  } as const;
}

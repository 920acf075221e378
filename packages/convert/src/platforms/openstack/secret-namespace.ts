import type { Lens } from '../../mapping/lens.ts';
import type { Row } from '../../mapping/row.ts';
import type { Context } from './types.ts';

/** Where the installer and the credentials operator put secrets, and so what provider specs name. */
const usual = 'openshift-machine-api';

/**
 * Makes a row that compares the namespace of a secret accept the usual one as well, where Machine API is kept in another: Cluster
 * API wants a copy of the secret in its own in either case. `isWritten`: whether the installer writes the field, and so the way
 * back does.
 */
export function secretNamespace(compared: Row<Context>, isWritten: boolean): Row<Context> {
  const lens: Lens<unknown, never, Context> = {
    toCapi(found, scope) {
      if (found !== usual) compared.lens.toCapi(found, scope);
      return undefined;
    },
    toMapi: (_, scope) => (isWritten ? scope.context.cluster.machineApiNamespace : undefined),
  };
  return { ...compared, lens, samples: { mapi: [usual] } };
}

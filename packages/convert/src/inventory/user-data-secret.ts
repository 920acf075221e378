import type { JsonObject } from '@capstan/api';
import { providerOf } from '../cluster/provider-source.ts';
import { textAt } from '../mapping/json.ts';
import { refsOf } from '../mapping/row.ts';
import type { AnyPlatform } from '../platforms/registry.ts';

/**
 * The secret with user data that a Machine API Machine or MachineSet names, as its platform's table reads it; undefined where it
 * names none. A Cluster API machine boots from one of that name in its own namespace.
 */
export function userDataSecretOf({ tables }: Pick<AnyPlatform, 'tables'>, object: JsonObject): string | undefined {
  const provider = providerOf(object);
  if (provider === undefined) return undefined;
  for (const { mapi, capi } of tables.platformRows) {
    const isBootstrap = refsOf(capi).some(
      ({ root, segments }) => root === '$machine' && segments.join('.') === 'bootstrap.dataSecretName',
    );
    if (!isBootstrap) continue;
    const name = refsOf(mapi).find(({ root, segments }) => root === 'value' && segments.at(-1) === 'name');
    const found = name === undefined ? undefined : textAt(provider, ...name.segments);
    if (found) return found;
  }
  return undefined;
}

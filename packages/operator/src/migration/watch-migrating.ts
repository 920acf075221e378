import type { KubeClient } from '@capstan/kube';
import { machineApiVersion, type Namespaces } from '../names.ts';
import { statusOf } from '../sync/shared/object.ts';

/** Whether anything is Migrating, asked of the server only while it may be: an idle operator reads no thousand machines a minute. */
export interface MigratingWatch {
  /** Something may be Migrating from now on: the operator acts. */
  mayBe(): void;
  isAny(signal?: AbortSignal): Promise<boolean>;
}

/** Makes it. At the start something may be: another operator's work. */
export function watchMigrating(client: KubeClient, { machineApi }: Namespaces): MigratingWatch {
  let may = true;
  return {
    mayBe() {
      may = true;
    },
    async isAny(signal) {
      if (!may) return false;
      const lists = await Promise.all(
        ['Machine', 'MachineSet'].map((kind) =>
          client.list({ apiVersion: machineApiVersion, kind, namespace: machineApi }, { signal }),
        ),
      );
      may = lists.some(({ items }) => items.some((each) => statusOf(each)['authoritativeAPI'] === 'Migrating'));
      return may;
    },
  };
}

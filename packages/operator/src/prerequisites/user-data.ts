import { asObject, userDataSecretOf } from '@capstan/convert';
import type { Change, KubeObject } from '@capstan/kube';
import { infrastructureNameOf } from './around.ts';
import { decideUserData, type UserDataPlan } from './decide-user-data.ts';
import {
  fieldManager,
  missingMs,
  type Prerequisite,
  type PrerequisiteDeps,
  refreshMs,
  type SourceName,
} from './prerequisite.ts';
import { readSecret, secretRef } from './secrets.ts';
import type { Teller } from './tell-once.ts';

/** So many users of a secret are named in a message. */
const shownUsers = 3;

/**
 * The secrets with user data that Machine API's machines and sets name, in Cluster API's namespace. A key is a secret's name. They are
 * never listed or watched: each is read when a machine or set first names it, and every ten minutes as long as one does.
 */
export function userDataPrerequisite(deps: PrerequisiteDeps, { tell, clear }: Teller): Prerequisite {
  const { client, namespaces, stores, platform, clock } = deps;
  /** When each secret was last found well, on the clock that never goes back. */
  const seen = new Map<string, number>();

  const nameIn = (object: KubeObject | undefined): string | undefined => {
    const json = asObject(object);
    return json === undefined ? undefined : userDataSecretOf(platform, json);
  };
  const users = (name?: string): KubeObject[] =>
    [...stores.machineSets.list(), ...stores.machines.list()].filter((object) => {
      const named = nameIn(object);
      return named !== undefined && (name === undefined || named === name);
    });

  const apply = async (plan: UserDataPlan, name: string, signal: AbortSignal): Promise<void> => {
    const options = { signal, fieldManager };
    if (plan.kind === 'create') await client.create(plan.secret, options);
    if (plan.kind === 'update') await client.mergePatch(secretRef(namespaces.clusterApi, name), plan.patch, options);
  };

  return {
    name: 'prerequisite-user-data',
    startKeys: () => [...new Set(users().flatMap((object) => nameIn(object) ?? []))],
    keysOf(source, change) {
      const name = nameIn(change.after);
      if (!isUser(source) || name === undefined || seen.has(name) || !isNews(change, nameIn)) return [];
      return [name];
    },
    async reconcile(name, signal) {
      const [first, ...others] = users(name);
      if (first === undefined) {
        // Nobody needs it any more; machines that run have long read it, so it does no harm where it is.
        seen.delete(name);
        clear(name);
        return {};
      }
      const last = seen.get(name);
      const left = last === undefined ? 0 : last + refreshMs - clock.monotonic();
      if (left > 0) return { requeueAfterMs: left };
      const infrastructureName = infrastructureNameOf(deps.infrastructure());
      // Without it there is no Cluster either, and that is told there.
      if (infrastructureName === undefined) return { requeueAfterMs: missingMs };
      const [source, mirror] = await Promise.all(
        [namespaces.machineApi, namespaces.clusterApi].map((namespace) => readSecret(client, namespace, name, signal)),
      );
      const plan = decideUserData({ name, namespaces, infrastructureName, source, mirror });
      await apply(plan, name, signal);
      if (plan.kind === 'warn') {
        seen.delete(name);
        const note = `${plan.what}; it is the user data of ${listOf([first, ...others])}. ${plan.todo}`;
        tell(name, { type: 'Warning', object: first, reason: plan.reason, note });
        return { requeueAfterMs: missingMs };
      }
      clear(name);
      seen.set(name, clock.monotonic());
      return { requeueAfterMs: refreshMs };
    },
  };
}

function isUser(source: SourceName): boolean {
  return source === 'machines' || source === 'machineSets';
}

/** Thousands of machines change their status all the time, and hardly any its secret. */
function isNews({ before, after }: Change, nameIn: (object: KubeObject | undefined) => string | undefined): boolean {
  return before === undefined || nameIn(before) !== nameIn(after);
}

function listOf(users: readonly KubeObject[]): string {
  const names = users.slice(0, shownUsers).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  const more = users.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

import { textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { ifFound } from '../if-found.ts';
import { annotations, clusterApiClient } from '../names.ts';
import { infrastructureNameOf } from './around.ts';
import { decideKubeconfig } from './decide-kubeconfig.ts';
import { kubeconfigText } from './kubeconfig-text.ts';
import { newSecret, secretPatch } from './our-secret.ts';
import { fieldManager, missingMs, type Prerequisite, type PrerequisiteDeps, refreshMs } from './prerequisite.ts';
import { encode, readSecret, secretRef } from './secrets.ts';
import type { Teller } from './tell-once.ts';
import { claimsOf, halfLifeOf, requestToken } from './token.ts';

const key = 'kubeconfig';

/**
 * The secret `<infrastructureName>-kubeconfig`, by which Cluster API's core manager finds the Nodes of its machines. Its token is of
 * a ServiceAccount that may do no more than that, and is replaced when half of its life is over.
 */
export function kubeconfigPrerequisite(deps: PrerequisiteDeps, { tell, clear }: Teller): Prerequisite {
  const { client, transport, namespaces, stores, clock } = deps;
  const namespace = namespaces.clusterApi;
  const account = { namespace, name: clusterApiClient };

  const readAccount = (signal: AbortSignal): Promise<KubeObject | undefined> =>
    ifFound(client.get({ apiVersion: 'v1', kind: 'ServiceAccount', ...account }, { signal }));

  const warn = (clusterName: string, reason: string, note: string) => {
    const object = stores.clusters.get(`${namespace}/${clusterName}`) ?? deps.infrastructure();
    tell(key, { type: 'Warning', object, reason, note });
    return { requeueAfterMs: missingMs };
  };

  const untilThen = (time: Date): number => Math.min(refreshMs, Math.max(1000, time.getTime() - clock.now().getTime()));

  return {
    name: 'prerequisite-kubeconfig',
    startKeys: () => [key],
    keysOf: (source) => (source === 'infrastructure' ? [key] : []),
    async reconcile(_key, signal) {
      const infrastructure = deps.infrastructure();
      const clusterName = infrastructureNameOf(infrastructure);
      // Told with the Cluster.
      if (clusterName === undefined) return { requeueAfterMs: missingMs };
      const ref = secretRef(namespace, `${clusterName}-kubeconfig`);
      const [secret, serviceAccount, certificateAuthority] = await Promise.all([
        readSecret(client, namespace, ref.name, signal),
        readAccount(signal),
        deps.certificateAuthority(),
      ]);
      const server = textAt(infrastructure, 'status', 'apiServerInternalURI');
      const view = { clusterName, secret, serviceAccount, server, certificateAuthority, now: clock.now() };
      const plan = decideKubeconfig(view);
      switch (plan.kind) {
        case 'noServer':
          return warn(clusterName, 'KubeconfigNotMade', noServer(ref.name));
        case 'noServiceAccount':
          return warn(clusterName, 'KubeconfigNotMade', noServiceAccount(ref.name, namespace));
        case 'leave':
          tell(key, { type: 'Normal', object: infrastructure, reason: 'KubeconfigNotOurs', note: notOurs(ref) });
          return { requeueAfterMs: refreshMs };
        case 'keep':
          clear(key);
          return { requeueAfterMs: untilThen(plan.renewAt) };
        case 'renew': {
          const token = await requestToken(transport, account, signal);
          const claims = claimsOf(token);
          if (claims === undefined) throw new Error('the API server gave a token that is none of a ServiceAccount');
          const text = kubeconfigText({ server: plan.server, certificateAuthority, token }, clusterName);
          const data = { value: encode(text) };
          const marks = { [annotations.tokenExpires]: claims.expiresAt.toISOString() };
          const options = { signal, fieldManager };
          if (secret === undefined) await client.create(newSecret(ref, clusterName, data, marks), options);
          else await client.mergePatch(ref, secretPatch(secret, clusterName, data, marks), options);
          clear(key);
          return { requeueAfterMs: untilThen(halfLifeOf(claims)) };
        }
      }
    },
  };
}

function noServer(name: string): string {
  return `Secret ${name} is not made: the Infrastructure object has no status.apiServerInternalURI, which says where the API server is. Wait for the installation to end.`;
}

function noServiceAccount(name: string, namespace: string): string {
  return `Secret ${name} is not kept current: there is no ServiceAccount ${namespace}/${clusterApiClient}, and without the secret no machine of Cluster API finds its Node. Apply Capstan's manifests, which have it and its rights.`;
}

function notOurs({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `Secret ${namespace}/${name} was made by somebody else, so it stays as it is`;
}

import { type AnyPlatform, asObject, providerOf, textAt, userDataSecretOf } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Namespaces } from '../names.ts';
import type { SecretFact } from './facts.ts';

/** A secret that somebody names, not yet looked for. */
export type NeededSecret = Omit<SecretFact, 'state'>;

/** The secrets without which machines can't be made: user data on both sides, the cloud's credentials, the kubeconfig. */
export function neededSecrets(
  objects: readonly KubeObject[],
  platform: AnyPlatform | undefined,
  namespaces: Namespaces,
  clusterName: string,
): NeededSecret[] {
  const found = new Map<string, { secret: Omit<NeededSecret, 'neededBy'>; neededBy: KubeObject[] }>();
  const need = (namespace: string, name: string | undefined, what: string, by: KubeObject | undefined): void => {
    if (name === undefined || name === '') return;
    const key = `${namespace}/${name}`;
    const known = found.get(key) ?? { secret: { namespace, name, what }, neededBy: [] };
    if (by !== undefined) known.neededBy.push(by);
    found.set(key, known);
  };
  for (const object of objects) {
    const json = asObject(object);
    const userData = platform === undefined || json === undefined ? undefined : userDataSecretOf(platform, json);
    need(namespaces.machineApi, userData, 'the user data that new machines boot with', object);
    need(namespaces.clusterApi, userData, 'the user data that new machines of Cluster API boot with', object);
    const credentials = textAt(providerOf(json), 'credentialsSecret', 'name');
    need(namespaces.machineApi, credentials, "the credentials of the cloud for Machine API's controllers", object);
  }
  if (clusterName !== '') {
    need(
      namespaces.clusterApi,
      `${clusterName}-kubeconfig`,
      'the kubeconfig by which Cluster API finds Nodes',
      undefined,
    );
  }
  return [...found.values()].map(({ secret, neededBy }) => ({ ...secret, neededBy }));
}

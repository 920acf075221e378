import { type AnyPlatform, asObject, providerOf, type Target, textAt, userDataSecretOf } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Namespaces } from '../names.ts';

/** A secret that an API reads for an object when it acts on it. */
export interface NeededSecret {
  readonly namespace: string;
  readonly name: string;
  readonly use: 'user data' | 'credentials';
}

/** The secrets that the target API needs for a Machine or MachineSet of Machine API. Cluster API has its credentials elsewhere. */
export function secretsOf(
  object: KubeObject,
  {
    platform,
    namespaces,
    target,
  }: { readonly platform: AnyPlatform; readonly namespaces: Namespaces; readonly target: Target },
): NeededSecret[] {
  const json = asObject(object) ?? {};
  const userData = userDataSecretOf(platform, json);
  const toClusterApi = target === 'cluster-api';
  const credentials = toClusterApi ? undefined : textAt(providerOf(json), 'credentialsSecret', 'name');
  const namespace = toClusterApi ? namespaces.clusterApi : namespaces.machineApi;
  return [
    ...(userData === undefined ? [] : [{ namespace, name: userData, use: 'user data' as const }]),
    ...(credentials === undefined ? [] : [{ namespace, name: credentials, use: 'credentials' as const }]),
  ];
}

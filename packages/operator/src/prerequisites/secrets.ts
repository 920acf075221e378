import { asObject } from '@capstan/convert';
import type { KubeClient, KubeObject, ObjectRef } from '@capstan/kube';
import { ifFound } from '../if-found.ts';
import { annotations, maker } from '../names.ts';

/** Names a secret. */
export function secretRef(namespace: string, name: string): ObjectRef & { readonly namespace: string } {
  return { apiVersion: 'v1', kind: 'Secret', namespace, name };
}

/** A secret, read now and kept by nobody; undefined where there is none. */
export async function readSecret(
  client: Pick<KubeClient, 'get'>,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    return await ifFound(client.get(secretRef(namespace, name), { signal }));
  } catch (error) {
    // An answer that is no object is quoted in the message, and this one could hold what must not be seen.
    if (error instanceof TypeError) throw new Error(`the answer for Secret ${namespace}/${name} is no object`);
    throw error;
  }
}

/** A value of a secret as it stands there, in base64. */
export function dataOf(secret: KubeObject | undefined, key: string): string | undefined {
  const value = asObject(secret?.['data'])?.[key];
  return typeof value === 'string' ? value : undefined;
}

/** True for one that we made and so keep current. */
export function isOurs({ metadata }: KubeObject): boolean {
  return metadata.annotations?.[annotations.madeBy] === maker;
}

/** As a secret holds text. */
export function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

/** The text that a secret holds. */
export function decode(value: string): string {
  return Buffer.from(value, 'base64').toString('utf8');
}

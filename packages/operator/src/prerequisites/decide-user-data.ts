import type { KubeObject } from '@capstan/kube';
import { annotations, maker, type Namespaces } from '../names.ts';
import { hasLabel, type NewSecret, newSecret, secretPatch } from './our-secret.ts';
import { dataOf, encode, isOurs, secretRef } from './secrets.ts';

/** What is known of one secret with user data. */
export interface UserDataView {
  readonly name: string;
  readonly namespaces: Namespaces;
  readonly infrastructureName: string;
  /** In Machine API's namespace. */
  readonly source: KubeObject | undefined;
  /** Of the same name in Cluster API's. */
  readonly mirror: KubeObject | undefined;
}

/** What to do about it; a warning is what is the matter, and what a user can do. */
export type UserDataPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'create'; readonly secret: NewSecret }
  | { readonly kind: 'update'; readonly patch: object }
  | { readonly kind: 'warn'; readonly reason: string; readonly what: string; readonly todo: string };

/**
 * The mirror holds what Machine API's secret holds under `userData`, as `value`, and that it is Ignition: providers take it for
 * cloud-init else. Machine API's other keys are its own templates' and mean nothing here.
 */
export function decideUserData(view: UserDataView): UserDataPlan {
  const { name, namespaces, infrastructureName, source, mirror } = view;
  const from = `Secret ${namespaces.machineApi}/${name}`;
  const to = `Secret ${namespaces.clusterApi}/${name}`;
  const value = dataOf(source, 'userData');
  if (value === undefined || value === '') {
    // Machines that Cluster API alone knew at first bring their own.
    if (mirror !== undefined && !isOurs(mirror)) return { kind: 'none' };
    const what = source === undefined ? `${from} does not exist` : `${from} has no key userData`;
    const todo = 'Create it with the user data under the key userData, or name another.';
    return { kind: 'warn', reason: 'UserDataMissing', what, todo };
  }
  const data = { value, format: encode('ignition') };
  if (mirror === undefined) {
    const secret = newSecret(secretRef(namespaces.clusterApi, name), infrastructureName, data);
    return { kind: 'create', secret };
  }
  const isSame = dataOf(mirror, 'value') === data.value && dataOf(mirror, 'format') === data.format;
  if (isSame && (!isOurs(mirror) || hasLabel(mirror, infrastructureName))) return { kind: 'none' };
  if (isOurs(mirror)) return { kind: 'update', patch: secretPatch(mirror, infrastructureName, data) };
  return {
    kind: 'warn',
    reason: 'UserDataNotOurs',
    what: `${to} does not hold what ${from} holds, and Capstan did not make it, so it stays as it is`,
    todo: `Delete it to have it made from ${from}, or set the annotation ${annotations.madeBy}: ${maker} on it.`,
  };
}

import type { KubeObject } from '@capstan/kube';
import { resourceOf } from '../../resource-name.ts';
import { statusOf } from './object.ts';

/**
 * What is wrong where the object that acts has a lower generation than the one that was synchronized: it was restored or made
 * again under its name, and the API server lets nobody lower `synchronizedGeneration` but at the end of a migration.
 */
export function generationProblem(mapi: KubeObject, acting: KubeObject): string | undefined {
  const { synchronizedGeneration: known, authoritativeAPI: authority } = statusOf(mapi);
  const live = acting.metadata.generation ?? 0;
  if (typeof known !== 'number' || known <= live) return undefined;
  const resource = `${resourceOf(mapi)} ${mapi.metadata.name} -n ${mapi.metadata.namespace}`;
  const patch = (status: object) =>
    `oc patch ${resource} --subresource=status --type=merge -p '${JSON.stringify({ status })}'`;
  return `the ${acting.kind} that acts (${acting.apiVersion}) has generation ${live}, and ${known} was synchronized: it was restored or made again. The mirror is kept up to date, and a migration waits until this is mended: ${patch({ authoritativeAPI: 'Migrating' })} && ${patch({ authoritativeAPI: authority, synchronizedGeneration: 0 })}`;
}

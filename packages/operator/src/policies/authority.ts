import { annotations, mirrorLabel } from '../names.ts';
import { allOf, has, hasKey, keyAt, textAt } from './cel.ts';
import type { Condition } from './policy.ts';

const spec = 'object.spec.authoritativeAPI';
const status = 'oldObject.status.authoritativeAPI';

/** `status.authoritativeAPI` of a Machine API object as it was before the request, which cannot change it. */
export function actsBy(authority: 'MachineAPI' | 'ClusterAPI' | 'Migrating'): Condition {
  return { name: `acts-by-${authority.toLowerCase()}`, expression: `${textAt(status)} == '${authority}'` };
}

/** A user asks for another API than before. */
export const asksForOther: Condition = {
  name: 'asks-for-another-api',
  expression: `${textAt(spec)} != ${textAt('oldObject.spec.authoritativeAPI')}`,
};

/**
 * What takes a request back is never refused: to ask for the API that acts, or, on the way, for the one that did. Where nobody knows
 * which one did, either may be.
 */
export const takesNothingBack: Condition = {
  name: 'does-not-take-a-request-back',
  expression: `!(${textAt(status)} == 'Migrating' ? (${synchronizedApi()} == '' || ${synchronizedApi()} == ${textAt(spec)}) : ${textAt(status)} == ${textAt(spec)})`,
};

/** Cluster API's half of a pair, or its infra machine, while Machine API acts. */
export const isMachineApis: Condition = {
  name: 'machine-api-acts',
  expression: allOf(isMirror(), `${keyAt('oldObject.metadata.annotations', annotations.authority)} == 'MachineAPI'`),
};

/** What Capstan made or keeps, by its label: as it was before, so that nobody gets past by taking the label away. */
export function isMirror(): string {
  return hasKey('oldObject.metadata.labels', mirrorLabel);
}

/** Which API acted before the migration. */
function synchronizedApi(): string {
  const field = 'oldObject.status.synchronizedAPI';
  return `(${has(field)} ? ${field} : ${keyAt('oldObject.metadata.annotations', annotations.synchronizedApi)})`;
}

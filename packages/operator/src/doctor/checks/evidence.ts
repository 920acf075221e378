import type { KubeObject } from '@capstan/kube';
import { resourceOf } from '../../resource-name.ts';
import { conditionOf } from '../../status/condition.ts';
import { authoritiesOf } from '../../status/waits-for.ts';
import { isPaused } from '../../sync/shared/object.ts';
import type { Pair } from '../pairs.ts';

/** Who is to act and who does, as the object says. */
export function authorityEvidence(mapi: KubeObject): string {
  const { wanted, acting } = authoritiesOf(mapi);
  return `spec.authoritativeAPI: ${wanted || 'empty'}, status.authoritativeAPI: ${acting || 'empty'}`;
}

/** A condition in one line. */
export function conditionEvidence(object: KubeObject, type: string): string {
  const { status, reason, message } = conditionOf(object, type);
  const name = `${resourceOf(object)}/${object.metadata.name}`;
  if (status === '') return `${name} has no condition ${type}`;
  const said = [reason, message].filter((text) => text !== '').join(': ');
  return `${name}: ${type}=${status}${said === '' ? '' : ` (${said})`}`;
}

/** Who has paused and who has been asked to, of each object of a pair. */
export function pauseEvidence({ mapi, capi, infra }: Pair): string[] {
  return [
    conditionEvidence(mapi, 'Paused'),
    ...[capi, infra].flatMap((object) =>
      object === undefined
        ? []
        : [`${conditionEvidence(object, 'Paused')}; ${isPaused(object) ? 'asked to pause' : 'not asked to pause'}`],
    ),
  ];
}

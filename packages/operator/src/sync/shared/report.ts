import type { KubeObject } from '@capstan/kube';
import type { Failure, Write } from '../../engine/decision.ts';
import type { Environment } from './environment.ts';
import { statusWrite } from './mirror-object.ts';
import { statusOf } from './object.ts';
import { withVerdict } from './synchronized.ts';

/** How to say on the Machine API object that it is not in step. */
export function reportOn(
  mapi: KubeObject | undefined,
  failure: Failure,
  { now, holdsSynchronizedApi }: Pick<Environment, 'now' | 'holdsSynchronizedApi'>,
): Write | 'said' | 'nowhere' {
  if (mapi === undefined) return 'nowhere';
  const verdict = { kind: 'failed', failure } as const;
  return statusWrite(mapi, withVerdict(statusOf(mapi), verdict, { now, holdsApi: holdsSynchronizedApi })) ?? 'said';
}

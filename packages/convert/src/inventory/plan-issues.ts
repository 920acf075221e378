import { formatPath, type Issue, type IssueCode } from '../mapping/issue.ts';
import type { Identity } from './identity.ts';

const authority = ['status', 'authoritativeAPI'];
const name = ['metadata', 'name'];

/** Nothing is to be done. */
export function alreadyMigrated(api: 'Cluster API' | 'Machine API'): Issue {
  return issueAt('AlreadyMigrated', 'info', authority, `${api} acts on it already`, 'Nothing has to be done.');
}

/** A paused object may be the mirror of a Machine API object that acts; the output would ask for its authority. */
export const isPaused = issueAt(
  'NotChecked',
  'warning',
  ['metadata', 'annotations', 'cluster.x-k8s.io/paused'],
  'is paused, so Machine API may still act on a machine of this name; applying the output there would ask for a hand-over',
  'Add the Machine API objects of the cluster to the input, or apply the output only where there are none.',
);

/** Neither side is settled. */
export const isMigrating = issueAt(
  'MigrationUnderWay',
  'error',
  authority,
  'its authority is being handed over at this moment',
  'Wait until status.authoritativeAPI is MachineAPI or ClusterAPI, then look again.',
);

/** Two objects of one name; `andSo` says what was done. */
export function isThereTwice({ kind, name: what }: Identity, andSo = ''): Issue {
  const message = `${kind} ${what} is there twice, with different contents${andSo}`;
  return issueAt('Duplicate', 'error', name, message, 'Give each object once.');
}

/** The Machine converts; only, nobody looked at it together with its set. */
export function setIsMissing(set: string): Issue {
  const message = `its MachineSet ${set} is not part of the input`;
  const hint = 'Add the MachineSet, so that both are converted together.';
  return issueAt('MissingObject', 'warning', ['metadata', 'ownerReferences'], message, hint);
}

/** Two results of one name would overwrite each other. */
export function collides({ kind, namespace, name: what }: Identity): Issue {
  const message = `${kind} ${namespace}/${what} would also be made from another object of the inputs`;
  return issueAt('NameCollision', 'error', name, message, 'Rename one of the two, or convert them apart.');
}

function issueAt(
  code: IssueCode,
  severity: Issue['severity'],
  segments: readonly string[],
  message: string,
  hint: string,
): Issue {
  return { code, severity, object: 'self', segments, path: formatPath(segments), message, hint };
}

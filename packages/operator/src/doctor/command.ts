import { resourceOf } from '../resource-name.ts';
import type { Subject } from './finding.ts';

/** `oc VERB RESOURCE NAME -n NAMESPACE`, safe to paste into a shell. */
export function oc(verb: string, subject: Subject, more = ''): string {
  const { namespace, name } = subject;
  const where = namespace === '' ? '' : ` -n ${word(namespace)}`;
  return `oc ${verb} ${word(resourceOf(subject))} ${word(name)}${where}${more === '' ? '' : ` ${more}`}`;
}

/** The command that makes a merge patch. */
export function patchCommand(subject: Subject, patch: object): string {
  return oc('patch', subject, `--type=merge -p ${word(JSON.stringify(patch))}`);
}

/** The pods of a namespace, to see what does not run. */
export function podsCommand(namespace: string): string {
  return `oc get pods -n ${word(namespace)}`;
}

/** A word as a shell takes it for one: names may come from a file that nobody has looked at. */
export function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

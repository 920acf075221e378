import { machineApiVersion } from '../names.ts';
import { resourceOf } from '../resource-name.ts';

/** The two kinds that change hands; always meant are Machine API's. */
export type MoveKind = 'Machine' | 'MachineSet';

/** An object of Machine API by kind and name. */
export interface MoveName {
  readonly kind: MoveKind;
  readonly name: string;
}

/** A name as it was given, or what is wrong with it. */
export type ParsedName = { readonly ok: true; readonly name: MoveName } | ({ readonly ok: false } & NameProblem);

interface NameProblem {
  readonly message: string;
  readonly hint: string;
}

const kinds: Readonly<Record<string, MoveKind>> = {
  machine: 'Machine',
  machines: 'Machine',
  machineset: 'MachineSet',
  machinesets: 'MachineSet',
};

const group = machineApiVersion.split('/')[0] ?? '';

/** Reads TYPE/NAME, as oc has it. A name without a type is refused: the short types of oc mean Cluster API's kinds on many clusters. */
export function parseObjectName(text: string): ParsedName {
  const [type = '', name = '', ...rest] = text.split('/');
  const refused = (message: string, hint: string): ParsedName => ({ ok: false, message, hint });
  if (rest.length > 0 || name === '' || type === '') {
    return refused(
      `${text} is no TYPE/NAME`,
      `Write machinesets.${group}/NAME for a MachineSet with its template, machines.${group}/NAME for one Machine.`,
    );
  }
  const [word = '', ...groups] = type.toLowerCase().split('.');
  const given = groups.join('.');
  const kind = kinds[word];
  if (kind !== undefined && given === 'cluster.x-k8s.io') {
    return refused(
      `${text} is the Cluster API half of a pair, and authority is asked for on the other`,
      `Name that: ${word}.${group}/${name}.`,
    );
  }
  if (kind === undefined || (given !== '' && given !== group)) {
    return refused(
      `${type} is no type that changes hands`,
      `Types are machinesets.${group} and machines.${group}, or machineset and machine.`,
    );
  }
  // What Kubernetes takes as a name: it becomes part of a file's name, too.
  if (!/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(name)) {
    return refused(`${name} cannot be the name of an object`, 'See oc get machinesets.machine.openshift.io -A.');
  }
  return { ok: true, name: { kind, name } };
}

/** An object as oc names it, in full. */
export function fullName({ kind, name }: MoveName): string {
  return `${resourceOf({ apiVersion: machineApiVersion, kind })}/${name}`;
}

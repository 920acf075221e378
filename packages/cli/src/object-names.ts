import { Failure } from './failure.ts';
import { quote } from './input/quote.ts';

/** A Machine or MachineSet as a user names it; the kind is undefined where only a name is given. */
export interface NamedObject {
  readonly kind: 'Machine' | 'MachineSet' | undefined;
  readonly name: string;
}

const kinds: Readonly<Record<string, 'Machine' | 'MachineSet'>> = {
  machine: 'Machine',
  machines: 'Machine',
  machineset: 'MachineSet',
  machinesets: 'MachineSet',
};

/** Reads TYPE/NAME arguments: `machineset/x`, `machines.machine.openshift.io/x`, or a bare `x`. */
export function parseObjectNames(args: readonly string[]): readonly NamedObject[] {
  return args.map((arg) => {
    const at = arg.lastIndexOf('/');
    const name = arg.slice(at + 1);
    const type = at < 0 ? undefined : arg.slice(0, at);
    const [plural = '', ...group] = type?.toLowerCase().split('.') ?? [];
    const isKnownGroup = ['', 'machine.openshift.io', 'cluster.x-k8s.io'].includes(group.join('.'));
    const kind = Object.hasOwn(kinds, plural) && isKnownGroup ? kinds[plural] : undefined;
    if (name === '' || (type !== undefined && kind === undefined)) {
      throw new Failure(
        `${quote(arg)} names no Machine and no MachineSet`,
        'Write TYPE/NAME: machineset/NAME or machine/NAME; both halves of a pair have that name.',
      );
    }
    return { kind, name };
  });
}

/** Throws a Failure for the first named object that is not among those that there are. */
export function checkNames(
  named: readonly NamedObject[],
  known: readonly { readonly kind: string; readonly name: string }[],
  where: string,
): void {
  const missing = named.find(
    ({ kind, name }) => !known.some((each) => each.name === name && (kind === undefined || each.kind === kind)),
  );
  if (missing === undefined) return;
  throw new Failure(
    `there is no ${missing.kind ?? 'MachineSet and no Machine'} ${quote(missing.name)} in ${where}`,
    'Run capstan status to see all of them.',
  );
}

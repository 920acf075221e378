import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Io } from './io.ts';
import { withCluster } from './operator-flags.ts';
import type { Outcome } from './program.ts';

/** Adds `capstan policies`. */
export function policiesCommand(program: Command, io: Io, outcome: Outcome): void {
  withCluster(program.command('policies'))
    .summary('list the admission policies, see whether they are in place, test a change')
    .description(
      'list: the policies that Capstan ships. status: what has become of them in a live cluster. test: which of them would refuse an object or a change, and why; without a cluster.',
    )
    .argument('<what>', 'list, status or test')
    .option('-f, --filename <path>', 'test: what is made or changed; file, directory or -; may be repeated', collect)
    .option('--old <path>', 'test: what there is before; an object of -f that is in it is a change', collect)
    .option('--cluster <path>', 'test: what else is in the cluster, such as a must-gather; may be repeated', collect)
    .option(
      '--as <user>',
      'test: who does it; a ServiceAccount is system:serviceaccount:NAMESPACE:NAME',
      'system:admin',
    )
    .option('--as-group <group>', 'test: a group of theirs; may be repeated', collect)
    .addOption(new Option('--delete', 'test: the objects of -f are deleted').conflicts(['old', 'scale']))
    .addOption(new Option('--scale <replicas>', 'test: the sets of -f are scaled').argParser(replicas).conflicts('old'))
    .option('--policies <path>', 'list, test: these policies instead; manifests or the transport ConfigMap', collect)
    .addOption(
      new Option('-o, --output <format>', 'text or json (a versioned document)')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addHelpText('after', policiesHelp)
    .action(async (what: string, flags) => {
      const { policies } = await import('./commands/policies.ts');
      outcome.code = await policies(what, flags, io);
    });
}

function collect(path: string, before: readonly string[] = []): string[] {
  if (path === '') throw new InvalidArgumentError('It is empty.');
  return [...before, path];
}

function replicas(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

const policiesHelp = `
Examples:
  capstan policies list
  capstan policies status

  # May this edit be made?
  oc get machines.machine.openshift.io worker-1 -o yaml \\
    -n openshift-machine-api > old.yaml
  capstan policies test --old old.yaml -f new.yaml --as jane

  # May this set be scaled, or deleted?
  capstan policies test -f set.yaml --scale 3 --cluster must-gather/
  capstan policies test -f set.yaml --delete

test sends nothing. It takes an object of -f for all that is to be there, as
oc replace does. Some rules look at an object of the same name on the other
side: it is looked for in --cluster, --old and -f.
Ends with exit code 2 where a policy refuses, or status finds one not in place.`;

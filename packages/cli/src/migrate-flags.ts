import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Io } from './io.ts';
import { seconds, withCluster } from './operator-flags.ts';
import type { Outcome } from './program.ts';

/** Adds `capstan migrate` with its flags; its code is loaded when it runs. */
export function addMigrate(program: Command, io: Io, outcome: Outcome): void {
  withCluster(program.command('migrate'))
    .summary('hand MachineSets and Machines of a live cluster to the other API')
    .description(
      'Hands MachineSets, and with --include-machines their machines, to the other API while they run: looks at what may be in the way, shows the plan, asks, and moves them wave by wave. Each run can be taken up again, and taken back, by its id.',
    )
    .usage('[TYPE/NAME...] --to API [options]')
    .argument('[machineset...]', 'what to move, as machinesets.machine.openshift.io/NAME or machineset/NAME')
    .addOption(new Option('--to <api>', 'the API that is to act').choices(['cluster-api', 'machine-api']))
    .option('-l, --selector <selector>', 'move the MachineSets with these labels')
    .option('--all', 'move all MachineSets')
    .option('--include-machines', 'also the machines that are there; with --all those of no set, too')
    .addOption(
      new Option('--batch <n>', 'how many objects at a time: a number, or a share of all')
        .default('10%')
        .argParser(batch),
    )
    .addOption(
      new Option('--max-failures <n>', 'stop when more than so many have failed').default(0).argParser(failures),
    )
    .addOption(seconds('--timeout <time>', 'how long the objects of one wave may take', '10m'))
    .option('--wait', 'wait until all has moved (the default)')
    .option('--no-wait', 'ask for the moves and leave; only where there is one wave')
    .option('--dry-run', 'show what would be done, with what the API server says to each change, and do nothing')
    .option('-y, --yes', 'do it without asking')
    .option('--run <id>', 'go on with a run that was interrupted')
    .option('--rollback <run>', 'take a run back: all that it moved goes where it was')
    .option('--backup-dir <folder>', 'where all is saved as it was before; by default capstan-backup-RUN')
    .option('--acknowledge-unproven', 'go on on a platform where hand-over is known from sources alone')
    .option('--feature-gates <list>', 'as the operator was given them: NAME=true|false by commas')
    .addOption(
      new Option('-o, --output <format>', 'text, or json: a stream of documents, one a line')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addHelpText('after', help)
    .action(async (names: string[], flags) => {
      outcome.endsInOrder = true;
      const { migrate } = await import('./commands/migrate.ts');
      outcome.code = await migrate(names, flags, io);
    });
}

function batch(given: string): string {
  if (/^[1-9]\d{0,4}$/.test(given) || /^([1-9]\d?|100)%$/.test(given)) return given;
  throw new InvalidArgumentError('It must be a number such as 5, or a share such as 10%.');
}

function failures(given: string): number {
  if (/^\d{1,5}$/.test(given)) return Number(given);
  throw new InvalidArgumentError('It must be a number, 0 or more.');
}

const help = `
Examples:
  # One set: what it makes from now on is Cluster API's
  capstan migrate machineset/worker-us-east-1a --to cluster-api --dry-run
  capstan migrate machineset/worker-us-east-1a --to cluster-api

  # All sets with all their machines, three at a time
  capstan migrate --all --include-machines --to cluster-api --batch 3

  # Go on with a run, or take it back, from any workstation
  capstan migrate --run 20261125-183005-3fa9c1
  capstan migrate --rollback 20261125-183005-3fa9c1

Ctrl-C stops asking for moves; what has been asked for goes on without it, and
is named. Ends with exit code 2 where something is in the way, 1 where something
has failed, 130 on Ctrl-C.`;

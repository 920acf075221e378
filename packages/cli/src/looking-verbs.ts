import { type Command, Option } from 'commander';
import { collect } from './collect-flag.ts';
import type { Io } from './io.ts';
import { withCluster } from './operator-flags.ts';
import type { Outcome } from './program.ts';

/** The verbs that look at a live cluster and change nothing. */
export function addLookingVerbs(program: Command, io: Io, outcome: Outcome): void {
  withCluster(program.command('status'))
    .summary("show a live cluster's machines, their mirrors, and whether they are in step")
    .description(
      'Shows the MachineSets and Machines of a live cluster, who acts on them, and whether their mirrors are in step.',
    )
    .argument('[type/name...]', 'MachineSets and Machines to show; all by default')
    .addOption(
      new Option('-o, --output <format>', 'tree or json (a versioned document)')
        .choices(['tree', 'json'])
        .default('tree'),
    )
    .option('-w, --watch', 'go on showing what changes, until Ctrl-C')
    .addHelpText('after', statusHelp)
    .action(async (names: string[], flags) => {
      const { status } = await import('./commands/status.ts');
      outcome.code = await status(names, flags, io);
    });

  withCluster(withFiles(program.command('doctor')))
    .summary('say what is wrong with a cluster, why, and what to do')
    .description(
      'Looks for what goes wrong between the two APIs: moves that stall, objects out of step, machines on which both sides act or nobody does. Changes nothing.',
    )
    .argument('[type/name...]', 'MachineSets and Machines to look at; all by default')
    .addOption(
      new Option('-o, --output <format>', 'text or json (a versioned document)')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addHelpText('after', doctorHelp)
    .action(async (names: string[], flags) => {
      const { doctor } = await import('./commands/doctor.ts');
      outcome.code = await doctor(names, flags, io);
    });

  withCluster(withFiles(program.command('diff')))
    .summary('compare objects with what their sources convert to')
    .description(
      'Compares the half of each pair that does not act with what the one that does converts to: what the operator would write. Changes nothing.',
    )
    .argument('[type/name...]', 'MachineSets and Machines to compare; all by default')
    .option('--fields', 'a table by field, with what the field is')
    .addOption(new Option('-o, --output <format>', 'json (a versioned document)').choices(['json']))
    .addHelpText('after', diffHelp)
    .action(async (names: string[], flags) => {
      const { diff } = await import('./commands/diff.ts');
      outcome.code = await diff(names, flags, io);
    });
}

/** Files in place of the live cluster. */
function withFiles(command: Command): Command {
  return command.option(
    '-f, --filename <path>',
    'look at a file, a directory (a must-gather will do) or - instead of the live cluster; may be repeated',
    collect,
  );
}

const statusHelp = `
Examples:
  capstan status
  capstan status machineset/worker-us-east-1a
  capstan status --watch
  capstan status -o json --context production

MAPI and CAPI say what the controllers of each side say of themselves: acts or
paused. AGE is that of the last change of it, or of Synchronized. On a terminal
--watch draws the tree again; in a pipe it prints a line for what has changed,
and with -o json a document a line.`;

const doctorHelp = `
Examples:
  capstan doctor
  capstan doctor machineset/worker-us-east-1a
  capstan doctor -f must-gather/
  capstan doctor -o json --context production

Without a right it leaves away what needs it, and says so. Of files it cannot
tell whether secrets are there, nor what clocks say.
Ends with exit code 2 where anything was found that wants seeing to.`;

const diffHelp = `
Examples:
  capstan diff
  capstan diff machineset/worker-us-east-1a
  capstan diff --fields -f must-gather/

Status is left away: it follows within moments.
Ends as kubectl diff: 0 where nothing differs, 1 where something does, 2 where
it cannot be told, because of an object that cannot be converted or an error.`;

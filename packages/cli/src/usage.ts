import type { Command, CommanderError } from 'commander';
import { Failure } from './failure.ts';
import { quote } from './input/quote.ts';

/** What was wrong with the command line, in our words, and what to write instead. */
export function usageFailure({ code, message }: CommanderError, argv: readonly string[], program: Command): Failure {
  const verbs = program.commands.map((command) => command.name());
  const [text = '', ...rest] = message.replace(/^error: /, '').split('\n');
  const suggestion = /\(Did you mean (?:one of )?(.+)\?\)/.exec(rest.join(' '))?.[1];
  // `help NONSENSE` ends in printing help as an error.
  if (code === 'commander.unknownCommand' || code === 'commander.help') return unknownVerb(argv, verbs, suggestion);
  const verb = verbs.find((name) => argv.includes(name)) ?? '';
  if (code === 'commander.excessArguments') return excessArguments(text, verb);
  const [, invalid, choices] = /^(.*) is invalid\. Allowed choices are (.*)\.$/.exec(text) ?? [];
  if (invalid !== undefined) return new Failure(`${invalid} is invalid`, `Use one of ${choices}.`);
  const help = `Run capstan ${verb === '' ? '' : `${verb} `}--help to see what it takes, with examples.`;
  return new Failure(text, suggestion === undefined ? help : `Did you mean ${suggestion}? ${help}`);
}

function unknownVerb(argv: readonly string[], verbs: readonly string[], suggestion: string | undefined): Failure {
  const word = argv.find((argument) => argument !== 'help' && !argument.startsWith('-')) ?? '';
  const all = `The verbs are ${verbs.join(', ')}; capstan --help tells about them.`;
  const near = word === 'version' ? '--version' : suggestion;
  return new Failure(`there is no verb ${quote(word)}`, near === undefined ? all : `Did you mean capstan ${near}?`);
}

/** A file without its -f most of the time: a shell makes many words out of `-f *.yaml`. */
function excessArguments(text: string, verb: string): Failure {
  const extra = quote(/got \d+: (.*)\.$/.exec(text)?.[1] ?? '');
  if (!['plan', 'convert', 'operator'].includes(verb)) {
    return new Failure(`capstan ${verb} takes one argument; got ${extra}`, 'Give one at a time.');
  }
  if (verb === 'operator') return new Failure(`capstan operator takes flags only; got ${extra}`, 'Leave it away.');
  return new Failure(
    `capstan ${verb} takes flags only; got ${extra}`,
    'Each file or directory has a -f of its own: -f FILE -f FILE. A directory is read with all that is below it.',
  );
}

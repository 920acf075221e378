import type { Command } from 'commander';
import { type ExitCode, exitCodes, Failure } from '../failure.ts';
import { quote } from '../input/quote.ts';
import type { Io } from '../io.ts';

interface Verb {
  readonly name: string;
  readonly flags: readonly string[];
  readonly summary: string;
  /** Flags that take one of a few values, in all their spellings, and those values. */
  readonly choices: readonly { readonly flags: readonly string[]; readonly values: readonly string[] }[];
}

/** `capstan completion SHELL`: a script that completes verbs and flags, made from the program itself. */
export async function completion(shell: string, program: Command, io: Io): Promise<ExitCode> {
  const verbs = program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary() || command.description(),
    flags: [...command.options.flatMap(({ long }) => (long ? [long] : [])), '--help'],
    choices: command.options.flatMap(({ short, long, argChoices }) =>
      argChoices === undefined
        ? []
        : [{ flags: [short, long].filter((flag) => flag !== undefined), values: argChoices }],
    ),
  }));
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (script === undefined) {
    throw new Failure(`no completion for the shell ${quote(shell)}`, `Use one of ${Object.keys(scripts).join(', ')}.`);
  }
  await io.out.write(script(verbs));
  return exitCodes.done;
}

const scripts: { readonly [shell: string]: (verbs: readonly Verb[]) => string } = {
  bash: (verbs) => `# source <(capstan completion bash)
_capstan() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} verb=\${COMP_WORDS[1]}
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${verbs.map(({ name }) => name).join(' ')} --help --version" -- "$word"))
    return
  fi
  case "$verb:$previous" in
${verbs.flatMap(bashChoices).join('\n')}
    completion:completion) COMPREPLY=($(compgen -W "${Object.keys(scripts).join(' ')}" -- "$word")); return ;;
  esac
  case "$verb:$word" in
${verbs.map(({ name, flags }) => `    ${name}:-*) COMPREPLY=($(compgen -W "${flags.join(' ')}" -- "$word")) ;;`).join('\n')}
    *) local IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _capstan capstan
`,
  zsh: (verbs) => `#compdef capstan
# source <(capstan completion zsh)
_capstan() {
  if (( CURRENT == 2 )); then
    local -a verbs=(${verbs.map(({ name, summary }) => `'${name}:${summary.replaceAll("'", '').replaceAll(':', ' -')}'`).join(' ')})
    _describe verb verbs
    return
  fi
  case $words[2] in
${verbs.map(({ name, flags }) => `    ${name}) _alternative 'flags:flag:(${flags.join(' ')})' 'files:file:_files' ;;`).join('\n')}
  esac
}
# Found in fpath, this file is the function itself.
if [ "$funcstack[1]" = _capstan ]; then
  _capstan "$@"
else
  compdef _capstan capstan
fi
`,
  fish: (verbs) =>
    [
      '# capstan completion fish | source',
      ...verbs.map(
        ({ name, summary }) =>
          `complete -c capstan -n __fish_use_subcommand -a ${name} -d '${summary.replaceAll("'", '')}'`,
      ),
      ...verbs.flatMap(({ name, flags }) =>
        flags.map((flag) => `complete -c capstan -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}`),
      ),
      '',
    ].join('\n'),
};

function bashChoices({ name, choices }: Verb): string[] {
  return choices.map(({ flags, values }) => {
    const pattern = flags.map((flag) => `${name}:${flag}`).join('|');
    return `    ${pattern}) COMPREPLY=($(compgen -W "${values.join(' ')}" -- "$word")); return ;;`;
  });
}

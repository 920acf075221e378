import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);
import{Failure,exitCodes,quote}from"./chunk-6DSTOYNZ.mjs";import"./chunk-I33YNFOH.mjs";async function completion(shell,program,io){let verbs=program.commands.map(command=>({name:command.name(),summary:command.summary()||command.description(),flags:[...command.options.flatMap(({long})=>long?[long]:[]),"--help"],choices:command.options.flatMap(({short,long,argChoices})=>argChoices===void 0?[]:[{flags:[short,long].filter(flag=>flag!==void 0),values:argChoices}])})),script=Object.hasOwn(scripts,shell)?scripts[shell]:void 0;if(script===void 0)throw new Failure(`no completion for the shell ${quote(shell)}`,`Use one of ${Object.keys(scripts).join(", ")}.`);return await io.out.write(script(verbs)),exitCodes.done}var scripts={bash:verbs=>`# source <(capstan completion bash)
_capstan() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} verb=\${COMP_WORDS[1]}
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${verbs.map(({name})=>name).join(" ")} --help --version" -- "$word"))
    return
  fi
  case "$verb:$previous" in
${verbs.flatMap(bashChoices).join(`
`)}
    completion:completion) COMPREPLY=($(compgen -W "${Object.keys(scripts).join(" ")}" -- "$word")); return ;;
  esac
  case "$verb:$word" in
${verbs.map(({name,flags})=>`    ${name}:-*) COMPREPLY=($(compgen -W "${flags.join(" ")}" -- "$word")) ;;`).join(`
`)}
    *) local IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _capstan capstan
`,zsh:verbs=>`#compdef capstan
# source <(capstan completion zsh)
_capstan() {
  if (( CURRENT == 2 )); then
    local -a verbs=(${verbs.map(({name,summary})=>`'${name}:${summary.replaceAll("'","").replaceAll(":"," -")}'`).join(" ")})
    _describe verb verbs
    return
  fi
  case $words[2] in
${verbs.map(({name,flags})=>`    ${name}) _alternative 'flags:flag:(${flags.join(" ")})' 'files:file:_files' ;;`).join(`
`)}
  esac
}
# Found in fpath, this file is the function itself.
if [ "$funcstack[1]" = _capstan ]; then
  _capstan "$@"
else
  compdef _capstan capstan
fi
`,fish:verbs=>["# capstan completion fish | source",...verbs.map(({name,summary})=>`complete -c capstan -n __fish_use_subcommand -a ${name} -d '${summary.replaceAll("'","")}'`),...verbs.flatMap(({name,flags})=>flags.map(flag=>`complete -c capstan -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}`)),""].join(`
`)};function bashChoices({name,choices}){return choices.map(({flags,values})=>`    ${flags.map(flag=>`${name}:${flag}`).join("|")}) COMPREPLY=($(compgen -W "${values.join(" ")}" -- "$word")); return ;;`)}export{completion};

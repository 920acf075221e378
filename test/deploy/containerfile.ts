/** An instruction of a Containerfile. */
export interface Instruction {
  readonly name: 'WORKDIR' | 'COPY' | 'RUN' | 'USER' | 'ENTRYPOINT' | 'CMD';
  readonly text: string;
}

/** A stage of it; `image` is what it begins with. */
export interface Stage {
  readonly image: string;
  readonly as: string | undefined;
  readonly instructions: readonly Instruction[];
}

const known: ReadonlySet<string> = new Set(['WORKDIR', 'COPY', 'RUN', 'USER', 'ENTRYPOINT', 'CMD']);

/** Reads a Containerfile whose instructions are one line each; throws at an instruction that no test would carry out. */
export function readContainerfile(text: string): readonly Stage[] {
  const stages: { image: string; as: string | undefined; instructions: Instruction[] }[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name = '', rest = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    if (name === 'FROM') {
      const [, image = '', as] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? [];
      stages.push({ image, as, instructions: [] });
      continue;
    }
    if (!isKnown(name) || rest.endsWith('\\'))
      throw new Error(`the Containerfile has a line that no test knows: ${line}`);
    stages.at(-1)?.instructions.push({ name, text: rest });
  }
  return stages;
}

/** A list of words, as ENTRYPOINT and CMD have them. */
export function wordsOf(stage: Stage, name: 'ENTRYPOINT' | 'CMD'): readonly string[] {
  const words: unknown = JSON.parse(stage.instructions.find((each) => each.name === name)?.text ?? '[]');
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string'))
    throw new TypeError(`${name} is no list`);
  return words;
}

function isKnown(name: string): name is Instruction['name'] {
  return known.has(name);
}

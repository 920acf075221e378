import { issueCodes, platforms } from '@capstan/convert';
// Not by the entry of the package, which loads the operator.
import { words as known, type Word } from '@capstan/operator/words';
import { inputProblemCodes } from '../input/problem.ts';

/** Of states and conditions it is also said which process they belong to: people take the one for the other. */
const processes: Partial<Record<Word['of'], string>> = {
  sync: 'It belongs to sync, which copies all the time, and not to a migration, which hands over once.',
  migration: 'It belongs to the migration, which hands over once, and not to sync, which copies all the time.',
};

/**
 * Words that are explained by a text, of one paragraph or several: issue codes, the ways a field can end, hand-over facts, and what
 * conditions, states and policies are called.
 */
export const words: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ ...issueCodes, ...inputProblemCodes }),
  ['HandoverBlocked', `${issueCodes.HandoverBlocked} Explain one of its facts: ${blockingFacts().join(', ')}.`],
  ['mapped', 'The other side says the same thing.'],
  ['compared', 'The value lives on an object of the whole cluster. Equal is fine, different is an error.'],
  [
    'carried',
    'The other side cannot hold the value, and the machine is the same without it. It is kept in the annotation capstan.openshift.io/carried and given back on the way back.',
  ],
  [
    'refused',
    'The other side cannot hold the value, and the machine would be different. An error names the field and what to do.',
  ],
  [
    'ignored',
    'A field that is no configuration: a server or a controller owns it, and the object on the other side gets its own. In a plan, an object that is left where it is on purpose.',
  ],
  ...handoverWords(),
  ...known.map(({ name, ...rest }): [string, string] => [name, textOf(rest)]),
]);

/** The names of the facts that forbid a hand-over, with their platforms. */
function blockingFacts(): string[] {
  return platforms.flatMap(({ type, handover }) =>
    handover.facts.filter(({ effect }) => effect === 'blocks').map(({ name }) => `${name} (${type})`),
  );
}

/** Hand-over facts by their names; what several platforms know under one name is told of each. */
function handoverWords(): Map<string, string> {
  const effects = { needs: 'names a condition', blocks: 'forbids it', loses: 'names a loss' } as const;
  const texts = new Map<string, string>();
  for (const { type, handover } of platforms) {
    for (const { name, effect, message, hint } of handover.facts) {
      const text = `A hand-over fact of ${type}, which ${effects[effect]}: ${message}. ${hint}`;
      texts.set(name, [texts.get(name), text].filter((part) => part !== undefined).join('\n'));
    }
  }
  return texts;
}

function textOf({ of, where, means, todo }: Omit<Word, 'name'>): string {
  const process = processes[of];
  const place = `${where.charAt(0).toUpperCase()}${where.slice(1)}.`;
  return [`${place}${process === undefined ? '' : ` ${process}`}`, means, `To do: ${todo}`].join('\n');
}

/** True for a word of objects in a cluster; a field of a table may have the same name. */
export function isOfCluster(name: string): boolean {
  return known.some((word) => word.name === name);
}

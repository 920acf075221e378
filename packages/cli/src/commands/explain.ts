import { type ExitCode, exitCodes, Failure } from '../failure.ts';
import { quote } from '../input/quote.ts';
import type { Io } from '../io.ts';
import { formatTable } from '../output/table.ts';
import { wrapText } from '../wrap-text.ts';
import {
  allTopics,
  fieldsOfKind,
  findFields,
  furtherPlaces,
  kindNames,
  type Place,
  platformName,
  sharedPlace,
  suggest,
  type Topic,
} from './explain-topics.ts';
import { isOfCluster, words } from './explain-words.ts';

/** More matches than this are listed instead of explained. */
const explainedAtOnce = 6;

/**
 * `capstan explain PATH|KIND|CODE|REASON|STATE|POLICY`: what becomes of a field, how and why, straight from the mapping tables; or what a
 * word means.
 */
export async function explain(topic: string, io: Io): Promise<ExitCode> {
  const word = [...words].find(([name]) => name.toLowerCase() === topic.toLowerCase());
  if (word !== undefined) {
    const [name, text] = word;
    const paragraphs = text.split('\n').map((paragraph) => wrapText(paragraph, 2));
    await io.out.write(`${io.paint('out', 'bold', name)}\n${paragraphs.join('\n')}\n`);
    if (isOfCluster(name)) await alsoAField(name, io);
    return exitCodes.done;
  }
  const all = allTopics();
  const kind = fieldsOfKind(topic);
  const found = kind ?? findFields(topic, all);
  if (found.length === 0) throw unknownTopic(topic, all);
  await io.out.write(
    kind === undefined && found.length <= explainedAtOnce
      ? found.map((field) => block(field, all, io)).join('\n')
      : table(found, all),
  );
  return exitCodes.done;
}

/** Some words are the names of fields too, of which the tables have more to tell. */
async function alsoAField(name: string, io: Io): Promise<void> {
  const all = allTopics();
  const fields = findFields(name, all);
  if (fields.length === 0 || fields.length > explainedAtOnce) return;
  await io.out.write(`\n${fields.map((field) => block(field, all, io)).join('\n')}`);
}

function block(field: Topic, all: readonly Topic[], { paint }: Io): string {
  const { mapi, capi, outcome, rule, doc, equal, only, hint } = field;
  const places: [string, string][] = [
    ['MACHINE API', side(mapi, furtherPlaces(field, 'mapi', all), 'made from', sharedPlace(field, 'mapi', all))],
    ['CLUSTER API', side(capi, furtherPlaces(field, 'capi', all), 'part of', sharedPlace(field, 'capi', all))],
  ];
  const prose: [string, string | undefined][] = [
    ['HOW', how(outcome, rule)],
    ['WHY', doc],
    ['EQUAL', equal],
    ['TO DO', outcome === 'mapped' && only === undefined ? undefined : hint],
  ];
  const platform = platformName(field);
  const line = (label: string, text: string) => `${paint('out', 'bold', `${label}:`.padEnd(indent))}${text}\n`;
  return [
    ...(platform === undefined ? [] : [line('PLATFORM', platform)]),
    ...places.map(([label, text]) => line(label, text)),
    ...prose.map(([label, text]) => (text === undefined ? '' : line(label, wrapText(text, indent).slice(indent)))),
  ].join('');
}

const indent = 13;

function side(place: Place | undefined, further: readonly Place[], words: string, shared: Place | undefined): string {
  const places = (place === undefined ? [] : [place, ...further]).map(({ kind, path }) => `${kind} ${path}`);
  if (places.length > 0) return places.join(', ');
  return shared === undefined ? 'nothing' : `${words} ${shared.kind} ${shared.path}`;
}

/** The way it ends, then what happens; the rule begins with the way where that is all there is to say. */
function how(outcome: Topic['outcome'], rule: string | undefined): string | undefined {
  if (outcome === undefined || rule === undefined) return rule;
  return rule.startsWith(outcome) ? rule : `${outcome}: ${rule}`;
}

function table(fields: readonly Topic[], all: readonly Topic[]): string {
  const isOfSeveral = new Set(fields.map(platformName)).size > 1;
  const rows = fields.map((field) => {
    const { mapi, capi, outcome, rule } = field;
    const from = sharedPlace(field, 'mapi', all);
    const to = sharedPlace(field, 'capi', all);
    return [
      ...(isOfSeveral ? [platformName(field) ?? ''] : []),
      mapi?.path ?? (from === undefined ? '-' : `(${from.path})`),
      capi !== undefined ? `${capi.kind} ${capi.path}` : to === undefined ? '-' : `(${to.kind} ${to.path})`,
      outcome ?? '-',
      rule === outcome ? '' : (rule ?? ''),
    ];
  });
  const headings = ['MACHINE API', 'CLUSTER API', 'HOW', 'RULE'];
  return formatTable(isOfSeveral ? ['PLATFORM', ...headings] : headings, rows);
}

function unknownTopic(topic: string, all: readonly Topic[]): Failure {
  const near = suggest(topic, all);
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(', ')}?`
      : `Give a field's path, an issue code, the reason of a condition, a state, a policy, or a kind, such as ${kindNames.slice(1, 4).join(', ')}.`;
  return new Failure(`neither API has ${quote(topic)}, and it is no code, reason, state or policy`, hint);
}

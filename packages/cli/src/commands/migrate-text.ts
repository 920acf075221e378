import { textAt } from '@capstan/convert';
import {
  fullName,
  type Move,
  type MoveFinding,
  type MovePlan,
  type MoveResult,
  type MoveState,
} from '@capstan/operator';
import { printable } from '../input/quote.ts';
import { hintLine, type Io } from '../io.ts';
import { count } from '../issue-text.ts';
import { formatTable } from '../output/table.ts';

/** So many rows of a plan are shown; who wants all has `-o json`. */
const mostRows = 40;
const mostNames = 6;

/** The other side, for people. */
export function apiOf(target: MovePlan['target']): string {
  return target === 'cluster-api' ? 'Cluster API' : 'Machine API';
}

/** What is to be done, and what is not. */
export function planText(plan: MovePlan): string {
  const { run, target, waves, done, staying, facts, isResumed } = plan;
  const where = facts.clusterName === '' ? '' : `cluster ${facts.clusterName}`;
  const platform = facts.platform === undefined ? '' : ` on ${facts.platform.type}`;
  const back = 'rollback' in plan.asked ? `, which takes back ${plan.asked.rollback}` : '';
  const head = `To ${apiOf(target)}, ${where}${platform}\nRun ${run}${back}${isResumed && waves.length > 0 ? ', which goes on' : ''}\n`;
  const rows = waves.flatMap((wave, index) => wave.map((move) => planRow(move, index, plan)));
  const table =
    rows.length === 0
      ? ''
      : `\n${formatTable(['wave', 'object', 'change', 'acts now', 'node'], rows.slice(0, mostRows))}`;
  const more = rows.length > mostRows ? `and ${count(rows.length - mostRows, 'change')} more; -o json has all\n` : '';
  const notes = [
    ...(done.length > 0
      ? [`${count(done.length, 'object')} ${isAre(done.length)} where ${itThey(done.length)} to be.`]
      : []),
    ...(staying.length > 0
      ? [
          `${count(staying.length, 'machine')} of these sets ${staying.length === 1 ? 'stays' : 'stay'} with the API that acts on ${staying.length === 1 ? 'it' : 'them'}: ${named(staying.map(({ metadata }) => metadata.name))}.`,
          `Give --include-machines to move ${staying.length === 1 ? 'it' : 'them'}, too.`,
        ]
      : []),
  ];
  return `${head}${table}${more}${notes.length === 0 ? '' : `\n${notes.map(printable).join('\n')}\n`}`;
}

function planRow(move: Move, wave: number, { facts }: MovePlan): string[] {
  const changes = [
    ...(move.template === undefined ? [] : [`new machines: ${move.template}`]),
    ...(move.authority === undefined ? [] : [`acts: ${move.authority}`]),
  ];
  const machine = facts.machines.find(({ metadata }) => metadata.name === move.name);
  const node = move.kind === 'Machine' ? (textAt(machine, 'status', 'nodeRef', 'name') ?? '') : '';
  return [
    String(wave + 1),
    fullName(move),
    `${changes.join(', ')}${move.isAsked ? ' (asked for)' : ''}`,
    move.from,
    node,
  ];
}

/** What the preflight has found, with what to do. */
export function findingsText(findings: readonly MoveFinding[], paint: Io['paint']): string {
  return findings
    .map(({ severity, objects, message, hint }) => {
      const label = paint('err', severity === 'error' ? 'red' : 'yellow', `${severity}:`);
      const about = objects.length === 0 ? '' : `${named(objects)}: `;
      return `${label} ${printable(`${about}${message}`)}\n${hintLine(printable(hint), paint)}`;
    })
    .join('');
}

/** How far a move is, as one line. */
export function stateText(move: Move, state: MoveState): string {
  return printable(`${partName(move)}: ${stateWords(state)}`);
}

/** An object, and which part of it where that is not all. */
export function partName(move: Move): string {
  return `${fullName(move)}${move.authority === undefined ? ' (new machines)' : ''}`;
}

/** How far a move is, in words. */
export function stateWords(state: MoveState): string {
  switch (state.kind) {
    case 'failed':
      return `failed: ${state.message}`;
    case 'planned':
    case 'moved':
      return state.kind;
    default:
      return state.waitsFor === '' ? state.kind : `${state.kind}, waits for: ${state.waitsFor}`;
  }
}

/** The objects of a run by what became of them; an object counts as its last part. */
export function byOutcome({ states }: MoveResult) {
  const of = (is: (state: MoveState) => boolean) => states.filter(({ state }) => is(state));
  return {
    moved: of(({ kind }) => kind === 'moved'),
    failed: of(({ kind }) => kind === 'failed'),
    planned: of(({ kind }) => kind === 'planned'),
    underWay: of(({ kind }) => !['moved', 'failed', 'planned'].includes(kind)),
  };
}

/** What a run has come to, and the commands that go on with it and take it back. */
export function endText(
  plan: MovePlan,
  result: MoveResult,
  commands: { readonly resume: string; readonly undo: string; readonly saved: string },
): string {
  const { moved, failed, planned, underWay } = byOutcome(result);
  const total = result.states.length;
  const lines = [
    `${moved.length} of ${count(total, 'change')} to ${apiOf(plan.target)} done: ${endings[result.ending]}.`,
  ];
  const told = (title: string, list: typeof moved, isWordy: boolean): void => {
    if (list.length === 0) return;
    lines.push(
      isWordy
        ? `${title}:\n${list.map(({ move, state }) => `  ${stateText(move, state)}`).join('\n')}`
        : `${title}: ${printable(named(list.map(({ move }) => partName(move))))}`,
    );
  };
  if (result.ending !== 'done') told('Done', moved, false);
  told('Failed', failed, true);
  told(
    result.ending === 'asked' ? 'Asked for' : 'Under way, and goes on without this command',
    underWay,
    result.ending !== 'asked',
  );
  told('Not begun', planned, false);
  lines.push(`As it was before: ${printable(commands.saved)}`);
  if (result.ending !== 'done') lines.push(`To go on:         ${commands.resume}`);
  lines.push(`To take it back:  ${commands.undo}`);
  return `${lines.join('\n')}\n`;
}

const endings: { readonly [Ending in MoveResult['ending']]: string } = {
  done: 'all is where it was to be',
  asked: 'the rest is asked for, and not waited for',
  failed: 'something has failed, so nothing more was begun',
  changed: 'a machine does not run on what it ran on, so nothing more was begun',
  interrupted: 'it was interrupted',
};

function named(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ');
  return names.length <= mostNames ? shown : `${shown} and ${names.length - mostNames} more`;
}

function isAre(number: number): string {
  return number === 1 ? 'is' : 'are';
}

function itThey(number: number): string {
  return number === 1 ? 'it is' : 'they are';
}

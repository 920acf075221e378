import type { Move, MovePlan, MoveState } from '@capstan/operator';
import { printable } from '../input/quote.ts';
import type { Io } from '../io.ts';
import { textWidth } from '../output/text-width.ts';
import { partName, stateText, stateWords } from './migrate-text.ts';

/** How progress is shown. Its calls never wait: a run does not go slower for a slow terminal. */
export interface ProgressView {
  wave(index: number): void;
  state(move: Move, state: MoveState): void;
  /** Leaves the screen as the last state of all. */
  end(): void;
}

/** A line for each step, for pipes and files. */
export function lineView({ out }: Pick<Io, 'out'>, { waves }: Pick<MovePlan, 'waves'>): ProgressView {
  return {
    wave(index) {
      void write(out, `\nwave ${index + 1} of ${waves.length}\n`);
    },
    state(move, state) {
      void write(out, `${stateText(move, state)}\n`);
    },
    end() {},
  };
}

/** The current wave, a line a move, drawn again at each change. */
export function screenView(io: Pick<Io, 'out' | 'terminal'>, { waves }: Pick<MovePlan, 'waves'>): ProgressView {
  let current: readonly Move[] = [];
  const states = new Map<Move, MoveState>();
  let drawn = 0;
  const draw = (): void => {
    const terminal = io.terminal() ?? { columns: 80, rows: 24 };
    const lines = frame(
      current.map((move) => ({ move, state: states.get(move) ?? { kind: 'planned' } })),
      terminal,
    );
    void write(io.out, `${redraw(drawn)}${lines.map((line) => `${line}\n`).join('')}`);
    drawn = lines.length;
  };
  return {
    wave(index) {
      current = waves[index] ?? [];
      drawn = 0;
      void write(io.out, `\nwave ${index + 1} of ${waves.length}\n`);
      draw();
    },
    state(move, state) {
      states.set(move, state);
      draw();
    },
    end: () => draw(),
  };
}

/** The lines of a wave, none wider than the terminal and not more than it has; what is not done comes first when there are too many. */
export function frame(
  moves: readonly { readonly move: Move; readonly state: MoveState }[],
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string[] {
  const room = Math.max(1, rows - 4);
  const ranked = moves.length <= room ? moves : moves.toSorted((a, b) => rank(a.state) - rank(b.state));
  const shown = ranked.slice(0, moves.length <= room ? room : room - 1);
  const width = Math.max(...shown.map(({ move }) => textWidth(partName(move))));
  const lines = shown.map(({ move, state }) =>
    cut(printable(`${partName(move).padEnd(width)}  ${stateWords(state)}`), Math.max(20, columns - 1)),
  );
  const hidden = moves.length - shown.length;
  return hidden === 0 ? lines : [...lines, `and ${hidden} more`];
}

/** What takes the cursor to the start of the last frame and clears from there. */
export function redraw(lines: number): string {
  return lines === 0 ? '' : `\u001b[${lines}A\u001b[J`;
}

const order = ['failed', 'migrating', 'starting', 'resync', 'asked', 'planned', 'moved'];

function rank({ kind }: MoveState): number {
  return order.indexOf(kind);
}

function cut(text: string, columns: number): string {
  return textWidth(text) <= columns ? text : `${[...text].slice(0, columns - 3).join('')}...`;
}

/** Nobody reads it any more: the run is not the worse for it. */
function write(out: Io['out'], text: string): Promise<void> {
  return out.write(text).catch(() => undefined);
}

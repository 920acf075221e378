import type { Readable } from 'node:stream';
import { styleText } from 'node:util';
import type { Sink } from './output/stream.ts';

/** What a command has of the outside world. */
export interface Io {
  readonly stdin: Readable;
  readonly out: Sink;
  readonly err: Sink;
  /** Colours text for the error stream or the output; leaves it alone where the stream is no terminal or NO_COLOR is set. */
  readonly paint: (stream: 'out' | 'err', colour: Colour, text: string) => string;
  /** The terminal that the output is, as wide and high as it is now; undefined where it is a pipe or a file. */
  readonly terminal: () => { readonly columns: number; readonly rows: number } | undefined;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The colours in use; meaning comes from the words, never from the colour alone. */
export type Colour = 'red' | 'yellow' | 'green' | 'dim' | 'bold';

/** Colours by the streams' own nature. */
export function painter(streams: { readonly out: NodeJS.WriteStream; readonly err: NodeJS.WriteStream }): Io['paint'] {
  return (stream, colour, text) => styleText(colour, text, { stream: streams[stream] });
}

/** Prints `error:` and `hint:` lines. */
export async function printError(
  { err, paint }: Pick<Io, 'err' | 'paint'>,
  message: string,
  hint: string,
): Promise<void> {
  await err.write(`${paint('err', 'red', 'error:')} ${message}\n${hintLine(hint, paint)}`);
}

/** The line beneath a problem that says what to do: a sentence, wherever it comes from. */
export function hintLine(hint: string, paint: Io['paint']): string {
  const sentence = `${hint.charAt(0).toUpperCase()}${hint.slice(1)}${/[.?!]$/.test(hint) ? '' : '.'}`;
  return `${paint('err', 'dim', 'hint:')} ${sentence}\n`;
}

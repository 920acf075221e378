import { createInterface } from 'node:readline/promises';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';

/** Asks on the terminal; only a typed yes is one. Throws where there is no terminal: nothing is done unasked. */
export async function isConfirmed(question: string, { stdin, err, signal }: Io): Promise<boolean> {
  if (!('isTTY' in stdin) || stdin.isTTY !== true) {
    throw new Failure(
      'this changes a cluster, and there is no terminal to ask on',
      'Give --yes to go on without being asked, or --dry-run to only look.',
    );
  }
  const lines = createInterface({ input: stdin });
  try {
    await err.write(`\n${question} Type yes: `);
    return (await lines.question('', { signal })).trim() === 'yes';
  } finally {
    lines.close();
  }
}

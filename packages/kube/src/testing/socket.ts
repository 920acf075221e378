import { connect } from 'node:net';
import { type PollOptions, until } from './poll.ts';

/** Resolves as soon as somebody accepts connections on a Unix socket. */
export async function waitForSocket(path: string, options: PollOptions): Promise<void> {
  await until(`a listener on ${path}`, async () => (await accepts(path)) || undefined, { intervalMs: 10, ...options });
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createSink, OutputClosed } from './stream.ts';

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a sink', () => {
  it('waits for a slow reader instead of piling up what was written', async () => {
    const slow: (() => void)[] = [];
    const stream = new Writable({ highWaterMark: 10, write: (_chunk, _encoding, done) => void slow.push(done) });
    const sink = createSink(stream);
    await sink.write('12345');
    let isWritten = false;
    const writing = sink.write('67890').then(() => {
      isWritten = true;
    });
    await tick();
    expect(isWritten).toBe(false);
    slow.shift()?.();
    await tick();
    slow.shift()?.();
    await writing;
  });

  it('flush resolves when everything has left', async () => {
    let left = '';
    const stream = new Writable({
      write(chunk, _encoding, done) {
        setTimeout(() => {
          left += String(chunk);
          done();
        }, 5);
      },
    });
    const sink = createSink(stream);
    await sink.write('a');
    await sink.write('b');
    await sink.flush();
    expect(left).toBe('ab');
  });

  it.each(['EPIPE', 'ECONNRESET'])(
    '%s is the reader having gone, for the write that waits and for each one after',
    async (code) => {
      const stream = new Writable({
        highWaterMark: 1,
        write(_chunk, _encoding, done) {
          setImmediate(() => done(Object.assign(new Error(`write ${code}`), { code })));
        },
      });
      const sink = createSink(stream);
      await expect(sink.write('a')).rejects.toBeInstanceOf(OutputClosed);
      await expect(sink.write('b')).rejects.toBeInstanceOf(OutputClosed);
      await expect(sink.flush()).rejects.toBeInstanceOf(OutputClosed);
    },
  );

  it('a stream that is destroyed while a write waits never leaves it waiting', async () => {
    const stream = new PassThrough({ highWaterMark: 1 });
    const sink = createSink(stream);
    const writing = sink.write('abc');
    stream.destroy();
    await expect(writing).rejects.toBeInstanceOf(OutputClosed);
  });

  it('a full disk is an error, not a quiet end', async () => {
    const cause = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(cause) });
    const sink = createSink(stream);
    await sink.write('a').catch(() => {});
    const failure = await sink.flush().catch((error: unknown) => error);
    expect(failure).not.toBeInstanceOf(OutputClosed);
    expect(failure).toMatchObject({ message: 'writing the output failed: no space left on device', cause });
  });

  it('capstan ... | head ends at once, without a stack trace', () => {
    const script = `import { createSink, OutputClosed } from ${JSON.stringify(join(import.meta.dirname, 'stream.ts'))};
      const sink = createSink(process.stdout);
      try {
        for (;;) await sink.write('line\\n'.repeat(1000));
      } catch (error) {
        process.exit(error instanceof OutputClosed ? 42 : 1);
      }`;
    const command = `"$NODE" --input-type=module -e "$SCRIPT" | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const env = { ...process.env, NODE: process.execPath, SCRIPT: script };
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { env, encoding: 'utf8', timeout: 30_000 });
    expect({ stdout, stderr }).toEqual({ stdout: 'line\n42\n', stderr: '' });
  });
});

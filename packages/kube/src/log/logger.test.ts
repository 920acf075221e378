import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../client/api-error.ts';
import { createLogger, type LogLevel, silentLogger } from './logger.ts';

function made(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const log = createLogger({ level, destination: { write: (line) => void lines.push(line) } });
  return { log, lines, parsed: () => lines.map((line) => JSON.parse(line)) };
}

describe('a line', () => {
  it('is JSON with its level as a word, its time, its fields and its message, and nothing of the process', () => {
    const { log, lines, parsed } = made();
    log.info({ object: 'ns/worker' }, 'made a mirror');
    expect(lines[0]?.endsWith('\n')).toBe(true);
    const [{ ts, ...rest }] = parsed();
    expect(new Date(ts).toISOString()).toBe(ts);
    expect(rest).toEqual({ level: 'info', object: 'ns/worker', msg: 'made a mirror' });
  });

  it('has the fields of the loggers that it came through', () => {
    const { log, parsed } = made();
    log.child({ controller: 'c' }).child({ reconcileID: 'r' }).warn({ n: 1 }, 'm');
    expect(parsed()).toMatchObject([{ level: 'warn', controller: 'c', reconcileID: 'r', n: 1 }]);
  });

  it('is written only at its level and above', () => {
    const { log, parsed } = made('warn');
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log.child({})[level]({}, level);
    expect(parsed().map(({ msg }) => msg)).toEqual(['warn', 'error']);
  });

  it('tells of an error what it says, where it was thrown, its code and its causes', () => {
    const { log, parsed } = made();
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    log.error({ error: new ApiError(500, '', 'broken', undefined), other: new Error('outer', { cause: reset }) }, 'm');
    const [{ error, other }] = parsed();
    expect(error).toMatchObject({ message: 'broken', stack: expect.stringContaining('logger.test.ts') });
    expect(other.cause).toMatchObject({ message: 'read ECONNRESET', code: 'ECONNRESET', stack: expect.anything() });
  });

  it('comes out whatever it is given', () => {
    const { log, parsed } = made();
    const circle: Record<string, unknown> = { at: new Date(Number.NaN), big: 1n };
    circle['self'] = circle;
    const error = new Error('e');
    error.cause = error;
    log.error({ circle, error, thrown: 'text', nothing: undefined }, 'm');
    expect(parsed()).toMatchObject([
      { circle: { self: '[circular]', big: '1' }, error: { cause: '[circular]' }, thrown: 'text' },
    ]);
  });
});

describe('a secret', () => {
  const planted = 'pl4nted-s3cret';
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'n' } };
  const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.${planted}`;

  it.each<[string, object]>([
    ['in a header', { request: { headers: { Authorization: `Bearer ${planted}` } } }],
    ['in a token', { endpoint: { url: 'https://a', token: planted } }],
    ['in the answer of a login', { id_token: planted, 'refresh-token': planted, clientSecret: planted }],
    ['in a Secret', { object: { ...secret, data: { key: planted }, stringData: { key: planted } } }],
    ['in a Secret in a list', { kind: 'SecretList', items: [{ metadata: { name: 's' }, data: { key: planted } }] }],
    [
      'in what kubectl keeps of a Secret',
      {
        ...secret,
        metadata: {
          ...secret.metadata,
          annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `{"data":{"key":"${planted}"}}` },
        },
      },
    ],
    ["in an error's text", { error: new Error(`refused: authorization: Bearer ${planted}`) }],
    ["in the text of an error's cause", { error: new Error('e', { cause: new Error(`token ${jwt}`) }) }],
    ['in the command line of a plugin', { error: new Error(`Command failed: login --client-secret=${planted} -v`) }],
    ['in an error of many', { error: new AggregateError([new Error(`Basic ${planted}`)], 'all') }],
    ['in the address of a proxy', { proxy: `http://user:${planted}@proxy.example.com:3128` }],
    ['in bytes', { key: Buffer.from(planted) }],
  ])('%s is not logged, by a line or by a child', (_, fields) => {
    const { log, lines } = made();
    log.error(fields, 'm');
    log.child(fields).info({}, 'm');
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toContain(planted);
    expect(lines.join('')).not.toContain(Buffer.from(planted).toString('base64'));
    expect(lines.join('')).not.toContain(Array.from(Buffer.from(planted)).join());
  });

  it('in the message itself is not logged', () => {
    const { log, lines } = made();
    log.error({}, `said Bearer ${planted} and ${jwt}`);
    expect(lines.join('')).not.toContain(planted);
  });

  it('leaves the names of its keys, and what is no secret', () => {
    const { log, parsed } = made();
    log.info({ object: { ...secret, data: { password: 'x' } }, config: { kind: 'ConfigMap', data: { a: '1' } } }, 'm');
    expect(parsed()).toMatchObject([
      { object: { kind: 'Secret', data: { password: '[redacted]' } }, config: { data: { a: '1' } } },
    ]);
  });
});

it('a process that says no other place logs to standard error, and the last line before its end is there', () => {
  const script = `
    import { createLogger } from ${JSON.stringify(new URL('./logger.ts', import.meta.url).href)};
    createLogger({ level: 'info' }).error({ error: new Error('e') }, 'the end');
    process.exit(3);`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  });
  expect([status, stdout]).toEqual([3, '']);
  expect(JSON.parse(stderr)).toMatchObject({ level: 'error', msg: 'the end', error: { message: 'e' } });
});

it('a silent logger takes all and says nothing', () => {
  expect(() => silentLogger.child({ a: 1 }).error({ error: new Error('e') }, 'm')).not.toThrow();
});

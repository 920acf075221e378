import type { KubeClient } from '@capstan/kube';
import {
  type ClusterStatus,
  describeCluster,
  type ListedCluster,
  type PairStatus,
  watchCluster,
} from '@capstan/operator';
import { printable } from '../input/quote.ts';
import type { Io } from '../io.ts';
import { cellsOf, statusTree } from './status-tree.ts';

/** What to watch, and how to show it. */
export interface WatchOptions {
  readonly client: KubeClient;
  readonly namespaces: ListedCluster['namespaces'];
  readonly output: 'tree' | 'json';
  /** What is meant of the cluster. */
  of(all: ClusterStatus): ClusterStatus;
}

/** Many changes come at once: a screen is drawn so often at most. */
const drawMs = 200;
/** Ages grow without a change. */
const tickMs = 1000;

/**
 * Shows the cluster until the user has seen enough: a tree that is drawn again on a terminal, a line for each object that has changed
 * in a pipe; with json one document a line. Never resolves; rejects when it is interrupted.
 */
export async function watchStatus({ client, namespaces, output, of }: WatchOptions, io: Io): Promise<never> {
  const isScreen = output === 'tree' && process.stdout.isTTY === true;
  const lines = createLines();
  let latest: ListedCluster | undefined;
  let drawing: NodeJS.Timeout | undefined;
  let failure: unknown;
  const draw = (): void => {
    drawing = undefined;
    if (latest === undefined) return;
    const shown = of(describeCluster(latest));
    const text = isScreen
      ? `${clear}${statusTree(shown, new Date(), io.paint)}\nwatching; Ctrl-C ends it\n`
      : lines(shown, new Date(), output);
    io.out.write(text).catch((error: unknown) => {
      failure = error;
      ending.abort(error);
    });
  };
  const ending = new AbortController();
  const ticking = isScreen ? setInterval(draw, tickMs) : undefined;
  try {
    return await watchCluster(
      client,
      namespaces,
      (listed) => {
        latest = listed;
        drawing ??= setTimeout(draw, drawMs);
      },
      AbortSignal.any([io.signal, ending.signal]),
    );
  } catch (error) {
    throw failure ?? error;
  } finally {
    clearTimeout(drawing);
    clearInterval(ticking);
  }
}

/** To the top of the screen, and away with what is on it. */
const clear = '\u001b[H\u001b[2J';

/** Lines of what has changed since the last time: all of it at first. */
function createLines(): (shown: ClusterStatus, now: Date, output: WatchOptions['output']) => string {
  let before = new Map<string, string>();
  return ({ machineSets, machines }, now, output) => {
    const pairs = [...machineSets.flatMap((set) => [set, ...set.machines]), ...machines];
    const after = new Map<string, string>();
    const changed: string[] = [];
    for (const pair of pairs) {
      const { machines: _, ...own } = { machines: undefined, ...pair };
      const key = `${pair.kind}/${pair.name}`;
      const text = output === 'json' ? JSON.stringify(own) : lineOf(pair);
      after.set(key, text);
      if (before.get(key) === text) continue;
      const time = now.toISOString();
      changed.push(
        output === 'json' ? `{"version":1,"time":"${time}","event":"changed","object":${text}}` : `${time} ${text}`,
      );
    }
    for (const key of before.keys()) {
      if (after.has(key)) continue;
      const [kind, name] = key.split('/');
      const gone = JSON.stringify({ version: 1, time: now.toISOString(), event: 'gone', object: { kind, name } });
      changed.push(output === 'json' ? gone : `${now.toISOString()} ${printable(key)} is gone`);
    }
    before = after;
    return changed.map((line) => `${line}\n`).join('');
  };
}

function lineOf(pair: PairStatus): string {
  const { object, state, authority, synchronized, machineApi, clusterApi, waitsFor } = cellsOf(pair);
  const parts = [
    object,
    state,
    authority === '' ? '' : `authority ${authority}`,
    `synchronized ${synchronized}`,
    `MAPI ${machineApi}`,
    `CAPI ${clusterApi}`,
    waitsFor === '' ? '' : `waits for ${waitsFor}`,
  ];
  return printable(parts.filter((part) => part !== '').join(', '));
}

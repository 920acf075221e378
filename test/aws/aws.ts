import { startMoto } from '../control-plane/moto.ts';
import { type AwsCall, startAwsProxy } from './aws-proxy.ts';
import { callers } from './callers.ts';
import { createEc2 } from './ec2.ts';

/** AWS, with the network of a cluster in it and a record of who did what. */
export type Aws = Awaited<ReturnType<typeof startAws>>;

/** Starts one, which takes 3 s, and half a minute the first time ever: give the hook that calls this `buildTimeoutMs`. */
export async function startAws(infrastructureName: string) {
  const moto = await startMoto();
  const stops: (() => Promise<void>)[] = [moto.stop];
  const stop = async (): Promise<void> => {
    for (const each of stops.toReversed()) await each();
  };
  try {
    const proxy = await startAwsProxy(moto.url);
    stops.push(proxy.stop);
    const clientOf = (accessKey: string) => createEc2({ url: proxy.url, accessKey });
    // What a test does isn't written down, as it goes past the proxy.
    const ec2 = createEc2({ url: moto.url, accessKey: callers.test });
    return {
      /** The endpoint for whom the record is about. */
      url: proxy.url,
      ec2,
      /** EC2 as another caller, whose calls are written down. */
      clientOf,
      network: await ec2.makeNetwork(infrastructureName),
      calls: proxy.calls,
      /** The instances that calls of an action were answered with success for, with who called: `capa i-0123`. */
      done: (action: 'RunInstances' | 'TerminateInstances') => doneBy(proxy.calls, action),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function doneBy(calls: readonly AwsCall[], wanted: string): string[] {
  const done = calls.filter(({ action, status }) => action === wanted && status === 200);
  return done.flatMap(({ by, answer }) =>
    [...answer.matchAll(/<instanceId>([^<]+)<\/instanceId>/g)].map(([, id]) => `${by} ${id}`),
  );
}

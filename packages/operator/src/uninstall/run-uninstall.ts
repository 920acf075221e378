import { type Clock, type KubeClient, type Random, runWhileLeading } from '@capstan/kube';
import { ifFound } from '../if-found.ts';
import { leaseName, type Namespaces } from '../names.ts';
import { executeStep, type StepEnd } from './execute.ts';
import { gatherUninstall } from './facts.ts';
import { planUninstall, type Step, type UninstallPlan } from './plan.ts';

/** What an end needs. */
export interface UninstallOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly namespaces: Namespaces;
  /** Another at every run. */
  readonly identity: string;
  /** Told of each step when it has ended. */
  readonly onStep: (step: Step, end: StepEnd) => void;
  /** Told whom the Lease is waited for. */
  readonly onWaiting: (holder: string) => void;
}

/** Short, since a run that was killed keeps operators and other runs waiting for so long. */
const times = { durationMs: 30_000, renewDeadlineMs: 20_000, retryMs: 5_000 };

/** What `capstan uninstall` would do; only reads. */
export async function lookUninstall(
  { client, clock, namespaces }: Pick<UninstallOptions, 'client' | 'clock' | 'namespaces'>,
  signal: AbortSignal,
): Promise<UninstallPlan> {
  return planUninstall(await gatherUninstall(client, namespaces, signal), clock.now());
}

/**
 * Takes all that is Capstan's out of a cluster, holding the Lease, so that no operator starts meanwhile: it would end machines whose
 * mirrors go. Looks anew when it has the Lease; resolves with the plan that it then made, of which nothing was done where
 * it has refusals. Rejects with the signal's reason when it was stopped or the Lease was lost.
 */
export async function runUninstall(options: UninstallOptions, signal: AbortSignal): Promise<UninstallPlan> {
  const { client, clock, namespaces, identity, onStep, onWaiting } = options;
  let plan: UninstallPlan | undefined;
  const work = async (leading: AbortSignal): Promise<void> => {
    plan = planUninstall(await gatherUninstall(client, namespaces, leading), clock.now(), identity);
    if (plan.refusals.length > 0) return;
    for (const step of plan.steps) {
      if (step.role === 'lease') continue;
      leading.throwIfAborted();
      onStep(step, await executeStep({ client, clock }, step, leading));
    }
  };
  if (!(await isThere(client, namespaces.clusterApi, signal))) await work(signal);
  else {
    const ending = await runWhileLeading(
      {
        ...options,
        ...times,
        signal,
        namespace: namespaces.clusterApi,
        name: leaseName,
        onHolder: (holder) => {
          if (holder !== identity && holder !== '') onWaiting(holder);
        },
      },
      work,
    );
    signal.throwIfAborted();
    if (ending === 'lost')
      throw new Error(`the Lease ${namespaces.clusterApi}/${leaseName} was lost on the way; run again`);
  }
  if (plan === undefined) throw new Error('the work had no plan: a bug');
  const left = plan.refusals.length > 0 ? [] : plan.steps.filter(({ role }) => role === 'lease');
  for (const step of left) onStep(step, await dropLease(options, step, signal));
  return plan;
}

/** Only one that nobody has taken since it was given back. */
async function dropLease(options: UninstallOptions, step: Step, signal: AbortSignal): Promise<StepEnd> {
  const { apiVersion, kind, metadata } = step.object;
  const ref = { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
  const live = await ifFound(options.client.get(ref, { signal }));
  const spec = live?.['spec'];
  const holder = typeof spec === 'object' && spec !== null && 'holderIdentity' in spec ? spec.holderIdentity : '';
  if (typeof holder === 'string' && holder !== '') return { kind: 'kept', why: `${holder} holds it now` };
  return executeStep(options, step, signal);
}

async function isThere(client: KubeClient, namespace: string, signal: AbortSignal): Promise<boolean> {
  const found = await ifFound(client.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace }, { signal }));
  return found !== undefined;
}

import { type KubeClient, systemClock } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import {
  lookMoves,
  type Move,
  type MoveFinding,
  type MovePlan,
  type MoveRequest,
  type MoveResult,
  type MoveState,
  type Namespaces,
  type RunOptions,
  runMoves,
  type Wanted,
} from '@capstan/operator';

/** All that there is, to Cluster API. */
export const everything: MoveRequest = {
  target: 'cluster-api',
  names: [],
  selector: '',
  all: true,
  includeMachines: true,
};

/** Plans and runs in the cluster of a test; `cluster` is asked each time, since a test file has it only when it runs. */
export function runsIn(cluster: () => { readonly client: KubeClient; readonly namespaces: Namespaces }) {
  const never = new AbortController().signal;
  const world = () => ({ ...cluster(), clock: systemClock, overrides: new Map([['MachineAPIMigration', true]]) });
  const look = async (wanted: Wanted, percent = 100): Promise<MovePlan> => {
    const plan = await lookMoves(world(), wanted, { batch: { percent }, acknowledgesUnproven: false }, never);
    if ('message' in plan) throw new Error(plan.message);
    return plan;
  };
  return {
    look,
    /** Waits until sync has done its work: what is not in step keeps everything where it is. */
    ready: (wanted: Wanted, percent = 100): Promise<MovePlan> =>
      until('nothing to be in the way', async () => {
        const plan = await look(wanted, percent);
        return errorsOf(plan).length === 0 ? plan : undefined;
      }),
    run: (plan: MovePlan, more: Partial<RunOptions> = {}, signal = never): Promise<MoveResult> =>
      runMoves(
        { ...world(), random: Math.random, maxFailures: 0, timeoutMs: 60_000, waits: true, ...more },
        plan,
        signal,
      ),
    /** Waits until a policy of a test is obeyed. */
    untilRefused: (wanted: Wanted): Promise<true> =>
      until('the policy to speak', async () =>
        errorsOf(await look(wanted)).some((said) => /policies: .*not today/.test(said)) ? true : undefined,
      ),
  };
}

/** What is in the way, and nothing that is only told. */
export function errorsOf({ findings }: { readonly findings: readonly MoveFinding[] }): string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ check, message }) => `${check}: ${message}`);
}

/** What became of each change, in two words. */
export function words(states: readonly { readonly move: Move; readonly state: MoveState }[]): string[] {
  return states.map(({ move, state }) => `${move.name}${move.authority ? '' : ' template'} ${state.kind}`);
}

import { randomUUID } from 'node:crypto';
import { createClient, systemClock } from '@capstan/kube';
import { lookUninstall, runUninstall, type Step, type StepEnd, type UninstallPlan } from '@capstan/operator';
import packageJson from '../../package.json' with { type: 'json' };
import { isConfirmed } from '../confirm.ts';
import { type ClusterFlags, connect, requestFailure } from '../connect.ts';
import { type ExitCode, exitCodes } from '../failure.ts';
import type { Io } from '../io.ts';
import { nameOf, planText, refusalsText } from './uninstall-text.ts';

/** The flags of `capstan uninstall`. */
export interface UninstallFlags extends ClusterFlags {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `capstan uninstall`: takes mirrors, marks and finalizers out of a cluster, so that Machine API is alone in it again. */
export async function uninstall(flags: UninstallFlags, io: Io): Promise<ExitCode> {
  const config = await connect(flags);
  // Whose writes they are decides whether a Lease is ours.
  const client = createClient(config.endpoint, { userAgent: `capstan/${packageJson.version}` });
  const namespaces = { machineApi: flags.machineApiNamespace, clusterApi: flags.clusterApiNamespace };
  const asked = { client, clock: systemClock, namespaces };
  try {
    const plan = await lookUninstall(asked, io.signal);
    if (plan.refusals.length > 0) return await refuse(plan, io);
    await io.out.write(planText(plan));
    await tellKept(plan, io);
    const code = plan.kept.length > 0 ? exitCodes.blocked : exitCodes.done;
    if (plan.steps.length === 0) return code;
    if (flags.dryRun) {
      await io.out.write('\nNothing was changed: this was a dry run.\n');
      return code;
    }
    if (!flags.yes && !(await isConfirmed(`Do this on ${config.endpoint.url}?`, io))) {
      await io.out.write('Nothing was changed.\n');
      return exitCodes.failure;
    }
    return await run(asked, io);
  } catch (error) {
    throw requestFailure(error, config) ?? error;
  } finally {
    await client.close();
  }
}

async function run(asked: Parameters<typeof lookUninstall>[0], io: Io): Promise<ExitCode> {
  const left: string[] = [];
  let count = 0;
  const onStep = (step: Step, end: StepEnd): void => {
    if (end.kind === 'kept') left.push(`${nameOf(step)} stays: ${end.why}\n`);
    else {
      count += 1;
      const what = step.action === 'release' ? 'let go' : end.kind === 'gone' ? 'already gone' : 'deleted';
      void io.out.write(`${nameOf(step)} ${what}\n`);
    }
  };
  const plan = await runUninstall(
    {
      ...asked,
      random: Math.random,
      identity: `capstan-uninstall_${randomUUID()}`,
      onStep,
      onWaiting: (holder) => void io.err.write(`waiting for the Lease, which ${holder} had\n`),
    },
    io.signal,
  );
  if (plan.refusals.length > 0) return refuse(plan, io);
  await io.err.write(left.join(''));
  await io.out.write(`\n${count} ${count === 1 ? 'object' : 'objects'} done. `);
  if (left.length + plan.kept.length > 0) {
    await io.out.write('Something stays; see to it as said above, then run capstan uninstall again.\n');
    return exitCodes.blocked;
  }
  await io.out.write(
    'Nothing of Capstan is left on machines.\nTo come back: apply deploy/ again, or run capstan operator; it makes the mirrors anew.\n',
  );
  return exitCodes.done;
}

async function refuse({ refusals }: UninstallPlan, { err, paint }: Io): Promise<ExitCode> {
  await err.write(
    `${paint('err', 'red', 'error:')} nothing was changed, because of:\n${refusalsText(refusals, paint)}`,
  );
  return exitCodes.blocked;
}

async function tellKept({ kept }: UninstallPlan, { err, paint }: Io): Promise<void> {
  if (kept.length > 0) await err.write(`${paint('err', 'yellow', 'These stay:')}\n${refusalsText(kept, paint)}`);
}

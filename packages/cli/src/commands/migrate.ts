import { createClient, systemClock } from '@capstan/kube';
import { lookMoves, type MovePlan, type MoveResult, runMoves } from '@capstan/operator';
import packageJson from '../../package.json' with { type: 'json' };
import { isConfirmed } from '../confirm.ts';
import { connect, requestFailure } from '../connect.ts';
import { type ExitCode, exitCodes, Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { saveBefore } from './migrate-backup.ts';
import { endDocument, jsonView, planDocument } from './migrate-json.ts';
import { batchOf, gatesOf, type MigrateFlags, runCommand, wantedOf } from './migrate-request.ts';
import { apiOf, endText, findingsText, planText } from './migrate-text.ts';
import { lineView, type ProgressView, screenView } from './migrate-view.ts';

/** `capstan migrate`: hands MachineSets and Machines to the other API, and back. */
export async function migrate(names: readonly string[], flags: MigrateFlags, io: Io): Promise<ExitCode> {
  const wanted = wantedOf(names, flags);
  const settings = { batch: batchOf(flags), acknowledgesUnproven: flags.acknowledgeUnproven === true };
  const overrides = gatesOf(flags);
  const config = await connect(flags);
  const client = createClient(config.endpoint, { userAgent: `capstan/${packageJson.version}` });
  const namespaces = { machineApi: flags.machineApiNamespace, clusterApi: flags.clusterApiNamespace };
  const world = { client, clock: systemClock, namespaces, overrides };
  try {
    const plan = await lookMoves(world, wanted, settings, io.signal);
    if ('message' in plan) throw new Failure(plan.message, plan.hint);
    const code = await showPlan(plan, flags, io);
    if (code !== undefined) return code;
    if (!flags.yes && !(await isConfirmed(`Do this on ${config.endpoint.url}?`, io))) {
      await io.err.write('Nothing was changed.\n');
      return exitCodes.failure;
    }
    const folder = flags.backupDir ?? `capstan-backup-${plan.run}`;
    await saveBefore(folder, plan.before, plan);
    const view = viewOf(plan, flags, io);
    const { maxFailures, timeout: timeoutMs } = flags;
    const result = await runMoves(
      {
        ...world,
        random: Math.random,
        maxFailures,
        timeoutMs,
        waits: flags.wait !== false,
        onWave: view.wave,
        onState: view.state,
      },
      plan,
      io.signal,
    );
    view.end();
    await showEnd(plan, result, folder, flags, io);
    return codes[result.ending];
  } catch (error) {
    throw requestFailure(error, config) ?? error;
  } finally {
    await client.close();
  }
}

const codes: { readonly [Ending in MoveResult['ending']]: ExitCode } = {
  done: exitCodes.done,
  asked: exitCodes.done,
  failed: exitCodes.failure,
  changed: exitCodes.failure,
  interrupted: exitCodes.interrupted,
};

/** Shows it; gives the exit code where nothing is to be done. */
async function showPlan(plan: MovePlan, flags: MigrateFlags, { out, err, paint }: Io): Promise<ExitCode | undefined> {
  const isJson = flags.output === 'json';
  const { waves, done, findings } = plan;
  const isBlocked = findings.some(({ severity }) => severity === 'error');
  if (waves.length === 0 && done.length === 0 && !isBlocked) {
    throw new Failure(
      'nothing is selected, so nothing would move',
      'See oc get machinesets.machine.openshift.io -A --show-labels.',
    );
  }
  await out.write(isJson ? `${JSON.stringify(planDocument(plan))}\n` : planText(plan));
  if (!isJson && findings.length > 0) await err.write(findingsText(findings, paint));
  const say = (text: string) => (isJson ? undefined : out.write(text));
  if (isBlocked) {
    await say('\nNothing was changed: see to the errors first.\n');
    return exitCodes.blocked;
  }
  if (waves.length === 0) {
    await say(`\nNothing is to be done: ${apiOf(plan.target)} has the authority already.\n`);
    return exitCodes.done;
  }
  if (flags.dryRun) {
    await say('\nNothing was changed: this was a dry run, and the API server would take each change.\n');
    return exitCodes.done;
  }
  if (flags.wait === false && waves.length > 1) {
    throw new Failure(
      `there are ${waves.length} waves, and each waits for the one before`,
      'Leave --no-wait away; --batch 100% makes the fewest waves, and a set and its machines never are in one.',
    );
  }
  return undefined;
}

function viewOf(plan: MovePlan, { output }: MigrateFlags, io: Io): ProgressView {
  if (output === 'json') return jsonView(io, plan);
  return io.terminal() === undefined ? lineView(io, plan) : screenView(io, plan);
}

async function showEnd(plan: MovePlan, result: MoveResult, folder: string, flags: MigrateFlags, io: Io): Promise<void> {
  const commands = {
    resume: runCommand('run', plan.run, flags),
    undo: runCommand('rollback', plan.run, flags),
    saved: folder,
  };
  const resume = 'rollback' in plan.asked ? runCommand('rollback', plan.asked.rollback, flags) : commands.resume;
  const said = { ...commands, resume };
  await io.out.write(
    flags.output === 'json'
      ? `${JSON.stringify(endDocument(plan, result, said))}\n`
      : `\n${endText(plan, result, said)}`,
  );
}

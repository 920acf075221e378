import { diagnose } from '@capstan/operator';
import { type ExitCode, exitCodes } from '../failure.ts';
import { type GatherFlags, gather, knownObjects } from '../gather.ts';
import type { Io } from '../io.ts';
import { checkNames, parseObjectNames } from '../object-names.ts';
import { diagnosisText } from './doctor-text.ts';

/** The flags of `capstan doctor`. */
export interface DoctorFlags extends GatherFlags {
  readonly output: 'text' | 'json';
}

/** `capstan doctor`: what is wrong with a cluster's pairs, why, and what to do. Changes nothing. */
export async function doctor(args: readonly string[], flags: DoctorFlags, io: Io): Promise<ExitCode> {
  const named = parseObjectNames(args);
  const { facts, from, hasInputErrors } = await gather(flags, io);
  if (!facts.unseen.has('machine-api')) checkNames(named, knownObjects(facts), facts.namespaces.machineApi);
  const diagnosis = diagnose(facts, new Set(named.map(({ name }) => name)));
  const { version, ...rest } = diagnosis;
  await io.out.write(
    flags.output === 'json'
      ? `${JSON.stringify({ version, source: { kind: facts.origin, from }, ...rest }, undefined, 2)}\n`
      : diagnosisText(diagnosis, io.paint),
  );
  if (hasInputErrors) return exitCodes.failure;
  return diagnosis.summary.errors + diagnosis.summary.warnings > 0 ? exitCodes.blocked : exitCodes.done;
}

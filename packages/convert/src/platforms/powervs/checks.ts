import type { JsonObject } from '@capstan/api';
import { check, type Unworded } from '../../objects/check.ts';
import type { Check } from '../../objects/platform.ts';
import { type Processors, processorsOf } from './processors.ts';

/** The largest machine of a system type, in cores and GiB, as Machine API's webhook has it. */
const largest: readonly { readonly systemType: string; readonly processors: number; readonly memoryGiB: number }[] = [
  { systemType: 's922', processors: 15, memoryGiB: 942 },
  { systemType: 'e980', processors: 143, memoryGiB: 15307 },
];

/**
 * What CAPIBM's webhook, Machine API's or Power VS itself refuses, found before anything is applied. A system type that
 * Cluster API does not know, and what is no number, is refused where it is converted.
 */
export const powervsChecks: readonly Check[] = [
  sizeCheck('A machine has at least 2 GiB of memory.', ({ memoryGiB }) =>
    memoryGiB < 2 ? [{ ...atMemory(memoryGiB), hint: 'Set memoryGiB to 2 or more.' }] : [],
  ),
  sizeCheck('A machine has at least 0.25 processors.', ({ processors: { count } }) =>
    count !== undefined && count < 0.25 ? [atProcessors('Set processors to "0.25" or more.')] : [],
  ),
  sizeCheck('Dedicated processors come whole.', ({ processors: { type, count } }) =>
    type === 'Dedicated' && count !== undefined && count >= 0.25 && !Number.isInteger(count)
      ? [atProcessors('Set processors to a whole number, or processorType to Shared or Capped.')]
      : [],
  ),
  ...largest.flatMap(({ systemType, ...most }) => [
    sizeCheck(`A machine on ${systemType} has at most ${most.memoryGiB} GiB of memory.`, (machine) =>
      machine.systemType === systemType && machine.memoryGiB > most.memoryGiB
        ? [{ ...atMemory(machine.memoryGiB), hint: 'Set memoryGiB to less, or use a larger system type.' }]
        : [],
    ),
    sizeCheck(`A machine on ${systemType} has at most ${most.processors} processors.`, (machine) =>
      machine.systemType === systemType && (machine.processors.count ?? 0) > most.processors
        ? [atProcessors('Set processors to less, or use a larger system type.')]
        : [],
    ),
  ]),
];

/** The size of a machine, with the webhook's defaults. */
interface Machine {
  readonly systemType: string;
  readonly memoryGiB: number;
  readonly processors: Processors;
}

function sizeCheck(rule: string, find: (machine: Machine) => readonly Unworded[]): Check {
  return check(rule, (spec) => find(machineOf(spec)).map((finding) => withValue(finding, spec)));
}

function machineOf(spec: JsonObject): Machine {
  const { systemType, memoryGiB, processorType, processors } = spec;
  return {
    systemType: typeof systemType === 'string' && systemType !== '' ? systemType : 's922',
    memoryGiB: typeof memoryGiB === 'number' && memoryGiB !== 0 ? memoryGiB : 32,
    processors: processorsOf(processorType, processors),
  };
}

function atMemory(value: number) {
  return { code: 'InvalidValue', at: ['memoryGiB'], value } as const;
}

/** Two fields of each side make one row, whose first is not this one. */
function atProcessors(hint: string): Unworded {
  return { code: 'InvalidValue', at: ['processors'], capiAt: ['processors'], hint };
}

function withValue(finding: Unworded, spec: JsonObject): Unworded {
  const value = spec[String(finding.at?.[0])];
  return { ...finding, ...(value !== undefined && { value }) };
}

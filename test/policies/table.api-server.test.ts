import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyTable } from './key-table.ts';
import { lockTable } from './lock-table.ts';
import { type PolicyRig, startPolicyRig } from './rig.ts';
import type { Row, Table } from './table.ts';
import { transitionTable } from './transition-table.ts';
import { creationTable, deletionTable, scaleTable } from './twin-table.ts';

const tables: Readonly<Record<string, Table>> = {
  'edits of one side while the other acts': lockTable,
  'marks that the operator keeps': keyTable,
  'requests for the other API': transitionTable,
  'what is made beside a twin': creationTable,
  'the scale subresource': scaleTable,
  deletions: deletionTable,
};

let rig: PolicyRig;
beforeAll(async () => {
  rig = await startPolicyRig();
  for (const { there } of Object.values(tables)) await rig.makeAll(there);
});
afterAll(() => rig?.stop());

const titled = ({ rows }: Table) => rows.map((row) => [titleOf(row), row] as const);

describe.each(Object.entries(tables))('%s', (_title, table) => {
  test.each(titled(table))('%s', async (_name, row) => {
    const answers = row.actors.map(async (actor) => [actor, await rig.attempt(actor, row)]);
    expect(await Promise.all(answers)).toEqual(row.actors.map((actor) => [actor, row.answer]));
  });
});

function titleOf({ slot, name, what, answer, actors }: Row): string {
  const verdict = 'refused' in answer ? 'refused' : answer.allowed.length > 0 ? 'warned of' : 'allowed';
  return `${slot} ${name}: ${what} is ${verdict} to ${actors.join(', ')}`;
}

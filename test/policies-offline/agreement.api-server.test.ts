import type { KubeObject } from '@capstan/kube';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyTable } from '../policies/key-table.ts';
import { lockTable } from '../policies/lock-table.ts';
import { types } from '../policies/objects.ts';
import { type PolicyRig, startPolicyRig } from '../policies/rig.ts';
import type { Table } from '../policies/table.ts';
import { transitionTable } from '../policies/transition-table.ts';
import { creationTable, deletionTable, scaleTable } from '../policies/twin-table.ts';
import { offlineJudge } from './offline.ts';

const tables: Readonly<Record<string, Table>> = {
  'edits of one side while the other acts': lockTable,
  'marks that the operator keeps': keyTable,
  'requests for the other API': transitionTable,
  'what is made beside a twin': creationTable,
  'the scale subresource': scaleTable,
  deletions: deletionTable,
};

let rig: PolicyRig;
let offline: ReturnType<typeof offlineJudge>;

beforeAll(async () => {
  rig = await startPolicyRig();
  for (const { there } of Object.values(tables)) await Promise.all(there.map((each) => rig.make(each)));
  const live: KubeObject[] = [];
  for (const [apiVersion, kind, place] of Object.values(types)) {
    const { items } = await rig.admin.list({ apiVersion, kind, namespace: rig.namespaces[place] });
    live.push(...items);
  }
  offline = offlineJudge(rig.manifests, rig.namespaces, live);
});
afterAll(() => rig?.stop());

describe('what capstan policies test says, and what the API server says', () => {
  test.each(Object.entries(tables))('is the same of %s, whoever asks', async (_title, { rows }) => {
    for (const row of rows) {
      const answers = row.actors.map(async (actor) => {
        const server = await rig.attempt(actor, row);
        const said = offline(actor, row);
        const about = `${actor}: ${row.slot} ${row.name}: ${row.what}`;
        expect(said.unknown, about).toEqual([]);
        // Of several refusals the server tells one, of a policy that it happens to ask first.
        if ('refused' in server) expect(said.refused, about).toContain(server.refused);
        else {
          expect(said.refused, about).toEqual([]);
          expect(said.warned.toSorted(), about).toEqual(server.allowed.toSorted());
        }
      });
      await Promise.all(answers);
    }
  });
});

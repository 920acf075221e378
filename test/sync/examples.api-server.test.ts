import { readdirSync } from 'node:fs';
import type { JsonObject } from '@capstan/api';
import { asObject, platformOf } from '@capstan/convert';
import { fixtures } from '@capstan/convert/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { examplesOf, platformFolder } from '../conversion/examples.ts';
import { clusterNamespaces, planOf } from '../conversion/plans.ts';
import { plain, syncedFixtures } from './pairs.ts';
import { type Rig, startRig } from './rig.ts';

const platforms = await Promise.all(
  readdirSync(platformFolder).map(async (folder) => {
    const objects = await examplesOf(folder);
    const plan = planOf(objects, { ...clusterNamespaces, target: 'cluster-api' });
    const infrastructure = objects.find(({ kind }) => kind === 'Infrastructure') ?? {};
    const sources = plan.entries
      .filter(({ verdict }) => verdict === 'ready' || verdict === 'warning')
      .map(({ input }) => input.value)
      .filter(({ apiVersion }) => String(apiVersion).startsWith('machine.openshift.io/'));
    return { type: String(platformOf(infrastructure)?.type), infrastructure, plan, sources };
  }),
);

let rig: Rig | undefined;
afterEach(() => rig?.stop());

describe.each(platforms.filter(({ type }) => syncedFixtures.some((each) => each.type === type)))(
  '$type',
  (platform) => {
    test('all that a user of the platform might have gets its mirrors, and a restart writes nothing', async () => {
      const fixture = fixtures.find(({ type }) => type === platform.type);
      if (fixture === undefined) return expect.fail('there is no fixture');
      const started = await startRig(fixture, {
        infrastructure: platform.infrastructure,
        around: platform.plan.cluster.around.objects,
      });
      rig = started;
      const slots = platform.sources.map(
        (object) => [object['kind'] === 'Machine' ? 'mapi' : 'mapiSet', nameOf(object)] as const,
      );
      expect(slots.length).toBeGreaterThanOrEqual(3);
      for (const object of platform.sources) await started.create(unowned(object), { authoritativeAPI: 'MachineAPI' });
      await started.start();
      for (const [slot, name] of slots) await started.untilSynchronized(slot, name);

      await started.stop();
      await started.start();
      const changed = { metadata: { annotations: { restarted: 'yes' } } };
      for (const [slot, name] of slots) await started.patch(slot, name, changed);
      for (const [slot, name] of slots) {
        const mirrors = slot === 'mapi' ? (['capi', 'infra'] as const) : (['capiSet'] as const);
        for (const mirror of mirrors) {
          await started.until(
            mirror,
            name,
            'annotated',
            ({ metadata }) => metadata.annotations?.['restarted'] === 'yes',
          );
        }
      }
      const expected = slots.reduce((sum, [slot]) => sum + (slot === 'mapi' ? 2 : 1), 0);
      expect(
        started.writes().map(({ verb, kind, subresource }) => `${verb} ${kind} ${subresource}`.trim()),
      ).toHaveLength(expected);
    });
  },
);

function nameOf(object: JsonObject): string {
  return String(asObject(object['metadata'])?.['name']);
}

/** As Machine API has it on a cluster where nothing but the object itself is known: its status is of no matter here. */
function unowned(object: JsonObject): JsonObject {
  const { status: _, ...rest } = plain(object);
  const { name, labels = {}, annotations = {} } = asObject(rest['metadata']) ?? {};
  return plain({ ...rest, metadata: { name, labels, annotations } }) as JsonObject;
}

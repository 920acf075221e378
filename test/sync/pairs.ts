import { asObject, platformOf } from '@capstan/convert';
import { type Fixture, fixtures } from '@capstan/convert/testing';
import type { KubeObject } from '@capstan/kube';
import { expect } from 'vitest';
import { hasServedCrds } from '../conversion/served.ts';
import { writesText } from './recording-client.ts';
import type { Rig, Slot } from './rig.ts';

/** Clusters on every platform that sync is on for and whose CRDs the control plane has. */
export const syncedFixtures: readonly Fixture[] = fixtures.filter(
  (fixture) => hasServedCrds(fixture.type) && platformOf(fixture.infrastructure())?.handover.sync.allowed === true,
);

/** A deep copy, for objects that the client is to send. */
export function plain<T>(object: T): T {
  return JSON.parse(JSON.stringify(object));
}

/**
 * Starts sync again and changes a label of the source: only the label is written. Whatever else a restart would write comes before
 * it or with it.
 */
export async function expectQuietRestart(
  rig: Rig,
  source: Slot,
  mirrors: readonly Slot[],
  name: string,
): Promise<void> {
  await rig.stop();
  await rig.start();
  await rig.patch(source, name, { metadata: { labels: { restarted: 'yes' } } });
  const kinds = await Promise.all(
    mirrors.map(async (slot) => {
      const { kind } = await rig.until(
        slot,
        name,
        'labelled',
        ({ metadata }) => metadata.labels?.['restarted'] === 'yes',
      );
      return `patch ${kind}/${name}`;
    }),
  );
  expect(writesText(rig.writes())).toEqual(kinds);
}

/** The provider spec of a Machine API object. */
export function providerOf(object: KubeObject): { readonly [field: string]: unknown } {
  const spec = asObject(object['spec']);
  const machine = object.kind === 'Machine' ? spec : asObject(asObject(spec?.['template'])?.['spec']);
  return asObject(asObject(machine?.['providerSpec'])?.['value']) ?? {};
}

import { fixtures } from '@capstan/convert/testing';
import { describe, expect, test } from 'vitest';
import { connect } from '../control-plane/connect.ts';
import { generate } from './generated.ts';
import { createNamespaces } from './plans.ts';
import { hasServedCrds } from './served.ts';
import { findRefused } from './trials.ts';

const client = connect();

const ways = [
  { target: 'cluster-api', kind: 'Machine' },
  { target: 'cluster-api', kind: 'MachineSet' },
  { target: 'machine-api', kind: 'Machine' },
  { target: 'machine-api', kind: 'MachineSet' },
] as const;

describe.each(fixtures.filter(({ type }) => hasServedCrds(type)))('on $type', (fixture) => {
  describe.each(ways)('a generated $kind converted to $target', (wanted) => {
    test('is accepted whenever no error is reported, and the defaults of the server change nothing on the way back', async () => {
      const count = 120;
      const conversions = generate({ ...wanted, fixture, ...(await createNamespaces(client)), taints: false, count });
      expect(conversions.converted.length).toBeGreaterThan(count / 2);
      expect(await findRefused(client, conversions)).toEqual([]);
    });

    test('is accepted whenever no error is reported, whatever odd values stand in it', async () => {
      const count = 360;
      const namespaces = await createNamespaces(client);
      const conversions = generate({ ...wanted, fixture, ...namespaces, taints: false, count, values: 'odd' });
      expect(conversions.converted.length).toBeGreaterThan(count / 4);
      expect(await findRefused(client, conversions)).toEqual([]);
    });
  });
});

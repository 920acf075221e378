import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { aws } from '../platforms/aws/platform.ts';
import { awsFixture, infraSpec, provider } from '../testing/aws.ts';
import { converted, errorsOf } from '../testing/fixture.ts';
import { makeConverter } from './convert.ts';
import type { Check, Platform } from './platform.ts';

type Changes = Partial<Pick<Platform<never>, 'checks'>> & { readonly infra?: Partial<Platform<never>['infra']> };

const { mapiSet, capiMachine, capiSet } = awsFixture;
const cluster = {
  infrastructureName: 'ocp1-x7k2p',
  machineApiNamespace: 'openshift-machine-api',
  clusterApiNamespace: 'openshift-cluster-api',
  supports: { taints: false },
};

function converterOf({ infra, ...changes }: Changes) {
  const platform = { ...aws, ...changes, infra: { ...aws.infra, ...infra } };
  const known = { infrastructure: awsFixture.infrastructure(), infraCluster: undefined, derived: undefined };
  return makeConverter(platform, aws.readFacts(known).facts, cluster);
}

describe('a field beside the template of infra machines', () => {
  const recycle = { field: 'recycle', default: false, doc: 'nothing is recycled', hint: 'Set recycle: false.' };
  const { toMachineApi } = converterOf({ infra: { besideTemplate: [recycle] } });
  const convert = (beside: { readonly [field: string]: boolean | null }) => {
    const [set, template] = capiSet(infraSpec());
    return toMachineApi(set, { ...template, spec: { ...beside, template: { spec: infraSpec() } } });
  };

  it.each([{}, { recycle: false }, { recycle: null }])('says nothing with its default: %j', (beside) => {
    expect(converted(convert(beside))).toHaveLength(1);
  });

  it('is refused with another value, and not lost', () => {
    expect(errorsOf(convert({ recycle: true }))).toMatchObject([
      { code: 'NotSupported', object: 'infra', path: 'spec.recycle', value: true, hint: 'Set recycle: false.' },
    ]);
  });

  it('is unknown where the platform does not name it', () => {
    expect(errorsOf(convert({ reuse: true }))).toMatchObject([{ code: 'UnknownField', path: 'spec.reuse' }]);
  });
});

describe('an annotation that ties an infra machine to what it runs on', () => {
  const { toMachineApi } = converterOf({ infra: { tiedBy: ['example.com/berth'] } });
  const convert = (machine: string | undefined, infra: string | undefined) => {
    const annotations = (berth: string | undefined): JsonObject =>
      berth === undefined ? {} : { annotations: { 'example.com/berth': berth } };
    const [core, infraMachine] = capiMachine(infraSpec(), {}, annotations(machine));
    return toMachineApi(core, { ...infraMachine, metadata: { name: 'worker-1', ...annotations(infra) } });
  };

  it.each([
    ['berth-1', 'berth-1'],
    ['berth-1', undefined],
    [undefined, undefined],
  ])('is fine where the Machine has %s and the infra machine %s', (machine, infra) => {
    expect(errorsOf(convert(machine, infra))).toEqual([]);
  });

  it.each([undefined, 'berth-2'])('is refused where the Machine has %s, since another would be taken', (machine) => {
    expect(errorsOf(convert(machine, 'berth-1'))).toMatchObject([
      {
        code: 'NotSupported',
        object: 'infra',
        path: 'metadata.annotations["example.com/berth"]',
        value: 'berth-1',
        hint: 'Keep this machine on Cluster API, and make a new one under Machine API.',
      },
    ]);
  });
});

describe('a rule over more than the provider spec', () => {
  const rule = (direction?: Check['direction']): Check => ({
    rule: 'no crews',
    ...(direction !== undefined && { direction }),
    find: (_, { $setMeta }) =>
      JSON.stringify($setMeta).includes('example.com/crew')
        ? [
            {
              code: 'NotSupported',
              root: '$setMeta',
              at: ['annotations', 'example.com/crew'],
              message: 'no crews',
              hint: 'Go.',
            },
          ]
        : [],
  });
  const metadata = { annotations: { 'example.com/crew': 'a' } };
  const there = (check: Check) => converterOf({ checks: [check] }).toClusterApi(mapiSet(provider(), { metadata }));
  const back = (check: Check) => converterOf({ checks: [check] }).toMachineApi(...capiSet(infraSpec(), { metadata }));

  it('is reported where it says', () => {
    expect(errorsOf(there(rule()))).toMatchObject([{ path: 'metadata.annotations["example.com/crew"]' }]);
    expect(errorsOf(back(rule()))).toMatchObject([{ object: 'self', path: 'metadata.annotations' }]);
  });

  it('holds on its own way only', () => {
    expect([errorsOf(there(rule('toCapi'))).length, errorsOf(back(rule('toCapi'))).length]).toEqual([1, 0]);
    expect([errorsOf(there(rule('toMapi'))).length, errorsOf(back(rule('toMapi'))).length]).toEqual([0, 1]);
  });
});

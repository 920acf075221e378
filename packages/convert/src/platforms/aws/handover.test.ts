import { expect, it } from 'vitest';
import { handoverFindings } from '../../handover/handover.ts';
import { provider } from '../../testing/aws.ts';
import { awsHandover } from './handover.ts';

const loadBalancers = [{ name: 'ocp1-int', type: 'network' }];

function facts(isRunning: boolean, target: 'cluster-api' | 'machine-api', value = provider()): string[] {
  return handoverFindings(awsHandover, { kind: 'Machine', target, isRunning, provider: value }).map(({ fact, at }) =>
    [fact.effect, fact.name, ...at].join(' '),
  );
}

it('a running machine changes hands as it is, once its instance is known', () => {
  expect(facts(true, 'cluster-api', provider({ loadBalancers }))).toEqual(['needs instance-id-known']);
  expect(facts(true, 'machine-api')).toEqual(['needs instance-id-known']);
});

it('a control plane machine that is yet to be made needs the label by which CAPA knows it', () => {
  expect(facts(false, 'cluster-api', provider({ loadBalancers }))).toEqual(['needs control-plane-label loadBalancers']);
  expect(facts(false, 'cluster-api')).toEqual([]);
  expect(facts(false, 'machine-api', provider({ loadBalancers }))).toEqual([]);
});

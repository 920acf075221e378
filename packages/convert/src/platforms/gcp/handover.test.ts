import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { type HandoverSubject, handoverFindings } from '../../handover/handover.ts';
import { gcpFixture } from '../../testing/gcp.ts';
import { gcpHandover } from './handover.ts';

const found = (provider: JsonObject, subject: Partial<HandoverSubject> = {}) =>
  handoverFindings(gcpHandover, {
    kind: 'MachineSet',
    target: 'cluster-api',
    isRunning: false,
    provider: gcpFixture.provider(provider),
    ...subject,
  }).map(({ fact, at }) => [fact.name, ...at]);

const running = { kind: 'Machine', isRunning: true } as const;

it('hand-over on GCP has not been tried end to end, and says so', () => {
  expect(gcpHandover).toMatchObject({ evidence: 'unproven', sync: { allowed: true } });
});

describe('a running machine', () => {
  it('changes hands as it is where name, project and zone are the same', () => {
    expect(found({}, running)).toEqual([['instance-found-by-name']]);
    expect(found({}, { ...running, target: 'machine-api' })).toEqual([['instance-found-by-name']]);
  });

  it('of the control plane has to stay behind the load balancer of the API server', () => {
    expect(found({ userDataSecret: { name: 'master-user-data' } }, running)).toEqual([
      ['instance-found-by-name'],
      ['control-plane-instance-group', 'userDataSecret', 'name'],
    ]);
  });
});

describe('a new machine', () => {
  it("gets CAPG's network tags, and none from Machine API", () => {
    expect(found({})).toEqual([['capg-network-tags']]);
    expect(found({}, { target: 'machine-api' })).toEqual([['machine-api-network-tags']]);
  });

  it('has other labels on its disks', () => {
    const disks = [{ boot: true }, { boot: false }];
    expect(found({ labels: { team: 'ml' }, disks })).toEqual([
      ['capg-network-tags'],
      ['boot-disk-labels', 'labels'],
      ['data-disk-labels', 'disks', 1],
    ]);
  });

  it('has its tags only where CAPG may read them', () => {
    expect(found({ resourceManagerTags: [{ parentID: '1', key: 'k', value: 'v' }] })).toEqual([
      ['resource-manager-tags', 'resourceManagerTags'],
      ['capg-network-tags'],
    ]);
    expect(found({ resourceManagerTags: [] })).toEqual([['capg-network-tags']]);
  });

  it.each([
    [{ preemptible: true }, 'preemptible'],
    [{ provisioningModel: 'Spot' }, 'provisioningModel'],
  ])('that may be taken away has no Node label for the termination handler: %j', (provider, field) => {
    expect(found(provider)).toContainEqual(['interruptible-label', field]);
  });

  it('that is a standard one loses no such label', () => {
    expect(found({ preemptible: false, provisioningModel: '' })).toEqual([['capg-network-tags']]);
  });
});

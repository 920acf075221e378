import { describe, expect, it } from 'vitest';
import { annotations } from '../../names.ts';
import { ask, look, next, only, runningWith, said } from '../../testing/machine-worlds.ts';
import { change, newWorld, settled, type World } from '../../testing/migration-world.ts';

describe('a machine that must not change hands now stays where it is, and is told why', () => {
  const waits = (world: World) => next(only(ask(world, 'ClusterAPI'), 'migration'));
  it.each([
    ['Provisioning', 'in phase Provisioning'],
    ['Deleting', 'in phase Deleting'],
    ['Failed', 'in phase Failed'],
    [null, 'in phase (none)'],
  ])('phase %s', (phase, words) => {
    const world = settled(change(runningWith('MachineAPI'), 'mapi', { status: { phase } }), look);
    expect(waits(world)).toMatchObject({ kind: 'wait', notice: { message: expect.stringContaining(words) } });
  });

  it('without a provider id, by which the other side would find its instance', () => {
    const world = settled(change(runningWith('MachineAPI'), 'mapi', { spec: { providerID: null } }), look);
    expect(waits(world)).toMatchObject({
      kind: 'wait',
      notice: { message: expect.stringContaining('spec.providerID') },
    });
  });

  it('on a platform whose hand-over nobody has seen, until that is acknowledged', () => {
    const world = ask(runningWith('MachineAPI'), 'ClusterAPI');
    const { platform } = world.state.env;
    const unproven = { ...platform, handover: { ...platform.handover, evidence: 'unproven' as const } };
    const state = { ...world.state, env: { ...world.state.env, platform: unproven } };
    expect(next(only({ state, ended: 0 }, 'migration'))).toMatchObject({
      notice: { message: expect.stringContaining(`${annotations.handoverAcknowledged}=unproven`) },
    });
    const acknowledged = change({ state, ended: 0 }, 'mapi', {
      metadata: { annotations: { [annotations.handoverAcknowledged]: 'unproven' } },
    });
    expect(said(only(acknowledged, 'migration', 'sync'))).toBe('Migrating');
  });

  it('while the controllers of the other side are not there to acknowledge anything', () => {
    const mapi = runningWith('MachineAPI').state.mapi;
    if (mapi === undefined) throw new Error('it runs');
    const fresh = only(newWorld({ ...mapi, metadata: { ...mapi.metadata, finalizers: [] } }), 'sync', 'machineApi');
    expect(waits(fresh)).toMatchObject({
      kind: 'wait',
      for: expect.stringContaining('controller of Machine'),
    });
  });
});

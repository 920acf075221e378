import { describe, expect, it } from 'vitest';
import { at, converted } from '../../testing/fixture.ts';
import { capiMachine, converter, infraSpec, mapiMachine, provider } from '../../testing/openstack.ts';

const { toClusterApi, toMachineApi } = converter();
const region = { 'machine.openshift.io/region': 'regionOne' };
const flavor = { 'machine.openshift.io/instance-type': 'm1.xlarge' };
const zone = { 'machine.openshift.io/zone': 'nova' };

describe('labels that the controller writes from what only clouds.yaml or the instance tells', () => {
  it('stay: the region is in no provider spec, so nobody could write it anew', () => {
    const there = toClusterApi(mapiMachine(provider(), {}, { labels: { ...flavor, ...region } }));
    expect(there.issues).toEqual([]);
    const [infra, machine] = converted(there);
    expect(at(machine, 'metadata.labels')).toEqual({ 'cluster.x-k8s.io/cluster-name': 'ocp1-x7k2p', ...region });
    const [back] = converted(toMachineApi(machine, infra));
    expect(at(back, 'metadata.labels')).toEqual({ ...flavor, ...region });
  });

  it('stay beside what is carried, and change with an edit of the mirror', () => {
    const labels = { ...region, 'machine.openshift.io/cluster-api-machine-role': 'gpu' };
    const [infra, machine] = converted(toClusterApi(mapiMachine(provider(), {}, { labels })));
    expect(at(converted(toMachineApi(machine, infra))[0], 'metadata.labels')).toEqual({ ...labels, ...flavor });
    const edited = { ...Object(at(machine, 'metadata.labels')), 'machine.openshift.io/region': 'regionTwo' };
    const changed = { ...machine, metadata: { ...Object(at(machine, 'metadata')), labels: edited } };
    expect(at(converted(toMachineApi(changed, infra))[0], 'metadata.labels')).toMatchObject({
      'machine.openshift.io/region': 'regionTwo',
    });
  });

  it('stay where the instance tells the zone and the provider spec names none', () => {
    const [infra, machine] = converted(toClusterApi(mapiMachine(provider(), {}, { labels: zone })));
    expect(at(converted(toMachineApi(machine, infra))[0], 'metadata.labels')).toEqual({ ...flavor, ...zone });
  });

  it('are made anew where the provider spec tells them, whatever they were', () => {
    const named = provider({ availabilityZone: 'nova-az1' });
    const [infra, machine] = converted(toClusterApi(mapiMachine(named, {}, { labels: zone })));
    expect(at(machine, 'metadata.labels')).not.toHaveProperty('machine.openshift.io/zone');
    expect(at(converted(toMachineApi(machine, infra))[0], 'metadata.labels')).toMatchObject({
      'machine.openshift.io/zone': 'nova-az1',
    });
  });

  it('of a Cluster API machine are the same after both ways', () => {
    const labels = { 'cluster.x-k8s.io/cluster-name': 'ocp1-x7k2p', ...region, ...flavor };
    const [machine, infra] = capiMachine(infraSpec(), {}, { labels });
    const [mirror] = converted(toMachineApi(machine, infra));
    expect(at(mirror, 'metadata.labels')).toEqual({ ...region, ...flavor });
    expect(at(converted(toClusterApi(mirror))[1], 'metadata.labels')).toEqual(labels);
  });
});

import { expect, it } from 'vitest';
import { at, converted } from '../../testing/fixture.ts';
import { nutanixFixture } from '../../testing/nutanix.ts';

const { converter, mapiMachine, provider } = nutanixFixture;
const labels = {
  'machine.openshift.io/instance-type': 'AHV',
  'machine.openshift.io/region': 'prism-dc1',
  'machine.openshift.io/zone': 'pe-a',
};

it.each([
  ['by uuid, its zone as well', { type: 'uuid', uuid: '0005f1a2-7c31-4b7e-0000-00000000aa01' }],
  ['by name, from which the zone is made anew', { type: 'name', name: 'pe-a' }],
])('a machine on a cluster %s keeps the labels that only Prism Central tells', (_, cluster) => {
  const { toClusterApi, toMachineApi } = converter();
  const [infra, machine] = converted(toClusterApi(mapiMachine(provider({ cluster }), {}, { labels })));
  expect(at(converted(toMachineApi(machine, infra))[0], 'metadata.labels')).toEqual(labels);
});

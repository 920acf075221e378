import type { Codec } from '../../mapping/make-row.ts';
import { listOf } from '../../mapping/nested.ts';
import type { RowContext } from '../../objects/context.ts';
import type { VSphereFacts } from './facts.ts';
import { checkKeys, expectedKeys } from './guest-info.ts';
import { type CapiDevice, type MapiDevice, networkDevice } from './network-device.ts';

type Context = RowContext<VSphereFacts>;

interface MapiSlots {
  devices?: MapiDevice[] | undefined;
}

interface CapiSlots {
  devices?: CapiDevice[] | undefined;
  keys?: { [key: string]: string } | undefined;
}

/** vSphere's limit for a VM. */
const maxDevices = 10;

/**
 * Network devices in their order, which the names of address claims tell of, and what Machine API tells the guest of them in keys of
 * the VM that CAPV writes only where customVMXKeys names them.
 */
export function network(): Codec<MapiSlots, CapiSlots, Context> {
  const devices = listOf(networkDevice());
  const fields = (devices.fields ?? []).map((field) => ({
    ...field,
    ...(field.mapi !== undefined && { mapi: `devices${field.mapi}` }),
    ...(field.capi !== undefined && { capi: `devices${field.capi}` }),
  }));
  return {
    rule: 'each device in its place; what the guest is told of them stands in `customVMXKeys`',
    fields,
    samples,
    toCapi(found, scope) {
      const at = scope.at('devices');
      const made = found?.devices === undefined ? undefined : devices.toCapi(found.devices, at);
      countDevices(found?.devices, at);
      return { devices: made, keys: expectedKeys(made ?? [], scope.context.object.machineName) };
    },
    toMapi(found, scope) {
      const at = scope.at('devices');
      countDevices(found?.devices, at);
      const expected = expectedKeys(found?.devices ?? [], scope.context.object.machineName);
      checkKeys(found?.keys, expected, scope.at('keys'));
      return { devices: found?.devices === undefined ? undefined : devices.toMapi(found.devices, at) };
    },
    canonMapi: (found, context) => found && devices.canonMapi?.(found.devices, context),
    canonCapi: (found, context) =>
      found && { devices: devices.canonCapi?.(found.devices, context), keys: Object.entries(found.keys ?? {}).sort() },
  };
}

function countDevices(found: readonly unknown[] | undefined, scope: Parameters<typeof checkKeys>[2]): void {
  const count = found?.length ?? 0;
  if (count >= 1 && count <= maxDevices) return;
  scope.report({
    code: count === 0 ? 'Required' : 'InvalidValue',
    ...(count > 0 && { value: count }),
    message: `a machine has 1 to ${maxDevices} network devices`,
    hint: count === 0 ? 'Add a network device.' : 'Remove some.',
  });
}

const pool = { group: 'ipam.cluster.x-k8s.io', resource: 'IPPool', name: 'nodes' };
const plural = { group: 'ipam.cluster.x-k8s.io', resource: 'inclusterippools', name: 'nodes' };
const ref = { apiGroup: 'ipam.cluster.x-k8s.io', kind: 'InClusterIPPool', name: 'nodes' };
const stealClock = { 'stealclock.enable': 'TRUE' };

const samples: NonNullable<Codec<MapiSlots, CapiSlots, Context>['samples']> = {
  required: true,
  mapi: [
    { devices: [{ networkName: 'seg-nodes' }] },
    { devices: [{ networkName: 'seg-nodes', nameservers: ['10.20.0.2', 'fd20:1::2'] }, { networkName: 'VM Network' }] },
    { devices: [{ networkName: 'seg-nodes', addressesFromPools: [pool], gateway: '10.20.0.1' }] },
    { devices: [{ networkName: 'seg-nodes', addressesFromPools: [plural, pool], nameservers: ['10.20.0.2'] }] },
    { devices: [{ networkName: 'seg-nodes', ipAddrs: ['10.20.0.17/24', 'fd20:1::17/64'], gateway: 'fd20:1::1' }] },
  ],
  capi: [
    { devices: [{ networkName: 'seg-nodes', dhcp4: true }], keys: stealClock },
    {
      devices: [
        { networkName: 'seg-nodes', dhcp6: true },
        { networkName: 'VM Network', dhcp4: true, dhcp6: true },
      ],
    },
    { devices: [{ networkName: 'seg-nodes', addressesFromPools: [ref], gateway6: 'fd20:1::1' }], keys: stealClock },
    { devices: [{ networkName: 'seg-nodes', dhcp4: true, skipIPAllocation: false, nameservers: ['10.20.0.2'] }] },
    { devices: [{ networkName: 'seg-nodes', ipAddrs: ['10.20.0.17/24'], gateway4: '10.20.0.1' }], keys: stealClock },
  ],
};

import { azureMachineProviderSpec, azureMachineSpec } from '@capstan/api';
import type { Scope } from '../../mapping/issue.ts';
import { isBlank } from '../../mapping/json.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import { sameName } from './arm-id.ts';
import type { AzureFacts } from './facts.ts';
import { remembering } from './remembering.ts';

interface MapiSlots {
  subnet?: string | undefined;
  accelerated?: boolean | undefined;
}

interface Interface {
  subnetName?: string | undefined;
  acceleratedNetworking?: boolean | undefined;
  privateIPConfigs?: number | undefined;
}

interface CapiSlots {
  interfaces?: Interface[] | undefined;
  /** These two are deprecated: CAPZ's webhook moves them into the first interface. */
  subnet?: string | undefined;
  accelerated?: boolean | undefined;
}

type Context = RowContext<AzureFacts>;

/** The one network interface of a machine. */
export function networkInterface(): Codec<MapiSlots, CapiSlots, Context> {
  const codec: Codec<MapiSlots, CapiSlots, Context> = {
    rule: 'of the one interface, with one private address',
    fields: [
      { capi: 'interfaces[].subnetName', outcome: 'mapped', rule: 'the same value' },
      {
        capi: 'interfaces[].acceleratedNetworking',
        outcome: 'mapped',
        rule: 'the same value, written out; absent, which lets CAPZ choose by the size of the machine, is refused',
      },
      { capi: 'interfaces[].privateIPConfigs', outcome: 'mapped', rule: 'written as `1`; more are refused' },
    ],
    samples: {
      mapi: [{ subnet: 'ocp1-x7k2p-worker-subnet', accelerated: true }, { subnet: 'ocp1-x7k2p-worker-subnet' }],
      capi: [
        { interfaces: [{ subnetName: 'ocp1-x7k2p-worker-subnet', acceleratedNetworking: true, privateIPConfigs: 1 }] },
        { interfaces: [{ subnetName: 'edge', acceleratedNetworking: false, privateIPConfigs: 1 }] },
      ],
      required: true,
    },
    toCapi(found, scope) {
      const { subnet, accelerated = false } = found ?? {};
      if (!subnet) {
        scope.at('subnet').report({
          code: 'Required',
          message: "no subnet is named; Machine API's webhook would write the cluster's worker subnet",
          hint: 'Name the subnet, and the network under vnet.',
        });
        return undefined;
      }
      checkGateway(subnet, scope.at('subnet'));
      return { interfaces: [{ subnetName: subnet, acceleratedNetworking: accelerated, privateIPConfigs: 1 }] };
    },
    toMapi(found, scope) {
      const { interfaces = [], subnet, accelerated } = found ?? {};
      const [first, ...others] = interfaces;
      const place = first === undefined ? scope : scope.at('interfaces', 0);
      if (first !== undefined) {
        for (const [slot, value] of Object.entries({ subnet, accelerated })) {
          if (!isBlank(value)) scope.at(slot).report(twice(value));
        }
      }
      if (others.length > 0) {
        scope.at('interfaces', 1).report({
          code: 'NotSupported',
          value: others[0],
          message: 'Machine API gives a machine one network interface',
          hint: 'Leave one interface, or keep the machines on Cluster API.',
        });
      }
      const one = { subnetName: subnet, acceleratedNetworking: accelerated, ...first };
      const { privateIPConfigs: addresses = 1 } = one;
      if (addresses !== 1 && addresses !== 0) {
        place.at('privateIPConfigs').report({
          code: 'NotSupported',
          value: addresses,
          message: 'Machine API gives a machine one private address',
          hint: 'Set privateIPConfigs: 1, or keep the machines on Cluster API.',
        });
      }
      if (one.acceleratedNetworking === undefined) {
        place.at(first === undefined ? 'accelerated' : 'acceleratedNetworking').report({
          code: 'Required',
          message: 'CAPZ then goes by the size of the machine; Machine API can only mean true or false',
          hint: 'Set networkInterfaces[0].acceleratedNetworking to true or false.',
        });
      }
      if (one.subnetName) checkGateway(one.subnetName, place.at(first === undefined ? 'subnet' : 'subnetName'));
      else {
        place.at(first === undefined ? 'subnet' : 'subnetName').report({
          code: 'Required',
          message: 'CAPZ then takes the one subnet of the AzureCluster; Machine API needs its name',
          hint: 'Set networkInterfaces[0].subnetName.',
        });
      }
      return { subnet: one.subnetName, ...(one.acceleratedNetworking === true && { accelerated: true }) };
    },
    canonMapi: (found) => ({ subnet: found?.subnet, accelerated: found?.accelerated ?? false }),
    canonCapi(found) {
      const { interfaces = [], subnet, accelerated } = found ?? {};
      const [first = {}, ...others] = interfaces;
      const one = { subnetName: subnet, acceleratedNetworking: accelerated, ...first };
      return [one, ...others].map((each) => ({ ...each, privateIPConfigs: each.privateIPConfigs || 1 }));
    },
  };
  const { subnet, acceleratedNetworking: accelerated } = azureMachineProviderSpec.fields;
  const { networkInterfaces: interfaces, subnetName, acceleratedNetworking } = azureMachineSpec.fields;
  const shapes = {
    mapi: { type: 'object', fields: { subnet, accelerated } },
    capi: { type: 'object', fields: { interfaces, subnet: subnetName, accelerated: acceleratedNetworking } },
  } as const;
  return remembering(codec, shapes, { subscription: false });
}

/** CAPZ joins a worker in a subnet with a NAT gateway to no load balancer, Machine API joins it to the one it names. */
function checkGateway(subnet: string, scope: Scope<Context>): void {
  const { natSubnets, loadBalancers } = scope.context.platform;
  if (scope.context.object.controlPlane || loadBalancers?.node === undefined) return;
  if (!natSubnets.some((name) => sameName(name, subnet))) return;
  scope.report({
    code: 'DifferentFromCluster',
    value: subnet,
    message: `the AzureCluster lists this subnet with a NAT gateway, so CAPZ would not join the machine to the load balancer ${loadBalancers.node}`,
    hint: 'Take the subnet out of networkSpec.subnets of the AzureCluster, or give it its id there and no natGateway.',
  });
}

function twice(value: unknown) {
  return {
    code: 'Conflict',
    value,
    message: 'CAPZ refuses this deprecated field beside networkInterfaces',
    hint: 'Remove it and set the field of networkInterfaces[0].',
  } as const;
}

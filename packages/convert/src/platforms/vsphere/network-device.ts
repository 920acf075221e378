import type { VSphereMachineProviderSpec, VSphereMachineSpec } from '@capstan/api';
import { type Codec, make, many } from '../../mapping/make-row.ts';
import { nested } from '../../mapping/nested.ts';
import type { Loose } from '../../mapping/path.ts';
import type { FieldDoc, Row } from '../../mapping/row.ts';
import { rowsFor } from '../../mapping/rows.ts';
import type { RowContext } from '../../objects/context.ts';
import { addressPools } from './address-pools.ts';
import { gateway, ipAddresses, nameservers, networkName } from './addresses.ts';
import type { VSphereFacts } from './facts.ts';

type Context = RowContext<VSphereFacts>;

/** A network device of Machine API, and one of CAPV. */
export type MapiDevice = NonNullable<Loose<VSphereMachineProviderSpec['network']['devices'][number]>>;
export type CapiDevice = NonNullable<Loose<VSphereMachineSpec['network']['devices'][number]>>;

const keepOnClusterApi = 'Remove the field, or keep this on Cluster API.';

/** A network device, field by field. */
export function networkDevice(): Codec<MapiDevice, CapiDevice, Context> {
  const r = rowsFor<MapiDevice, CapiDevice, Context>();
  const guestNetwork = (doc: string) => ({ doc, hint: keepOnClusterApi });
  return nested<MapiDevice, CapiDevice, Context>('its fields', [
    r.via('networkName', 'networkName', networkName()),
    r.via('ipAddrs', 'ipAddrs', ipAddresses()),
    r.via('addressesFromPools', 'addressesFromPools', addressPools()),
    r.group({ gateway: 'gateway' }, { gateway4: 'gateway4', gateway6: 'gateway6' }, gateway()),
    r.via('nameservers', 'nameservers', nameservers()),
    dhcp(),
    r.refuseCapi('skipIPAllocation', {
      capi: { falseIsAbsent: true },
      ...guestNetwork('Machine API gives every network device an address, by DHCP where it names none.'),
    }),
    r.refuseCapi('macAddr', guestNetwork('Machine API lets vCenter choose the MAC address.')),
    r.refuseCapi('deviceName', guestNetwork('Machine API does not name devices inside the guest.')),
    r.refuseCapi('mtu', guestNetwork('Machine API does not set the MTU.')),
    r.refuseCapi('routes', guestNetwork('Machine API sets no static routes.')),
    r.refuseCapi('searchDomains', guestNetwork('Machine API sets no search domains.')),
    r.refuseCapi('dhcp4Overrides', guestNetwork('Machine API uses DHCP as it is.')),
    r.refuseCapi('dhcp6Overrides', guestNetwork('Machine API uses DHCP as it is.')),
  ]);
}

interface MapiSource {
  ipAddrs?: unknown[] | undefined;
  pools?: unknown[] | undefined;
}

interface CapiSource extends MapiSource {
  dhcp4?: boolean | undefined;
  dhcp6?: boolean | undefined;
}

const isStatic = ({ ipAddrs = [], pools = [] }: MapiSource) => ipAddrs.length + pools.length > 0;

/**
 * Machine API means DHCP where a device names neither addresses nor pools. CAPV waits for ever for an address of a device that
 * has none of the three, so DHCP is written out. Addresses and pools are only looked at here; they have rows of their own.
 */
function dhcp(): Row<Context> {
  const lens: Codec<MapiSource, CapiSource, Context> = {
    rule: '`dhcp4` is written where there are neither addresses nor pools',
    toCapi: (found) => (isStatic(found ?? {}) ? {} : { dhcp4: true }),
    toMapi(found, scope) {
      const { dhcp4, dhcp6 } = found ?? {};
      const usesDhcp = dhcp4 === true || dhcp6 === true;
      if (usesDhcp && isStatic(found ?? {})) {
        scope.at(dhcp4 ? 'dhcp4' : 'dhcp6').report({
          code: 'NotSupported',
          value: true,
          message: 'Machine API uses DHCP only on devices that have neither ipAddrs nor addressesFromPools',
          hint: 'Remove DHCP, or remove the addresses and pools.',
        });
      } else if (!usesDhcp && !isStatic(found ?? {})) {
        scope.at('dhcp4').report({
          code: 'Required',
          message: 'CAPV waits for an address of this device, where Machine API would use DHCP',
          hint: 'Set dhcp4: true, or name ipAddrs or addressesFromPools.',
        });
      }
      return {};
    },
    canonMapi: () => undefined,
    canonCapi: (found) => [found?.dhcp4 === true, found?.dhcp6 === true],
  };
  const row = make(
    many({ ipAddrs: 'ipAddrs', pools: 'addressesFromPools' }),
    many({ dhcp4: 'dhcp4', dhcp6: 'dhcp6', ipAddrs: 'ipAddrs', pools: 'addressesFromPools' }),
    lens,
    {},
    { outcome: 'mapped', rule: lens.rule },
  );
  const fields: FieldDoc[] = [
    { capi: 'dhcp4', outcome: 'mapped', rule: lens.rule, equal: 'false = absent' },
    {
      capi: 'dhcp6',
      outcome: 'carried',
      rule: 'means DHCP, as `dhcp4`; the difference is carried',
      equal: 'false = absent',
    },
  ];
  return { ...row, name: 'dhcp', fields };
}

import type { JsonObject } from '@capstan/api';
import { asObject, listAt, textAt } from '../../mapping/json.ts';
import { platformSpecOf } from '../../objects/infrastructure.ts';

/** A vCenter: the host that Machine API names it by, and the address that Cluster API connects to. */
export interface VCenter {
  readonly host: string;
  /** With the port, where that is not 443. */
  readonly address: string;
}

/** The vCenters of the cluster, in the order of the Infrastructure object. Machine API takes a port only from there. */
export function vcentersOf(infrastructure: JsonObject): VCenter[] {
  return listAt(platformSpecOf(infrastructure, 'vsphere'), 'vcenters').flatMap((item) => {
    const host = textAt(item, 'server');
    const port = asObject(item)?.['port'];
    if (host === undefined) return [];
    const isOwn = typeof port === 'number' && port !== 0 && port !== 443;
    return [{ host, address: isOwn ? `${host}:${port}` : host }];
  });
}

/** The vCenter at an address of Cluster API. */
export function vcenterAt(address: string): VCenter {
  const [, host] = /^([^:]+):\d+$/.exec(address) ?? [];
  return { host: host ?? address, address };
}

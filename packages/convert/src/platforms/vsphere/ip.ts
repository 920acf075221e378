/** 4 or 6 for the text of an IP address, undefined for any other text. */
export function familyOf(address: string): 4 | 6 | undefined {
  if (/^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/.test(address)) return 4;
  return /^[0-9a-fA-F:.]*$/.test(address) && address.includes(':') && URL.canParse(`http://[${address}]`)
    ? 6
    : undefined;
}

/** An address and the length of its prefix: `192.168.1.100/24`. */
export interface Prefix {
  readonly address: string;
  readonly family: 4 | 6;
  readonly length: number;
}

/** Reads CIDR notation; undefined for any other text. */
export function parsePrefix(text: string): Prefix | undefined {
  const [, address, digits] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const family = address === undefined ? undefined : familyOf(address);
  if (address === undefined || family === undefined) return undefined;
  const length = Number(digits);
  return length <= (family === 4 ? 32 : 128) ? { address, family, length } : undefined;
}

/** The dotted netmask of an IPv4 prefix: 24 is `255.255.255.0`. */
export function netmask(length: number): string {
  return [0, 8, 16, 24].map((start) => 256 - 2 ** (8 - Math.min(8, Math.max(0, length - start)))).join('.');
}

/** An IPv6 address in its one short form, `fd20:1::1`. */
export function shortForm(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

import { describe, expect, it } from 'vitest';
import { familyOf, netmask, parsePrefix, shortForm } from './ip.ts';

describe('an IP address', () => {
  it.each([
    ['10.20.0.1', 4],
    ['255.255.255.255', 4],
    ['fd20:1::1', 6],
    ['::ffff:10.0.0.1', 6],
    ['10.20.0.256', undefined],
    ['010.20.0.1', undefined],
    ['10.20.0', undefined],
    ['10.20.0.1/24', undefined],
    ['fd20::1::2', undefined],
    ['fe80::1%eth0', undefined],
    ['dns.example.com', undefined],
    ['', undefined],
  ])('%s is of family %s', (text, family) => {
    expect(familyOf(text)).toBe(family);
  });

  it('has one short form in IPv6, so that a spelling makes no difference', () => {
    expect(shortForm('FD20:1:0:0:0:0:0:1')).toBe('fd20:1::1');
  });
});

describe('an address with its prefix', () => {
  it.each([
    ['192.168.1.100/24', { address: '192.168.1.100', family: 4, length: 24 }],
    ['0.0.0.0/0', { address: '0.0.0.0', family: 4, length: 0 }],
    ['fd20:1::1/128', { address: 'fd20:1::1', family: 6, length: 128 }],
  ])('%s is read', (text, prefix) => {
    expect(parsePrefix(text)).toEqual(prefix);
  });

  it.each(['192.168.1.100', '192.168.1.100/33', 'fd20:1::1/129', '192.168.1.100/024', '/24', 'a/24', '10.0.0.1/24/8'])(
    '%s is none',
    (text) => {
      expect(parsePrefix(text)).toBeUndefined();
    },
  );
});

it.each([
  [0, '0.0.0.0'],
  [8, '255.0.0.0'],
  [22, '255.255.252.0'],
  [24, '255.255.255.0'],
  [31, '255.255.255.254'],
  [32, '255.255.255.255'],
])('the netmask of a prefix of %s bits is %s', (length, mask) => {
  expect(netmask(length)).toBe(mask);
});

import type { Json } from '@capstan/api';
import type { Codec } from '../../mapping/make-row.ts';

/**
 * The SSH key of a machine. Where there is none both sides make one up and throw its private half away: Machine API's
 * actuator for Azure alone, CAPZ's webhook in the object (SetDefaultSSHPublicKey). That Machine API had none is therefore
 * carried, and a key of the form that CAPZ makes counts as none then. The price: where a user takes a key of that very form
 * away from a MachineSet, its template keeps the key.
 */
export function sshKey<C>(): Codec<string, string, C> {
  const none = (value: string | undefined) => value === undefined || isMadeUp(value);
  return {
    rule: 'the same value, authorized_keys in base64; none is none, whatever key the webhook of CAPZ makes up',
    samples: { mapi: [userKey], capi: [userKey, madeUpKey] },
    toCapi: (found) => found,
    toMapi: (found) => found,
    canonCapi: (found) => (none(found) ? undefined : found),
    residues: {
      toCapi: {
        keep: (source): Json | undefined => (source === undefined ? null : undefined),
        restore: (_, target) => (none(target) ? undefined : target),
      },
      toMapi: { keep: () => undefined, restore: (_, target) => target },
    },
  };
}

/** True for an RSA key of 2048 bits, without a comment, on a line of its own: what CAPZ makes up looks like this. */
function isMadeUp(key: string): boolean {
  const line = decode(key);
  const [, blob = ''] = /^ssh-rsa ([A-Za-z0-9+/=]+)\n$/.exec(line ?? '') ?? [];
  // 7 bytes of name, an exponent of 3 bytes and 257 of modulus, each with its length: 279 bytes, 372 characters.
  return blob.length === 372;
}

function decode(text: string): string | undefined {
  try {
    return atob(text);
  } catch {
    return undefined;
  }
}

/** A key of the form that CAPZ makes up: an RSA key of 2048 bits. */
export const madeUpKey = makeKey();

const userKey = btoa(
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7Xk3S4kVZz5w0m3p9m1b0q0m2w8c3k1m5v9o4y6x2T ops@example.com\n',
);

/** `ssh-rsa`, the exponent 65537 and an odd modulus of 2048 bits, as RFC 4253 has it. */
function makeKey(): string {
  const modulus = [0, ...Array.from({ length: 255 }, (_, index) => 0x80 | ((index * 37) & 0x7f)), 0xc1];
  const fields = [[...'ssh-rsa'].map((letter) => letter.charCodeAt(0)), [1, 0, 1], modulus];
  const bytes = fields.flatMap((field) => [0, 0, field.length >> 8, field.length & 0xff, ...field]);
  return btoa(`ssh-rsa ${btoa(String.fromCharCode(...bytes))}\n`);
}

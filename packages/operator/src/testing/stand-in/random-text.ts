import type { Random } from '@capstan/kube';

/** So many random characters of an alphabet. */
export function randomText(random: Random, length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}

/** Hexadecimal digits. */
export const hex = '0123456789abcdef';

/** What the API server ends generated names with: no vowels, so no words, and nothing that looks like another. */
export const nameAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A random UUID of version 4. */
export function randomUuid(random: Random): string {
  const digits = randomText(random, 32, hex);
  const variant = randomText(random, 1, '89ab');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20),
  ].join('-');
}

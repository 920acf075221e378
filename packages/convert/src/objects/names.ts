import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../mapping/json.ts';

/** The longest name of a Kubernetes object, and the longest value of a label. */
const maxName = 253;
const maxLabelValue = 63;

/**
 * The name of a MachineSet's infra template: the set's name and the first 10 hex digits of SHA-256 over the canonical JSON
 * of the infra spec. Equal specs of one set share a name, so a return to an earlier spec finds its template. Where the
 * name would be too long, the set's name is cut and 8 hex digits of its own hash keep two long names apart.
 */
export function templateName(machineSet: string, infraSpec: unknown): string {
  return templateNameOf(machineSet, canonicalJson(infraSpec));
}

/** As `templateName`, where the canonical JSON of the spec is at hand. */
export function templateNameOf(machineSet: string, canonicalSpec: string): string {
  const hash = hexHash(canonicalSpec, 10);
  const name = `${machineSet}-${hash}`;
  if (name.length <= maxName) return name;
  const own = hexHash(machineSet, 8);
  // A cut behind a dot would begin the next part of the name with the hyphen.
  const cut = machineSet.slice(0, maxName - own.length - hash.length - 2).replace(/[-.]+$/, '');
  return `${cut}-${own}-${hash}`;
}

/**
 * A label value for a name: the name itself where it is valid as one, else a hash, as Cluster API's MustFormatValue
 * (util/labels/format) makes it.
 */
export function labelValue(name: string): string {
  if (name.length <= maxLabelValue && /^([A-Za-z0-9]([-\w.]*[A-Za-z0-9])?)?$/.test(name)) return name;
  return `hash_${base64Url(fnv1a32(utf8ToBytes(name)))}_z`;
}

function hexHash(text: string, digits: number): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, digits);
}

/** FNV-1a, 32 bits, which Go calls New32a; big-endian bytes as its Sum gives them. */
function fnv1a32(bytes: Uint8Array): Uint8Array {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return Uint8Array.of(hash >>> 24, (hash >>> 16) & 0xff, (hash >>> 8) & 0xff, hash & 0xff);
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

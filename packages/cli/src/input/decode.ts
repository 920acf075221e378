import { type Buffer, isUtf8 } from 'node:buffer';

/** Text, or why there is none. */
export type Decoded = { readonly text: string } | { readonly message: string; readonly hint: string };

const archives: readonly { readonly magic: readonly number[]; readonly name: string; readonly unpack: string }[] = [
  { magic: [0x1f, 0x8b], name: 'gzip', unpack: 'gunzip, or tar -xzf for a must-gather' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], name: 'zstd', unpack: 'unzstd' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], name: 'xz', unpack: 'tar -xJf or unxz' },
  { magic: [0x42, 0x5a, 0x68], name: 'bzip2', unpack: 'tar -xjf or bunzip2' },
  { magic: [0x50, 0x4b, 0x03, 0x04], name: 'zip', unpack: 'unzip' },
];

/**
 * The text of a file's bytes: UTF-8, or UTF-16 with a byte order mark (what PowerShell's `>` writes), without the mark.
 * Bytes that are neither are refused rather than replaced: a name with a replacement character is another name.
 */
export function decode(bytes: Buffer): Decoded {
  const archive = archives.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte));
  if (archive !== undefined) {
    return { message: `this is compressed (${archive.name})`, hint: `unpack it first: ${archive.unpack}` };
  }
  const utf16 = utf16Encoding(bytes);
  if (utf16 !== undefined) {
    try {
      return withoutNul(new TextDecoder(utf16, { fatal: true }).decode(bytes));
    } catch {
      return binary;
    }
  }
  if (!isUtf8(bytes)) return binary;
  const text = bytes.toString('utf8');
  return withoutNul(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
}

const binary: Decoded = {
  message: 'this is not text: it is neither UTF-8 nor UTF-16',
  hint: 'give YAML or JSON as oc get -o yaml prints it; convert text in another encoding to UTF-8',
};

function utf16Encoding(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

function withoutNul(text: string): Decoded {
  if (!text.includes('\0')) return { text };
  return { message: 'this is not text: it has NUL bytes', hint: 'give YAML or JSON as oc get -o yaml prints it' };
}

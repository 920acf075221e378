/** How much of an input is taken. Input is hostile: each limit keeps one way of exhausting the machine out. */
export interface Limits {
  /** Bytes of one file or of standard input. */
  readonly fileBytes: number;
  /** Lists and maps inside each other, per document or list item. */
  readonly depth: number;
  /** Values that come from YAML aliases, per document or list item. */
  readonly aliasedValues: number;
  /** Characters of one YAML document, or item of a List, that has to be parsed in one go; see `split-list.ts`. */
  readonly yamlDocumentLength: number;
  /** Characters of a text that starts as JSON and isn't, for which it is worth finding out whether it is YAML in flow style. */
  readonly flowYamlLength: number;
  /** Values, roughly, of one JSON document. */
  readonly jsonValues: number;
  /** Objects of all inputs together. */
  readonly objects: number;
  /** Problems of all inputs together, before reading on is a waste of the user's time. */
  readonly problems: number;
}

const MiB = 1024 * 1024;

/**
 * The limits that hold unless a test says otherwise. 128 MiB of YAML are about 45,000 MachineSets with 7 million values. etcd
 * refuses objects over 1.5 MiB, so a bigger document that isn't a plainly written List is no object; parsing one takes up to 500
 * times its size in memory.
 */
export const defaultLimits: Limits = {
  fileBytes: 128 * MiB,
  depth: 100,
  aliasedValues: 100_000,
  yamlDocumentLength: 2 * MiB,
  flowYamlLength: MiB,
  jsonValues: 10_000_000,
  objects: 500_000,
  problems: 10_000,
};

/** A size as people write it: `1.5 MiB`, `200 MiB`, `12 KiB`, `17 bytes`. */
export function formatBytes(bytes: number): string {
  for (const [unit, size] of [
    ['GiB', 1024 * MiB],
    ['MiB', MiB],
    ['KiB', 1024],
  ] as const) {
    if (bytes >= size) return `${Math.round((bytes / size) * 10) / 10} ${unit}`;
  }
  return `${bytes} bytes`;
}

import type { Json, JsonObject } from '@capstan/api';

/** One step of a path into an object: a member's name or a list index. */
export type Segment = string | number;

/** What can be wrong with an input, by stable code. The texts are what `capstan explain CODE` prints. */
export const inputProblemCodes = {
  FileNotReadable: 'The file, directory or pipe could not be opened or read.',
  FileEmpty: 'There is nothing in the input but blanks, comments and document markers.',
  FileTooLarge: 'The file is larger than Capstan takes at once.',
  DirectoryEmpty: 'The directory holds no file with a Machine API, Cluster API or cluster configuration object.',
  NotText: 'The input is not UTF-8 or UTF-16 text: compressed, an archive, or some other binary.',
  YamlInvalid: 'The text is not YAML.',
  JsonInvalid: 'The text starts as JSON does and is not JSON.',
  DocumentTooLarge: 'One document that has to be read as a whole is larger than Capstan takes.',
  TooManyObjects: 'The inputs hold more objects than Capstan takes at once.',
  TooManyProblems: 'So much is wrong with the inputs that reading on would help nobody.',
  TooDeep: 'Lists and maps are nested deeper than any Kubernetes object is.',
  TooManyAliases: 'YAML aliases repeat so much that the document would grow out of all proportion.',
  TagNotAllowed: 'The YAML document uses a tag (!something); Kubernetes objects have none.',
  ReservedKey:
    'A key has a name that can change how JavaScript treats the object: __proto__, constructor or prototype.',
  NonStringKey: 'A key is a number, a boolean, null, a list or a map. Kubernetes objects have only text as keys.',
  DuplicateKey: 'The same key is there twice in one map; which value counts depends on who reads it.',
  AmbiguousScalar: 'The value has no quotes and means one thing to YAML 1.2 and another to oc and kubectl.',
  NumberTooLarge: 'The number cannot be held without rounding, or is not a number that JSON knows.',
  NotAnObject: 'The document is not a Kubernetes object: those have an apiVersion and a kind.',
} as const;

/** A stable code of an {@link InputProblem}. */
export type InputProblemCode = keyof typeof inputProblemCodes;

/** Something that was wrong with an input. What it names was left out; everything else was still read. */
export interface InputProblem {
  /** The file as the user would write it; `<stdin>` for `-`. */
  readonly file: string;
  /** 1-based; missing where the problem is the file as a whole. */
  readonly line?: number;
  readonly code: InputProblemCode;
  /** `warning`: skipped because it was met in a directory and need not have been meant. */
  readonly severity: 'error' | 'warning';
  /** What happened: one line, no full stop, safe to print on a terminal. */
  readonly message: string;
  /** What to do about it, as an order. */
  readonly hint: string;
}

/** One Kubernetes object of the input: it has an apiVersion and a kind; nothing else of it has been checked. */
export interface InputObject {
  /** The file as the user would write it; `<stdin>` for `-`. */
  readonly file: string;
  /** 1-based line where the object starts. */
  readonly line: number;
  readonly value: JsonObject;
  /**
   * The 1-based line of what `path` names in the object, or of the last step of it that is there. Cheap: it looks up what
   * was noted when the object was read.
   */
  lineOf(path: readonly Segment[]): number;
}

/** A problem inside one object: where, and what. It costs the user that object and nothing else. */
export interface Finding {
  readonly path: readonly Segment[];
  readonly line: number;
  readonly code: InputProblemCode;
  readonly message: string;
  readonly hint: string;
}

/** A parsed piece of a file: one value, and how to find things out about it. */
export interface Parsed {
  readonly value: Json;
  /** What is wrong inside the object at `path`, in the order of the file. */
  findingsBelow(path: readonly Segment[]): readonly Finding[];
  /** What is wrong outside the objects at `paths`. */
  findingsElsewhere(paths: readonly (readonly Segment[])[]): readonly Finding[];
  /** As {@link InputObject.lineOf}, from the root of the value. */
  lineAt(path: readonly Segment[]): number;
}

/** True where `path` is `base` or below it. */
export function isBelow(path: readonly Segment[], base: readonly Segment[]): boolean {
  return path.length >= base.length && base.every((segment, index) => segment === path[index]);
}

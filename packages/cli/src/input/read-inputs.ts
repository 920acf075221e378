import { stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { addProblem, type Collection, isFull } from './collect.ts';
import { decode } from './decode.ts';
import { findFiles } from './find-files.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { InputObject, InputProblem } from './problem.ts';
import { type ReadResult, readFileBytes, readFileBytesNow, readStreamBytes } from './read-bytes.ts';
import { readText } from './read-text.ts';
import { type Interest, machinesOnly } from './relevant.ts';

/** Where inputs come from besides the file system, and when to stop. */
export interface InputIo {
  /** Read, once, where a path is `-`. */
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
  readonly limits?: Partial<Limits>;
  /** What is wanted of directories; by default the objects of the API groups that Capstan is about. */
  readonly interest?: Interest;
}

/** All objects of the inputs in the order of paths, files and lines, and what could not be read. */
export interface Inputs {
  readonly objects: readonly InputObject[];
  readonly problems: readonly InputProblem[];
}

/**
 * Reads what `-f` names: files, directories with all that is below them, `-` for standard input; in each any number of YAML and JSON
 * documents, and Lists of objects. Of a file that is named every object is returned; of a directory, which may be a must-gather, only
 * those of the API groups that Capstan is about. Input is not trusted; see {@link Limits}.
 *
 * Never rejects for what is in an input or missing: that is in `problems`, and everything else is still there. Rejects
 * with the reason of `signal` when that is aborted.
 */
export async function readInputs(paths: readonly string[], io: InputIo): Promise<Inputs> {
  const reader = new Reader(io);
  for (const path of paths) await reader.readPath(path);
  return { objects: reader.objects, problems: reader.problems };
}

class Reader {
  readonly objects: InputObject[] = [];
  readonly problems: InputProblem[] = [];
  readonly #io: InputIo;
  readonly #limits: Limits;
  #stdinRead = false;
  #full = false;
  #lastTurn = performance.now();

  constructor(io: InputIo) {
    this.#io = io;
    this.#limits = { ...defaultLimits, ...io.limits };
  }

  async readPath(path: string): Promise<void> {
    const { signal, stdin } = this.#io;
    signal?.throwIfAborted();
    if (this.#full) return;
    if (path === '-') {
      if (this.#stdinRead) return;
      this.#stdinRead = true;
      const into = this.#collection('<stdin>');
      await this.#read(into, this.#decode(into, await readStreamBytes(stdin, this.#limits.fileBytes, signal)));
    } else if (await isDirectory(path)) {
      await this.#readDirectory(path);
    } else if (/^https?:\/\//.test(path)) {
      const hint = 'pipe it in: curl -sSf URL | capstan ... -f -';
      addProblem(this.#collection(path), { code: 'FileNotReadable', message: 'Capstan does not fetch URLs', hint });
    } else {
      const into = this.#collection(path);
      await this.#read(into, this.#decode(into, await readFileBytes(path, this.#limits.fileBytes, signal)));
    }
  }

  async #readDirectory(directory: string): Promise<void> {
    const before = this.objects.length + this.problems.length;
    let files = 0;
    for (const found of findFiles(directory)) {
      if (this.#full) return;
      files += 1;
      const into = this.#collection(found.path, true);
      if ('message' in found) addProblem(into, { code: 'FileNotReadable', ...found });
      else await this.#read(into, this.#decode(into, readFileBytesNow(found.path, this.#limits.fileBytes)));
      await this.#breathe();
    }
    if (this.objects.length + this.problems.length > before) return;
    const message =
      files === 0
        ? 'there is no *.yaml, *.yml or *.json file in this directory'
        : `none of the ${files} files in this directory holds a Machine API, Cluster API or cluster configuration object`;
    const hint = 'check the path; give a file by its own name to have it read whatever it holds';
    addProblem(this.#collection(directory), { code: 'DirectoryEmpty', message, hint });
  }

  /** The text of what was read; undefined where there is none to read, which has been reported if it is worth it. */
  #decode(into: Collection, result: ReadResult): string | undefined {
    if (!('bytes' in result)) {
      addProblem(into, result);
      return undefined;
    }
    if (into.walked && !into.interest.mentionedInBytes(result.bytes)) return undefined;
    const decoded = decode(result.bytes);
    if ('text' in decoded) return decoded.text;
    addProblem(into, { code: 'NotText', ...decoded });
    return undefined;
  }

  async #read(into: Collection, text: string | undefined): Promise<void> {
    if (text === undefined) return;
    for (const _ of readText(text, into)) await this.#breathe();
    if (isFull(into)) this.#stop(into);
  }

  /** Lets signals and timers have their turn every 50 ms: a big file takes seconds. */
  async #breathe(): Promise<void> {
    if (performance.now() - this.#lastTurn < 50) return;
    await nextTurn();
    this.#io.signal?.throwIfAborted();
    this.#lastTurn = performance.now();
  }

  #stop(into: Collection): void {
    this.#full = true;
    const { objects, problems } = this.#limits;
    const [code, most] =
      into.objects.length > objects
        ? (['TooManyObjects', `${objects} objects`] as const)
        : (['TooManyProblems', `${problems} problems`] as const);
    const message = `there are more than ${most}; nothing after this was read`;
    addProblem(into, { code, message, hint: 'check that these are the right files, or split them' });
  }

  #collection(file: string, walked = false): Collection {
    const { objects, problems } = this;
    const { interest = machinesOnly } = this.#io;
    return { file, walked, interest, limits: this.#limits, objects, problems, seen: false };
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // Reading it will say what is wrong.
    return false;
  }
}

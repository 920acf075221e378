import type { InputProblemCode } from './problem.ts';

/** Why nothing of a YAML text can be used. Thrown where it is found, caught by `parseYaml`; never seen outside. */
export class YamlRefusal extends Error {
  readonly code: InputProblemCode;
  /** Where, counted from the start of the text. */
  readonly offset: number;
  readonly hint: string;
  /** The text uses an anchor that it does not define; more of the document may. */
  readonly needsContext: boolean;

  constructor(code: InputProblemCode, offset: number, message: string, hint: string, needsContext = false) {
    super(message);
    this.code = code;
    this.offset = offset;
    this.hint = hint;
    this.needsContext = needsContext;
  }
}

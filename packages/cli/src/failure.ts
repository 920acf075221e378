/** How a command ends; what scripts may rely on. */
export const exitCodes = {
  done: 0,
  /** Something failed, or the command was used wrongly. */
  failure: 1,
  /** Everything worked, and something cannot be converted or is blocked. */
  blocked: 2,
  interrupted: 130,
} as const;

/** One of the codes a command may end with. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Something that the user can mend: what happened, and what to do. Printed as `error:` and `hint:`, never with a stack. */
export class Failure extends Error {
  readonly hint: string;

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Failure';
    this.hint = hint;
  }
}

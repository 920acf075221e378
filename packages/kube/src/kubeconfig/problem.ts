/** Why there is no way to an API server: what is wrong in which file, and what to do. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError';
  readonly hint: string;

  constructor(message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.hint = hint;
  }
}

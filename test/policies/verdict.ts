import { ApiError } from '@capstan/kube';

/** What the server makes of a request: the message of the policy that refuses it, else the warnings that policies gave. */
export type Verdict = { readonly refused: string } | { readonly allowed: readonly string[] };

/** Judges an attempt by what it ends in; throws what no policy said. */
export async function verdictOf(attempt: Promise<{ readonly warnings: readonly string[] }>): Promise<Verdict> {
  try {
    return { allowed: (await attempt).warnings.map(said) };
  } catch (error) {
    const [, message] = /denied request: (.*)$/s.exec(error instanceof ApiError ? error.message : '') ?? [];
    if (message === undefined) throw error;
    return { refused: message };
  }
}

function said(warning: string): string {
  return (
    /^Validation failed for ValidatingAdmissionPolicy '.*?' with binding '.*?': (.*)$/s.exec(warning)?.[1] ?? warning
  );
}

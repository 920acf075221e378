import type { Problem } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';

/** The name of an SSH key pair of the workspace. Machine API takes no machine without one; Cluster API would. */
export function sshKey<C>(): Codec<string, string, C> {
  const required: Problem = {
    code: 'Required',
    message: 'no SSH key pair is named, and Machine API takes no machine without one',
    hint: 'Name a key pair of the workspace.',
  };
  return {
    rule: 'the same name; absent is refused',
    samples: { mapi: ['ocp1-x7k2p-key'], capi: ['ocp1-x7k2p-key'], required: true },
    toCapi(found, scope) {
      if (found === undefined) scope.report(required);
      return found;
    },
    toMapi(found, scope) {
      if (found === undefined) scope.report(required);
      return found;
    },
  };
}

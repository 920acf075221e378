import type { Codec } from '../mapping/make-row.ts';

/** The secret with the user data. A Cluster API machine without one waits for a bootstrap provider, which OpenShift has not. */
export function userDataSecret<C>(): Codec<string, string, C> {
  return {
    rule: 'the same name, of a secret in the namespace of each side',
    samples: {
      mapi: ['worker-user-data', 'gpu-user-data'],
      capi: ['worker-user-data', 'gpu-user-data'],
      required: true,
    },
    toCapi: (found) => found,
    toMapi(found, scope) {
      if (found === undefined) {
        scope.report({
          code: 'Required',
          message: 'no secret with user data is named, so the machine would wait for one',
          hint: 'Set bootstrap.dataSecretName, for instance to worker-user-data.',
        });
      }
      return found;
    },
  };
}

/** The same where no webhook of Machine API names a secret; `waiting` is what would wait for one in Cluster API. */
export function requiredUserDataSecret<C>(waiting: string): Codec<string, string, C> {
  return {
    ...userDataSecret<C>(),
    toCapi(found, scope) {
      if (found !== undefined) return found;
      scope.report({
        code: 'Required',
        message: `no secret with user data is named, so ${waiting} would wait for one`,
        hint: 'Name the secret, for instance worker-user-data.',
      });
      // Nothing is converted; without any value the schema would complain too, of a field that the user does not have.
      return 'none';
    },
  };
}

import { oc } from '../command.ts';
import { type Check, type Found, subjectOf } from '../finding.ts';

/** Machines cannot be made without it. */
export const missingSecret: Check = {
  name: 'missing-secret',
  finds: "a secret that is named and not there: user data, the cloud's credentials, the kubeconfig of Cluster API",
  needs: ['machine-api', 'secrets'],
  find: ({ secrets, namespaces }) =>
    secrets.flatMap(({ namespace, name, state, what, neededBy }): Found[] => {
      if (state !== 'missing') return [];
      const [first] = neededBy;
      const inClusterApi = namespace === namespaces.clusterApi && first !== undefined;
      const others = neededBy.length - 1;
      return [
        {
          severity: 'error',
          object: { apiVersion: 'v1', kind: 'Secret', namespace, name },
          what: 'it is named and not there',
          evidence: [
            `needed for ${what}`,
            ...(first === undefined
              ? []
              : [
                  `named by ${subjectOf(first).kind}/${subjectOf(first).name}${others > 0 ? ` and ${others} more` : ''}`,
                ]),
          ],
          why: inClusterApi
            ? `The operator copies it from ${namespaces.machineApi}, where it is missing too, or the operator does not act.`
            : first === undefined
              ? 'The operator makes it, and has not: it does not act, or something that it needs is missing.'
              : 'It was deleted, or the name is wrong.',
          do: inClusterApi
            ? [oc('get', { apiVersion: 'v1', kind: 'Secret', namespace: namespaces.machineApi, name })]
            : first === undefined
              ? ['See whether doctor says anything of the operator; its event KubeconfigNotMade names what is missing.']
              : ['Restore it, or name another in the provider spec.'],
        },
      ];
    }),
};

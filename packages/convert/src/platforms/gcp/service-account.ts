import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { FieldDoc } from '../../mapping/row.ts';

interface Account {
  email?: string | undefined;
  scopes?: string[] | undefined;
}

/** Who a machine is where a GCPMachine says nothing. */
export const defaultAccount = { email: 'default', scopes: ['https://www.googleapis.com/auth/cloud-platform'] };

/** The one service account of an instance: a list there, an object here, in spite of its name. */
export function serviceAccount<C>(): Codec<Account[], Account, C> {
  const check = (account: Account, scope: Scope<C>): void => {
    if (!account.email)
      scope.at('email').report({ code: 'Required', message: 'no account is named', hint: 'Give its email address.' });
    if (!account.scopes?.length)
      scope
        .at('scopes')
        .report({ code: 'Required', message: 'an account without scopes may do nothing', hint: 'List its scopes.' });
  };
  const sample = { email: 'ocp1-x7k2p-w@acme-ocp-prod.iam.gserviceaccount.com', scopes: defaultAccount.scopes };
  return {
    rule: 'exactly one account',
    samples: { mapi: [[sample]], capi: [sample], required: true },
    toCapi(found = [], scope) {
      const [account, second] = found;
      if (account === undefined) {
        scope.report({
          code: 'NotSupported',
          message: "Cluster API cannot make a machine without a service account: it would be the project's default one",
          hint: 'Name the service account of these machines.',
        });
        return undefined;
      }
      if (second !== undefined) {
        scope.report({
          code: 'NotSupported',
          value: found,
          message: 'an instance has one service account',
          hint: 'Remove all but one.',
        });
      }
      check(account, scope.at(0));
      return account;
    },
    toMapi(found = {}, scope) {
      check(found, scope);
      return [found];
    },
  };
}

/** What documentation says of it. */
export const serviceAccountFields: readonly FieldDoc[] = [
  {
    mapi: 'serviceAccounts[].email',
    capi: 'serviceAccounts.email',
    outcome: 'mapped',
    rule: 'the same value, of exactly one account',
    doc: "Where a GCPMachine has none, CAPG uses the project's default account; it is written out on the way back.",
  },
  {
    mapi: 'serviceAccounts[].scopes',
    capi: 'serviceAccounts.scopes',
    outcome: 'mapped',
    rule: 'the same values',
    whole: true,
  },
];

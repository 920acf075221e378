import type { Scope } from '../mapping/issue.ts';
import { setOwn } from '../mapping/json.ts';
import type { Codec } from '../mapping/make-row.ts';
import type { RowContext } from './context.ts';
import * as keys from './keys.ts';

type Labels = Record<string, string>;

/** A label selector requirement, loosely typed: the API server checks operators. */
interface Requirement {
  key?: string | undefined;
  operator?: string | undefined;
  values?: string[] | undefined;
}

/** The two parts of a label selector. */
interface Selector {
  labels?: Labels | undefined;
  expressions?: Requirement[] | undefined;
}

/**
 * A MachineSet's selector. In matchLabels roles become what the template's labels become; requirements keep their keys,
 * so one on a role cannot be said on the other side, where roles are other labels.
 */
export function selector<P>(): Codec<Selector, Selector, RowContext<P>> {
  return {
    rule: 'roles become node-role labels, others keep their name; requirements on roles are refused',
    fields: [{ mapi: 'expressions[]', capi: 'expressions[]', outcome: 'mapped', rule: 'the same value', whole: true }],
    samples: {
      mapi: [
        { labels: { 'machine.openshift.io/cluster-api-machineset': 'set' } },
        { expressions: [{ key: 'team', operator: 'In', values: ['a'] }] },
      ],
      capi: [
        { labels: { 'cluster.x-k8s.io/set-name': 'set' } },
        { labels: { 'cluster.x-k8s.io/set-name': 'set' }, expressions: [{ key: 'team', operator: 'Exists' }] },
      ],
      required: true,
    },
    toCapi(found, scope) {
      if (isEmpty(found, scope)) return {};
      refuseRoles(found.expressions, 'Cluster API', (key) => key === keys.role || key === keys.type, scope);
      return { ...(found.labels && { labels: withNodeRoles(found.labels) }), expressions: found.expressions };
    },
    toMapi(found, scope) {
      if (isEmpty(found, scope)) return {};
      for (const [key, value] of Object.entries(found.labels ?? {})) {
        if (!key.startsWith(keys.nodeRolePrefix)) continue;
        scope.at('labels', key).report({
          code: 'NotSupported',
          value,
          message: 'Machine API machines do not have this label; their role is the value of a label',
          hint: 'Select by a label of the set, such as cluster.x-k8s.io/set-name.',
        });
      }
      refuseRoles(found.expressions, 'Machine API', (key) => key.startsWith(keys.nodeRolePrefix), scope);
      return found;
    },
    canonMapi: canon,
    canonCapi: canon,
  };
}

/** The labels of a selector as Cluster API's machines have them. */
export function withNodeRoles(labels: Readonly<Labels>): Labels {
  const target: Labels = {};
  for (const [key, value] of Object.entries(labels)) {
    if ((key === keys.role || key === keys.type) && value !== '') setOwn(target, keys.nodeRolePrefix + value, '');
    else setOwn(target, key, value);
  }
  return target;
}

function isEmpty<C>(found: Selector | undefined, scope: Scope<C>): found is undefined {
  const size = Object.keys(found?.labels ?? {}).length + (found?.expressions?.length ?? 0);
  if (size > 0) return false;
  scope.report({
    code: 'Required',
    message: 'a MachineSet that selects by nothing would own every machine',
    hint: 'Select by a label that the template has, such as machine.openshift.io/cluster-api-machineset.',
  });
  return true;
}

function canon(found: Selector | undefined): unknown {
  const labels = Object.entries(found?.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return { labels, expressions: found?.expressions };
}

function refuseRoles<C>(
  expressions: readonly Requirement[] | undefined,
  side: 'Cluster API' | 'Machine API',
  isRole: (key: string) => boolean,
  scope: Scope<C>,
): void {
  expressions?.forEach(({ key = '' }, index) => {
    if (!isRole(key)) return;
    scope.at('expressions', index, 'key').report({
      code: 'NotSupported',
      value: key,
      message: `${side} has the role of a machine as another label, so this would select other machines`,
      hint: 'Select by another label of the template.',
    });
  });
}

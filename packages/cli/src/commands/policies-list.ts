import { listAt, textAt } from '@capstan/convert';
import type { PolicyBundle } from '@capstan/operator';
import { type ExitCode, exitCodes } from '../failure.ts';
import type { Io } from '../io.ts';
import { loadPolicies } from '../load-policies.ts';
import { formatTable } from '../output/table.ts';
import { wrapText } from '../wrap-text.ts';
import type { PoliciesFlags } from './policies.ts';

/** One policy, as `-o json` has it. */
interface ListedPolicy {
  readonly name: string;
  readonly action: string;
  readonly operations: readonly string[];
  readonly resources: readonly string[];
  readonly platform: string;
  readonly description: string;
}

/** `capstan policies list`: what there is, what it judges, and what it is for. */
export async function listPolicies(flags: PoliciesFlags, { out, ...io }: Io): Promise<ExitCode> {
  const listed = (await loadPolicies(flags, { out, ...io })).map(listedPolicy);
  if (flags.output === 'json') {
    await out.write(`${JSON.stringify({ version: 1, policies: listed }, undefined, 2)}\n`);
    return exitCodes.done;
  }
  const rows = listed.map(({ name, action, operations }) => [name, action, operations.join(', ').toLowerCase()]);
  await out.write(formatTable(['name', 'action', 'judges'], rows));
  for (const { name, resources, description, platform } of listed) {
    const of = `${resources.join(', ')}${platform === '' ? '' : ` (${platform})`}`;
    await out.write(`\n${io.paint('out', 'bold', name)}\n${wrapText(of, 2)}\n`);
    if (description !== '') await out.write(`${wrapText(description, 2)}\n`);
  }
  return exitCodes.done;
}

function listedPolicy({ name, policy, bindings }: PolicyBundle): ListedPolicy {
  const rules = listAt(policy, 'spec', 'matchConstraints', 'resourceRules').filter(
    // The question whether it is in place.
    (rule) => !listAt(rule, 'resources').includes('configmaps'),
  );
  const unique = (values: readonly unknown[]) => [...new Set(values.filter((each) => typeof each === 'string'))];
  const actions = bindings.flatMap((binding) => listAt(binding, 'spec', 'validationActions'));
  return {
    name,
    action: unique(actions).join(', '),
    operations: unique(rules.flatMap((rule) => listAt(rule, 'operations'))),
    resources: unique(
      rules.flatMap((rule) =>
        listAt(rule, 'apiGroups').flatMap((group) =>
          listAt(rule, 'resources').map((resource) => (group === '' ? resource : `${resource}.${group}`)),
        ),
      ),
    ),
    platform: textAt(policy, 'metadata', 'annotations', 'capstan.openshift.io/platform') ?? '',
    description: textAt(policy, 'metadata', 'annotations', 'kubernetes.io/description') ?? '',
  };
}

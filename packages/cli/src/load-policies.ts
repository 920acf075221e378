import type { KubeObject } from '@capstan/kube';
import {
  bundlesOf,
  type PolicyBundle,
  policyManifests,
  policyNames,
  problemText,
  readPolicies,
} from '@capstan/operator';
import { Failure } from './failure.ts';
import type { InputObject } from './input/problem.ts';
import { readInputs } from './input/read-inputs.ts';
import type { Io } from './io.ts';
import { printProblem } from './load.ts';

/** Which policies, and for which namespaces those that are shipped. */
export interface PolicyChoice {
  readonly policies?: readonly string[];
  readonly machineApiNamespace: string;
  readonly clusterApiNamespace: string;
}

/** The policies that a user names, or those that this version ships. Throws `Failure` where they can't be read. */
export async function loadPolicies(choice: PolicyChoice, io: Io): Promise<readonly PolicyBundle[]> {
  const { policies: paths, machineApiNamespace: machineApi, clusterApiNamespace: clusterApi } = choice;
  if (paths === undefined) return bundlesOf(policyManifests({ namespaces: { machineApi, clusterApi } }));
  const { objects, problems } = await readInputs(paths, { stdin: io.stdin, signal: io.signal });
  for (const problem of problems) await printProblem(problem, io);
  if (problems.some(({ severity }) => severity === 'error')) {
    throw new Failure('the policies could not be read', 'Mend what is named above.');
  }
  const bundles = objects.flatMap(({ value, file }): KubeObject[] => {
    const object = asKube(value);
    if (object === undefined) throw new Failure(`${file} holds an object without a name`, 'Give files of policies.');
    if (object.kind !== 'ConfigMap' || object.metadata.name !== policyNames.configMap) return [object];
    const read = readPolicies(object);
    if (!read.ok) throw new Failure(`${file}: ${read.problems.map(problemText).join('\n')}`, 'Mend the ConfigMap.');
    return read.bundles.flatMap(({ policy, bindings }) => [policy, ...bindings]);
  });
  const judging = bundles.filter(({ kind }) => kind.startsWith('ValidatingAdmissionPolicy'));
  if (judging.length === 0) {
    throw new Failure(
      `there is no policy in ${paths.join(', ')}`,
      `Give manifests of ValidatingAdmissionPolicies and their bindings, or the ConfigMap ${policyNames.configMap}.`,
    );
  }
  try {
    return bundlesOf(judging);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Failure(message, 'Give each policy together with its bindings.', { cause });
  }
}

function asKube(value: InputObject['value']): KubeObject | undefined {
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isMetadata(metadata)) return undefined;
  return { ...value, apiVersion, kind, metadata };
}

function isMetadata(value: unknown): value is KubeObject['metadata'] {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string';
}

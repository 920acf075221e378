import type { Problem, Scope } from '../../mapping/issue.ts';
import type { Direction } from '../../mapping/table.ts';
import type { RowContext } from '../../objects/context.ts';
import type { KnownWorkspace, PowerVSFacts } from './facts.ts';
import type { ResourceReference } from './resources.ts';

type Context = RowContext<PowerVSFacts>;

/** Reports a workspace that is not the cluster's, or of which nobody can tell whether it is. */
export function mustBeTheClusters({ id, name }: ResourceReference, scope: Scope<Context>, way: Direction): void {
  if (id) checkId(id, scope, way);
  else if (name) checkName(name, scope, way);
}

/** True where nothing says that the workspace is another one. */
export function isTheClusters(by: 'id' | 'name', value: string, { workspace: known }: PowerVSFacts): boolean {
  return known?.[by] === undefined || known[by] === value;
}

/** What is said of a workspace that is another one. */
export function elsewhere(by: 'id' | 'name', value: string, { context }: Scope<Context>): Problem {
  const { workspace: known } = context.platform;
  return {
    code: 'DifferentFromCluster',
    value,
    message: `must be the workspace of the ${whose(known)}, which is ${known?.[by]}: CAPIBM writes that of the cluster into provider ids, so the Node would not be found`,
    hint: "Name the cluster's workspace, or leave these machines on the API that they are on.",
  };
}

function checkId(id: string, scope: Scope<Context>, way: Direction): void {
  const { platform } = scope.context;
  const { workspace: known, clusterIsMissing } = platform;
  if (!isTheClusters('id', id, platform)) scope.at('id').report(elsewhere('id', id, scope));
  else if (known !== undefined && known.id === undefined && known.name !== undefined) {
    scope.at('id').report({
      code: 'NotChecked',
      severity: 'warning',
      value: id,
      message: `must be the workspace ${known.name}, which the ${whose(known)} knows by its name only`,
      hint: 'Compare the two, or name the workspace by id on the IBMPowerVSCluster.',
    });
    // On the way back nothing is lost: either API makes the machine where its own id says.
  } else if (way === 'toCapi' && clusterIsMissing && known === undefined) {
    scope.at('id').report({
      code: 'NotChecked',
      severity: 'warning',
      value: id,
      message: 'must be the workspace of the IBMPowerVSCluster, which is not part of the input',
      hint: 'Add the IBMPowerVSCluster to the input, or check that its workspace is this one.',
    });
  }
}

/** A name on a machine CAPIBM does not look at; so where there is no cluster to compare it with, it may be made anywhere. */
function checkName(name: string, scope: Scope<Context>, way: Direction): void {
  const { platform } = scope.context;
  const { workspace: known, clusterIsMissing } = platform;
  if (!isTheClusters('name', name, platform)) scope.at('name').report(elsewhere('name', name, scope));
  else if (clusterIsMissing)
    scope.at('name').report({ value: name, ...(way === 'toCapi' ? seeThat(name) : cannotTell) });
  else if (known?.name === undefined) {
    scope.at('name').report({
      code: 'NotSupported',
      value: name,
      message:
        'CAPIBM does not look for a workspace by the name on a machine, and the IBMPowerVSCluster has no name for it',
      hint: `Name the workspace by its id${known?.id === undefined ? '' : `: if it is the cluster's, that is ${known.id}`}.`,
    });
  }
}

function seeThat(name: string): Problem {
  return {
    code: 'NotChecked',
    severity: 'warning',
    message: 'CAPIBM takes the name of the workspace from the IBMPowerVSCluster, which is not part of the input',
    hint: `Add the IBMPowerVSCluster to the input, or see that the IBMPowerVSCluster has serviceInstance.name: ${name}, or name the workspace by its id.`,
  };
}

const cannotTell: Problem = {
  code: 'MissingObject',
  message:
    'CAPIBM took the workspace from the IBMPowerVSCluster, whatever the name on the machine, and it is not part of the input',
  hint: 'Add the IBMPowerVSCluster to the input, or name the workspace by its id.',
};

function whose(known: KnownWorkspace | undefined): string {
  return known?.isDerived === true ? 'control plane' : 'IBMPowerVSCluster';
}

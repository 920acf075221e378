import { asObject, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';

/** The name of the infra machine that a Machine of Cluster API refers to. */
export function infraNameOf(machine: KubeObject | undefined): string | undefined {
  return textAt(asObject(machine?.['spec']), 'infrastructureRef', 'name');
}

/** The name of the template that a MachineSet of Cluster API refers to. */
export function templateNameOf(set: KubeObject | undefined): string | undefined {
  return textAt(asObject(set?.['spec']), 'template', 'spec', 'infrastructureRef', 'name');
}

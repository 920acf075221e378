import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { oc, podsCommand } from '../command.ts';
import type { DoctorFacts } from '../facts.ts';
import { type Check, subjectOf } from '../finding.ts';

/** Deployments of the two namespaces that should run and of which nothing does. */
export function notRunning({ deployments }: DoctorFacts, namespace?: string): readonly KubeObject[] {
  return deployments.filter((deployment) => {
    const wanted = asObject(deployment['spec'])?.['replicas'] ?? 1;
    const available = asObject(deployment['status'])?.['availableReplicas'] ?? 0;
    const isThere = namespace === undefined || deployment.metadata.namespace === namespace;
    return isThere && wanted !== 0 && available === 0;
  });
}

/** A controller that does not run neither acts nor acknowledges that it has paused. */
export const controllerDown: Check = {
  name: 'controller-down',
  finds:
    "a controller of Machine API, Cluster API or a provider that doesn't run: nothing acts, and nobody acknowledges a pause",
  needs: ['controllers'],
  find: (facts) =>
    notRunning(facts).map((deployment) => ({
      severity: 'error',
      object: subjectOf(deployment),
      what: 'none of its pods is available',
      evidence: [`status.availableReplicas: ${asObject(deployment['status'])?.['availableReplicas'] ?? 0}`],
      why: 'What it controls stays as it is, and a hand-over that waits for it to pause waits for ever.',
      do: [podsCommand(deployment.metadata.namespace ?? ''), oc('describe', subjectOf(deployment))],
    })),
};

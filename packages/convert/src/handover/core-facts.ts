import type { HandoverFact } from './handover.ts';

/** What holds on every platform, since Cluster API's core manager does it: seen with 1.11.5 (test/conformance/lifecycle). */
export const coreFacts: readonly HandoverFact[] = [
  {
    name: 'no-drain-without-control-plane',
    effect: 'loses',
    of: 'both',
    target: 'cluster-api',
    message:
      'While no control plane machine is in Cluster API, its core manager neither drains nor deletes the Node of a Machine that is deleted, and passes by its preDrain hooks',
    hint: 'Before a Machine is deleted or its set scaled down, drain its Node (oc adm drain NODE), and delete the Node afterwards.',
  },
];

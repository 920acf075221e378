import { asObject, textAt } from '@capstan/convert';
import { clusterApiVersion, machineApiVersion } from '../../names.ts';
import { conditionOf } from '../../status/condition.ts';
import { authoritiesOf } from '../../status/waits-for.ts';
import { oc, patchCommand } from '../command.ts';
import { type Check, type Found, subjectOf } from '../finding.ts';
import { byName } from '../pairs.ts';
import { authorityEvidence, conditionEvidence } from './evidence.ts';

/** Scaling of the half that does not act is refused or put back, so the cluster stops growing. */
export const autoscalerTarget: Check = {
  name: 'autoscaler-target',
  finds: 'a MachineAutoscaler that scales the half of a set that does not act, or a set that is not there',
  needs: ['machine-api', 'autoscalers'],
  find: ({ autoscalers, machineSets, capiMachineSets }) => {
    const sets = byName(machineSets);
    const capiSets = byName(capiMachineSets);
    return autoscalers.flatMap((scaler): Found[] => {
      const target = asObject(asObject(scaler['spec'])?.['scaleTargetRef']);
      const name = textAt(target, 'name') ?? '';
      const aims = (textAt(target, 'apiVersion') ?? '').startsWith('cluster.x-k8s.io/') ? 'ClusterAPI' : 'MachineAPI';
      const set = sets.get(name);
      const evidence = [
        `spec.scaleTargetRef: ${textAt(target, 'apiVersion') ?? ''} ${textAt(target, 'kind') ?? ''} ${name}`,
        ...(conditionOf(scaler, 'Ready').status === '' ? [] : [conditionEvidence(scaler, 'Ready')]),
      ];
      const subject = subjectOf(scaler);
      if (set === undefined) {
        if (aims === 'ClusterAPI' && capiSets.has(name)) return [];
        return [
          {
            severity: 'warning',
            object: subject,
            what: `it scales the MachineSet ${name}, which is not there`,
            evidence,
            why: 'The set was deleted or renamed.',
            do: [oc('delete', subject)],
          },
        ];
      }
      const { acting } = authoritiesOf(set);
      if (acting === aims || acting === '' || acting === 'Migrating') return [];
      const apiVersion = acting === 'ClusterAPI' ? clusterApiVersion : machineApiVersion;
      const scaleTargetRef = { apiVersion, kind: 'MachineSet', name };
      return [
        {
          severity: 'error',
          object: subject,
          what: `it scales the half of the MachineSet ${name} that does not act`,
          evidence: [...evidence, authorityEvidence(set)],
          why: `${acting} acts on the set, so a change of replicas of its other half is refused or put back: the cluster no longer grows or shrinks.`,
          do: [
            `${patchCommand(subject, { spec: { scaleTargetRef } })}  # where your autoscaler knows sets of both APIs`,
            `${oc('delete', subject)}  # else, and scale by hand`,
          ],
        },
      ];
    });
  },
};

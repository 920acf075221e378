import { asObject, textAt } from '@capstan/convert';
import { clusterApiVersion, machineApiVersion, mirrorLabel } from '../../names.ts';
import { resourceOf } from '../../resource-name.ts';
import { authoritiesOf } from '../../status/waits-for.ts';
import { knownPolicies } from '../../words/known-policies.ts';
import { word } from '../command.ts';
import type { DoctorFacts } from '../facts.ts';
import { type Check, type Found, subjectOf } from '../finding.ts';
import { pairsOf } from '../pairs.ts';

/** Policies that guard machines and are in force: a policy without a binding refuses nothing. */
function inForce({ policies, bindings }: DoctorFacts): ReadonlySet<string> {
  const bound = new Set(bindings.map((binding) => textAt(asObject(binding['spec']), 'policyName') ?? ''));
  const names = policies.map(({ metadata }) => metadata.name).filter((name) => bound.has(name));
  const known = new Set(knownPolicies.map(({ name }) => name));
  return new Set(names.filter((name) => known.has(name) || name.startsWith('capstan-')));
}

/** Nothing keeps people from changing the half that does not act. */
export const noPolicies: Check = {
  name: 'no-policies',
  finds:
    'that no admission policy guards the pairs: an edit of the wrong half is put back without a word, a pause can be taken off',
  needs: ['policies', 'cluster-api'],
  find: (facts) => {
    const hasMirrors = [...facts.capiMachines, ...facts.capiMachineSets].some(
      ({ metadata }) => metadata.labels?.[mirrorLabel] !== undefined,
    );
    if (!hasMirrors || inForce(facts).size > 0) return [];
    return [
      {
        severity: 'warning',
        what: 'no admission policy guards Machines and MachineSets',
        evidence: [`${facts.policies.length} ValidatingAdmissionPolicies, none of them for machines and bound`],
        why: 'They were never applied, or were removed; or their bindings were.',
        do: ['oc apply -k deploy/base', 'oc get validatingadmissionpolicies,validatingadmissionpolicybindings'],
      },
    ];
  },
};

/** Which half may be changed; said only of objects that are asked for by name. */
export const refusedEdits: Check = {
  name: 'refused-edits',
  finds: 'of an object that you name: which edits the policies refuse for the API that acts, and what to edit instead',
  needs: ['machine-api'],
  find: (facts) => {
    const live = inForce(facts);
    const isUnseen = facts.unseen.has('policies');
    return pairsOf(facts).flatMap(({ kind, name, mapi, capi }): Found[] => {
      const { acting } = authoritiesOf(mapi);
      if (acting === '') return [];
      const locked = acting === 'ClusterAPI' ? mapi : capi;
      const isLive = [...live].some(
        (each) =>
          each.startsWith('capstan-') || isLockOf(each, acting === 'ClusterAPI' ? 'MachineAPI' : 'ClusterAPI', kind),
      );
      const what =
        acting === 'Migrating'
          ? 'while it is Migrating nothing of spec may change but authoritativeAPI, on either half'
          : `${acting} acts, so a change of its ${acting === 'ClusterAPI' ? 'Machine API' : 'Cluster API'} half is ${isUnseen ? 'refused, or put back' : isLive ? 'refused' : 'put back'}`;
      const resource = resourceOf({
        apiVersion: acting === 'ClusterAPI' ? clusterApiVersion : machineApiVersion,
        kind,
      });
      const namespace = acting === 'ClusterAPI' ? facts.namespaces.clusterApi : facts.namespaces.machineApi;
      return [
        {
          severity: 'info',
          object: subjectOf(locked ?? mapi),
          what,
          evidence: [
            `policies in force: ${isUnseen ? 'not known' : live.size === 0 ? 'none' : [...live].toSorted().join(', ')}`,
          ],
          why: 'A pair has one source: what is changed elsewhere would be lost.',
          do:
            acting === 'Migrating'
              ? ['Wait until it has changed hands.']
              : [`oc edit ${resource} ${word(name)} -n ${namespace}`],
        },
      ];
    });
  },
};

function isLockOf(policy: string, half: 'MachineAPI' | 'ClusterAPI', kind: 'Machine' | 'MachineSet'): boolean {
  const isOfSet = policy.includes('machine-set');
  return (
    isOfSet === (kind === 'MachineSet') && knownPolicies.some(({ name, locks }) => name === policy && locks === half)
  );
}

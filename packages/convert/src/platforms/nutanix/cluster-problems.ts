import type { JsonObject } from '@capstan/api';
import type { Problem, Segment } from '../../mapping/issue.ts';
import { asObject, deepEqual, listAt, textAt } from '../../mapping/json.ts';
import { platformSpecOf } from '../../objects/infrastructure.ts';
import type { FailureDomain } from './failure-domains.ts';

/** The secret with the credentials for Prism Central: Machine API accepts no other. */
export const credentials = 'nutanix-credentials';

/** How a NutanixCluster contradicts what Machine API knows of the cluster. */
export function clusterProblems(
  infrastructure: JsonObject,
  failureDomains: readonly FailureDomain[],
  infraCluster: JsonObject | undefined,
): Problem[] {
  const spec = asObject(infraCluster?.['spec']);
  if (spec === undefined) return [];
  return [...prismCentralProblems(infrastructure, spec), ...failureDomainProblems(failureDomains, spec)];
}

function* prismCentralProblems(infrastructure: JsonObject, spec: JsonObject): Generator<Problem> {
  const found = asObject(spec['prismCentral']);
  if (found === undefined) {
    yield {
      code: 'NotChecked',
      severity: 'warning',
      at: ['spec', 'prismCentral'],
      message: 'the NutanixCluster names no Prism Central, so its machines are made in that of the CAPX manager',
      hint: "Set spec.prismCentral to the Infrastructure's spec.platformSpec.nutanix.prismCentral.",
    };
    return;
  }
  const wanted = asObject(platformSpecOf(infrastructure, 'nutanix')['prismCentral']);
  for (const field of ['address', 'port'] as const) {
    const value = found[field] ?? (field === 'port' ? 9440 : undefined);
    if (wanted?.[field] === undefined || value === undefined || value === wanted[field]) continue;
    yield {
      code: 'DifferentFromCluster',
      at: ['spec', 'prismCentral', field],
      value,
      message: `must be that of the Infrastructure's Prism Central, which is ${wanted[field]}`,
      hint: 'Give the NutanixCluster and the Infrastructure of one cluster.',
    };
  }
  const secret = textAt(found, 'credentialRef', 'name');
  if (secret !== undefined && secret !== credentials) {
    yield {
      code: 'NotSupported',
      at: ['spec', 'prismCentral', 'credentialRef', 'name'],
      value: secret,
      message: `Machine API uses the credentials in the secret ${credentials}, and no others`,
      hint: `Keep the credentials in a secret ${credentials}, or keep these machines on Cluster API.`,
    };
  }
}

/** CAPX looks a failure domain up in the NutanixCluster first: there it must be what the Infrastructure says. */
function failureDomainProblems(known: readonly FailureDomain[], spec: JsonObject): Problem[] {
  return listAt(spec, 'failureDomains').flatMap((item, index): Problem[] => {
    const domain = known.find(({ name }) => name === textAt(item, 'name'));
    if (domain === undefined) return [];
    return (['cluster', 'subnets'] as const).flatMap((field): Problem[] => {
      const value = asObject(item)?.[field];
      if (deepEqual(value, domain[field])) return [];
      const at: Segment[] = ['spec', 'failureDomains', index, field];
      return [
        {
          code: 'DifferentFromCluster',
          at,
          ...(value !== undefined && { value }),
          message: `must be what the Infrastructure says of the failure domain ${domain.name}: ${JSON.stringify(domain[field])}`,
          hint: 'Give both the same; a machine would otherwise run elsewhere with the other API.',
        },
      ];
    });
  });
}

import type { Scope } from '../../mapping/issue.ts';
import { deepEqual, isBlank, prune } from '../../mapping/json.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { NutanixFacts } from './facts.ts';
import type { FailureDomain } from './failure-domains.ts';
import { idFields, type ResourceId, readId, type SelectedId, type Unselected } from './resource-id.ts';

type Context = RowContext<NutanixFacts>;

interface MapiSlots {
  cluster?: ResourceId | undefined;
  subnets?: ResourceId[] | undefined;
  domain?: string | undefined;
}

interface CapiSlots {
  cluster?: (Omit<ResourceId, 'type'> & { type?: 'uuid' | 'name' | undefined }) | undefined;
  subnets?: (Omit<ResourceId, 'type'> & { type?: 'uuid' | 'name' | undefined })[] | undefined;
  domain?: string | undefined;
}

interface Place {
  cluster?: SelectedId;
  subnets?: SelectedId[];
  domain?: string;
}

/**
 * Prism Element cluster, subnets and failure domain. A failure domain replaces the other two, in Machine API when the VM is
 * made, in CAPX likewise, and there the NutanixMachine must say the same to the letter afterwards: it is written so.
 */
export function placement(): Codec<MapiSlots, CapiSlots, Context> {
  return {
    rule: "as they are; with a failure domain, what the Infrastructure says of it, and the machine's own are carried",
    fields: ['cluster', 'subnets'].flatMap((slot) => {
      const place = slot === 'cluster' ? 'cluster.' : 'subnets[].';
      return idFields.map((field) => ({ ...field, mapi: `${place}${field.mapi}`, capi: `${place}${field.capi}` }));
    }),
    samples: {
      mapi: [
        elsewhere,
        { ...elsewhere, subnets: [{ type: 'name', name: 'vlan-120' }, uuidSubnet] },
        { ...inDomain, domain: 'fd-a' },
        { ...elsewhere, domain: 'fd-a' },
        { domain: 'fd-a' },
      ],
      capi: [
        elsewhere,
        { ...elsewhere, cluster: { type: 'name', name: 'pe-1' } },
        { ...inDomain, domain: 'fd-a' },
        { ...inDomain, domain: 'fd-a' },
        { ...inDomain, domain: 'fd-a' },
        { domain: 'fd-b' },
      ],
      required: true,
    },
    toCapi(found = {}, scope) {
      if (!found.domain) return explicit(found, scope, 'warn');
      const domain = findDomain(found.domain, scope);
      if (domain === undefined) return {};
      for (const slot of ['cluster', 'subnets'] as const) {
        if (isBlank(found[slot]) || deepEqual(prune(found[slot]), domain[slot])) continue;
        scope.at(slot).report({
          code: 'DroppedWithoutEffect',
          severity: 'warning',
          value: found[slot],
          message: `has no effect: machines of the failure domain ${domain.name} get ${JSON.stringify(domain[slot])}`,
          hint: 'Write what the failure domain says, or remove failureDomain.',
        });
      }
      return placeOf(domain);
    },
    toMapi(found = {}, scope) {
      if (!found.domain) return explicit(found, scope, 'refuse');
      const domain = findDomain(found.domain, scope);
      if (domain === undefined) return {};
      for (const slot of ['cluster', 'subnets'] as const) {
        if (isBlank(found[slot]) || deepEqual(prune(found[slot]), domain[slot])) continue;
        scope.at(slot).report({
          code: 'DifferentFromCluster',
          value: found[slot],
          message: `must be what the Infrastructure says of the failure domain ${domain.name}: ${JSON.stringify(domain[slot])}`,
          hint: 'Write what the failure domain says, or remove failureDomain from the Machine.',
        });
      }
      return placeOf(domain);
    },
  };
}

function placeOf({ name, cluster, subnets }: FailureDomain): Place {
  return { cluster, subnets: [...subnets], domain: name };
}

function findDomain(name: string, scope: Scope<Context>): FailureDomain | undefined {
  const { failureDomains } = scope.context.platform;
  const domain = failureDomains.find((known) => known.name === name);
  if (domain !== undefined) return domain;
  const names = failureDomains.map((known) => known.name).join(', ');
  scope.at('domain').report({
    code: 'InvalidValue',
    value: name,
    message: `the Infrastructure has no failure domain of this name that has a cluster and subnets${names === '' ? '' : `; it has ${names}`}`,
    hint: 'Name one of spec.platformSpec.nutanix.failureDomains of the Infrastructure object, with its type and members.',
  });
  return undefined;
}

function explicit(found: MapiSlots, scope: Scope<Context>, unselected: Unselected): Place {
  const cluster = readId(found.cluster, 'Prism Element cluster', scope.at('cluster'), unselected);
  const given = found.subnets ?? [];
  const subnets = given.map((subnet, index) => readId(subnet, 'subnet', scope.at('subnets', index), unselected));
  if (given.length > 32) {
    scope.at('subnets').report({
      code: 'InvalidValue',
      value: given.length,
      message: 'both APIs allow 32 subnets at most',
      hint: 'Remove some.',
    });
    return { ...(cluster !== undefined && { cluster }) };
  }
  if (given.length === 0) {
    scope.at('subnets').report({
      code: 'Required',
      message: 'no subnet is named, so the VM cannot be made',
      hint: 'Name the subnet, or a failure domain.',
    });
  }
  subnets.forEach((subnet, index) => {
    if (subnet === undefined || !subnets.slice(0, index).some((other) => deepEqual(other, subnet))) return;
    scope.at('subnets', index).report({
      code: 'Duplicate',
      value: subnet,
      message: 'the subnet is there twice, which Cluster API forbids',
      hint: 'Remove one.',
    });
  });
  return { ...(cluster !== undefined && { cluster }), subnets: subnets.filter((subnet) => subnet !== undefined) };
}

const uuidSubnet = { type: 'uuid', uuid: 'c7938dc6-7659-453e-a688-e26020c68e43' } as const;
const elsewhere = {
  cluster: { type: 'uuid', uuid: '0005f1a2-7c31-4b7e-0000-00000000aa01' },
  subnets: [uuidSubnet],
} as const;
const inDomain = {
  cluster: { type: 'name', name: 'pe-a' },
  subnets: [{ type: 'uuid', uuid: '8a1c6e40-5b7d-4c1f-9d22-3f4e5a6b7c8d' }],
} as const;

import type { JsonObject } from '@capstan/api';
import { isExternallyManaged } from '../../cluster/externally-managed.ts';
import type { Problem } from '../../mapping/issue.ts';
import { asObject, textAt } from '../../mapping/json.ts';
import { missingInStatus, platformStatusOf, userTagsIn } from '../../objects/infrastructure.ts';
import { type KnownCluster, type PlatformFacts, problemsOf } from '../../objects/platform.ts';
import { sameLocation, sameName } from './arm-id.ts';
import { regionOf } from './region.ts';
import { isTagOfCapz } from './tags.ts';

/** What is wrong with the Infrastructure and AzureCluster objects, or between them. */
export function azureProblems(known: KnownCluster): PlatformFacts<unknown>['problems'] {
  const azure = platformStatusOf(known.infrastructure, 'azure');
  return [
    ...problemsOf('infrastructure', infrastructureProblems(azure, known)),
    ...problemsOf('infraCluster', clusterProblems(azure, known)),
  ];
}

function* infrastructureProblems(azure: JsonObject, { infraCluster, derived }: KnownCluster): Generator<Problem> {
  const at = (field: string) => ['status', 'platformStatus', 'azure', field];
  const groups = [azure['resourceGroupName'], textAt(infraCluster, 'spec', 'resourceGroup')];
  if (!groups.some(Boolean) && textAt(derived, 'spec', 'resourceGroup') === undefined) {
    yield missingInStatus('azure', 'resourceGroupName', 'resource group').problem;
  }
  if (azure['cloudName'] === 'AzureStackCloud') {
    yield {
      code: 'NotSupported',
      at: at('cloudName'),
      value: azure['cloudName'],
      message: 'Cluster API has no provider for Azure Stack Hub',
      hint: 'Keep the machines of this cluster on Machine API.',
    };
  }
  const family = textAt(azure, 'ipFamily');
  if (family?.startsWith('DualStack')) {
    yield {
      code: 'NotSupported',
      at: at('ipFamily'),
      value: family,
      message:
        "Machine API puts a machine's IPv6 address into the IPv6 pools of the load balancers; CAPZ puts only its IPv4 address into one",
      hint: 'Keep the machines of this cluster on Machine API.',
    };
  }
}

function* clusterProblems(azure: JsonObject, { infraCluster, derived }: KnownCluster): Generator<Problem> {
  const spec = asObject(infraCluster?.['spec']);
  if (spec === undefined) return;
  const differs = (field: string, wanted: string | undefined, found: string | undefined, of: string): Problem[] =>
    wanted === undefined || found === undefined || sameName(wanted, found)
      ? []
      : [
          {
            code: 'DifferentFromCluster',
            at: ['spec', field],
            value: found,
            message: `must be ${of}, which is ${wanted}`,
            hint: `Correct ${field} of the AzureCluster, or give the Infrastructure object of the same cluster.`,
          },
        ];
  const group = textAt(azure, 'resourceGroupName');
  yield* differs('resourceGroup', group, textAt(spec, 'resourceGroup'), "the Infrastructure's resource group");
  const [region, location] = [regionOf(azure), textAt(spec, 'location')];
  if (!sameLocation(region, location)) yield* differs('location', region, location, 'the region that was given');
  const cloud = textAt(azure, 'cloudName');
  // CAPZ's webhook writes AzurePublicCloud where nothing is said.
  const environment = textAt(spec, 'azureEnvironment') ?? 'AzurePublicCloud';
  yield* differs('azureEnvironment', cloud, environment, "the Infrastructure's cloud");
  const machines = textAt(derived, 'spec', 'subscriptionID');
  yield* differs('subscriptionID', machines, textAt(spec, 'subscriptionID'), "the machines' subscription");
  if (asObject(spec['extendedLocation']) !== undefined) {
    yield {
      code: 'NotSupported',
      at: ['spec', 'extendedLocation'],
      value: spec['extendedLocation'],
      message: 'CAPZ puts the machines into this edge zone; Machine API knows none',
      hint: 'Remove extendedLocation, or keep the machines on Cluster API.',
    };
  }
  const ranges = asObject(asObject(spec['networkSpec'])?.['vnet'])?.['cidrBlocks'];
  if (Array.isArray(ranges) && ranges.some((range) => String(range).includes(':'))) {
    yield {
      code: 'NotSupported',
      at: ['spec', 'networkSpec', 'vnet', 'cidrBlocks'],
      value: ranges,
      message:
        'with an IPv6 range here CAPZ gives every machine an IPv6 address; Machine API gives none on this cluster',
      hint: 'Leave the IPv6 range out of the AzureCluster, or keep the machines on Cluster API.',
    };
  }
  yield* tagProblems(spec, azure, textAt(infraCluster, 'metadata', 'name') ?? '');
  if (!isExternallyManaged(infraCluster)) {
    yield {
      code: 'NotChecked',
      severity: 'warning',
      at: ['metadata', 'annotations'],
      message:
        'CAPZ makes networks, gateways and load balancers of its own for an AzureCluster without the annotation cluster.x-k8s.io/managed-by',
      hint: 'Set the annotation cluster.x-k8s.io/managed-by on the AzureCluster before CAPZ runs.',
    };
  }
}

/** CAPZ puts the AzureCluster's tags on every machine; Machine API only those of the Infrastructure object. */
function* tagProblems(spec: JsonObject, azure: JsonObject, clusterName: string): Generator<Problem> {
  const wanted = userTagsIn(azure['resourceTags']);
  for (const [name, value] of Object.entries(asObject(spec['additionalTags']) ?? {})) {
    if (wanted[name] === value || isTagOfCapz(name, clusterName)) continue;
    yield {
      code: 'DifferentFromCluster',
      at: ['spec', 'additionalTags', name],
      value,
      message:
        'CAPZ puts this tag on every machine; Machine API only those of status.platformStatus.azure.resourceTags of the Infrastructure object',
      hint: 'Remove the tag from the AzureCluster and list it under additionalTags of the machines that are to have it.',
    };
  }
}

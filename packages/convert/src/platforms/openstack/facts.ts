import type { JsonObject } from '@capstan/api';
import { isExternallyManaged } from '../../cluster/externally-managed.ts';
import type { Problem } from '../../mapping/issue.ts';
import { asObject, listAt, textAt } from '../../mapping/json.ts';
import { platformStatusOf } from '../../objects/infrastructure.ts';
import { type KnownCluster, type PlatformFacts, problemsOf } from '../../objects/platform.ts';

/** What the OpenStack rows must know of the cluster. */
export interface OpenStackFacts {
  /**
   * Addresses that Machine API lets every port of its networks answer for: those of the API server, then of the ingress.
   * Undefined where the Infrastructure does not name them: then only machines convert that have no need of them.
   */
  readonly virtualIPs: readonly string[] | undefined;
  /** With a load balancer of the user's, Machine API gives no port any address pairs, not even those that it names. */
  readonly ignoresAddressPairs: boolean;
  /** Whose credentials machines without some of their own get in Cluster API; undefined where that is not known. */
  readonly identity: { readonly name: string; readonly cloudName: string } | undefined;
  /** CAPO puts ports without a network onto the network of the OpenStackCluster, and forgets their subnets. */
  readonly clusterNetwork: boolean;
  /** What CAPO would do with the API server's address to control plane machines; undefined for nothing. */
  readonly endpointTakeover: string | undefined;
}

/** Reads the facts; an OpenStackCluster that changes what machines are is a problem. */
export function openStackFacts({
  infrastructure,
  infraCluster,
  derived,
  isComparable,
}: KnownCluster): PlatformFacts<OpenStackFacts> {
  const openstack = platformStatusOf(infrastructure, 'openstack');
  const ignoresAddressPairs = textAt(openstack, 'loadBalancer', 'type') === 'UserManaged';
  const apiServer = addressesIn(openstack, 'apiServerInternalIPs', 'apiServerInternalIP');
  const ingress = addressesIn(openstack, 'ingressIPs', 'ingressIP');
  return {
    facts: {
      virtualIPs: ignoresAddressPairs ? [] : apiServer && ingress && [...apiServer, ...ingress],
      ignoresAddressPairs,
      // What a worker says proves nothing about the cluster: it may be the odd one.
      identity: identityOf(infraCluster ?? (isComparable === true ? derived : undefined)),
      clusterNetwork: infraCluster !== undefined && hasNetwork(infraCluster),
      endpointTakeover: infraCluster === undefined ? undefined : takeoverOf(asObject(infraCluster['spec']) ?? {}),
    },
    problems: problemsOf(
      'infraCluster',
      clusterProblems(infraCluster, textAt(infrastructure, 'status', 'infrastructureName')),
    ),
  };
}

/** The list, or what stood in its place before clusters had two IP families; undefined where neither is there. */
function addressesIn(openstack: JsonObject, list: string, single: string): string[] | undefined {
  const found = openstack[list];
  const only = textAt(openstack, single);
  if (Array.isArray(found)) return found.filter((address) => typeof address === 'string' && address !== '');
  return only === undefined ? undefined : [only];
}

function identityOf(cluster: JsonObject | undefined): OpenStackFacts['identity'] {
  const identity = asObject(asObject(cluster?.['spec'])?.['identityRef']);
  const name = textAt(identity, 'name');
  const cloudName = textAt(identity, 'cloudName');
  // A cluster's own region or identity object cannot be said of a machine in Machine API.
  const isSecret = (textAt(identity, 'type') ?? 'Secret') === 'Secret' && textAt(identity, 'region') === undefined;
  return name === undefined || cloudName === undefined || !isSecret ? undefined : { name, cloudName };
}

/** CAPO writes the network into the status of an OpenStackCluster that it manages itself, if not today then soon. */
function hasNetwork(cluster: JsonObject): boolean {
  return !isExternallyManaged(cluster) || textAt(cluster, 'status', 'network', 'id') !== undefined;
}

function takeoverOf(spec: JsonObject): string | undefined {
  const balancer = asObject(spec['apiServerLoadBalancer']);
  if (balancer !== undefined && balancer['enabled'] !== false) return 'register it with a load balancer of its own';
  const hasFloatingIP = spec['disableAPIServerFloatingIP'] !== true && spec['disableExternalNetwork'] !== true;
  return hasFloatingIP ? 'give it a floating IP for the API server' : undefined;
}

function* clusterProblems(cluster: JsonObject | undefined, infrastructureName = ''): Generator<Problem> {
  const spec = asObject(cluster?.['spec']) ?? {};
  if (asObject(spec['managedSecurityGroups']) !== undefined) {
    yield {
      code: 'NotSupported',
      at: ['spec', 'managedSecurityGroups'],
      value: spec['managedSecurityGroups'],
      message: 'CAPO would put security groups of its own onto the ports of machines; Machine API has none such',
      hint: 'Remove the field, or keep these machines on Cluster API.',
    };
  }
  // The installer puts this one onto every machine itself.
  const usual = `openshiftClusterID=${infrastructureName}`;
  const tags = listAt(spec, 'tags').filter((tag) => tag !== usual);
  if (tags.length > 0) {
    yield {
      code: 'NotChecked',
      severity: 'warning',
      at: ['spec', 'tags'],
      value: tags,
      message:
        'CAPO puts these tags onto the instance and the ports of every machine, and Machine API only those of its provider spec',
      hint: 'List them under tags of every machine, or remove them here.',
    };
  }
}

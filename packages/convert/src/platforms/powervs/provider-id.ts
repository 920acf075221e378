import { mirroredProviderId } from '../../codecs/provider-id.ts';
import type { Problem } from '../../mapping/issue.ts';
import type { RowContext } from '../../objects/context.ts';
import type { PowerVSFacts } from './facts.ts';

/** Where an instance is, and which it is. */
export interface InstancePlace {
  readonly region: string;
  readonly zone: string;
  readonly workspaceId: string;
  readonly instanceId: string;
}

/** Reads `ibmpowervs://dal/dal10/<workspace id>/<instance id>`; undefined where it is anything else. */
export function placeOf(providerID: unknown): InstancePlace | undefined {
  if (typeof providerID !== 'string') return undefined;
  const [, region, zone, workspaceId, instanceId] =
    /^ibmpowervs:\/\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(providerID) ?? [];
  return region && zone && workspaceId && instanceId ? { region, zone, workspaceId, instanceId } : undefined;
}

/** What else a machine says of its workspace: converted by a row of its own. */
interface Beside {
  workspace?: string | undefined;
  /** Cluster API's deprecated field, which counts before the other. */
  deprecated?: string | undefined;
}

/**
 * A machine's provider id, by which it finds its Node. CAPIBM finds the instance itself by its name in the workspace of the
 * spec, so an id that tells of another workspace means that it would make the machine again.
 */
export function providerId() {
  return {
    ...mirroredProviderId<PowerVSFacts, Beside>({
      rule: 'the same on Machine and IBMPowerVSMachine; it must be in the workspace of the machine, and in the region of the cluster',
      noun: 'instance',
      sample: 'ibmpowervs://dal/dal10/e449d86e-c3a0-4c07-959e-8557fdf55482/7d1f3c52-90ab-4e6d-8c21-5b6f0a9e4d31',
      check,
    }),
    // What is only looked at is neither lost nor given back here.
    canonMapi: (found: MapiSlots | undefined) => found && { providerID: found.providerID },
    canonCapi: (found: CapiSlots | undefined) => found && { machine: found.machine, infra: found.infra },
  };
}

interface MapiSlots extends Beside {
  providerID?: string | undefined;
}

interface CapiSlots extends Beside {
  machine?: string | undefined;
  infra?: string | undefined;
}

function check(id: string, { platform }: RowContext<PowerVSFacts>, beside: Beside): Problem | undefined {
  const place = placeOf(id);
  if (place === undefined) {
    return {
      code: 'InvalidValue',
      message: 'names no instance: a Power VS provider id is ibmpowervs://REGION/ZONE/WORKSPACE/INSTANCE',
      hint: 'Correct the provider id; the controller writes it once the instance exists.',
    };
  }
  const { workspace } = platform;
  const wanted = workspace?.id ?? (beside.deprecated || beside.workspace);
  if (wanted && place.workspaceId !== wanted) {
    const whose =
      workspace?.id === undefined
        ? "the machine's own"
        : `that of the ${workspace.isDerived ? 'control plane' : 'IBMPowerVSCluster'}`;
    return {
      code: 'DifferentFromCluster',
      message: `the instance is in another workspace than ${whose}, which is ${wanted}: CAPIBM would not find it and make another`,
      hint: 'Correct the provider id, or leave this machine on the API that it is on.',
    };
  }
  for (const noun of ['region', 'zone'] as const) {
    const known = platform[noun];
    if (known === undefined || place[noun] === known) continue;
    return {
      code: 'DifferentFromCluster',
      message: `the instance is in the ${noun} ${place[noun]}, and the cluster's is ${known}`,
      hint: `Give the ${noun} of the cluster that the machine belongs to, or correct the provider id.`,
    };
  }
  return undefined;
}

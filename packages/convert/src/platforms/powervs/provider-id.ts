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

/**
 * A machine's provider id, by which it finds its Node. CAPIBM finds the instance itself by its name in the workspace of the
 * spec, so an id that tells of another workspace means that it would make the machine again.
 */
export function providerId() {
  return mirroredProviderId<PowerVSFacts>({
    rule: 'the same on Machine and IBMPowerVSMachine; it must be in the workspace of the IBMPowerVSCluster',
    noun: 'instance',
    sample: 'ibmpowervs://dal/dal10/e449d86e-c3a0-4c07-959e-8557fdf55482/7d1f3c52-90ab-4e6d-8c21-5b6f0a9e4d31',
    check,
  });
}

function check(id: string, { platform }: RowContext<PowerVSFacts>): Problem | undefined {
  const place = placeOf(id);
  if (place === undefined) {
    return {
      code: 'InvalidValue',
      message: 'names no instance: a Power VS provider id is ibmpowervs://REGION/ZONE/WORKSPACE/INSTANCE',
      hint: 'Correct the provider id; the controller writes it once the instance exists.',
    };
  }
  const expected = platform.workspace?.id;
  if (expected === undefined || place.workspaceId === expected) return undefined;
  return {
    code: 'DifferentFromCluster',
    message: `the instance is in another workspace than that of the IBMPowerVSCluster, which is ${expected}: CAPIBM would not find it and make another`,
    hint: 'Correct the provider id, or leave this machine on the API that it is on.',
  };
}

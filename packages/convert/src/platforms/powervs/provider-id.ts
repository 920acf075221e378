import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { PowerVSFacts } from './facts.ts';

type Context = RowContext<PowerVSFacts>;

interface MapiSlots {
  providerID?: string | undefined;
}

interface CapiSlots {
  machine?: string | undefined;
  infra?: string | undefined;
}

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
export function providerId(): Codec<MapiSlots, CapiSlots, Context> {
  return {
    rule: 'the same on Machine and IBMPowerVSMachine; it must be in the workspace of the IBMPowerVSCluster',
    fields: [],
    samples: {
      mapi: [{ providerID: sample }, {}],
      capi: [{ machine: sample, infra: sample }, { machine: sample }, {}],
    },
    toCapi(found, scope) {
      const id = found?.providerID;
      return id && isFine(id, scope.at('providerID')) ? { machine: id, infra: id } : {};
    },
    toMapi(found, scope) {
      const { machine, infra } = found ?? {};
      const id = machine || infra;
      if (!id || !isFine(id, scope.at(machine ? 'machine' : 'infra'))) return {};
      if (machine && infra && machine !== infra) {
        scope.at('infra').report({
          code: 'Conflict',
          value: infra,
          message: `differs from the Machine's provider id, which is ${machine}`,
          hint: 'Find out which instance is meant; both must name it.',
        });
      }
      return { providerID: id };
    },
  };
}

function isFine(id: string, scope: Scope<Context>): boolean {
  const { object, platform } = scope.context;
  if (object.kind === 'MachineSet') {
    scope.report({
      code: 'NotSupported',
      value: id,
      message: 'a template that names an instance would give every machine the same one',
      hint: 'Remove it from the template.',
    });
    return false;
  }
  const place = placeOf(id);
  if (place === undefined) {
    scope.report({
      code: 'InvalidValue',
      value: id,
      message: 'names no instance: a Power VS provider id is ibmpowervs://REGION/ZONE/WORKSPACE/INSTANCE',
      hint: 'Correct the provider id; the controller writes it once the instance exists.',
    });
    return false;
  }
  const expected = platform.workspace?.id;
  if (expected !== undefined && place.workspaceId !== expected) {
    scope.report({
      code: 'DifferentFromCluster',
      value: id,
      message: `the instance is in another workspace than that of the IBMPowerVSCluster, which is ${expected}: CAPIBM would not find it and make another`,
      hint: 'Correct the provider id, or leave this machine on the API that it is on.',
    });
    return false;
  }
  return true;
}

const sample = 'ibmpowervs://dal/dal10/e449d86e-c3a0-4c07-959e-8557fdf55482/7d1f3c52-90ab-4e6d-8c21-5b6f0a9e4d31';

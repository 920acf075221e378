import type { Problem, Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { FieldDoc } from '../../mapping/row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { GCPFacts } from './facts.ts';

interface MapiSlots {
  providerID?: string | undefined;
  /** Both id and zone say where the instance is. The zone itself is converted by a row of its own. */
  zone?: string | undefined;
}

interface CapiSlots {
  machine?: string | undefined;
  infra?: string | undefined;
  zone?: string | undefined;
}

type Context = RowContext<GCPFacts>;

const idParts = /^gce:\/\/([^/]+)\/([^/]+)\/([^/]+)$/;

/** The name of the instance that a provider id ends in; undefined for what is none. */
export function instanceOf(providerID: string): string | undefined {
  return idParts.exec(providerID)?.[3];
}

/**
 * `gce://PROJECT/ZONE/NAME`, alike on both sides. Both controllers look for an instance by these three and not by the id;
 * an id that says something else belongs to another instance, beside which a new one would be made.
 */
export function providerId(): Codec<MapiSlots, CapiSlots, Context> {
  const id = 'gce://acme-ocp-prod/europe-west4-a/set';
  return {
    rule: "the same on Machine and GCPMachine; its project and zone must be the machine's",
    // Most are without one: in a template an id is refused.
    samples: { mapi: [{ providerID: id }, {}, {}], capi: [{ machine: id, infra: id }, { infra: id }, {}, {}, {}] },
    toCapi(found, scope) {
      const { providerID, zone } = found ?? {};
      return check(providerID, zone, scope.at('providerID'))
        ? { machine: providerID, infra: providerID, zone }
        : { zone };
    },
    toMapi(found, scope) {
      const { machine, infra, zone } = found ?? {};
      if (machine && infra && machine !== infra) {
        scope.at('infra').report({
          code: 'Conflict',
          value: infra,
          message: `differs from the Machine's provider id, which is ${machine}`,
          hint: 'Find out which instance is meant; both must name it.',
        });
      }
      const providerID = machine || infra;
      return check(providerID, zone, scope.at(machine ? 'machine' : 'infra')) ? { providerID, zone } : { zone };
    },
  };
}

/** True for an id that can be of this machine. Reports any other. */
function check(id: string | undefined, zone: string | undefined, scope: Scope<Context>): id is string {
  if (!id) return false;
  const { object, platform } = scope.context;
  const [, project, idZone] = idParts.exec(id) ?? [];
  const problem: Omit<Problem, 'value'> | undefined =
    object.kind === 'MachineSet'
      ? inTemplate
      : project === undefined
        ? noInstance
        : project !== (platform.projectID ?? project)
          ? elsewhere('project', platform.projectID)
          : zone && idZone !== zone
            ? elsewhere('zone', zone)
            : undefined;
  if (problem === undefined) return true;
  scope.report({ ...problem, value: id });
  return false;
}

const inTemplate: Omit<Problem, 'value'> = {
  code: 'NotSupported',
  message: 'a template that names an instance would give every machine the same one',
  hint: 'Remove it from the template.',
};

const noInstance: Omit<Problem, 'value'> = {
  code: 'InvalidValue',
  message: 'names no instance: a provider id of GCP is gce://PROJECT/ZONE/NAME',
  hint: 'Correct the provider id; Machine API writes it once the instance runs.',
};

function elsewhere(noun: string, wanted: string | undefined): Omit<Problem, 'value'> {
  return {
    code: 'Conflict',
    message: `is of an instance in another ${noun}; the machine is in ${wanted}, where a second instance would be made`,
    hint: `Find out which instance is meant, and correct the provider id or the ${noun}.`,
  };
}

/** What documentation says of it. */
export const providerIdFields: readonly FieldDoc[] = [
  {
    mapi: '$machine.providerID',
    capi: '$machine.providerID',
    outcome: 'mapped',
    rule: 'the same value',
    doc: 'Its project and zone must be those of the machine: both controllers look there for an instance of its name.',
  },
  { capi: 'providerID', outcome: 'mapped', rule: "the Machine's provider id" },
];

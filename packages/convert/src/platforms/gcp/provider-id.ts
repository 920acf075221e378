import { mirroredProviderId } from '../../codecs/provider-id.ts';
import type { Problem } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { FieldDoc } from '../../mapping/row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { GCPFacts } from './facts.ts';

interface Zoned {
  /** Both id and zone say where the instance is. The zone itself is converted by a row of its own. */
  zone?: string | undefined;
}

interface MapiSlots extends Zoned {
  providerID?: string | undefined;
}

interface CapiSlots extends Zoned {
  machine?: string | undefined;
  infra?: string | undefined;
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
  const mirrored = mirroredProviderId<GCPFacts, Zoned>({
    rule: "the same on Machine and GCPMachine; its project and zone must be the machine's",
    noun: 'instance',
    sample: 'gce://acme-ocp-prod/europe-west4-a/set',
    check,
  });
  return {
    ...mirrored,
    toCapi: (found, scope) => ({ ...mirrored.toCapi(found, scope), zone: found?.zone }),
    toMapi: (found, scope) => ({ ...mirrored.toMapi(found, scope), zone: found?.zone }),
  };
}

function check(id: string, { platform }: Context, { zone }: Zoned): Problem | undefined {
  const [, project, idZone] = idParts.exec(id) ?? [];
  if (project === undefined) return noInstance;
  if (project !== (platform.projectID ?? project)) return elsewhere('project', platform.projectID);
  return zone && idZone !== zone ? elsewhere('zone', zone) : undefined;
}

const noInstance: Problem = {
  code: 'InvalidValue',
  message: 'names no instance: a provider id of GCP is gce://PROJECT/ZONE/NAME',
  hint: 'Correct the provider id; Machine API writes it once the instance runs.',
};

function elsewhere(noun: string, wanted: string | undefined): Problem {
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

import { unknownWord } from '../../codecs/enumeration.ts';
import type { Problem } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { FieldDoc } from '../../mapping/row.ts';

interface MapiSlots {
  preemptible?: boolean | undefined;
  model?: string | undefined;
  restart?: string | undefined;
}

interface CapiSlots {
  preemptible?: boolean | undefined;
  model?: 'Standard' | 'Spot' | undefined;
}

/**
 * Whether Google may take the machine away, and whether it starts again by itself. Cluster API has no say in the second:
 * GCP then restarts standard machines and no others, and only that can be said.
 */
export function interruption<C>(): Codec<MapiSlots, CapiSlots, C> {
  return {
    rule: 'the same values; a restart policy that GCP has anyway is carried',
    samples: {
      mapi: [
        {},
        { preemptible: false },
        { preemptible: true },
        { preemptible: true, restart: 'Never' },
        { model: 'Spot' },
        { model: 'Spot', restart: 'Never', preemptible: false },
        { restart: 'Always' },
      ],
      capi: [
        {},
        { model: 'Spot' },
        { model: 'Spot', preemptible: false },
        { model: 'Standard' },
        { model: 'Standard', preemptible: true },
        { preemptible: true },
      ],
    },

    toCapi(found, scope) {
      const { preemptible, model, restart } = found ?? {};
      if (model && model !== 'Spot') scope.at('model').report({ ...unknownModel, value: model });
      const isSpot = model === 'Spot';
      if (preemptible && isSpot) scope.at('model').report({ ...both, value: model });
      const isInterruptible = preemptible === true || isSpot;
      if (restart && restart !== 'Always' && restart !== 'Never')
        scope.at('restart').report(unknownWord(restart, ['Always', 'Never']));
      if (restart === 'Always' && isInterruptible) scope.at('restart').report({ ...neverRestarted, value: restart });
      if (restart === 'Never' && !isInterruptible) scope.at('restart').report({ ...alwaysRestarted, value: restart });
      return { preemptible, ...(isSpot && { model }) };
    },

    toMapi(found, scope) {
      const { preemptible, model } = found ?? {};
      if (preemptible && model === 'Spot') scope.at('model').report({ ...both, value: model });
      return { preemptible, ...(model === 'Spot' && { model }) };
    },

    canonMapi: (found) => ({ ...found, preemptible: found?.preemptible || undefined }),
    canonCapi: (found) => ({ ...found, preemptible: found?.preemptible || undefined }),
  };
}

const both: Problem = {
  code: 'Conflict',
  message: 'a machine is preemptible or of the model Spot, not both',
  hint: 'Remove preemptible, or provisioningModel.',
};

const unknownModel: Problem = {
  code: 'InvalidValue',
  message: 'unknown value; Machine API knows Spot only',
  hint: 'Use Spot, or remove the field for standard machines.',
};

const neverRestarted: Problem = {
  code: 'Conflict',
  message: 'GCP never restarts a preemptible or Spot machine, and Machine API refuses to ask for it',
  hint: 'Remove restartPolicy, or use Never.',
};

const alwaysRestarted: Problem = {
  code: 'NotSupported',
  message: 'Cluster API cannot keep GCP from restarting a standard machine',
  hint: 'Remove restartPolicy, or keep these machines on Machine API.',
};

/** What documentation says of them. */
export const interruptionFields: readonly FieldDoc[] = [
  { mapi: 'preemptible', capi: 'preemptible', outcome: 'mapped', rule: 'the same value', equal: 'false = absent' },
  {
    mapi: 'provisioningModel',
    capi: 'provisioningModel',
    outcome: 'mapped',
    rule: '`Spot`; `Standard` is absent, and carried',
  },
  {
    mapi: 'restartPolicy',
    outcome: 'carried',
    rule: 'carried where it is what GCP does anyway: `Always` on standard machines, `Never` on preemptible and Spot ones',
    doc: 'Cluster API has no such field; all else is refused.',
  },
];

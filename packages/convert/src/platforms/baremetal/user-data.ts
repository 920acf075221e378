import type { Codec } from '../../mapping/make-row.ts';
import type { FieldDoc } from '../../mapping/row.ts';
import type { RowContext } from '../../objects/context.ts';

interface MapiSlots {
  name?: string | undefined;
  namespace?: string | undefined;
}

interface CapiSlots extends MapiSlots {
  secret?: string | undefined;
}

const example = 'worker-user-data-managed';

/**
 * The secret with the user data. Cluster API names it on the Machine, which CAPM3 prefers to what its own spec names
 * (getUserDataSecretName), so `userData` of a Metal3Machine is not written and has no effect where it is there. CAPM3 reads
 * secrets of its own namespace alone, and waits for ever where the Machine names none.
 */
export function userData<P>(): Codec<MapiSlots, CapiSlots, RowContext<P>> {
  return {
    rule: 'the same name, of a secret in the namespace of each side',
    samples: {
      mapi: [
        { name: example },
        { name: 'gpu-user-data', namespace: 'openshift-machine-api' },
        { name: 'storage-user-data', namespace: '' },
      ],
      capi: [{ secret: example }, { secret: 'gpu-user-data', name: 'gpu-user-data' }],
      required: true,
    },
    toCapi(found, scope) {
      const { name, namespace } = found ?? {};
      const own = scope.context.cluster.machineApiNamespace;
      if (namespace && namespace !== own) {
        scope.at('namespace').report({
          code: 'NotSupported',
          value: namespace,
          message: "CAPM3 reads secrets of the machine's own namespace only",
          hint: `Copy the secret to the namespace ${own}, and remove userData.namespace.`,
        });
      }
      if (!name) {
        scope.at('name').report({
          code: 'Required',
          message: 'no secret with user data is named; CAPM3 would wait for one',
          hint: `Set userData.name, for instance to ${example}.`,
        });
      }
      // Also where it is missing: that the Cluster API Machine then has no bootstrap is no second error.
      return { secret: name ?? '' };
    },
    toMapi(found, scope) {
      const { secret, name } = found ?? {};
      if (!secret) {
        scope.at('secret').report({
          code: 'Required',
          message: 'no secret with user data is named, so the machine would wait for one',
          hint: `Set bootstrap.dataSecretName, for instance to ${name || example}.`,
        });
        return {};
      }
      if (name && name !== secret) {
        scope.at('name').report({
          code: 'DroppedWithoutEffect',
          severity: 'warning',
          value: name,
          message: `has no effect: CAPM3 takes the secret that the Machine names, which is ${secret}`,
          hint: 'Remove userData.',
        });
      }
      return { name: secret };
    },
  };
}

/** The fields of both sides; of CAPM3's own none is written. */
export const userDataFields: readonly FieldDoc[] = [
  {
    mapi: 'userData.name',
    capi: '$machine.bootstrap.dataSecretName',
    outcome: 'mapped',
    rule: 'the same name, of a secret in the namespace of each side',
    doc: 'CAPM3 waits where the Machine names none, whatever the Metal3Machine says.',
  },
  {
    mapi: 'userData.namespace',
    outcome: 'carried',
    rule: "only the machine's own namespace, which is carried; others are refused",
    doc: 'CAPM3 reads secrets of its own namespace only.',
  },
  ...(['name', 'namespace'] as const).map((field) => ({
    capi: `userData.${field}`,
    outcome: 'carried' as const,
    rule: 'carried',
    doc: 'Without effect: CAPM3 takes the secret that the Machine names.',
  })),
];

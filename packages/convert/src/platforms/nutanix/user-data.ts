import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';

interface MapiSlots {
  secret?: string | undefined;
}

interface CapiSlots {
  secret?: string | undefined;
  ref?: Reference | undefined;
}

interface Reference {
  apiVersion?: string | undefined;
  fieldPath?: string | undefined;
  kind?: string | undefined;
  name?: string | undefined;
  namespace?: string | undefined;
  resourceVersion?: string | undefined;
  uid?: string | undefined;
}

/** The default of Machine API's webhook. */
const standard = 'worker-user-data';

/**
 * The secret with the user data. CAPX boots from bootstrapRef and fills it itself from the Machine's secret, so that reference
 * says nothing of its own and is no configuration; one to anything else is.
 */
export function userData<P>(): Codec<MapiSlots, CapiSlots, RowContext<P>> {
  return {
    rule: 'the same name, of a secret in the namespace of each side',
    fields: [
      {
        capi: 'ref',
        outcome: 'ignored',
        rule: "not converted where it is the Machine's secret, since CAPX writes it; refused where it is anything else",
        whole: true,
      },
    ],
    samples: {
      mapi: [{ secret: standard }, { secret: 'gpu-user-data' }],
      capi: [{ secret: standard }, { secret: 'gpu-user-data' }],
      required: true,
    },
    toCapi(found, scope) {
      if (scope.context.object.kind === 'MachineSet') scope.at('secret').report(noHostName);
      return { secret: found?.secret || standard };
    },
    toMapi(found, scope) {
      const { secret, ref } = found ?? {};
      if (ref !== undefined && !isSecretOf(ref, secret, scope.context.cluster.clusterApiNamespace)) {
        scope.at('ref').report({
          code: 'NotSupported',
          value: ref,
          message: "Machine API boots from the machine's secret with user data, and from nothing else",
          hint: 'Remove bootstrapRef, and name the secret as bootstrap.dataSecretName of the Machine.',
        });
      } else if (!secret) {
        scope.at('secret').report({
          code: 'Required',
          message: 'no secret with user data is named, so the machine would wait for one',
          hint: `Set bootstrap.dataSecretName, for instance to ${standard}.`,
        });
      }
      return secret ? { secret } : {};
    },
    canonMapi: (found) => ({ secret: found?.secret || standard }),
    canonCapi(found, { cluster }) {
      const { secret, ref } = found ?? {};
      // Without the Machine at hand (comparing NutanixMachines alone), any secret may be its own.
      const isOwn = ref !== undefined && isSecretOf(ref, secret || ref.name, cluster.clusterApiNamespace);
      return { secret, ...(!isOwn && { ref }) };
    },
  };
}

function isSecretOf(ref: Reference, secret: string | undefined, namespace: string): boolean {
  return (
    ref.kind === 'Secret' &&
    (ref.apiVersion ?? 'v1') === 'v1' &&
    ref.name === secret &&
    (ref.namespace ?? namespace) === namespace
  );
}

const noHostName = {
  code: 'NotChecked',
  severity: 'warning',
  message:
    "Machine API writes each machine's name to /etc/hostname; Cluster API does not, so new machines get their names from DHCP or from the VM's metadata, if the image reads it",
  hint: 'Try one new machine first, and see that its Node has the name of the Machine.',
} as const;

import { mirroredProviderId, refusedInTemplate, reportOther } from '../../codecs/provider-id.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';

interface MapiSlots {
  providerID?: string | undefined;
}

interface CapiSlots {
  machine?: string | undefined;
  infra?: string | undefined;
  instance?: string | undefined;
}

/** `aws:///us-east-1a/i-0123`: the instance is the last part. */
function instanceOf(providerID: string): string | undefined {
  return /\/(i-[^/]*)$/.exec(providerID)?.[1];
}

/** A machine's provider id also names the instance on the AWSMachine, by which CAPA adopts it. */
export function providerId<P>(): Codec<MapiSlots, CapiSlots, RowContext<P>> {
  const mirrored = mirroredProviderId<P>({
    rule: 'the same on Machine and AWSMachine; its last part is the instance id',
    noun: 'instance',
    sample,
    check: (id) =>
      instanceOf(id) === undefined
        ? {
            code: 'InvalidValue',
            message: 'names no instance: an AWS provider id ends in /i-...',
            hint: 'Correct the provider id; Machine API writes it once the instance exists.',
          }
        : undefined,
  });
  return {
    ...mirrored,
    samples: {
      mapi: mirrored.samples.mapi,
      capi: [{ machine: sample, infra: sample, instance: instanceOf(sample) ?? '' }, {}, {}],
    },
    toCapi(found, scope) {
      const ids = mirrored.toCapi(found, scope);
      return ids.machine ? { ...ids, instance: instanceOf(ids.machine) } : {};
    },
    // The instance id has to agree as well, and has no place in a template either.
    toMapi(found, scope) {
      const { machine, infra, instance } = found ?? {};
      const id = machine || infra;
      const named = id || instance;
      if (named && refusedInTemplate(named, 'instance', scope.at(machine ? 'machine' : infra ? 'infra' : 'instance'))) {
        return {};
      }
      reportOther(machine, infra, 'instance', scope);
      if (instance && (id === undefined || instanceOf(id) !== instance)) {
        scope.at('instance').report({
          code: 'Conflict',
          value: instance,
          message: id
            ? `is not the instance that the provider id names, which is ${instanceOf(id)}`
            : 'has no provider id beside it',
          hint: 'Both must name the same instance.',
        });
      }
      return id ? { providerID: id } : {};
    },
  };
}

const sample = 'aws:///us-east-1a/i-0123456789abcdef0';

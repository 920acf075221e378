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
  return {
    rule: 'the same on Machine and AWSMachine; its last part is the instance id',
    fields: [],
    samples: {
      mapi: [{ providerID: 'aws:///us-east-1a/i-0123456789abcdef0' }, {}],
      capi: [
        {
          machine: 'aws:///us-east-1a/i-0123456789abcdef0',
          infra: 'aws:///us-east-1a/i-0123456789abcdef0',
          instance: 'i-0123456789abcdef0',
        },
        {},
      ],
    },
    toCapi(found, scope) {
      const id = found?.providerID;
      if (!id) return {};
      if (scope.context.object.kind === 'MachineSet') {
        scope.at('providerID').report(inTemplate(id));
        return {};
      }
      const instance = instanceOf(id);
      if (instance !== undefined) return { machine: id, infra: id, instance };
      scope.at('providerID').report({
        code: 'InvalidValue',
        value: id,
        message: 'names no instance: an AWS provider id ends in /i-...',
        hint: 'Correct the provider id; Machine API writes it once the instance exists.',
      });
      return {};
    },
    toMapi(found, scope) {
      const { machine, infra, instance } = found ?? {};
      const id = machine || infra;
      if (scope.context.object.kind === 'MachineSet' && (id || instance)) {
        scope.at(machine ? 'machine' : infra ? 'infra' : 'instance').report(inTemplate(id || instance || ''));
        return {};
      }
      if (machine && infra && machine !== infra) {
        scope.at('infra').report({
          code: 'Conflict',
          value: infra,
          message: `differs from the Machine's provider id, which is ${machine}`,
          hint: 'Find out which instance is meant; both must name it.',
        });
      }
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

function inTemplate(value: string) {
  return {
    code: 'NotSupported',
    value,
    message: 'a template that names an instance would give every machine the same one',
    hint: 'Remove it from the template.',
  } as const;
}

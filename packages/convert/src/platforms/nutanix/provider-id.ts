import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import { isUuid } from './resource-id.ts';

interface MapiSlots {
  providerID?: string | undefined;
}

interface CapiSlots {
  machine?: string | undefined;
  infra?: string | undefined;
}

const prefix = 'nutanix://';

/** True where a provider id names a VM. CAPX's own examples have such as nutanix://my-cluster-m1, which it takes for none. */
export function namesVm(providerID: string): boolean {
  return providerID.startsWith(prefix) && isUuid(providerID.slice(prefix.length));
}

/** A machine's provider id is also the NutanixMachine's: the UUID of its VM. */
export function providerId<P>(): Codec<MapiSlots, CapiSlots, RowContext<P>> {
  return {
    rule: 'the same on Machine and NutanixMachine; one without a UUID says nothing there, and is carried',
    fields: [],
    samples: {
      mapi: [{ providerID: example }, {}],
      capi: [{ machine: example, infra: example }, { infra: 'nutanix://ocp1-m1' }, {}],
    },
    toCapi(found, scope) {
      const id = found?.providerID;
      if (!id) return {};
      if (scope.context.object.kind === 'MachineSet') {
        scope.at('providerID').report(inTemplate(id));
        return {};
      }
      if (namesVm(id)) return { machine: id, infra: id };
      scope.at('providerID').report(noVm(id));
      return {};
    },
    toMapi(found, scope) {
      const { machine } = found ?? {};
      const infra = found?.infra && namesVm(found.infra) ? found.infra : undefined;
      const id = machine || infra;
      if (!id) return {};
      if (scope.context.object.kind === 'MachineSet') {
        scope.at(machine ? 'machine' : 'infra').report(inTemplate(id));
        return {};
      }
      if (!namesVm(id)) scope.at('machine').report(noVm(id));
      if (machine && infra && machine !== infra) {
        scope.at('infra').report({
          code: 'Conflict',
          value: infra,
          message: `differs from the Machine's provider id, which is ${machine}`,
          hint: 'Find out which VM is meant; both must name it.',
        });
      }
      return { providerID: id };
    },
  };
}

function inTemplate(value: string) {
  return {
    code: 'NotSupported',
    value,
    message: 'a template that names a VM would give every machine the same one',
    hint: 'Remove it from the template.',
  } as const;
}

function noVm(value: string) {
  return {
    code: 'InvalidValue',
    value,
    message: 'names no VM: a Nutanix provider id is nutanix:// and the UUID of the VM',
    hint: 'Correct the provider id; Machine API writes it once the VM exists.',
  } as const;
}

const example = 'nutanix://5b1c7d3e-8f2a-4c6b-9d0e-1a2b3c4d5e6f';

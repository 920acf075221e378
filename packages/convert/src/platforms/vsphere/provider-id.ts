import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';

interface MapiSlots {
  providerID?: string | undefined;
}

interface CapiSlots {
  machine?: string | undefined;
  infra?: string | undefined;
}

const pattern = /^vsphere:\/\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const sample = 'vsphere://4237f2aa-51c0-8d3e-9b1f-0d5a7f7a2b10';

/** The BIOS UUID of a VM as both APIs write it; undefined for what is no provider id of vSphere. */
export function uuidOf(providerID: string | undefined): string | undefined {
  return providerID !== undefined && pattern.test(providerID) ? providerID.slice('vsphere://'.length) : undefined;
}

/** The provider id holds the BIOS UUID of the VM. CAPV writes it to the VSphereMachine, its core to the Machine. */
export function providerId<P>(): Codec<MapiSlots, CapiSlots, RowContext<P>> {
  return {
    rule: 'the same on Machine and VSphereMachine: `vsphere://` and the BIOS UUID of the VM',
    fields: [],
    samples: { mapi: [{ providerID: sample }, {}, {}], capi: [{ machine: sample, infra: sample }, {}, {}] },
    toCapi(found, scope) {
      const id = found?.providerID;
      if (!id) return {};
      if (scope.context.object.kind === 'MachineSet') scope.at('providerID').report(inTemplate(id));
      else if (uuidOf(id) === undefined) scope.at('providerID').report(noUuid(id));
      else return { machine: id, infra: id };
      return {};
    },
    toMapi(found, scope) {
      const { machine, infra } = found ?? {};
      const id = machine || infra;
      if (!id) return {};
      const slot = machine ? 'machine' : 'infra';
      if (scope.context.object.kind === 'MachineSet') {
        scope.at(slot).report(inTemplate(id));
        return {};
      }
      if (uuidOf(id) === undefined) scope.at(slot).report(noUuid(id));
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

function noUuid(value: string) {
  return {
    code: 'InvalidValue',
    value,
    message: 'names no VM: a provider id on vSphere is vsphere:// and a BIOS UUID',
    hint: 'Correct the provider id; the controllers write it once the VM exists.',
  } as const;
}

function inTemplate(value: string) {
  return {
    code: 'NotSupported',
    value,
    message: 'a template that names a VM would give every machine the same one',
    hint: 'Remove it from the template.',
  } as const;
}

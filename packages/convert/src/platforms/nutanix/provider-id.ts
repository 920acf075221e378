import { mirroredProviderId } from '../../codecs/provider-id.ts';
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
  const mirrored = mirroredProviderId<P>({
    rule: 'the same on Machine and NutanixMachine; one without a UUID says nothing there, and is carried',
    noun: 'VM',
    sample: 'nutanix://5b1c7d3e-8f2a-4c6b-9d0e-1a2b3c4d5e6f',
    check: (id) =>
      namesVm(id)
        ? undefined
        : {
            code: 'InvalidValue',
            message: 'names no VM: a Nutanix provider id is nutanix:// and the UUID of the VM',
            hint: 'Correct the provider id; Machine API writes it once the VM exists.',
          },
  });
  const { mapi, capi } = mirrored.samples;
  return {
    ...mirrored,
    samples: { mapi, capi: [...capi, { infra: 'nutanix://ocp1-m1' }] },
    toMapi({ machine, infra } = {}, scope) {
      return mirrored.toMapi({ machine, infra: infra && namesVm(infra) ? infra : undefined }, scope);
    },
  };
}

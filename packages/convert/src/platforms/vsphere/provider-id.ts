import { mirroredProviderId } from '../../codecs/provider-id.ts';
import type { Problem } from '../../mapping/issue.ts';

const pattern = /^vsphere:\/\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The BIOS UUID of a VM as both APIs write it; undefined for what is no provider id of vSphere. */
export function uuidOf(providerID: string | undefined): string | undefined {
  return providerID !== undefined && pattern.test(providerID) ? providerID.slice('vsphere://'.length) : undefined;
}

/** The provider id holds the BIOS UUID of the VM. CAPV writes it to the VSphereMachine, its core to the Machine. */
export function providerId<P>() {
  return mirroredProviderId<P>({
    rule: 'the same on Machine and VSphereMachine: `vsphere://` and the BIOS UUID of the VM',
    noun: 'VM',
    sample: 'vsphere://4237f2aa-51c0-8d3e-9b1f-0d5a7f7a2b10',
    check: (id) => (uuidOf(id) === undefined ? noUuid : undefined),
  });
}

const noUuid: Problem = {
  code: 'InvalidValue',
  message: 'names no VM: a provider id on vSphere is vsphere:// and a BIOS UUID',
  hint: 'Correct the provider id; the controllers write it once the VM exists.',
};

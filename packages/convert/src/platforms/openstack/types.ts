import type { OpenStackMachineSpec, OpenstackProviderSpec } from '@capstan/api';
import type { Scope } from '../../mapping/issue.ts';
import type { Loose } from '../../mapping/path.ts';
import type { RowContext } from '../../objects/context.ts';
import type { OpenStackFacts } from './facts.ts';

type Item<T> = NonNullable<T> extends readonly (infer I)[] ? I : never;

type Mapi = Loose<OpenstackProviderSpec>;
type Capi = Loose<OpenStackMachineSpec>;

/** What rows and codecs of OpenStack see. */
export type Context = RowContext<OpenStackFacts>;
export type OpenStackScope = Scope<Context>;

/** An entry of Machine API's networks, which makes one port, or one port a subnet. */
export type Network = Item<Mapi['networks']>;
/** An entry of Machine API's ports. */
export type MapiPort = Item<Mapi['ports']>;
export type MapiSecurityGroup = Item<Mapi['securityGroups']>;
export type MapiRootVolume = NonNullable<Mapi['rootVolume']>;
export type MapiDevice = Item<Mapi['additionalBlockDevices']>;

export type CapiPort = Item<Capi['ports']>;
export type CapiRootVolume = NonNullable<Capi['rootVolume']>;
export type CapiDevice = Item<Capi['additionalBlockDevices']>;
export type CapiImage = NonNullable<Capi['image']>;
export type CapiIdentity = NonNullable<Capi['identityRef']>;
export type CapiServerGroup = NonNullable<Capi['serverGroup']>;
export type VolumeZone = NonNullable<CapiRootVolume['availabilityZone']>;

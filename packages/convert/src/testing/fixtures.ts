import { awsFixture } from './aws.ts';
import { azureFixture } from './azure.ts';
import { bareMetalFixture } from './baremetal.ts';
import type { Fixture } from './fixture.ts';
import { gcpFixture } from './gcp.ts';
import { ibmCloudFixture } from './ibmcloud.ts';
import { nutanixFixture } from './nutanix.ts';
import { openstackFixture } from './openstack.ts';
import { powervsFixture } from './powervs.ts';
import { vsphereFixture } from './vsphere.ts';

/** A cluster on every platform that Capstan converts. */
export const fixtures: readonly Fixture[] = [
  awsFixture,
  azureFixture,
  bareMetalFixture,
  gcpFixture,
  ibmCloudFixture,
  nutanixFixture,
  openstackFixture,
  powervsFixture,
  vsphereFixture,
];

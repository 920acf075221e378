import { awsFixture } from './aws.ts';
import type { Fixture } from './fixture.ts';
import { openstackFixture } from './openstack.ts';

/** A cluster on every platform that Capstan converts. */
export const fixtures: readonly Fixture[] = [awsFixture, openstackFixture];

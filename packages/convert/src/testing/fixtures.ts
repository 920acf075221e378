import { awsFixture } from './aws.ts';
import type { Fixture } from './fixture.ts';
import { ibmCloudFixture } from './ibmcloud.ts';

/** A cluster on every platform that Capstan converts. */
export const fixtures: readonly Fixture[] = [awsFixture, ibmCloudFixture];

import { awsFixture } from './aws.ts';
import type { Fixture } from './fixture.ts';
import { gcpFixture } from './gcp.ts';

/** A cluster on every platform that Capstan converts. */
export const fixtures: readonly Fixture[] = [awsFixture, gcpFixture];

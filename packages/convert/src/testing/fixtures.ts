import { awsFixture } from './aws.ts';
import { azureFixture } from './azure.ts';
import type { Fixture } from './fixture.ts';

/** A cluster on every platform that Capstan converts. */
export const fixtures: readonly Fixture[] = [awsFixture, azureFixture];

import { awsConverter, awsFixture } from './aws.ts';
import { waysOf } from './ways.ts';

export type { Refusal } from './ways.ts';

/** The ways of a value between the two APIs on AWS. */
export const { toInfra, toProvider, thereAndBack, backAndThere, remarks, expectRefused, expectInfraRefused } = waysOf({
  ...awsFixture,
  converter: awsConverter,
});

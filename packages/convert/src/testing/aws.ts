import type { JsonObject } from '@capstan/api';
import type { Converter } from '../objects/convert.ts';
import { aws } from '../platforms/aws/platform.ts';
import { fixtureOf } from './fixture.ts';

/** What a test changes about the cluster. */
export interface ClusterChanges {
  readonly taints?: boolean;
  /** Fields of Infrastructure.status.platformStatus.aws. */
  readonly aws?: JsonObject;
  readonly awsCluster?: JsonObject;
}

const fixture = fixtureOf({
  platform: aws,
  platformStatus: { type: 'AWS', aws: { region: 'us-east-1' } },
  provider: {
    ami: { id: 'ami-0c8d5f2b9a6e4d371' },
    instanceType: 'm6i.xlarge',
    placement: { region: 'us-east-1', availabilityZone: 'us-east-1a' },
    subnet: { id: 'subnet-0123456789abcdef0' },
    userDataSecret: { name: 'worker-user-data' },
    credentialsSecret: { name: 'aws-cloud-credentials' },
  },
  infraSpec: {
    ami: { id: 'ami-0c8d5f2b9a6e4d371' },
    instanceType: 'm6i.xlarge',
    subnet: { id: 'subnet-0123456789abcdef0' },
    ignition: { storageType: 'UnencryptedUserData' },
  },
});

/** The fixture itself, for the ways of single fields. */
export const awsFixture = fixture;

export const { provider, infraSpec, mapiMachine, mapiSet, capiMachine, capiSet } = fixture;

/** A cluster on AWS in us-east-1. */
export const infrastructure: JsonObject = fixture.infrastructure();

/** A converter for that cluster. */
export function awsConverter({ taints, aws: fields, awsCluster }: ClusterChanges = {}): Converter {
  return fixture.converter({
    ...(taints !== undefined && { taints }),
    platformStatus: { aws: { region: 'us-east-1', ...fields } },
    ...(awsCluster !== undefined && { infraCluster: awsCluster }),
  });
}

import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ControlPlane, type LeashedProcess, until } from '@capstan/kube/testing';
import { ensureAwsProviderManager } from './build.ts';
import {
  type ClusterApiFamilyOptions,
  type ManagedControlPlane,
  managerReadyTimeoutMs,
  startClusterApiFamily,
} from './manager.ts';

/** `url` is the endpoint of AWS. */
export interface AwsProviderManagerOptions extends ClusterApiFamilyOptions {
  readonly url: string;
  readonly region?: string;
  /** What it calls AWS with, so that its calls can be told from those of others. */
  readonly accessKey?: string;
}

/**
 * Starts the manager of Cluster API's AWS provider (CAPA) against an AWS of the test's, and resolves when its controllers run. The
 * control plane has to have the CRDs of Cluster API and of the provider before. As with the core manager, nobody calls its webhooks.
 */
export async function startAwsProviderManager(
  controlPlane: ManagedControlPlane & Pick<ControlPlane, 'certificates'>,
  { url, region = 'us-east-1', accessKey = 'capa', ...options }: AwsProviderManagerOptions,
): Promise<LeashedProcess> {
  const { signal, log } = options;
  const binaries = options.binaries ?? (await ensureAwsProviderManager({ signal, ...(log && { log }) }));
  // All that it knows, lest anything goes to the real ones.
  const services = ['ec2', 'sts', 'elasticloadbalancing', 's3', 'secretsmanager', 'ssm', 'tagging', 'sqs', 'events'];
  await provideKeyPair(controlPlane.certificates);
  return startClusterApiFamily(controlPlane, {
    ...options,
    name: 'aws-provider-manager',
    binaries,
    args: [
      // Those that are off want CRDs that aren't there; OpenShift's user data is Ignition's.
      '--feature-gates=EKS=false,MachinePool=false,BootstrapFormatIgnition=true',
      `--service-endpoints=${region}:${services.map((service) => `${service}=${url}`).join(',')}`,
    ],
    env: { AWS_REGION: region, AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: 'secret' },
    ready: (manager, _health, signal) => untilReady(manager, signal),
  });
}

/** It won't start without a key pair for its webhooks, any will do, and unlike the core manager it can't be told the names of the files. */
async function provideKeyPair(folder: string): Promise<void> {
  for (const extension of ['crt', 'key']) {
    await copyFile(join(folder, `apiserver.${extension}`), join(folder, `tls.${extension}`));
  }
}

/** Its /readyz only speaks for the webhooks; that the workers run, its own log says. */
async function untilReady(manager: LeashedProcess, signal: AbortSignal): Promise<void> {
  const hasWorkers = async () => {
    const log = await manager.logTail(Number.POSITIVE_INFINITY);
    return ['awscluster', 'awsmachine'].every((name) => log.includes(`"Starting workers" controller="${name}"`));
  };
  const check = async () => (await hasWorkers()) || undefined;
  await until('aws-provider-manager to be ready', check, { timeoutMs: managerReadyTimeoutMs, signal });
}

import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ControlPlane, freePort, type LeashedProcess, until, whilePortsAreTaken } from '@capstan/kube/testing';
import { ensureAwsProviderManager } from './build.ts';
import { type ManagedControlPlane, managerReadyTimeoutMs, startManager } from './manager.ts';

/** `url` is the endpoint of AWS; `binaries` is the folder with `aws-provider-manager`, by default built on first use. */
export interface AwsProviderManagerOptions {
  readonly url: string;
  readonly region?: string;
  /** What it calls AWS with, so that its calls can be told from those of others. */
  readonly accessKey?: string;
  readonly binaries?: string;
  /** The only one that it looks at. */
  readonly namespace?: string;
  /** How often it looks at everything again, as Go writes durations. */
  readonly syncPeriod?: string;
  readonly signal?: AbortSignal | undefined;
  readonly log?: (line: string) => void;
}

/**
 * Starts the manager of Cluster API's AWS provider (CAPA) against an AWS of the test's, and resolves when its controllers run. The
 * control plane has to have the CRDs of Cluster API and of the provider before. As with the core manager, nobody calls its webhooks.
 */
export async function startAwsProviderManager(
  controlPlane: ManagedControlPlane & Pick<ControlPlane, 'certificates'>,
  {
    url,
    region = 'us-east-1',
    accessKey = 'capa',
    binaries,
    namespace = 'openshift-cluster-api',
    syncPeriod = '10s',
    signal,
    ...options
  }: AwsProviderManagerOptions,
): Promise<LeashedProcess> {
  const folder = binaries ?? (await ensureAwsProviderManager({ signal, ...options }));
  // All that it knows, lest anything goes to the real ones.
  const services = ['ec2', 'sts', 'elasticloadbalancing', 's3', 'secretsmanager', 'ssm', 'tagging', 'sqs', 'events'];
  await provideKeyPair(controlPlane.certificates);
  return whilePortsAreTaken(async () => {
    const [health, webhook] = await Promise.all([freePort(), freePort()]);
    return startManager({
      name: 'aws-provider-manager',
      binaries: folder,
      args: [
        `--kubeconfig=${controlPlane.kubeconfigPath}`,
        `--namespace=${namespace}`,
        `--sync-period=${syncPeriod}`,
        '--leader-elect=false',
        `--health-addr=127.0.0.1:${health}`,
        '--diagnostics-address=0',
        `--webhook-port=${webhook}`,
        `--webhook-cert-dir=${controlPlane.certificates}`,
        // Those that are off want CRDs that aren't there; OpenShift's user data is Ignition's.
        '--feature-gates=EKS=false,MachinePool=false,BootstrapFormatIgnition=true',
        `--service-endpoints=${region}:${services.map((service) => `${service}=${url}`).join(',')}`,
      ],
      env: { AWS_REGION: region, AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: 'secret' },
      ready: (manager, signal) => untilReady(manager, signal),
      signal,
    });
  }, options.log);
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

import { type ControlPlane, type LeashedProcess, startControlPlane } from '@capstan/kube/testing';
import { type AwsProviderManagerOptions, startAwsProviderManager } from './aws-provider-manager.ts';
import { type BuildOptions, ensureBinaries } from './build.ts';
import { startClusterApiManager } from './cluster-api-manager.ts';
import { startControllerManager } from './controller-manager.ts';
import { clusterApiManagerCrds, operatorConfigCrds } from './crds.ts';
import { fillControlPlane } from './fill.ts';
import { type InfraPlatform, infraCrds } from './infra-crds.ts';
import type { ClusterApiFamilyOptions } from './manager.ts';
import { asManagerOf } from './manager-account.ts';

/** `platform` says whose infra CRDs there are (AWS); the managers run when they are asked for. */
export interface WholeControlPlaneOptions {
  readonly platform?: InfraPlatform;
  readonly clusterApiManager?: boolean | Pick<ClusterApiFamilyOptions, 'syncPeriod'>;
  readonly controllerManager?: boolean;
  /** The manager of the AWS provider, with the AWS that it is to work on; the core manager has to run for it. */
  readonly awsManager?: Pick<AwsProviderManagerOptions, 'url' | 'accessKey' | 'syncPeriod'>;
  readonly signal?: AbortSignal | undefined;
  readonly log?: BuildOptions['log'];
}

/** A control plane with its managers; `pids` and `stop` are of all of them. */
export interface WholeControlPlane extends ControlPlane {
  /** Those that were asked for, by the name of the binary: for their logs, or to stop one alone. */
  readonly managers: Readonly<Record<string, LeashedProcess>>;
}

/**
 * Starts a control plane that is an OpenShift cluster as far as machines go, and that nobody else uses: with the CRDs of Machine
 * API (with `authoritativeAPI`), Cluster API 1.11, the platform's provider, Infrastructure, FeatureGate and ClusterVersion, and with both
 * namespaces. No object of `config.openshift.io` exists. Takes about 5 s, but the first to ask for a manager builds it: give
 * the hook that calls this `buildTimeoutMs`. On failure nothing is left running.
 */
export async function startWholeControlPlane({
  platform = 'AWS',
  clusterApiManager = false,
  controllerManager = false,
  awsManager,
  signal,
  log = (line) => void process.stderr.write(`${line}\n`),
}: WholeControlPlaneOptions = {}): Promise<WholeControlPlane> {
  if ((await infraCrds(platform)) === undefined) {
    throw new Error(`no CRDs of ${platform}\nhint: set CAPSTAN_EXTRA_CRDS to a folder that has them`);
  }
  const plane = await startControlPlane({ binaries: await ensureBinaries({ signal, log }), signal, log });
  const managers: Record<string, LeashedProcess> = {};
  const stop = async () => {
    await Promise.all([...Object.values(managers), plane].map((server) => server.stop()));
  };
  try {
    const more = [await operatorConfigCrds(), clusterApiManager === false ? [] : await clusterApiManagerCrds()].flat();
    await fillControlPlane(plane, '1.11.5', { platforms: [platform], more });
    // After the CRDs: neither manager is quick to notice new ones.
    if (clusterApiManager !== false) {
      const given = clusterApiManager === true ? {} : clusterApiManager;
      managers['cluster-api-manager'] = await startClusterApiManager(await asManagerOf('cluster-api-1.11.5', plane), {
        ...given,
        signal,
        log,
      });
    }
    if (awsManager !== undefined) {
      managers['aws-provider-manager'] = await startAwsProviderManager(
        await asManagerOf('cluster-api-provider-aws', plane),
        { ...awsManager, signal, log },
      );
    }
    if (controllerManager) {
      managers['kube-controller-manager'] = await startControllerManager(plane, { signal, log });
    }
    const pids = [plane.pids, ...Object.values(managers).map(({ pid, leashPid }) => [pid, leashPid])].flat();
    return { ...plane, managers, pids, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

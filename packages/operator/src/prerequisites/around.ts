import { type ClusterAround, type Issue, type ProviderSource, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { clusterSources } from '../cluster-sources.ts';
import type { PrerequisiteDeps } from './prerequisite.ts';

/** The name of the Cluster, its infra cluster and its secrets; undefined while the Infrastructure object does not say it. */
export function infrastructureNameOf(infrastructure: KubeObject): string | undefined {
  return textAt(infrastructure, 'status', 'infrastructureName');
}

/** The Cluster and what it needs as they would be, and the provider spec that stands for the cluster's values. */
export interface DerivedCluster {
  readonly around: ClusterAround;
  readonly provider: ProviderSource | undefined;
}

/** Derives them from what the caches hold now. */
export function deriveCluster(
  { platform, stores, namespaces, infrastructure }: PrerequisiteDeps,
  infrastructureName: string,
): DerivedCluster {
  const sources = clusterSources(stores, namespaces, infrastructure(), infrastructureName);
  return { around: platform.open(sources, 'made').around, provider: sources.provider };
}

/** What is in the way, or good to know, in words that name the object it stands in. */
export function describeIssues(issues: ClusterAround['issues'], provider: ProviderSource | undefined): string {
  const sentences = issues.map(({ of, path, message, hint }) => {
    const where = of === 'infrastructure' ? 'Infrastructure cluster' : `the provider spec of ${holderOf(provider)}`;
    return `${where}: ${path}: ${message}. ${hint}`;
  });
  return sentences.join(' ');
}

/** The issues that stop a conversion. */
export function errorsOf<I extends Issue>(issues: readonly I[]): readonly I[] {
  return issues.filter(({ severity }) => severity === 'error');
}

function holderOf(provider: ProviderSource | undefined): string {
  if (provider?.machine !== undefined) return `Machine ${provider.machine}`;
  return provider?.isControlPlane === true ? 'the ControlPlaneMachineSet' : 'the first MachineSet or Machine by name';
}

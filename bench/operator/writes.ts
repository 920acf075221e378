import type { KubeClient } from '@capstan/kube';

/** How many writes there were, by what they were: `POST machines.cluster.x-k8s.io`. */
export type WriteCounts = ReadonlyMap<string, number>;

/** What leading and telling cost, which is not about machines. */
const aside = new Set(['leases', 'events']);
const writing = new Set(['POST', 'PUT', 'PATCH', 'APPLY', 'DELETE', 'DELETECOLLECTION']);
const ourGroups = new Set(['', 'machine.openshift.io', 'cluster.x-k8s.io', 'infrastructure.cluster.x-k8s.io']);

/** What the API server has counted since it was started; dry runs are no writes. */
export async function readWrites(client: KubeClient): Promise<WriteCounts> {
  const text = await client.getPath('/metrics');
  if (typeof text !== 'string') throw new Error('the API server has no metrics in text form');
  const counts = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (!line.startsWith('apiserver_request_total{')) continue;
    const labels = new Map(Array.from(line.matchAll(/(\w+)="([^"]*)"/g), ([, key = '', value = '']) => [key, value]));
    const of = (label: string) => labels.get(label) ?? '';
    if (!writing.has(of('verb')) || !ourGroups.has(of('group')) || aside.has(of('resource'))) continue;
    if (of('dry_run') !== '') continue;
    const group = of('group') === '' ? '' : `.${of('group')}`;
    const subresource = of('subresource') === '' ? '' : `/${of('subresource')}`;
    const refused = of('code').startsWith('2') ? '' : ` refused with ${of('code')}`;
    const name = `${of('verb')} ${of('resource')}${subresource}${group}${refused}`;
    counts.set(name, (counts.get(name) ?? 0) + Number(line.slice(line.lastIndexOf(' ') + 1)));
  }
  return counts;
}

/** Seconds of CPU time that the API server has taken since it was started. */
export async function readServerCpu(client: KubeClient): Promise<number> {
  const text = await client.getPath('/metrics');
  const seconds = /^process_cpu_seconds_total (.*)$/m.exec(typeof text === 'string' ? text : '')?.[1];
  if (seconds === undefined) throw new Error('the API server does not say what CPU time it took');
  return Number(seconds);
}

/** What came in between, without what did not. */
export function writesSince(before: WriteCounts, after: WriteCounts): WriteCounts {
  const between = [...after].map(([name, count]) => [name, count - (before.get(name) ?? 0)] as const);
  return new Map(between.filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** All of them together. */
export function totalOf(writes: WriteCounts): number {
  return [...writes.values()].reduce((sum, count) => sum + count, 0);
}

import type { ClusterStatus, PairStatus } from '@capstan/operator';
import { printable } from '../input/quote.ts';
import type { Io } from '../io.ts';
import { count } from '../issue-text.ts';
import { formatTable } from '../output/table.ts';

/** A cluster as a tree: MachineSets with their machines, then machines that stand alone; below it what is not in step, and why. */
export function statusTree(status: ClusterStatus, now: Date, paint: Io['paint']): string {
  const { cluster, namespaces, leaseHolder, machineSets, machines, summary } = status;
  const name = cluster.name === '' ? 'unknown cluster' : `Cluster ${cluster.name}`;
  const head = [
    `${name}${cluster.platform === '' ? '' : ` on ${cluster.platform}`}`,
    `Machine API in ${namespaces.machineApi}, Cluster API in ${namespaces.clusterApi}`,
    leaseHolder === '' ? 'no operator holds the Lease: nothing is kept in step' : `kept in step by ${leaseHolder}`,
  ].map(printable);
  const rows = [
    ...machineSets.flatMap((set) => [
      row(set, '', now),
      ...set.machines.map((machine, index) => row(machine, index === set.machines.length - 1 ? '└─' : '├─', now)),
    ]),
    ...machines.map((machine) => row(machine, '', now)),
  ];
  const table =
    rows.length === 0
      ? 'there are no MachineSets and no Machines\n'
      : formatTable(['name', 'state', 'acts', 'mirror', 'synchronized', 'since'], rows);
  const all = [...machineSets.flatMap((set) => [set, ...set.machines]), ...machines];
  const failed = all.filter(
    ({ synchronized, leftAlone }) => synchronized.status === 'False' && leftAlone === undefined,
  );
  const reasons = failed.map(
    ({ kind, name: of, synchronized: { reason, message } }) =>
      `${paint('out', 'red', 'not in step:')} ${printable(`${kind}/${of}`)}: ${printable(reason)}\n  ${printable(message)}\n`,
  );
  return [head.join('\n'), '\n\n', table, '\n', ...reasons, summaryLine(summary), '\n'].join('');
}

function row(pair: PairStatus, branch: string, now: Date): string[] {
  const { kind, name, authority, mirror, synchronized, isDeleting, phase, replicas, leftAlone } = pair;
  const state = isDeleting
    ? 'Deleting'
    : replicas === undefined
      ? (phase ?? '')
      : `${replicas.ready}/${replicas.wanted} ready`;
  const acts =
    authority.status === authority.spec || authority.spec === ''
      ? authority.status
      : `${authority.status || 'nobody'} -> ${authority.spec}`;
  const said = leftAlone === undefined ? synchronized.status || 'not yet' : 'left alone';
  return [
    `${branch}${kind}/${name}`,
    state,
    acts,
    mirror === 'none' ? '' : mirror,
    said === 'False' ? `False ${synchronized.reason}` : said,
    synchronized.since === '' ? '' : age(now.getTime() - Date.parse(synchronized.since)),
  ];
}

/** As kubectl shows ages: 45s, 12m, 3h, 6d. */
function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

function summaryLine({ synchronized, notSynchronized, waiting, leftAlone }: ClusterStatus['summary']): string {
  const parts = [
    `${count(synchronized, 'object')} in step`,
    ...(notSynchronized > 0 ? [`${notSynchronized} not`] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(leftAlone > 0 ? [`${leftAlone} left alone`] : []),
  ];
  return parts.join(', ');
}

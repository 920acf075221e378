import { ageSince, type ClusterStatus, type PairStatus } from '@capstan/operator';
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
      : formatTable(['name', 'state', 'authority', 'synchronized', 'mapi', 'capi', 'age', 'waits for'], rows);
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
  const cells = cellsOf(pair);
  return [
    `${branch}${cells.object}`,
    cells.state,
    cells.authority,
    cells.synchronized,
    cells.machineApi,
    cells.clusterApi,
    ageSince(pair.lastTransition, now),
    cells.waitsFor,
  ];
}

/** What a pair is like, in words that fit a cell or a line. */
export function cellsOf(pair: PairStatus) {
  const { kind, name, authority, mirror, sides, synchronized, isDeleting, phase, replicas, leftAlone } = pair;
  const state = isDeleting
    ? 'Deleting'
    : replicas === undefined
      ? (phase ?? '')
      : `${replicas.ready}/${replicas.wanted} ready`;
  const hasArrived = authority.status === authority.spec || authority.spec === '';
  const said = leftAlone === undefined ? synchronized.status || 'not yet' : 'left alone';
  return {
    object: `${kind}/${name}`,
    state,
    authority: hasArrived ? authority.status : `${authority.status || 'nobody'} -> ${authority.spec}`,
    synchronized: said === 'False' ? `False ${synchronized.reason}` : said,
    machineApi: sides.machineApi || (leftAlone === undefined ? '?' : '-'),
    // Where no controller has said anything there may be none that would.
    clusterApi: mirror === 'none' ? '-' : sides.clusterApi || (mirror === 'paused' ? 'to pause' : 'to act'),
    waitsFor: pair.waitsFor?.text ?? '',
  };
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

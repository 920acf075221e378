import { createClient, type KubeClient, refOf } from '@capstan/kube';
import { defaultNamespaces, policies, policyManifests, policyName } from '@capstan/operator';
import { startWholeControlPlane } from '../../test/control-plane/whole.ts';
import { untilPolicyLive } from '../../test/policies/until-policy-live.ts';
import type { Figure } from '../figures.ts';
import { clusterApiHalf, machineApiHalf, makePairs } from './pairs.ts';

const sizes = [10, 100, 1000];

/** Of so many batches of so many writes the quickest counts: what else the machine does only ever makes one slower. */
const batches = 12;
const batch = 25;

/** A write that is measured, as who makes it. */
interface Measured {
  readonly name: string;
  readonly isConstant: boolean;
  write(clients: Clients): Promise<unknown>;
}

interface Clients {
  readonly user: KubeClient;
  readonly operator: KubeClient;
}

const dryRun = { dryRun: true } as const;
const fresh = 99_999;

const writes: readonly Measured[] = [
  {
    name: 'an update of a Machine by a user, which every rule judges',
    isConstant: true,
    write: ({ user }) =>
      user.mergePatch(refOf(machineApiHalf(0)), { metadata: { labels: { mine: 'changed' } } }, dryRun),
  },
  {
    name: 'an update of a mirror by the operator',
    isConstant: true,
    write: ({ operator }) => operator.mergePatch(refOf(clusterApiHalf(0)), { spec: { failureDomain: 'b' } }, dryRun),
  },
  {
    name: 'a creation of a mirror by the operator',
    isConstant: true,
    write: ({ operator }) => operator.create(clusterApiHalf(fresh), dryRun),
  },
  {
    name: 'a creation of a Machine of Machine API, which looks for a twin',
    isConstant: false,
    write: ({ operator }) => operator.create(machineApiHalf(fresh), dryRun),
  },
];

/**
 * What the admission policies cost a write with ever more pairs in the cluster, by the API server's own count of the time that it takes to
 * judge. An update and the creation of a mirror have to cost the same in a large cluster as in a small one.
 */
export async function policyFigures(): Promise<Figure[]> {
  const plane = await startWholeControlPlane();
  const admin = createClient(plane);
  const operator = createClient({ ...plane, actAs: as('system:serviceaccount:openshift-cluster-api:capstan') });
  const clients = { user: createClient({ ...plane, actAs: as('jane') }), operator };
  try {
    await makePairs(operator, admin, 0, 1);
    for (const manifest of policyManifests()) await admin.create(manifest);
    for (const policy of policies)
      for (const place of policy.in) await untilPolicyLive(admin, policyName(policy), defaultNamespaces[place]);
    const costs = new Map<string, number[]>();
    let made = 1;
    for (const size of sizes) {
      await makePairs(operator, admin, made, size);
      made = size;
      for (const measured of writes) {
        const cost = await costOf(() => measured.write(clients), admin);
        costs.set(measured.name, [...(costs.get(measured.name) ?? []), cost]);
      }
    }
    return writes.flatMap(({ name, isConstant }) => figuresOf(name, costs.get(name) ?? [], isConstant));
  } finally {
    await Promise.all([admin, clients.user, clients.operator].map((client) => client.close()));
    await plane.stop();
  }
}

/** More than twice what it was, and more than noise, is growth. */
function figuresOf(name: string, costs: readonly number[], isConstant: boolean): Figure[] {
  const first = costs[0] ?? 0;
  const budget = Number(Math.max(2 * first, first + 0.2).toPrecision(2));
  return costs.map((value, index) => ({
    name:
      index === 0 ? `policies cost ${name}: ${sizes[index]} pairs` : `  ${sizes[index]?.toLocaleString('en')} pairs`,
    value,
    unit: 'ms',
    ...(isConstant && index > 0 && { budget }),
  }));
}

/** Milliseconds a write that the policies take. */
async function costOf(write: () => Promise<unknown>, admin: KubeClient): Promise<number> {
  const costs: number[] = [];
  for (let round = 0; round < batches; round++) {
    const before = await readJudging(admin);
    for (let index = 0; index < batch; index++) await write();
    const after = await readJudging(admin);
    costs.push((1000 * (after.seconds - before.seconds)) / (after.writes - before.writes));
  }
  return Math.min(...costs);
}

/** How long the server has judged by policies since it was started, and how many writes. */
async function readJudging(admin: KubeClient): Promise<{ readonly seconds: number; readonly writes: number }> {
  const text = await admin.getPath('/metrics');
  const sum = (metric: string) =>
    (typeof text === 'string' ? text : '')
      .split('\n')
      .filter((line) => line.startsWith(`apiserver_admission_controller_admission_duration_seconds_${metric}{`))
      .filter((line) => line.includes('name="ValidatingAdmissionPolicy"'))
      .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  return { seconds: sum('sum'), writes: sum('count') };
}

function as(user: string) {
  return { user, groups: ['system:masters'] };
}

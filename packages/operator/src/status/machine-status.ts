import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { isDeleting, isPaused, ownersOf, setOwnerOf } from '../sync/shared/object.ts';
import { type Condition, conditionOf } from './condition.ts';
import { authoritiesOf, type Halves, waitsFor } from './waits-for.ts';

/** Whether the controllers of a side act; '' where they have not said it. */
export type SideState = 'acts' | 'paused' | '';

/** What is to be known of a Machine or MachineSet and of its mirror, as a stable document has it. */
export interface PairStatus {
  readonly kind: 'Machine' | 'MachineSet';
  readonly name: string;
  /** Who is to act, and who does; '' where nobody has said it yet. */
  readonly authority: { readonly spec: string; readonly status: string };
  readonly synchronized: Condition;
  /** What the controllers of each side say: of a Machine in Cluster API, those of its infra machine too. */
  readonly sides: { readonly machineApi: SideState; readonly clusterApi: SideState };
  /** The Cluster API half. */
  readonly mirror: 'none' | 'paused' | 'active';
  readonly isDeleting: boolean;
  /** When a condition of the hand-over last changed, RFC 3339; '' where none is known. */
  readonly lastTransition: string;
  /** Absent where it is as it should be. */
  readonly waitsFor?: { readonly on: string; readonly text: string };
  /** Machines: their phase. */
  readonly phase?: string;
  /** MachineSets: wanted and ready. */
  readonly replicas?: { readonly wanted: number; readonly ready: number };
  /** Why sync leaves it alone; absent where it does not. */
  readonly leftAlone?: string;
}

/** The status of one pair. */
export function pairStatus(halves: Halves): PairStatus {
  const { mapi, capi, infra } = halves;
  const status = asObject(mapi['status']);
  const spec = asObject(mapi['spec']);
  const kind = mapi.kind === 'MachineSet' ? 'MachineSet' : 'Machine';
  const owner = ownersOf(mapi).find((each) => each.kind === 'ControlPlaneMachineSet');
  const waiting = owner === undefined ? waitsFor(halves) : undefined;
  const authorities = authoritiesOf(mapi);
  const number = (value: unknown) => (typeof value === 'number' ? value : 0);
  const phase = status?.['phase'];
  return {
    kind,
    name: mapi.metadata.name,
    authority: { spec: authorities.wanted, status: authorities.acting },
    synchronized: conditionOf(mapi, 'Synchronized'),
    sides: { machineApi: sideOf([mapi]), clusterApi: sideOf([capi, infra]) },
    mirror: capi === undefined ? 'none' : isPaused(capi) ? 'paused' : 'active',
    isDeleting: isDeleting(mapi),
    lastTransition: lastTransition(halves),
    ...(waiting !== undefined && { waitsFor: waiting }),
    ...(kind === 'Machine'
      ? { phase: typeof phase === 'string' ? phase : '' }
      : { replicas: { wanted: number(spec?.['replicas']), ready: number(status?.['readyReplicas']) } }),
    ...(owner !== undefined && { leftAlone: 'its ControlPlaneMachineSet keeps it' }),
  };
}

/** The MachineSet that owns a Machine of Machine API; undefined for one that stands alone. */
export function ownerSetOf(machine: KubeObject): string | undefined {
  return setOwnerOf(machine, 'machine.openshift.io')?.name;
}

/** One that acts makes the side act; paused it is when all have said so. */
function sideOf(objects: readonly (KubeObject | undefined)[]): SideState {
  const said = objects.flatMap((object) => (object === undefined ? [] : [conditionOf(object, 'Paused').status]));
  if (said.includes('False')) return 'acts';
  return said.length > 0 && said.every((status) => status === 'True') ? 'paused' : '';
}

function lastTransition({ mapi, capi, infra }: Halves): string {
  const times = [
    conditionOf(mapi, 'Synchronized').since,
    ...[mapi, capi, infra].map((object) => conditionOf(object, 'Paused').since),
  ];
  // RFC 3339 in UTC sorts as text.
  return times.toSorted().at(-1) ?? '';
}

import { asObject, listAt, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { isDeleting, isPaused, ownersOf, setOwnerOf } from '../sync/shared/object.ts';

/** What is to be known of a Machine or MachineSet and of its mirror, as a stable document has it. */
export interface PairStatus {
  readonly kind: 'Machine' | 'MachineSet';
  readonly name: string;
  /** Who is to act, and who does; '' where nobody has said it yet. */
  readonly authority: { readonly spec: string; readonly status: string };
  readonly synchronized: {
    readonly status: 'True' | 'False' | 'Unknown' | '';
    readonly reason: string;
    readonly message: string;
    /** Since when, RFC 3339; '' where there is no condition. */
    readonly since: string;
  };
  /** The Cluster API half. */
  readonly mirror: 'none' | 'paused' | 'active';
  readonly isDeleting: boolean;
  /** Machines: their phase. */
  readonly phase?: string;
  /** MachineSets: wanted and ready. */
  readonly replicas?: { readonly wanted: number; readonly ready: number };
  /** Why sync leaves it alone; absent where it does not. */
  readonly leftAlone?: string;
}

/** The status of one pair, of its Machine API half and its Cluster API half. */
export function pairStatus(mapi: KubeObject, capi: KubeObject | undefined): PairStatus {
  const status = asObject(mapi['status']);
  const spec = asObject(mapi['spec']);
  const said = listAt(status, 'conditions')
    .map(asObject)
    .find((each) => each?.['type'] === 'Synchronized');
  const kind = mapi.kind === 'MachineSet' ? 'MachineSet' : 'Machine';
  const word = said?.['status'];
  const owner = ownersOf(mapi).find((each) => each.kind === 'ControlPlaneMachineSet');
  const wanted = spec?.['replicas'];
  const ready = status?.['readyReplicas'];
  return {
    kind,
    name: mapi.metadata.name,
    authority: {
      spec: textAt(spec, 'authoritativeAPI') ?? '',
      status: textAt(status, 'authoritativeAPI') ?? '',
    },
    synchronized: {
      status: word === 'True' || word === 'False' || word === 'Unknown' ? word : '',
      reason: textAt(said, 'reason') ?? '',
      message: textAt(said, 'message') ?? '',
      since: textAt(said, 'lastTransitionTime') ?? '',
    },
    mirror: capi === undefined ? 'none' : isPaused(capi) ? 'paused' : 'active',
    isDeleting: isDeleting(mapi),
    ...(kind === 'Machine'
      ? { phase: textAt(status, 'phase') ?? '' }
      : {
          replicas: {
            wanted: typeof wanted === 'number' ? wanted : 0,
            ready: typeof ready === 'number' ? ready : 0,
          },
        }),
    ...(owner !== undefined && { leftAlone: 'its ControlPlaneMachineSet keeps it' }),
  };
}

/** The MachineSet that owns a Machine of Machine API; undefined for one that stands alone. */
export function ownerSetOf(machine: KubeObject): string | undefined {
  return setOwnerOf(machine, 'machine.openshift.io')?.name;
}

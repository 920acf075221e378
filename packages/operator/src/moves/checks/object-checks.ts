import { asObject, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { annotations } from '../../names.ts';
import { conditionOf, isDeleting } from '../../sync/shared/object.ts';
import { isControlPlaneOwned, setOf } from '../choose.ts';
import { fullName } from '../object-name.ts';
import { authorityOf } from '../request.ts';
import { alike, type Check, type Found, type Mover } from './finding.ts';

/** A name that is not there is a mistake, and what it would have meant is not known. */
export const knownCheck: Check = {
  name: 'known',
  title: 'what is named is there',
  look({ chosen, facts: { namespaces } }) {
    const missing = chosen.missing.map((name) => ({
      object: fullName(name),
      severity: 'error' as const,
      message: `it is not in ${namespaces.machineApi}`,
      hint: `See oc get machinesets.machine.openshift.io,machines.machine.openshift.io -n ${namespaces.machineApi}.`,
    }));
    const unreadable = chosen.unreadable.map(({ kind, metadata: { name } }) => ({
      object: fullName({ kind: kind === 'MachineSet' ? 'MachineSet' : 'Machine', name }),
      severity: 'warning' as const,
      message: `its annotation ${annotations.migrationPrior} cannot be read, so nobody knows where it was, and it stays where it is`,
      hint: 'Look at what was saved when it was moved, and set spec.authoritativeAPI by hand.',
    }));
    return alike([...missing, ...unreadable]);
  },
};

/** Machines of a control plane stay with Machine API. */
export const controlPlaneCheck: Check = {
  name: 'no-control-plane',
  title: 'no machine is kept by a ControlPlaneMachineSet',
  look({ movers }) {
    const owned = movers.filter(({ object }) => isControlPlaneOwned(object));
    return alike(
      owned.map(({ name }) => ({
        object: fullName(name),
        severity: 'error',
        message: 'its ControlPlaneMachineSet keeps it, which knows Machine API alone',
        hint: 'Leave it out.',
      })),
    );
  },
};

/** What changes hands in the other direction, or has none that acts. */
export const settledCheck: Check = {
  name: 'settled',
  title: 'each object has one API that acts on it',
  look({ moves, target }) {
    const wanted = authorityOf(target);
    return alike(
      moves.flatMap((move): readonly (Found & { readonly object: string })[] => {
        if (move.authority === undefined) return [];
        if (move.from === '') {
          return [
            {
              object: fullName(move),
              severity: 'error',
              message: 'status.authoritativeAPI is empty, so no API has taken it yet',
              hint: "Wait until Machine API's controllers have seen it, or look why they do not run.",
            },
          ];
        }
        if (move.from !== 'Migrating' || move.isAsked) return [];
        return [
          {
            object: fullName(move),
            severity: 'warning',
            message: `it is changing hands in the other direction; it is turned back to ${wanted}, which takes the time of both ways where the switch is already made`,
            hint: 'See capstan status.',
          },
        ];
      }),
    );
  },
};

/** A move begins from a mirror that is up to date, else it would take over something old. */
export const syncCheck: Check = {
  name: 'synchronized',
  title: 'each mirror is in step',
  look: ({ movers, from, isBack }) => perMover(movers, (mover) => onTheWay(syncProblem(mover, from), isBack)),
};

function syncProblem({ object, capi }: Mover, from: string): Found | undefined {
  const said = conditionOf(object, 'Synchronized');
  const status = textAt(said, 'status') ?? '';
  if (status !== 'True') {
    const reason = textAt(said, 'reason') ?? '';
    const message = textAt(said, 'message') ?? '';
    return {
      severity: 'error',
      message:
        status === ''
          ? 'nobody has synchronized it yet'
          : `it is not in step (${reason})${message === '' ? '' : `: ${message}`}`,
      hint: status === 'False' ? 'Change what the message names.' : 'Wait a moment, then see capstan status.',
    };
  }
  const source = from === 'MachineAPI' ? object : capi;
  const current = source?.metadata.generation;
  const synchronized = asObject(object['status'])?.['synchronizedGeneration'];
  if (source !== undefined && current === synchronized) return undefined;
  return {
    severity: 'error',
    message:
      source === undefined
        ? 'its Cluster API half is gone'
        : 'its last change has not been synchronized yet: the mirror is of an older generation',
    hint: 'Wait a moment; if it stays, see the log of the operator.',
  };
}

/** Machines on their way into or out of the world. */
export const phaseCheck: Check = {
  name: 'phase',
  title: 'nothing that moves is being made or deleted',
  look: ({ movers, isBack }) => perMover(movers, (mover) => onTheWay(phaseProblem(mover), isBack)),
};

function phaseProblem({ object, capi, infra, name }: Mover): Found | undefined {
  if ([object, capi, infra].some((half) => half !== undefined && isDeleting(half))) {
    return {
      severity: 'error',
      message: 'it is being deleted',
      hint: 'Wait until it is gone, or leave it out: whoever began the deletion has to end it.',
    };
  }
  if (name.kind === 'MachineSet') return undefined;
  const phase = textAt(object, 'status', 'phase') ?? '';
  if (phase === 'Failed') {
    return {
      severity: 'warning',
      message: `it has failed${textAt(object, 'status', 'errorMessage') ? `: ${textAt(object, 'status', 'errorMessage')}` : ''}`,
      hint: 'It stays failed on the other side. Delete it instead, so that its set makes another.',
    };
  }
  if (['Provisioned', 'Running'].includes(phase) && textAt(object, 'spec', 'providerID') !== undefined)
    return undefined;
  return {
    severity: 'error',
    message:
      phase === '' || phase === 'Provisioning' || phase === 'Provisioned'
        ? `it is being made (${phase === '' ? 'it has no phase yet' : phase}${textAt(object, 'spec', 'providerID') === undefined ? ', and has no spec.providerID, by which the other side would find its instance' : ''})`
        : `its phase is ${phase}`,
    hint: 'Wait until it runs.',
  };
}

/** A set changes hands when none of its machines is on the way. */
export const membersCheck: Check = {
  name: 'members',
  title: 'no machine of a set that moves is being made or deleted',
  look({ movers, facts, chosen }) {
    const moving = new Set(chosen.machines.map(({ metadata }) => metadata.name));
    const members = (set: string) =>
      facts.machines.filter((machine) => setOf(machine) === set && !moving.has(machine.metadata.name));
    return perMover(movers, ({ object, name }) => {
      if (name.kind !== 'MachineSet') return undefined;
      const all = facts.machines.filter((machine) => setOf(machine) === object.metadata.name);
      const wanted = asObject(object['spec'])?.['replicas'] ?? 1;
      const odd = members(object.metadata.name)
        .filter(isUnfinished)
        .map(({ metadata }) => metadata.name);
      if (odd.length === 0 && all.length === wanted) return undefined;
      return {
        severity: 'warning',
        message:
          odd.length > 0
            ? `it changes hands only when ${odd.join(', ')} ${odd.length === 1 ? 'is' : 'are'} made or gone`
            : `it changes hands only when it has the ${wanted} machines that it wants; it has ${all.length}`,
        hint: 'Wait for that first, or give --timeout enough time.',
      };
    });
  },
};

function isUnfinished(machine: KubeObject): boolean {
  const phase = textAt(machine, 'status', 'phase') ?? '';
  return isDeleting(machine) || ['', 'Provisioning', 'Deleting'].includes(phase);
}

/** On the way back it is told, and the rest goes back: the operator has such an object wait. */
function onTheWay(found: Found | undefined, isBack: boolean): Found | undefined {
  return found !== undefined && isBack ? { ...found, severity: 'warning' } : found;
}

function perMover(movers: readonly Mover[], problem: (mover: Mover) => Found | undefined) {
  return alike(
    movers.flatMap((mover) => {
      const found = problem(mover);
      return found === undefined ? [] : [{ ...found, object: fullName(mover.name) }];
    }),
  );
}

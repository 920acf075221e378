import { type Problem, type Scope, silentScope } from '../../mapping/issue.ts';
import { isObject } from '../../mapping/json.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import { sameName } from './arm-id.ts';
import type { AzureFacts } from './facts.ts';

interface MapiSlots {
  ip?: boolean | undefined;
  public?: string | undefined;
  internal?: string | undefined;
}

interface CapiSlots {
  ip?: boolean | undefined;
}

type Context = RowContext<AzureFacts>;

/**
 * What CAPZ would do to a machine (BuildNICSpec in scope/machine.go); undefined where that is not known. Where control plane
 * machines stand in for the AzureCluster, they tell of workers only that OpenShift has them share a load balancer.
 */
function expected({ platform, object }: Context, hasIp: boolean): Omit<MapiSlots, 'ip'> | undefined {
  const { loadBalancers, saidBy } = platform;
  // A worker with an address of its own needs no load balancer to reach out.
  if (hasIp && !object.controlPlane) return {};
  if (loadBalancers === undefined) return undefined;
  if (object.controlPlane) {
    return { public: loadBalancers.controlPlanePublic, internal: loadBalancers.controlPlaneInternal };
  }
  return saidBy === 'AzureCluster' ? { public: loadBalancers.node } : undefined;
}

/**
 * A public address and the load balancers. Machine API names them on every machine, Cluster API on the AzureCluster: there
 * they are those of all workers, or of all control plane machines.
 */
export function loadBalancers(): Codec<MapiSlots, CapiSlots, Context> {
  const toCapi = (found: MapiSlots | undefined, scope: Scope<Context>): CapiSlots => {
    const hasIp = found?.ip ?? false;
    const { object, platform } = scope.context;
    const wanted = expected(scope.context, hasIp);
    if (hasIp && object.controlPlane) {
      scope.at('ip').report({
        code: 'NotSupported',
        value: true,
        message: 'CAPZ gives no public address to control plane machines',
        hint: 'Remove publicIP, or keep the machine on Machine API.',
      });
    }
    if (hasIp && found?.public && !object.controlPlane) {
      scope.at('public').report({
        code: 'NotSupported',
        value: found.public,
        message: 'CAPZ joins a machine with a public address to no load balancer',
        hint: 'Remove publicIP or publicLoadBalancer, or keep the machines on Machine API.',
      });
    } else if (wanted === undefined) {
      const shared = platform.loadBalancers;
      if (shared === undefined || !sameName(found?.public || undefined, shared.controlPlanePublic))
        scope.at('public').report(notChecked(found?.public, object.controlPlane));
    } else if (!sameName(found?.public || undefined, wanted.public)) {
      scope.at('public').report(differs('publicLoadBalancer', found?.public, wanted.public, scope.context));
    }
    if (found?.internal && !object.controlPlane) {
      scope.at('internal').report({
        code: 'NotSupported',
        value: found.internal,
        message: 'CAPZ joins only control plane machines to an internal load balancer, that of the API server',
        hint: 'Remove internalLoadBalancer, or keep the machines on Machine API.',
      });
      // Machine API's actuator writes the name where a control plane machine has none.
    } else if (found?.internal) {
      if (wanted === undefined) scope.at('internal').report(notChecked(found.internal, true));
      else if (!sameName(found.internal, wanted.internal))
        scope.at('internal').report(differs('internalLoadBalancer', found.internal, wanted.internal, scope.context));
    }
    return hasIp ? { ip: true } : {};
  };

  return {
    rule: 'the same address; the load balancers must be those of the AzureCluster: on workers nodeOutboundLB, or none beside a public address; on control plane machines those of the API server',
    fields: [],
    samples: {
      mapi: [{ public: 'ocp1-x7k2p', ip: false }, { public: 'OCP1-x7k2p' }, { ip: true }],
      capi: [{ ip: false }, { ip: true }, {}],
      required: true,
    },
    toCapi,
    toMapi(found, scope) {
      const hasIp = found?.ip ?? false;
      const wanted = expected(scope.context, hasIp);
      if (wanted === undefined) scope.report(notKnown);
      return { ip: hasIp, ...wanted };
    },
    canonMapi: (found) => ({ ...found, ip: found?.ip ?? false }),
    canonCapi: (found) => ({ ip: found?.ip ?? false }),
    residues: {
      toCapi: {
        // Whoever converts back may not have the AzureCluster at hand.
        keep: (source) => {
          const { ip = false, public: outer = null, internal = null } = source ?? {};
          // Also that there is none: what is missing was taken away.
          return { ip, public: outer, internal };
        },
        restore(kept, target, scope) {
          const { ip, public: outer, internal } = isObject(kept) ? kept : {};
          const hasIp = target?.ip ?? false;
          if (ip === hasIp && isNameOrNone(outer) && isNameOrNone(internal)) {
            const asBefore: MapiSlots = { public: outer ?? undefined, internal: internal ?? undefined, ip };
            if (isAccepted(asBefore, scope, toCapi)) return asBefore;
          }
          const wanted = expected(scope.context, hasIp);
          if (wanted === undefined) scope.report(notKnown);
          return { ip: hasIp, ...wanted };
        },
      },
      toMapi: { keep: () => undefined, restore: () => undefined },
    },
  };
}

function isNameOrNone(value: unknown): value is string | null {
  return typeof value === 'string' || value === null;
}

/** What was carried says more of this machine than a control plane machine, but not more than the AzureCluster. */
function isAccepted(
  slots: MapiSlots,
  { context }: Scope<Context>,
  toCapi: (found: MapiSlots, scope: Scope<Context>) => unknown,
): boolean {
  const { platform } = context;
  const isKnown = platform.saidBy === 'AzureCluster';
  const scope = silentScope(isKnown ? context : { ...context, platform: { ...platform, loadBalancers: undefined } });
  toCapi(slots, scope);
  return !scope.failed();
}

function differs(
  field: string,
  found: string | undefined,
  wanted: string | undefined,
  { platform, object }: Context,
): Problem {
  const isMade = platform.saidBy === 'control plane';
  const machines = object.controlPlane ? 'control plane machines' : 'workers';
  const whose = isMade ? "the control plane's" : `what CAPZ joins ${machines} to by the AzureCluster`;
  return {
    code: 'DifferentFromCluster',
    ...(found ? { value: found } : {}),
    message: `must be ${whose}, which is ${wanted === undefined ? 'no load balancer' : JSON.stringify(wanted)}`,
    hint:
      wanted === undefined
        ? `Remove ${field}, or ${isMade ? 'add the AzureCluster to the input' : 'name the load balancer in the AzureCluster'}.`
        : `Set ${field}: ${wanted}, or ${isMade ? 'add the AzureCluster to the input' : 'correct the AzureCluster'}.`,
  };
}

function notChecked(found: string | undefined, isControlPlane: boolean): Problem {
  const machines = isControlPlane ? 'control plane machines' : 'workers';
  return {
    code: 'NotChecked',
    severity: 'warning',
    ...(found ? { value: found } : {}),
    message: `must be the load balancer that the AzureCluster names for ${machines}, which is not part of the input`,
    hint: 'Add the AzureCluster to the input, or check that both name the same load balancer.',
  };
}

const notKnown: Problem = {
  code: 'MissingObject',
  message: 'the load balancers are those of the AzureCluster, which is not part of the input',
  hint: 'Add the AzureCluster of the cluster to the input.',
};

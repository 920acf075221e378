import { type Scope, silentScope } from '../../mapping/issue.ts';
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

/** What CAPZ would do to a machine (BuildNICSpec in scope/machine.go); undefined where the AzureCluster is not known. */
function expected({ platform, object }: Context, hasIp: boolean): Omit<MapiSlots, 'ip'> | undefined {
  const balancers = platform.loadBalancers;
  if (balancers === undefined) return undefined;
  if (object.controlPlane) return { public: balancers.controlPlanePublic, internal: balancers.controlPlaneInternal };
  // A worker with an address of its own needs no load balancer to reach out.
  return { public: hasIp ? undefined : balancers.node, internal: undefined };
}

/**
 * A public address and the load balancers. Machine API names them on every machine, Cluster API on the AzureCluster: there
 * they are those of all workers, or of all control plane machines.
 */
export function loadBalancers(): Codec<MapiSlots, CapiSlots, Context> {
  const toCapi = (found: MapiSlots | undefined, scope: Scope<Context>): CapiSlots => {
    const hasIp = found?.ip ?? false;
    const { object } = scope.context;
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
    } else if (wanted !== undefined && !sameName(found?.public || undefined, wanted.public)) {
      scope.at('public').report(differs('publicLoadBalancer', found?.public, wanted.public, object.controlPlane));
    }
    if (found?.internal && !object.controlPlane) {
      scope.at('internal').report({
        code: 'NotSupported',
        value: found.internal,
        message: 'CAPZ joins only control plane machines to an internal load balancer, that of the API server',
        hint: 'Remove internalLoadBalancer, or keep the machines on Machine API.',
      });
      // Machine API's actuator writes the name where a control plane machine has none.
    } else if (found?.internal && wanted !== undefined && !sameName(found.internal, wanted.internal)) {
      scope.at('internal').report(differs('internalLoadBalancer', found.internal, wanted.internal, true));
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
    toMapi(found, { context }) {
      const hasIp = found?.ip ?? false;
      return { ip: hasIp, ...expected(context, hasIp) };
    },
    canonMapi: (found) => ({ ...found, ip: found?.ip ?? false }),
    canonCapi: (found) => ({ ip: found?.ip ?? false }),
    residues: {
      toCapi: {
        // Whoever converts back may not have the AzureCluster at hand.
        keep: (source) => {
          const { ip = false, public: outer, internal } = source ?? {};
          return { ip, ...(outer !== undefined && { public: outer }), ...(internal !== undefined && { internal }) };
        },
        restore(kept, target, scope) {
          const text = (slot: string) => (isObject(kept) && typeof kept[slot] === 'string' ? kept[slot] : undefined);
          const hasIp = target?.ip ?? false;
          const asBefore: MapiSlots = {
            public: text('public'),
            internal: text('internal'),
            ip: hasIp,
          };
          const wasIp = isObject(kept) && kept['ip'] === true;
          if (wasIp === hasIp && isAccepted(asBefore, scope, toCapi)) return asBefore;
          return { ip: hasIp, ...expected(scope.context, hasIp) };
        },
      },
      toMapi: { keep: () => undefined, restore: () => undefined },
    },
  };
}

function isAccepted(
  slots: MapiSlots,
  { context }: Scope<Context>,
  toCapi: (found: MapiSlots, scope: Scope<Context>) => unknown,
): boolean {
  const scope = silentScope(context);
  toCapi(slots, scope);
  return !scope.failed();
}

function differs(field: string, found: string | undefined, wanted: string | undefined, isControlPlane: boolean) {
  const machines = isControlPlane ? 'control plane machines' : 'workers';
  return {
    code: 'DifferentFromCluster',
    ...(found ? { value: found } : {}),
    message: `must be what CAPZ joins ${machines} to by the AzureCluster, which is ${wanted === undefined ? 'no load balancer' : JSON.stringify(wanted)}`,
    hint:
      wanted === undefined
        ? `Remove ${field}, or name the load balancer in the AzureCluster.`
        : `Set ${field}: ${wanted}, or correct the AzureCluster.`,
  } as const;
}

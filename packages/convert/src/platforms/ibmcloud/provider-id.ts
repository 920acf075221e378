import type { Problem } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';

interface MapiSlots {
  providerID?: string | undefined;
}

interface CapiSlots {
  machine?: string | undefined;
  infra?: string | undefined;
}

/**
 * `ibm://ACCOUNT///CLUSTER/INSTANCE`. Both sides write it the same way as the cloud provider writes it on the Node. CAPIBM
 * writes it anew with the name of the Cluster in it, so one with another cluster in it would no longer be that of the Node.
 */
export function providerId<P>(): Codec<MapiSlots, CapiSlots, RowContext<P>> {
  const id = 'ibm://0123456789abcdef///ocp1-x7k2p/0717_11111111-2222-4333-8444-555555555555';
  return {
    rule: 'the same on Machine and IBMVPCMachine; the cluster in it must be this one',
    fields: [],
    samples: { mapi: [{ providerID: id }, {}], capi: [{ machine: id, infra: id }, {}] },
    toCapi(found, scope) {
      const providerID = found?.providerID;
      if (!providerID) return {};
      const wrong = problemWith(providerID, scope.context);
      if (wrong !== undefined) {
        scope.at('providerID').report(wrong);
        return {};
      }
      return { machine: providerID, infra: providerID };
    },
    toMapi(found, scope) {
      const { machine, infra } = found ?? {};
      const providerID = machine || infra;
      if (!providerID) return {};
      const wrong = problemWith(providerID, scope.context);
      if (wrong !== undefined) scope.at(machine ? 'machine' : 'infra').report(wrong);
      else if (machine && infra && machine !== infra) {
        scope.at('infra').report({
          code: 'Conflict',
          value: infra,
          message: `differs from the Machine's provider id, which is ${machine}`,
          hint: 'Find out which instance is meant; both must name it.',
        });
      }
      return { providerID };
    },
  };
}

function problemWith<P>(value: string, { cluster, object }: RowContext<P>): Problem | undefined {
  if (object.kind === 'MachineSet') {
    return {
      code: 'NotSupported',
      value,
      message: 'a template that names an instance would give every machine the same one',
      hint: 'Remove it from the template.',
    };
  }
  const [, name] = /^ibm:\/\/[^/]+\/\/\/([^/]+)\/[^/]+$/.exec(value) ?? [];
  if (name === undefined) {
    return {
      code: 'InvalidValue',
      value,
      message: 'is no provider id of IBM Cloud VPC, which is ibm://ACCOUNT///CLUSTER/INSTANCE',
      hint: 'Correct the provider id; the controllers write it once the instance exists.',
    };
  }
  if (name === cluster.infrastructureName) return undefined;
  return {
    code: 'DifferentFromCluster',
    value,
    message: `names the cluster ${name}, and CAPIBM would write ${cluster.infrastructureName}, which the Node does not have`,
    hint: 'Correct the label machine.openshift.io/cluster-api-cluster of the Machine, from which Machine API takes it.',
  };
}

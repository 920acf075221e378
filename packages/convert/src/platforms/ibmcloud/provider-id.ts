import { mirroredProviderId } from '../../codecs/provider-id.ts';
import type { Problem } from '../../mapping/issue.ts';
import type { RowContext } from '../../objects/context.ts';

/**
 * `ibm://ACCOUNT///CLUSTER/INSTANCE`. Both sides write it the same way as the cloud provider writes it on the Node. CAPIBM
 * writes it anew with the name of the Cluster in it, so one with another cluster in it would no longer be that of the Node.
 */
export function providerId<P>() {
  return mirroredProviderId<P>({
    rule: 'the same on Machine and IBMVPCMachine; the cluster in it must be this one',
    noun: 'instance',
    sample: 'ibm://0123456789abcdef///ocp1-x7k2p/0717_11111111-2222-4333-8444-555555555555',
    check,
  });
}

function check(id: string, { cluster }: Pick<RowContext<unknown>, 'cluster'>): Problem | undefined {
  const [, name] = /^ibm:\/\/[^/]+\/\/\/([^/]+)\/[^/]+$/.exec(id) ?? [];
  if (name === undefined) {
    return {
      code: 'InvalidValue',
      message: 'is no provider id of IBM Cloud VPC, which is ibm://ACCOUNT///CLUSTER/INSTANCE',
      hint: 'Correct the provider id; the controllers write it once the instance exists.',
    };
  }
  if (name === cluster.infrastructureName) return undefined;
  return {
    code: 'DifferentFromCluster',
    message: `names the cluster ${name}, and CAPIBM would write ${cluster.infrastructureName}, which the Node does not have`,
    hint: 'Correct the label machine.openshift.io/cluster-api-cluster of the Machine, from which Machine API takes it.',
  };
}

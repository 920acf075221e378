import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { VSphereFacts } from './facts.ts';

/**
 * The vCenter. A VSphereCluster has the credentials of one, so machines of another cannot be made by Cluster API, and are refused
 * even where the same user happens to exist there: nobody here looks into secrets.
 */
export function server(): Codec<string, string, RowContext<VSphereFacts>> {
  const required = {
    code: 'Required',
    message: 'nothing names the vCenter of this machine',
    hint: 'Set the server to the vCenter of the cluster.',
  } as const;
  return {
    rule: "must be the cluster's vCenter; its port, if not 443, is written in Cluster API only",
    samples: { mapi: ['vc1.lab.test'], capi: ['vc1.lab.test'], required: true },
    toCapi(found, scope) {
      const { vcenter } = scope.context.platform;
      if (found === undefined) scope.report(required);
      else if (vcenter === undefined) {
        scope.report({
          code: 'NotChecked',
          severity: 'warning',
          value: found,
          message: "must be the cluster's vCenter, which is not known",
          hint: 'Give the Infrastructure object with its spec, or the VSphereCluster.',
        });
      } else if (found !== vcenter.host) scope.report(otherVcenter(found, vcenter.host));
      else return vcenter.address;
      return found;
    },
    toMapi(found, scope) {
      const { vcenter } = scope.context.platform;
      if (found === undefined) scope.report(required);
      else if (vcenter !== undefined && found !== vcenter.address) scope.report(otherVcenter(found, vcenter.address));
      return found === vcenter?.address ? vcenter?.host : found;
    },
  };
}

function otherVcenter(value: string, known: string) {
  return {
    code: 'DifferentFromCluster',
    value,
    message: `must be the vCenter of the VSphereCluster, which is ${known}: it has the credentials of no other`,
    hint: 'Keep the machines of another vCenter on the API that manages them now.',
  } as const;
}

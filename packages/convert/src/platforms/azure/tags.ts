import { ownershipMissing } from '../../codecs/ownership.ts';
import { setOwn } from '../../mapping/json.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import { sameName } from './arm-id.ts';
import type { AzureFacts } from './facts.ts';

interface Tags {
  [name: string]: string;
}

type Context = RowContext<AzureFacts>;

/** The tag by which Machine API and the installer mark what belongs to the cluster. */
export function clusterTag(infrastructureName: string): string {
  return `kubernetes.io_cluster.${infrastructureName}`;
}

/** Tags that CAPZ sets on a machine whatever the AzureMachine says (its tags.go). */
function capzTags(cluster: string): readonly string[] {
  return [
    'Name',
    'sigs.k8s.io_cluster-api-provider-azure_role',
    `sigs.k8s.io_cluster-api-provider-azure_cluster_${cluster}`,
    `kubernetes.io_cluster_${cluster}`,
  ];
}

/** True for a tag that is on every machine anyway: one of CAPZ's own, or the cluster's. */
export function isTagOfCapz(name: string, cluster: string): boolean {
  return [...capzTags(cluster), clusterTag(cluster)].some((own) => sameName(own, name));
}

/** What Machine API puts on every machine. CAPZ does so only if the AzureCluster says it, on which nobody should depend. */
function forced({ cluster, platform }: Context): Tags {
  return { ...platform.resourceTags, [clusterTag(cluster.infrastructureName)]: 'owned' };
}

/**
 * Tags of the machine's resources. Machine API adds that of the cluster and those of the Infrastructure object; CAPZ adds
 * others, so what only Machine API adds is written out, and taken away again on the way back.
 */
export function machineTags(): Codec<Tags, Tags, Context> {
  return {
    rule: "the same tags, and beside them those that Machine API adds by itself: the cluster's",
    samples: {
      mapi: [
        { team: 'data', note: '' },
        { 'kubernetes.io_cluster.ocp1-x7k2p': 'owned', a: 'b' },
      ],
      capi: [
        { team: 'data', note: '' },
        { 'kubernetes.io_cluster.ocp1-x7k2p': 'owned', a: 'b' },
        { Name: 'overwritten', a: 'b' },
      ],
    },
    toCapi(found = {}, scope) {
      const { cluster } = scope.context;
      const target: Tags = {};
      for (const [name, value] of Object.entries(found)) {
        const twin = Object.keys(target).find((other) => sameName(other, name));
        if (twin !== undefined) {
          scope.at(name).report(twinOf(twin, name, value));
        } else if (sameName(name, clusterTag(cluster.infrastructureName))) {
          if (name !== clusterTag(cluster.infrastructureName) || value !== 'owned')
            scope.at(name).report(setByMachineApi(value));
        } else if (capzTags(cluster.infrastructureName).some((own) => sameName(own, name))) {
          scope.at(name).report({
            code: 'NotSupported',
            value,
            message: 'CAPZ sets this tag on every machine and would overwrite it',
            hint: 'Use another name for the tag, or remove it.',
          });
        }
        setOwn(target, name, value);
      }
      for (const [name, value] of Object.entries(forced(scope.context))) {
        if (!Object.keys(target).some((own) => sameName(own, name))) setOwn(target, name, value);
      }
      return target;
    },
    toMapi(found = {}, scope) {
      const { cluster } = scope.context;
      const own = forced(scope.context);
      const target: Tags = {};
      for (const [name, value] of Object.entries(found)) {
        const isClusterTag = sameName(name, clusterTag(cluster.infrastructureName));
        if (isClusterTag && (value !== 'owned' || name !== clusterTag(cluster.infrastructureName)))
          scope.at(name).report(setByMachineApi(value));
        const twin = Object.keys(target).find((other) => sameName(other, name));
        if (twin !== undefined) scope.at(name).report(twinOf(twin, name, value));
        const isImplied = own[name] === value || isTagOfCapz(name, cluster.infrastructureName);
        if (!isImplied) setOwn(target, name, value);
      }
      const mark = clusterTag(cluster.infrastructureName);
      const hasMark = scope.context.platform.hasClusterTag || Object.keys(found).some((name) => sameName(name, mark));
      if (!hasMark) scope.report(ownershipMissing('tag', mark));
      return Object.keys(target).length === 0 ? undefined : target;
    },
    // A tag without a value is a tag: pruning must not take it away.
    canonMapi: sorted,
    canonCapi: sorted,
  };
}

function sorted(tags: Tags | undefined): unknown {
  const entries = Object.entries(tags ?? {});
  return entries.length === 0 ? undefined : entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

function twinOf(twin: string, name: string, value: string) {
  return {
    code: 'Duplicate',
    value,
    message: `Azure does not tell the tag ${JSON.stringify(name)} from ${JSON.stringify(twin)}`,
    hint: 'Remove one of the two.',
  } as const;
}

function setByMachineApi(value: string) {
  return {
    code: 'Conflict',
    value,
    message: 'Machine API always sets the tag kubernetes.io_cluster.<name of the cluster> to "owned"',
    hint: 'Remove the tag: it is set for you.',
  } as const;
}

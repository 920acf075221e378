import { Buffer } from 'node:buffer';

/** Which objects of a directory are of interest: a must-gather has thousands, of which a verb needs a few. */
export interface Interest {
  /** True where the text may hold such an object. */
  mentionedIn(text: string): boolean;
  /** As `mentionedIn` for bytes that nobody has decoded yet; true more often. UTF-16 always passes. */
  mentionedInBytes(bytes: Buffer): boolean;
  has(apiVersion: string, kind: string): boolean;
}

const machineGroups: readonly string[] = [
  'machine.openshift.io',
  'cluster.x-k8s.io',
  'infrastructure.cluster.x-k8s.io',
  'config.openshift.io',
];

/** What surrounds machines, by kind: a must-gather has thousands of other objects in these groups. */
const around: readonly (readonly [group: string, kind: string])[] = [
  ['coordination.k8s.io', 'Lease'],
  ['autoscaling.openshift.io', 'MachineAutoscaler'],
  ['admissionregistration.k8s.io', 'ValidatingAdmissionPolicy'],
  ['admissionregistration.k8s.io', 'ValidatingAdmissionPolicyBinding'],
  ['apps', 'Deployment'],
];

/** Objects of the API groups that Capstan is about. */
export const machinesOnly: Interest = {
  // `group/v` rather than `group`: in a must-gather the groups are in the annotations and names of thousands of objects, and
  // as an apiVersion only where one of ours is or is referred to. `\/` is how some JSON writers put a slash.
  mentionedIn: (text) => /(?:machine\.openshift|cluster\.x-k8s|config\.openshift)\.io\\?\/v/.test(text),
  // Shorter than the whole so that one search serves a group and what ends in it.
  mentionedInBytes: bytesWith(['machine.openshift.io', 'cluster.x-k8s.io', 'config.openshift.io']),
  has: (apiVersion) => machineGroups.includes(groupOf(apiVersion)),
};

/** Those, and what tells how a cluster fares: Leases, autoscalers, admission policies, Deployments. */
export const wholeCluster: Interest = {
  mentionedIn: (text) => machinesOnly.mentionedIn(text) || around.some(([, kind]) => text.includes(kind)),
  mentionedInBytes(bytes) {
    return machinesOnly.mentionedInBytes(bytes) || around.some(([, kind]) => bytes.includes(kind));
  },
  has(apiVersion, kind) {
    const group = groupOf(apiVersion);
    return machinesOnly.has(apiVersion, kind) || around.some((each) => each[0] === group && each[1] === kind);
  },
};

function bytesWith(groups: readonly string[]): (bytes: Buffer) => boolean {
  const needles = groups.map((group) => Buffer.from(group));
  return (bytes) => {
    const first = bytes[0];
    if (first === 0xff || first === 0xfe) return true;
    return needles.some((needle) => bytes.includes(needle));
  };
}

function groupOf(apiVersion: string): string {
  return apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
}

import { Buffer } from 'node:buffer';

const groups = [
  'machine.openshift.io',
  'cluster.x-k8s.io',
  'infrastructure.cluster.x-k8s.io',
  'config.openshift.io',
] as const;

// `group/v` rather than `group`: in a must-gather the groups are in the annotations and names of thousands of objects, and
// as an apiVersion only where one of ours is or is referred to. `\/` is how some JSON writers put a slash.
const mention = /(?:machine\.openshift|cluster\.x-k8s|config\.openshift)\.io\\?\/v/;

// Shorter than the whole so that one search serves a group and what ends in it.
const needles = ['machine.openshift.io', 'cluster.x-k8s.io', 'config.openshift.io'].map((group) => Buffer.from(group));

/** True where the text may hold an object of the API groups that Capstan is about. */
export function mentionsOurGroups(text: string): boolean {
  return mention.test(text);
}

/** As {@link mentionsOurGroups} for bytes that nobody has decoded yet; true more often. UTF-16 always passes. */
export function bytesMentionOurGroups(bytes: Buffer): boolean {
  const first = bytes[0];
  if (first === 0xff || first === 0xfe) return true;
  return needles.some((needle) => bytes.includes(needle));
}

/** True for an apiVersion of one of the API groups that Capstan is about. */
export function isOurs(apiVersion: string): boolean {
  const group = apiVersion.slice(0, apiVersion.indexOf('/'));
  return groups.some((ours) => ours === group);
}

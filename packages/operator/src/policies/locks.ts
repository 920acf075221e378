import { annotations } from '../names.ts';
import { isSame, keepsKeys, literal } from './cel.ts';
import type { Rule } from './policy.ts';

/** The fields of `spec` that may not change. */
export function keepsFields(fields: readonly string[], message: string): Rule {
  const same = fields.map((field) => `(${isSame(`variables.specBefore.${field}`, `variables.spec.${field}`)})`);
  return { expression: same.join(' && '), message };
}

/** All of `spec`. */
export function keepsSpec(message: string): Rule {
  return { expression: 'variables.spec == variables.specBefore', message };
}

/** The labels and annotations by which controllers of either API know what to do. `because` is a sentence's end. */
export function keepsReserved(because: string): Rule[] {
  const isLabel =
    "k.startsWith('machine.openshift.io') || k.startsWith('kubernetes.io') || k.contains('cluster.x-k8s.io/')";
  // What has clusters.x-k8s.io in it, such as the autoscaler's, does not have cluster.x-k8s.io.
  const isNote =
    "k.startsWith('machine.openshift.io') || k.contains('cluster.x-k8s.io') || k.contains('clusters.x-k8s.io')";
  return [
    {
      expression: keepsKeys('variables.labelsBefore', 'variables.labels', isLabel),
      message: `Cannot add, modify or delete any machine.openshift.io/*, kubernetes.io/* or cluster.x-k8s.io/* label. This is because ${because}.`,
    },
    {
      expression: keepsKeys('variables.notesBefore', 'variables.notes', isNote),
      message: `Cannot add, modify or delete any machine.openshift.io/* or cluster.x-k8s.io/* or clusters.x-k8s.io/* annotation. This is because ${because}.`,
    },
  ];
}

/**
 * The labels that came from the other side, of which sync keeps a record on the mirror. The last synchronization gave them the other
 * side's values, so that to match it is to stay.
 */
export function keepsControlled(api: string, noun: string, because: string): Rule {
  const record = `variables.notesBefore[${literal(annotations.mirrored)}]`;
  // The record is {"annotations":[...],"labels":[...]}, and a key has no quotes in it.
  const start = literal('"labels":[');
  const isControlled = `${record}.split(${start})[1].contains('"' + k + '"')`;
  return {
    expression: `!(${literal(annotations.mirrored)} in variables.notesBefore) || !${record}.contains(${start}) || (${keepsKeys('variables.labelsBefore', 'variables.labels', isControlled)})`,
    message: `Cannot modify a ${api} controlled label except to match the ${api} mirrored ${noun}. This is because ${because}.`,
  };
}

/** A label by which Cluster API tells the machines of one template from those of another. */
export function keepsTemplateHash(): Rule {
  return {
    expression: keepsKeys('variables.labelsBefore', 'variables.labels', "k == 'machine-template-hash'"),
    message: "Setting the 'machine-template-hash' label is forbidden.",
  };
}

import { templateLabel } from '../../names.ts';
import { isDeleting, ownersOf } from '../../sync/shared/object.ts';
import { templateNameOf } from '../../sync/shared/references.ts';
import { oc } from '../command.ts';
import { type Check, type Found, subjectOf } from '../finding.ts';

/** A template that nobody refers to stays for ever; one that is owned by nobody goes with nobody. */
export const orphanedTemplate: Check = {
  name: 'template-without-owner',
  finds: 'an infra machine template that was made for a set and that no set owns: nobody will delete it',
  needs: ['cluster-api', 'infra'],
  find: ({ templates, capiMachineSets }) =>
    templates.flatMap((template): Found[] => {
      const madeFor = template.metadata.labels?.[templateLabel];
      if (madeFor === undefined || isDeleting(template)) return [];
      const owners = ownersOf(template);
      const isOwned = capiMachineSets.some(({ metadata }) => owners.some(({ uid }) => uid === metadata.uid));
      if (isOwned) return [];
      const users = capiMachineSets.filter((set) => templateNameOf(set) === template.metadata.name);
      const subject = subjectOf(template);
      return [
        {
          severity: 'warning',
          object: subject,
          what: `it was made for the MachineSet ${madeFor}, and no MachineSet owns it`,
          evidence: [
            owners.length === 0
              ? 'no owner references'
              : `owners: ${owners.map(({ kind, name }) => `${kind}/${name}`).join(', ')}`,
            users.length === 0
              ? 'no MachineSet refers to it'
              : `referred to by ${users.map(({ metadata }) => metadata.name).join(', ')}`,
          ],
          why:
            users.length === 0
              ? 'Its set is gone, or uses another template by now.'
              : "OpenShift's own controller made it and gives it to the Cluster, or its owner was taken off; the operator adopts it when it next looks.",
          do: users.length === 0 ? [oc('delete', subject)] : [oc('get', subject, '-w')],
        },
      ];
    }),
};

/** A set cannot make machines of a template that is not there. */
export const missingTemplate: Check = {
  name: 'missing-template',
  finds: 'a MachineSet of Cluster API that refers to a template that is not there, so it can make no machine',
  needs: ['cluster-api', 'infra'],
  find: ({ capiMachineSets, templates, platform }) =>
    capiMachineSets.flatMap((set): Found[] => {
      const name = templateNameOf(set);
      if (name === undefined || platform === undefined || isDeleting(set)) return [];
      if (templates.some(({ metadata }) => metadata.name === name)) return [];
      return [
        {
          severity: 'error',
          object: subjectOf(set),
          what: `the ${platform.infra.templateKind} ${name} that it refers to is not there`,
          evidence: [`spec.template.spec.infrastructureRef.name: ${name}`],
          why: 'It was deleted. Where Machine API acts the operator makes it again; where Cluster API does, nobody can.',
          do: ['Restore it from a backup, or let the set refer to another.', oc('get', subjectOf(set), '-o yaml')],
        },
      ];
    }),
};

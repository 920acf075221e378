import { isMachineApis, isMirror } from './authority.ts';
import { keepsControlled, keepsReserved, keepsSpec, keepsTemplateHash } from './locks.ts';
import { clusterApi, infrastructure } from './objects.ts';
import type { Policy } from './policy.ts';

const because = 'status.authoritativeAPI is set to Machine API';

/** What is said to who edits the side that does not act. */
export const specIsLocked = `Changing .spec is not allowed. This is because ${because}.`;

const update = {
  in: ['clusterApi'],
  operations: ['UPDATE'],
  // Cluster API's core manager writes to the machines of a set even where they are paused.
  exempt: 'controllersAndCoreManager',
  action: 'Deny',
  onFailure: 'Fail',
} as const;

/** Of a Machine and of its infra machine. */
const machineRules = [
  keepsSpec(specIsLocked),
  ...keepsReserved(because),
  keepsControlled('Machine API', 'machine', because),
  keepsTemplateHash(),
];

/** Edits of the Cluster API side while Machine API acts, by the marks that sync keeps on it: no twin is looked up. */
export const clusterApiLocks: readonly Policy[] = [
  {
    ...update,
    name: 'cluster-api-machine',
    doc: 'A Machine that Machine API manages is edited there: what changed here would be undone.',
    subjects: [clusterApi.machines],
    conditions: [isMachineApis],
    rules: machineRules,
  },
  {
    ...update,
    name: 'cluster-api-machine-set',
    doc: 'A MachineSet that Machine API manages is edited there: what changed here would be undone.',
    subjects: [clusterApi.machineSets],
    conditions: [isMachineApis],
    rules: [keepsSpec(specIsLocked), ...keepsReserved(because), keepsControlled('Machine API', 'MachineSet', because)],
  },
  {
    ...update,
    name: 'infrastructure-machine',
    doc: 'The infra machine of a Machine that Machine API manages is edited by way of that Machine.',
    subjects: [infrastructure.machines],
    conditions: [isMachineApis],
    rules: machineRules,
  },
  {
    ...update,
    name: 'infrastructure-template',
    doc: 'A template that Capstan made is named after what it says, so it stays as it is, whichever API acts. Those of users are theirs.',
    subjects: [infrastructure.templates],
    conditions: [{ name: 'made-by-capstan', expression: isMirror() }],
    rules: [
      keepsSpec(
        'Changing .spec is not allowed. This is because Capstan made this template and named it after what it says. Make a template of another name, and have the MachineSet refer to that.',
      ),
      ...keepsReserved('Capstan made this template'),
    ],
  },
];

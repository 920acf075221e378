import { actsBy } from './authority.ts';
import { keepsControlled, keepsFields, keepsReserved, keepsTemplateHash } from './locks.ts';
import { machineApi } from './objects.ts';
import type { Policy } from './policy.ts';

const because = 'status.authoritativeAPI is set to Cluster API';

/** What of Machine API's objects is locked by the schema of their spec, `authoritativeAPI` being the user's. */
const lockedFields = {
  machines: ['lifecycleHooks', 'metadata', 'providerID', 'providerSpec', 'taints'],
  machineSets: ['deletePolicy', 'minReadySeconds', 'replicas', 'selector', 'template'],
} as const;

/** What is said to who edits the side that does not act. */
export const onlyAuthority = `You may only modify spec.authoritativeAPI. Any other change inside .spec is not allowed. This is because ${because}.`;

/** What is said to who edits what is on its way. */
export const onlyAuthorityWhileMigrating =
  'You may only modify spec.authoritativeAPI. Any other change inside .spec is not allowed. This is because status.authoritativeAPI is set to Migrating: wait until the migration is complete, or set spec.authoritativeAPI back to cancel it.';

const update = {
  in: ['machineApi'],
  operations: ['UPDATE'],
  exempt: 'controllers',
  action: 'Deny',
  onFailure: 'Fail',
} as const;

/** Edits of the Machine API side while it does not act, or not for certain. */
export const machineApiLocks: readonly Policy[] = [
  {
    ...update,
    name: 'machine-api-machine',
    doc: 'A Machine that Cluster API manages is edited there: what changed here would be undone.',
    subjects: [machineApi.machines],
    conditions: [actsBy('ClusterAPI')],
    rules: [
      keepsFields(lockedFields.machines, onlyAuthority),
      ...keepsReserved(because),
      keepsControlled('Cluster API', 'machine', because),
      keepsTemplateHash(),
    ],
  },
  {
    ...update,
    name: 'machine-api-machine-set',
    doc: 'A MachineSet that Cluster API manages is edited there: what changed here would be undone.',
    subjects: [machineApi.machineSets],
    conditions: [actsBy('ClusterAPI')],
    rules: [
      keepsFields(lockedFields.machineSets, onlyAuthority),
      ...keepsReserved(because),
      keepsControlled('Cluster API', 'MachineSet', because),
    ],
  },
  {
    ...update,
    name: 'machine-api-migrating',
    doc: 'While a Machine or MachineSet migrates its spec stays as it is; the migration can be taken back.',
    subjects: [machineApi.machines, machineApi.machineSets],
    conditions: [actsBy('Migrating')],
    rules: [keepsFields([...lockedFields.machines, ...lockedFields.machineSets], onlyAuthorityWhileMigrating)],
  },
];

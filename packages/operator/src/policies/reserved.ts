import { annotations, reservedPrefix } from '../names.ts';
import { keepsKeys, literal } from './cel.ts';
import { everything } from './objects.ts';
import type { Policy } from './policy.ts';

/** The annotations of ours that are for users, and for `capstan migrate`, which acts as its user. */
const usersAnnotations: readonly string[] = [
  annotations.handoverAcknowledged,
  annotations.migrationRun,
  annotations.migrationPrior,
];

const isOurs = `k.startsWith(${literal(reservedPrefix)})`;
const isOurNote = `${isOurs} && !(k in [${usersAnnotations.map(literal).join(', ')}])`;

const names = usersAnnotations.map((key) => key.slice(reservedPrefix.length));
const forUsers = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** What the other policies go by cannot be changed by those whom they judge. */
export const reserved: readonly Policy[] = [
  {
    name: 'reserved',
    doc: 'Labels and annotations of Capstan say which API acts and what came from where; nobody else writes them.',
    in: ['machineApi', 'clusterApi'],
    subjects: everything,
    operations: ['CREATE', 'UPDATE'],
    exempt: 'controllers',
    action: 'Deny',
    onFailure: 'Fail',
    conditions: [],
    rules: [
      {
        expression: keepsKeys('variables.labelsBefore', 'variables.labels', isOurs),
        message: `Cannot add, modify or delete any ${reservedPrefix}* label: Capstan keeps them. Leave them as they are, and make new objects without them.`,
      },
      {
        expression: keepsKeys('variables.notesBefore', 'variables.notes', isOurNote),
        message: `Cannot add, modify or delete any ${reservedPrefix}* annotation except ${forUsers}: Capstan keeps them. Leave them as they are, and make new objects without them.`,
      },
    ],
  },
];

import { annotations, clusterApiVersion, machineApiVersion, mirrorLabel } from '../names.ts';
import { has, hasKey, literal, textAt } from './cel.ts';
import { clusterApi, machineApi } from './objects.ts';
import type { Policy } from './policy.ts';

const create = {
  operations: ['CREATE'],
  action: 'Deny',
  // They need the other side's kinds as parameters. Where those are not there, nothing may be stopped by that.
  onFailure: 'Ignore',
} as const;

const isTwin = {
  name: 'is-the-twin',
  // One that is still to be given its name by the server has no twin.
  expression: 'params != null && has(object.metadata.name) && params.metadata.name == object.metadata.name',
};

const authority = textAt('object.spec.authoritativeAPI');
const name = 'object.metadata.name';

/** What a message is made of: texts, and between them CEL that gives texts. */
const say = (parts: TemplateStringsArray, ...values: readonly string[]): string =>
  parts
    .flatMap((part, index) => [...(part === '' ? [] : [literal(part)]), ...values.slice(index, index + 1)])
    .join(' + ');

const acts = textAt('params.status.authoritativeAPI');
const isPausedNow = (object: string) =>
  `(${has(`${object}.status.conditions`)} && ${object}.status.conditions.exists(c, c.type == 'Paused' && c.status == 'True'))`;
const isPaused = `${hasKey('object.metadata.annotations', annotations.paused)} || ${isPausedNow('object')}`;

/** What may be made beside something of the same name on the other side. */
export const creation: readonly Policy[] = [
  {
    ...create,
    name: 'machine-api-machine-creation',
    doc: 'A Machine that is made beside one of Cluster API cannot be the one that acts.',
    in: ['machineApi'],
    subjects: [machineApi.machines],
    exempt: 'nobody',
    params: { apiVersion: clusterApiVersion, kind: 'Machine', from: { namespace: 'clusterApi' } },
    conditions: [isTwin],
    rules: [
      {
        expression: `${authority} == 'ClusterAPI'`,
        message: "Can't create a Machine API Machine because a Cluster API Machine with the same name already exists.",
        messageExpression: say`Can't create Machine API Machine ${name} with authoritativeAPI=${authority} because a Cluster API Machine with the same name already exists.`,
      },
    ],
  },
  {
    ...create,
    name: 'machine-api-machine-set-creation',
    doc: 'A MachineSet that is made beside one of Cluster API cannot be the one that acts.',
    in: ['machineApi'],
    subjects: [machineApi.machineSets],
    exempt: 'nobody',
    params: { apiVersion: clusterApiVersion, kind: 'MachineSet', from: { namespace: 'clusterApi' } },
    conditions: [isTwin],
    rules: [
      {
        expression: `${authority} == 'ClusterAPI'`,
        message:
          "Can't create a Machine API MachineSet because a Cluster API MachineSet with the same name already exists.",
        messageExpression: say`Can't create Machine API MachineSet ${name} with spec.authoritativeAPI: ${authority} because a Cluster API MachineSet with the same name already exists.`,
      },
    ],
  },
  ...(
    [
      ['machine', clusterApi.machines, 'Machine', 'Machine', 'machine'],
      ['machine-set', clusterApi.machineSets, 'MachineSet', 'machine set', 'machine set'],
    ] as const
  ).map(
    ([suffix, subject, kind, noun, plain]): Policy => ({
      ...create,
      name: `cluster-api-${suffix}-creation`,
      doc: `A ${kind} that is made beside one of Machine API is paused unless that one is.`,
      in: ['clusterApi'],
      subjects: [subject],
      exempt: 'controllers',
      exceptLabel: mirrorLabel,
      params: { apiVersion: machineApiVersion, kind, from: { namespace: 'machineApi' } },
      conditions: [isTwin],
      rules: [
        {
          expression: `${acts} != 'MachineAPI' || ${isPaused}`,
          message: `Can't create a Cluster API ${noun} in an un-paused state.`,
          messageExpression: say`Can't create Cluster API ${literal(noun)} ${name} in an un-paused state. Either pause the ${literal(plain)}, or change the authoritative API of the MAPI ${literal(plain)}: ${name}.`,
        },
        {
          expression: `${acts} != 'ClusterAPI' || ${isPausedNow('params')}`,
          message: `Can't create a Cluster API ${noun} as a Machine API ${noun} already exists and is not paused.`,
          messageExpression: say`Can't create Cluster API ${literal(noun)} ${name} as a Machine API ${literal(noun)} with status.authoritativeAPI: ${acts} already exists and is not paused. `,
        },
      ],
    }),
  ),
];

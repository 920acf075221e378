import { type AnyPlatform, platforms } from '../platforms/registry.ts';
import { type DescribedField, describeMachine, describeMachineSet, describePlatform } from './describe.ts';

/** A generated page of docs/fields. */
export interface Page {
  readonly name: string;
  readonly text: string;
}

const generated = '<!-- Generated from the mapping tables by `make generate`. Do not edit. -->';

const legend = `How a field ends:

- **mapped**: the other side says the same thing.
- **compared**: the value lives on a cluster-level object; equal is fine, different is an error.
- **carried**: the other side can't hold it and the machine is the same without it. Kept in the annotation
  \`capstan.openshift.io/carried\` and given back on the way back.
- **refused**: the other side can't hold it and the machine would differ. An error names the field and what to do.
- **ignored**: no configuration; a server or a controller owns it, and the object on the other side gets its own.`;

/** All pages: one for Machines and MachineSets, and one a platform. */
export function fieldPages(): Page[] {
  return [
    {
      name: 'machine.md',
      text: page('Machine and MachineSet', [
        ['Machine, and the template of a MachineSet', describeMachine()],
        ['MachineSet', describeMachineSet()],
      ]),
    },
    ...platforms.map((platform) => ({ name: `${platform.type.toLowerCase()}.md`, text: platformPage(platform) })),
  ];
}

function platformPage(platform: AnyPlatform): string {
  const { provider, infra } = platform;
  const rules = platform.checks.map(({ rule }) => `- ${rule}`);
  const status = platform.status.fields.map(
    ({ mapi, capi, doc }) => `| ${code(mapi)} | ${code(capi)} | ${cell(doc)} |`,
  );
  return [
    page(`${platform.type}: ${provider.kind} and ${infra.machineKind}`, [['Fields', describePlatform(platform)]]),
    '## Rules over several fields\n',
    ...rules,
    '\n## Status\n',
    '| Machine API provider status | Cluster API infra machine status | what happens |',
    '| --- | --- | --- |',
    ...status,
    ...webhookSection(platform),
    ...clusterSection(platform),
    ...handoverSection(platform),
    '',
  ].join('\n');
}

function webhookSection({ infra, webhookDefaults }: AnyPlatform): string[] {
  if (webhookDefaults.length === 0) return [];
  const kinds = { machine: infra.machineKind, template: infra.templateKind, both: 'both kinds' };
  const rows = webhookDefaults.map(
    ({ path, value, of, doc = '' }) =>
      `| ${code(path)} | ${code(abbreviated(JSON.stringify(value)))} | ${kinds[of]} | ${cell(doc)} |`,
  );
  return [
    "\n## Defaults of the provider's webhook\n",
    'No configuration: on the way back they count as not written.\n',
    '| field | value | of | when |',
    '| --- | --- | --- | --- |',
    ...rows,
  ];
}

/** A key that a webhook makes up would fill the page. */
function abbreviated(text: string): string {
  return text.length > 80 ? `${text.slice(0, 24)}...` : text;
}

function clusterSection({ infra, cluster }: AnyPlatform): string[] {
  const rows = cluster.fields.map(({ path, from }) => `| ${code(path)} | ${cell(from)} |`);
  const effect =
    cluster.managedAnyway === undefined
      ? "which keeps the provider's controller from managing it."
      : `which the provider's controller does not look at. ${cluster.managedAnyway}.`;
  return [
    `\n## ${infra.clusterKind}\n`,
    'Made where there is none (`capstan convert --with-cluster`, and by the operator), with the annotation',
    `\`cluster.x-k8s.io/managed-by: capstan\`, ${effect}\n`,
    `| ${infra.clusterKind} | from |`,
    '| --- | --- |',
    ...rows,
  ];
}

function handoverSection({ handover }: AnyPlatform): string[] {
  const rows = handover.facts.map(
    ({ name, effect, of, target, message, hint }) =>
      `| ${code(name)} | ${effect} | ${target === undefined ? of : `${of}, to ${target}`} | ${cell(`${message}. ${hint}`)} |`,
  );
  const evidence =
    handover.evidence === 'proven'
      ? 'Running machines change hands as they are.'
      : 'Not proven end to end: migration wants that acknowledged.';
  const sync = handover.sync.allowed ? [] : [`Synchronisation stays off: ${handover.sync.reason}.`];
  return [
    '\n## Hand-over\n',
    evidence,
    ...sync,
    '',
    '| fact | effect | machines | what and why |',
    '| --- | --- | --- | --- |',
    ...rows,
  ];
}

function page(title: string, sections: readonly (readonly [string, readonly DescribedField[]])[]): string {
  const tables = sections.map(([heading, fields]) => {
    const rows = fields.map(
      (field) =>
        `| ${code(field.mapi?.path)} | ${code(field.capi && `${field.capi.kind}.${field.capi.path}`)} | ${field.outcome} | ${cell(what(field))} |`,
    );
    return [
      `## ${heading}\n`,
      '| Machine API | Cluster API | how | what happens |',
      '| --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n');
  });
  return [generated, `# ${title}\n`, legend, '', ...tables].join('\n');
}

function what({ rule, doc, hint, equal, outcome }: DescribedField): string {
  const sentences = [`${rule.replace(/^[a-z]/, (first) => first.toUpperCase())}.`];
  if (doc !== undefined) sentences.push(doc);
  if (equal !== undefined) sentences.push(`Equal: ${equal}.`);
  if (hint !== undefined && outcome !== 'mapped') sentences.push(`To do: ${hint}`);
  return sentences.join(' ');
}

function code(path: string | undefined): string {
  return path === undefined ? '' : `\`${path}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

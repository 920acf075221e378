import { asObject, currentTemplate, labelValue } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { type Authority, annotations, clusterApiVersion, mirrorLabel, templateLabel } from '../../names.ts';
import { mergePatchOf } from '../shared/merge-patch.ts';
import type { Converted } from '../shared/mirror-object.ts';
import { isDeleting, type OwnerReference, ownersOf } from '../shared/object.ts';
import { failed, type MachineSetDecision, type MachineSetState, reasons, wait, write } from './state.ts';

/** The name of the template that a set is to refer to: one that is there and makes the same machine, else a new one. */
export function templateNameFor({ name, templates, env }: MachineSetState, converted: Converted): string {
  const spec = asObject(asObject(converted.spec['template'])?.['spec']) ?? {};
  const existing = templates.map((template) => asObject(template)).filter((each) => each !== undefined);
  const current = currentTemplate(name, spec, existing, env.conversions.same.knownInfra);
  const found = asObject(current?.['metadata'])?.['name'];
  return typeof found === 'string' ? found : converted.metadata.name;
}

/** Makes the template that a set refers to, or makes it this set's; undefined where it is. */
export function ensureTemplate(
  state: MachineSetState,
  converted: Converted,
  name: string,
  capi: KubeObject,
): MachineSetDecision | undefined {
  const { apiVersion, kind, metadata, spec } = converted;
  const owner = ownerOf(capi);
  const existing = state.templates.find((template) => template.metadata.name === name);
  if (existing === undefined) {
    const marks = { ...asObject(metadata['labels']), [mirrorLabel]: '' };
    const notes = { ...asObject(metadata['annotations']), [annotations.authority]: 'MachineAPI' };
    const body = { ...metadata, labels: textOnly(marks), annotations: textOnly(notes), ownerReferences: [owner] };
    return write('template', { verb: 'create', object: { apiVersion, kind, metadata: body, spec } });
  }
  if (isDeleting(existing)) return wait(`the ${kind} ${name} to go, to be made again`);
  if (!isMarked(existing, state.name) || !isSameTemplate(state, existing, converted)) {
    const message = `the ${kind} ${name} is there and says something else than this MachineSet: it was made by somebody else, or changed. Remove it, or rename it.`;
    return failed(reasons.updateTemplate, message);
  }
  return adopt(existing, owner, 'MachineAPI');
}

/** Adds the owner and the marks to a template that is ours; undefined where they are there. */
function adopt(existing: KubeObject, owner: OwnerReference, authority: Authority): MachineSetDecision | undefined {
  const owners = ownersOf(existing);
  const { labels = {}, annotations: notes = {} } = existing.metadata;
  const metadata = mergePatchOf(
    { labels, annotations: notes, ownerReferences: owners },
    {
      labels: { ...labels, [mirrorLabel]: '' },
      annotations: { ...notes, [annotations.authority]: authority },
      ownerReferences: owners.some(({ uid }) => uid === owner.uid) ? owners : [...owners.filter(isOther(owner)), owner],
    },
  );
  if (metadata === undefined) return undefined;
  return write('template', { verb: 'patch', of: existing, patch: { metadata } });
}

/** A set of the same name that is gone owns nothing any more. */
const isOther =
  (owner: OwnerReference) =>
  ({ kind, name }: OwnerReference): boolean =>
    kind !== owner.kind || name !== owner.name;

/**
 * What to do about templates that a set no longer refers to: each loses the set as its owner, and is deleted when nothing but the
 * Cluster owns it. Undefined when that is done.
 */
export function retireTemplates(
  { templates, name }: MachineSetState,
  capi: KubeObject,
  current: string | undefined,
): MachineSetDecision | undefined {
  for (const template of templates) {
    if (template.metadata.name === current || isDeleting(template) || !isMarked(template, name)) continue;
    const owners = ownersOf(template);
    const own = ownerOf(capi);
    const others = owners.filter((owner) => owner.uid !== own.uid && isOther(own)(owner));
    if (others.every(({ kind }) => kind === 'Cluster')) return write('template', { verb: 'delete', of: template });
    if (others.length < owners.length) {
      const patch = { metadata: { ownerReferences: others } };
      return write('template', { verb: 'patch', of: template, patch });
    }
  }
  return undefined;
}

/** True while templates of the set's own are still there: their finalizers are others'. */
export function hasTemplates({ templates, name }: MachineSetState, capi: KubeObject): boolean {
  const { uid } = ownerOf(capi);
  return templates.some(
    (template) =>
      isMarked(template, name) && isDeleting(template) && ownersOf(template).some((each) => each.uid === uid),
  );
}

/** The template that a Cluster API set refers to. */
export function referredTemplate({ capi, templates }: MachineSetState): KubeObject | undefined {
  const name = infrastructureRefOf(capi)?.['name'];
  return templates.find((template) => template.metadata.name === name);
}

/** `spec.template.spec.infrastructureRef` of a Cluster API MachineSet. */
export function infrastructureRefOf(capi: KubeObject | undefined) {
  const template = asObject(asObject(capi?.['spec'])?.['template']);
  return asObject(asObject(template?.['spec'])?.['infrastructureRef']);
}

function isMarked(template: KubeObject, set: string): boolean {
  return template.metadata.labels?.[templateLabel] === labelValue(set);
}

function isSameTemplate({ env }: MachineSetState, existing: KubeObject, { spec }: Converted): boolean {
  const specOf = (value: unknown) => asObject(asObject(value)?.['template'])?.['spec'];
  return env.conversions.same.infra(specOf(existing['spec']), specOf(spec));
}

function ownerOf({ metadata: { name, uid = '' } }: KubeObject): OwnerReference {
  return { apiVersion: clusterApiVersion, kind: 'MachineSet', name, uid, controller: false, blockOwnerDeletion: true };
}

function textOnly(map: { readonly [key: string]: unknown }): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

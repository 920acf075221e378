import { asObject, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { type Authority, annotations } from '../names.ts';
import { parseJson } from '../parse-json.ts';
import type { InstanceIdentity } from './identity.ts';
import { type Asked, askedJson, parseAsked } from './request.ts';

/** What a run found on an object before it changed it, and how the run was asked for. */
export interface Prior {
  readonly spec: Authority;
  /** Of a MachineSet: what its new machines get. */
  readonly template?: Authority;
  /** Of a Machine: what it runs on. */
  readonly instance?: InstanceIdentity;
  /** Undefined where somebody has changed the annotation. */
  readonly asked: Asked | undefined;
}

/** What `spec.authoritativeAPI` asks for; the CRD's default where it says nothing. */
export function specAuthority(object: KubeObject): Authority {
  return textAt(object, 'spec', 'authoritativeAPI') === 'ClusterAPI' ? 'ClusterAPI' : 'MachineAPI';
}

/** What a MachineSet's new machines get. */
export function templateAuthority(set: KubeObject): Authority {
  const spec = asObject(asObject(asObject(set['spec'])?.['template'])?.['spec']);
  return spec?.['authoritativeAPI'] === 'ClusterAPI' ? 'ClusterAPI' : 'MachineAPI';
}

/** The run that moved an object last; '' for none. */
export function runOf({ metadata }: KubeObject): string {
  return metadata.annotations?.[annotations.migrationRun] ?? '';
}

/** What the last run found on an object; undefined where none has moved it, or where the annotation says nothing that can be gone by. */
export function priorOf({ metadata }: KubeObject): Prior | undefined {
  const said = asObject(parseJson(metadata.annotations?.[annotations.migrationPrior] ?? ''));
  const spec = asAuthority(said?.['spec']);
  if (said === undefined || spec === undefined) return undefined;
  const template = asAuthority(said['template']);
  const instance = Object.entries(asObject(said['instance']) ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    spec,
    ...(template !== undefined && { template }),
    ...(instance.length > 0 && { instance: Object.fromEntries(instance) }),
    asked: parseAsked(said['asked']),
  };
}

/** As the annotation holds it. */
export function formatPrior({ spec, template, instance, asked }: Prior): string {
  return JSON.stringify({
    spec,
    ...(template !== undefined && { template }),
    ...(instance !== undefined && Object.keys(instance).length > 0 && { instance }),
    ...(asked !== undefined && { asked: askedJson(asked) }),
  });
}

function asAuthority(value: unknown): Authority | undefined {
  return value === 'MachineAPI' || value === 'ClusterAPI' ? value : undefined;
}

import { join } from 'node:path';
import { asObject, listAt, textAt } from '@capstan/convert';
import { root } from '../../scripts/run-command.ts';
import { readKustomization } from '../deploy/kustomize.ts';

/** An alert as deploy/ has it. */
export interface Alert {
  readonly name: string;
  readonly expression: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The rules of deploy/base as Prometheus reads them from a file, and each alert in them. */
export async function readAlerts(): Promise<{ readonly file: unknown; readonly alerts: readonly Alert[] }> {
  const objects = await readKustomization(join(root, 'deploy/base'));
  const rules = objects.filter(({ kind }) => kind === 'PrometheusRule');
  const groups = rules.flatMap((rule) => listAt(rule, 'spec', 'groups'));
  const alerts = groups
    .flatMap((group) => listAt(group, 'rules'))
    .map((rule) => ({
      name: textAt(rule, 'alert') ?? '',
      expression: textAt(rule, 'expr') ?? '',
      labels: texts(asObject(rule)?.['labels']),
      annotations: texts(asObject(rule)?.['annotations']),
    }));
  return { file: { groups }, alerts };
}

function texts(map: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(asObject(map) ?? {}).map(([key, value]) => [key, String(value)]));
}

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createMetrics } from '@capstan/kube';
import { metricTable } from '@capstan/operator';
import { describe, expect, test } from 'vitest';
import { root } from '../../scripts/run-command.ts';
import { readKustomization } from '../deploy/kustomize.ts';
import { readAlerts } from './alerts.ts';

const { alerts } = await readAlerts();
const folder = join(root, 'docs/runbooks');

/** What the process serves about itself, and what Prometheus adds to every target. */
const others = new Set([
  ...[...(await createMetrics().registry.metrics()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name),
  'up',
]);
const words = new Set(['absent', 'count', 'max', 'min', 'on', 'sum', 'topk', 'unless']);

test('what was asked for can be heard of: one alert for each way in which a migration or the operator stands still', () => {
  expect(alerts.map(({ name }) => name)).toEqual([
    'CapstanMigrationNotProgressing',
    'CapstanStuckMigrating',
    'CapstanAuthorityNotTakenUp',
    'CapstanSynchronisationFailing',
    'CapstanOperatorAbsent',
    'CapstanLeaseLost',
    'CapstanIdle',
  ]);
});

test('every runbook belongs to an alert', async () => {
  const pages = (await readdir(folder)).map((name) => name.replace(/\.md$/, ''));
  expect(pages.toSorted()).toEqual(alerts.map(({ name }) => name).toSorted());
});

test("the operator is looked for under the name that its Service's metrics have", async () => {
  const objects = await readKustomization(join(root, 'deploy/base'));
  const [service] = objects.filter(({ kind }) => kind === 'Service');
  const { expression } = alerts.find(({ name }) => name === 'CapstanOperatorAbsent') ?? expect.fail('no such alert');
  expect(expression).toContain(`job="${service?.metadata.name}",namespace="${service?.metadata.namespace}"`);
});

describe.each(alerts)('$name', ({ name, expression, labels, annotations }) => {
  const { summary = '', description = '', runbook = '' } = annotations;

  test('says how bad it is, what is wrong and where to read on', () => {
    expect(labels).toEqual({ severity: 'warning', namespace: 'openshift-cluster-api' });
    expect(Object.keys(annotations).toSorted()).toEqual(['description', 'runbook', 'summary']);
    expect(summary).toMatch(/^[A-Z].{10,100}\.$/);
    expect(description.length).toBeGreaterThan(80);
    expect(runbook).toBe(`docs/runbooks/${name}.md`);
  });

  test('goes by metrics that there are', () => {
    const queries = [...description.matchAll(/printf "([^}]*)" \$/g)].map(([, query = '']) =>
      query.replaceAll('%q', '""'),
    );
    for (const query of [expression, ...queries]) {
      const rest = query.replaceAll(/\{[^}]*\}/g, '').replaceAll(/\b(?:by|on|without) ?\([^)]*\)/g, '');
      const names = [...rest.matchAll(/[a-z_]\w*/g)].map(([word]) => word).filter((word) => !words.has(word));
      expect(names.length).toBeGreaterThan(0);
      for (const each of names) expect(Object.hasOwn(metricTable, each) || others.has(each), each).toBe(true);
    }
  });

  test('has a runbook that says what it means, what it does to whom, how to find out why and what to do', async () => {
    const text = await readFile(join(root, runbook), 'utf8');
    expect(text.startsWith(`# ${name}\n`)).toBe(true);
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Meaning', 'Impact', 'Diagnosis', 'Mitigation']);
    expect(text).toMatch(/^ {4}capstan doctor/m);
    for (const [, target = ''] of text.matchAll(/\]\(([^)#:]+)\)/g)) {
      expect({ target, isThere: existsSync(join(dirname(join(root, runbook)), target)) }).toEqual({
        target,
        isThere: true,
      });
    }
    // The short names mean another API on some clusters.
    const commands = [...text.matchAll(/\b(?:oc|capstan) [a-z][^`\n]*/g)].map(([line]) => line);
    expect(
      commands.filter((line) => /[ ,](?:machines?|machinesets?|deployments?|leases?|events)(?=[ ,/]|$)/.test(line)),
    ).toEqual([]);
  });
});

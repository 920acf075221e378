import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { asObject, findProvider, listAt, platformOf, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { defaultNamespaces } from '@capstan/operator';
import { describe, expect, test } from 'vitest';
import { root, runCommand } from '../../scripts/run-command.ts';
import { examplesOf, platformFolder } from '../conversion/examples.ts';
import { readKustomization } from './kustomize.ts';

const base = await readKustomization(join(root, 'deploy/base'));
const inTree = await readKustomization(join(root, 'deploy/overlays/in-tree'));

describe.each([
  ['base', base, 'capstan'],
  ['overlays/in-tree', inTree, 'capi-controllers'],
] as const)('deploy/%s', (_name, objects, account) => {
  const deployment = one(objects, 'Deployment', 'capstan');
  const pod = at(deployment, 'spec', 'template', 'spec');
  const [container] = listAt(pod, 'containers').map(asObject);

  test('makes and deletes no namespace, and touches no other than the two and default', () => {
    expect(objects.filter(({ kind }) => kind === 'Namespace')).toEqual([]);
    const found = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
    expect([...found].toSorted()).toEqual(['default', ...Object.values(defaultNamespaces)].toSorted());
  });

  test('the account that the pods run as has every right of the operator', () => {
    expect(pod).toMatchObject({ serviceAccountName: account });
    const bindings = objects.filter(({ kind, metadata }) => kind.endsWith('Binding') && isOperators(metadata.name));
    expect(bindings).toHaveLength(6);
    for (const binding of bindings) {
      const subjects = [{ kind: 'ServiceAccount', name: account, namespace: defaultNamespaces.clusterApi }];
      expect(binding['subjects']).toEqual(subjects);
    }
  });

  test('every binding refers to a role that is there', () => {
    for (const { kind, metadata, roleRef } of objects.filter(({ kind }) => kind.endsWith('RoleBinding'))) {
      expect(kind).toBe(`${textAt(roleRef, 'kind')}Binding`);
      const role = one(objects, textAt(roleRef, 'kind') ?? '', textAt(roleRef, 'name') ?? '', metadata.namespace);
      expect(role.metadata.namespace).toBe(metadata.namespace);
    }
  });

  test('a container that is broken into can write no file, be no root and make no system call out of the ordinary', () => {
    expect(pod).toMatchObject({ securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } });
    expect(container).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    });
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC', 'volumes']) expect(pod).not.toHaveProperty(field);
  });

  test('a second replica waits on another node, and both are kept before ordinary pods', () => {
    expect(deployment).toMatchObject({ spec: { replicas: 2 } });
    expect(pod).toMatchObject({
      priorityClassName: 'system-cluster-critical',
      topologySpreadConstraints: [{ topologyKey: 'kubernetes.io/hostname' }],
    });
  });

  test('memory is bounded by what the operator needs', () => {
    expect(container).toMatchObject({ resources: { requests: { memory: '150Mi' }, limits: { memory: '256Mi' } } });
    expect(container?.['env']).toContainEqual({
      name: 'NODE_OPTIONS',
      value: '--max-old-space-size=96 --max-semi-space-size=2',
    });
  });

  test('capstan operator knows every flag, and serves probes and metrics at the ports that are asked', async () => {
    const [verb, ...flags] = listAt(container, 'args').map(String);
    expect(verb).toBe('operator');
    const help = await runCommand(['bin/capstan', 'operator', '--help'], {
      signal: AbortSignal.timeout(30_000),
      capture: true,
    });
    for (const flag of flags) expect(help.output).toContain(`${flag.split('=')[0]} `);
    expect(flags).toContain('--metrics-bind-address=:8080');
    expect(help.output).toMatch(/--health-addr [\s\S]*?:9440/);
    expect(container?.['ports']).toEqual([
      { name: 'health', containerPort: 9440 },
      { name: 'metrics', containerPort: 8080 },
    ]);
  });

  test('the Service, the NetworkPolicy and the Deployment mean the same pods', () => {
    const labels = at(deployment, 'spec', 'template', 'metadata', 'labels');
    expect(at(deployment, 'spec', 'selector', 'matchLabels')).toEqual(labels);
    expect(at(one(objects, 'Service', 'capstan-metrics'), 'spec', 'selector')).toEqual(labels);
    expect(at(one(objects, 'NetworkPolicy', 'capstan'), 'spec', 'podSelector', 'matchLabels')).toEqual(labels);
  });
});

test('the overlay has no account of its own: OpenShift made the one it runs as', () => {
  const names = inTree.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata.name);
  expect(names).toEqual(['capstan-cluster-api-client']);
});

describe('the operator has the right to make what a cluster needs around its machines', () => {
  const role = one(base, 'ClusterRole', 'capstan-infrastructure');
  const granted = listAt(role, 'rules').flatMap((rule) => listAt(rule, 'resources'));

  test.each(readdirSync(platformFolder))('on %s', async (folder) => {
    const objects = await examplesOf(folder);
    const infrastructure = objects.find(({ kind }) => kind === 'Infrastructure') ?? {};
    const platform = platformOf(infrastructure) ?? expect.fail('the platform has no table');
    const machines = objects.filter(({ kind }) => kind === 'Machine' || kind === 'MachineSet');
    const cluster = {
      infrastructureName: textAt(infrastructure, 'status', 'infrastructureName') ?? '',
      machineApiNamespace: defaultNamespaces.machineApi,
      clusterApiNamespace: defaultNamespaces.clusterApi,
      supports: { taints: false },
    };
    const { around } = platform.open(
      { infrastructure, provider: findProvider(machines, []), machines, cluster },
      'made',
    );
    const others = around.objects.filter(({ metadata }) => metadata.namespace === undefined).map(({ kind }) => kind);
    const { otherKinds = [] } = platform.cluster;
    expect(others.filter((kind) => !otherKinds.includes(kind))).toEqual([]);
    for (const kind of otherKinds) {
      expect(granted.map(String).map((name) => name.replace(/ies$/, 'ys'))).toContain(`${kind.toLowerCase()}s`);
    }
  });
});

function isOperators(name: string): boolean {
  return name === 'capstan' || name === 'capstan-infrastructure';
}

function one(objects: readonly KubeObject[], kind: string, name: string, namespace?: string): KubeObject {
  const [found] = objects.filter(
    (object) =>
      object.kind === kind &&
      object.metadata.name === name &&
      (namespace === undefined || object.metadata.namespace === namespace),
  );
  return found ?? expect.fail(`there is no ${kind} ${name}`);
}

function at(object: unknown, ...path: readonly string[]) {
  return path.reduce<unknown>((value, field) => asObject(value)?.[field], object);
}

import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { capiMachine, capiSet, infraSpec, infrastructure, mapiMachine, mapiSet, provider } from '../testing/aws.ts';
import { at, cluster } from '../testing/fixture.ts';
import { makePlan, type Plan, type PlanOptions } from './plan.ts';

const options: PlanOptions = cluster;

function inputs(objects: readonly JsonObject[]) {
  return objects.map((value, index) => ({ source: `file-${index}`, value }));
}

function plan(objects: readonly JsonObject[], more: Partial<PlanOptions> = {}): Plan<string> {
  const result = makePlan(inputs(objects), { ...options, ...more });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

/** Why there is no plan at all. */
function problems(objects: readonly JsonObject[], more: Partial<PlanOptions> = {}) {
  const result = makePlan(inputs(objects), { ...options, ...more });
  return result.ok ? [] : result.problems;
}

/** One line an entry: where it is from, the verdict, and the codes. */
function lines({ entries }: Plan<string>): string[] {
  return entries.map(({ input, verdict, issues }) =>
    [input.source, verdict, ...issues.map(({ issue }) => issue.code)].join(' '),
  );
}

const named = (object: JsonObject, metadata: JsonObject): JsonObject => ({
  ...object,
  metadata: { ...(object['metadata'] as JsonObject), ...metadata },
});
const other = named(mapiSet(), { name: 'other' });

describe('a plan', () => {
  it('converts every Machine and MachineSet, and counts what is left alone', () => {
    const made = plan([
      infrastructure,
      mapiSet(),
      mapiMachine(),
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } },
    ]);
    expect(lines(made)).toEqual(['file-1 ready', 'file-2 ready']);
    expect(made).toMatchObject({
      target: 'cluster-api',
      others: 1,
      summary: { ready: 2, warning: 0, blocked: 0, ignored: 0, migrated: 0 },
    });
  });

  it('says for each what is wrong with it, and converts the rest', () => {
    const wrong = mapiSet(provider({ ami: {} }));
    const warned = mapiMachine(provider({ ami: { id: 'ami-1', arn: 'arn:x' } }));
    const made = plan([wrong, infrastructure, warned, other]);
    expect(lines(made)).toEqual(['file-0 blocked Required', 'file-2 warning DroppedWithoutEffect', 'file-3 ready']);
    expect(made.entries.map(({ objects }) => objects.length)).toEqual([0, 2, 2]);
    expect(made.entries[0]?.issues[0]?.input?.source).toBe('file-0');
  });

  it('does not depend on the order of the inputs', () => {
    const objects = [
      infrastructure,
      mapiSet(),
      other,
      mapiMachine(),
      mapiMachine(provider({ ami: {} }), {}, { name: 'bad' }),
    ];
    const byName = (made: Plan<string>) =>
      made.entries.map(({ input, verdict, objects: results }) => [input.identity.name, verdict, results]).sort();
    expect(byName(plan(objects.toReversed()))).toEqual(byName(plan(objects)));
  });

  it('keeps a Machine that its set is not there for, with a warning', () => {
    const ownerReferences = [
      { apiVersion: 'machine.openshift.io/v1beta1', kind: 'MachineSet', name: 'workers', uid: 'u', controller: true },
    ];
    const machine = mapiMachine(provider(), {}, { ownerReferences });
    expect(lines(plan([infrastructure, machine]))).toEqual(['file-1 warning MissingObject']);
    expect(lines(plan([infrastructure, machine, mapiSet()]))).toEqual(['file-1 ready', 'file-2 ready']);
  });
});

describe('what is printed can be applied beside a live cluster:', () => {
  it('Cluster API objects are paused, all of them, so that no second actor starts', () => {
    const made = plan([infrastructure, mapiSet(), mapiMachine()]);
    const objects = made.entries.flatMap((entry) => entry.objects);
    expect(objects.map(({ kind }) => kind)).toEqual(['AWSMachineTemplate', 'MachineSet', 'AWSMachine', 'Machine']);
    for (const object of objects)
      expect(at(object, 'metadata.annotations')).toMatchObject({ 'cluster.x-k8s.io/paused': '' });
  });

  it('Machine API objects do not act: Cluster API has the authority', () => {
    const made = plan([infrastructure, ...capiSet(), ...capiMachine()]);
    expect(made.target).toBe('machine-api');
    const objects = made.entries.flatMap((entry) => entry.objects);
    expect(objects.map((object) => at(object, 'spec.authoritativeAPI'))).toEqual(['ClusterAPI', 'ClusterAPI']);
    expect(at(objects[0], 'spec.template.spec.authoritativeAPI')).toBe('ClusterAPI');
  });
});

describe('an object that is there twice', () => {
  it('with the same content counts once', () => {
    expect(lines(plan([infrastructure, mapiSet(), structuredClone(mapiSet()), infrastructure]))).toEqual([
      'file-1 ready',
    ]);
  });

  it('with another content is named: one of the two would be lost', () => {
    const made = plan([infrastructure, mapiSet(), mapiSet(provider({ instanceType: 'm6i.large' }))]);
    expect(lines(made)).toEqual(['file-1 ready', 'file-2 blocked Duplicate']);
    expect(made.entries[1]?.issues[0]?.issue).toMatchObject({ path: 'metadata.name', hint: 'Give each object once.' });
    expect(made.entries[1]?.issues[0]?.issue.message).toContain('MachineSet workers');
  });

  it("and is none of those to convert is nobody's business", () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } };
    const config = { apiVersion: 'machine.openshift.io/v1beta1', kind: 'MachineHealthCheck', metadata: { name: 'm' } };
    const objects = [secret, config].flatMap((object) => [object, { ...object, spec: {} }]);
    const mirror = capiMachine()[0];
    const mirrors = [mirror, { ...mirror, spec: {} }];
    expect(lines(plan([infrastructure, mapiSet(), ...objects, ...mirrors], { target: 'cluster-api' }))).toEqual([
      'file-1 ready',
    ]);
  });

  it('as an infra template blocks the set that refers to it, since nobody knows which is meant', () => {
    const [set, template] = capiSet();
    const made = plan([infrastructure, set, template, capiSet(infraSpec({ instanceType: 'm6i.large' }))[1]]);
    expect(lines(made)).toEqual(['file-1 blocked Duplicate']);
  });

  it('in two namespaces is two, of which the second would overwrite the first', () => {
    const made = plan([infrastructure, mapiSet(), named(mapiSet(), { namespace: 'elsewhere' })]);
    expect(lines(made)).toEqual(['file-1 ready', 'file-2 blocked NameCollision']);
    expect(made.entries[1]?.objects).toEqual([]);
    expect(made.entries[1]?.issues[0]?.issue.hint).toContain('Rename one');
  });
});

describe('who acts on an object already decides:', () => {
  const acts = (status: JsonObject, spec: JsonObject = {}) => {
    const set = mapiSet(provider(), { set: spec as { authoritativeAPI?: string } });
    return lines(plan([infrastructure, { ...set, status }]));
  };

  it('what Cluster API acts on is migrated, and not printed', () => {
    expect(acts({ authoritativeAPI: 'ClusterAPI' })).toEqual(['file-1 migrated AlreadyMigrated']);
    expect(acts({}, { authoritativeAPI: 'ClusterAPI' })).toEqual(['file-1 migrated AlreadyMigrated']);
  });

  it('what is being handed over is to be left alone', () => {
    expect(acts({ authoritativeAPI: 'Migrating' })).toEqual(['file-1 blocked MigrationUnderWay']);
  });

  it('what the status acknowledges counts, not what is wished', () => {
    expect(acts({ authoritativeAPI: 'MachineAPI' }, { authoritativeAPI: 'ClusterAPI' })).toEqual(['file-1 ready']);
  });
});

it('a Machine of a ControlPlaneMachineSet is ignored with the reason, and never an error', () => {
  const reference = {
    apiVersion: 'machine.openshift.io/v1',
    kind: 'ControlPlaneMachineSet',
    name: 'cluster',
    uid: 'u',
    controller: true,
  };
  const loadBalancers = [{ name: 'a', type: 'network' }];
  const machine = mapiMachine(provider({ loadBalancers, ami: {} }), {}, { ownerReferences: [reference] });
  const made = plan([infrastructure, machine, mapiSet()]);
  expect(lines(made)).toEqual(['file-1 ignored OwnedByControlPlaneMachineSet', 'file-2 ready']);
  expect(made.entries[0]?.issues[0]?.issue.severity).toBe('info');
  expect(made.summary).toMatchObject({ ignored: 1, ready: 1 });
});

describe('the direction', () => {
  it('is that of the objects where they are of one API', () => {
    expect(plan([infrastructure, mapiSet()]).target).toBe('cluster-api');
    expect(plan([infrastructure, ...capiSet()]).target).toBe('machine-api');
  });

  it('must be said where they are of both', () => {
    const both = [infrastructure, mapiSet(), ...capiSet()];
    expect(problems(both)).toMatchObject([{ code: 'Conflict', hint: 'Say it: --to cluster-api or --to machine-api.' }]);
    expect(plan(both, { preferred: 'cluster-api' }).target).toBe('cluster-api');
    expect(plan(both, { target: 'machine-api' }).target).toBe('machine-api');
  });

  it.each([
    [[infrastructure], undefined, 'there is no Machine or MachineSet among'],
    [[infrastructure, mapiSet()], 'machine-api', 'no Machine or MachineSet of Cluster API'],
    [[infrastructure, ...capiSet()], 'cluster-api', 'no Machine or MachineSet of Machine API'],
  ] as const)('needs something to convert', (objects, target, says) => {
    const [problem] = problems(objects, { target });
    expect(problem).toMatchObject({ code: 'MissingObject' });
    expect(problem?.message).toContain(says);
    expect(problem?.hint).toContain('oc get machines.');
  });
});

describe('an infra object', () => {
  it('that a set refers to must be there', () => {
    const [set] = capiSet();
    const made = plan([infrastructure, set]);
    expect(lines(made)).toEqual(['file-1 blocked MissingObject']);
    expect(made.entries[0]?.issues[0]?.issue.path).toBe('spec.template.spec.infrastructureRef');
  });

  it('is that of the namespace of its set, where two have one name', () => {
    const [set, template] = capiSet(infraSpec({ instanceType: 'm6i.large' }));
    const elsewhere = named(capiSet()[1], { namespace: 'elsewhere' });
    for (const objects of [
      [infrastructure, set, template, elsewhere],
      [infrastructure, elsewhere, template, set],
    ]) {
      const [entry] = plan(objects).entries;
      expect(at(entry?.objects[0], 'spec.template.spec.providerSpec.value.instanceType')).toBe('m6i.large');
    }
  });

  it('is found without a namespace, as files by hand have it', () => {
    const [set, template] = capiSet();
    const { namespace: _, ...metadata } = template['metadata'] as JsonObject;
    expect(lines(plan([infrastructure, set, { ...template, metadata }]))).toEqual(['file-1 ready']);
  });

  it('is what an issue about it is about', () => {
    const [set, template] = capiSet(infraSpec({ imageLookupOrg: 'x' }));
    const made = plan([infrastructure, set, template]);
    expect(made.entries[0]?.issues[0]).toMatchObject({
      issue: { path: 'spec.template.spec.imageLookupOrg' },
      input: { source: 'file-2' },
    });
  });
});

import { describe, expect, it } from 'vitest';
import { awsConverter, mapiSet } from '../testing/aws.ts';
import { exampleSets } from '../testing/example-sets.ts';
import { at, converted } from '../testing/fixture.ts';
import golden from './fixtures/template-names.json' with { type: 'json' };
import { isObjectName } from './key-syntax.ts';
import { labelValue, templateName } from './names.ts';

/**
 * The golden file was written with another implementation of SHA-256 and of canonical JSON. A name in it must never
 * change: a release that names templates otherwise replaces every template of every cluster.
 */
describe('the name of an infra template', () => {
  it.each(Object.entries(golden))(
    'of %s stays what it is from release to release',
    (_, { machineSet, infraSpec, templateName: name }) => {
      expect(templateName(machineSet, infraSpec)).toBe(name);
    },
  );

  it.each(Object.entries(exampleSets))('of %s is the same after the whole conversion', (name, machineSet) => {
    const expected = golden[name as keyof typeof golden];
    const [template, set] = converted(awsConverter({ taints: true }).toClusterApi(machineSet));
    expect(at(template, 'spec.template.spec')).toEqual(expected.infraSpec);
    expect(at(template, 'metadata.name')).toBe(expected.templateName);
    expect(at(set, 'spec.template.spec.infrastructureRef')).toEqual({
      apiGroup: 'infrastructure.cluster.x-k8s.io',
      kind: 'AWSMachineTemplate',
      name: expected.templateName,
    });
  });

  it('does not depend on the order of keys, and does on everything else', () => {
    const name = templateName('workers', { a: 1, b: { c: [1, 2], d: '' } });
    expect(templateName('workers', { b: { d: '', c: [1, 2] }, a: 1 })).toBe(name);
    for (const other of [
      { a: 1, b: { c: [2, 1], d: '' } },
      { a: 1, b: { c: [1, 2] } },
      { a: '1', b: { c: [1, 2], d: '' } },
    ]) {
      expect(templateName('workers', other)).not.toBe(name);
    }
  });

  it('differs for two sets of one spec, so that each owns its own', () => {
    expect(templateName('a', { x: 1 })).not.toBe(templateName('b', { x: 1 }));
  });

  it('is still a name for a set with a name of 250 characters', () => {
    const name = templateName('n'.repeat(250), { a: 1 });
    expect(name).toBe(`${'n'.repeat(233)}-213b8327-015abd7f5c`);
    expect(name).toHaveLength(253);
  });

  it('is not cut where it just fits', () => {
    expect(templateName('n'.repeat(242), { a: 1 })).toBe(`${'n'.repeat(242)}-015abd7f5c`);
    expect(templateName('n'.repeat(243), { a: 1 })).toContain('-ebc9370c-');
  });

  it('keeps two long names apart that begin alike', () => {
    const long = 'n'.repeat(249);
    expect(templateName(`${long}a`, { a: 1 })).not.toBe(templateName(`${long}b`, { a: 1 }));
  });

  it.each(['.', '-', 'a.', '.-'])('is accepted by the API server where the cut falls behind %j', (text) => {
    const machineSet = `${'n'.repeat(233 - text.length)}${text}${'n'.repeat(17)}`;
    expect(isObjectName(templateName(machineSet, { a: 1 }))).toBe(true);
  });
});

describe('the label value of a name', () => {
  it.each(['workers', 'a', 'a.b-c_d', 'A1', 'x'.repeat(63), ''])('of %s is the name', (name) => {
    expect(labelValue(name)).toBe(name);
  });

  it.each([
    ['x'.repeat(64), 'hash_0ZsaxQ_z'],
    ['n'.repeat(250), 'hash_pLpS7Q_z'],
    ['with/slash', 'hash_Xkqxpw_z'],
    ['-leading', 'hash_bBawsg_z'],
    ['trailing.', 'hash_qW0HYQ_z'],
    ['höhle', 'hash_zjSQ_Q_z'],
    ['a b', 'hash_EKP58g_z'],
  ])(
    "of %s is the hash that Cluster API's MustFormatValue makes, by which its MachineSet finds its Machines",
    (name, value) => {
      expect(labelValue(name)).toBe(value);
    },
  );

  it('marks the template of a set with a long name', () => {
    const [template] = converted(
      awsConverter().toClusterApi(mapiSet(undefined, { metadata: { name: 'n'.repeat(250) } })),
    );
    expect(at(template, 'metadata.labels')).toEqual({ 'machine.openshift.io/cluster-api-machineset': 'hash_pLpS7Q_z' });
  });
});

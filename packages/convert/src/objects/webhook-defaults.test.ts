import { describe, expect, it } from 'vitest';
import { stored, type WebhookDefault } from './webhook-defaults.ts';

const infra = { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1', metadata: { name: 'm' } };
const machine = (spec: Parameters<typeof stored>[0]['spec']) => ({ ...infra, kind: 'AMachine', spec });
const specOf = (defaults: readonly WebhookDefault[], spec: Parameters<typeof machine>[0]) =>
  stored(machine(spec), defaults).spec;

describe("a webhook's defaults", () => {
  it('fill in what is missing, with the objects on the way, and leave what is there', () => {
    const defaults: WebhookDefault[] = [{ path: 'a.b', value: 1, of: 'both' }];
    expect(specOf(defaults, {})).toEqual({ a: { b: 1 } });
    expect(specOf(defaults, { a: { b: 2, c: 3 } })).toEqual({ a: { b: 2, c: 3 } });
  });

  it('go to every item of a list, and make no list', () => {
    const defaults: WebhookDefault[] = [{ path: 'disks[].cache', value: 'None', of: 'both' }];
    expect(specOf(defaults, { disks: [{}, { cache: 'All' }] })).toEqual({
      disks: [{ cache: 'None' }, { cache: 'All' }],
    });
    expect(specOf(defaults, {})).toEqual({});
  });

  it('can depend on the spec', () => {
    const defaults: WebhookDefault[] = [{ path: 'a', value: 1, of: 'both', when: ({ b }) => b === true }];
    expect(specOf(defaults, { b: true })).toEqual({ a: 1, b: true });
    expect(specOf(defaults, { b: false })).toEqual({ b: false });
  });

  it('of machines do not go to templates, whose spec stands deeper', () => {
    const defaults: WebhookDefault[] = [
      { path: 'm', value: 1, of: 'machine' },
      { path: 't', value: 1, of: 'template' },
    ];
    const template = { ...infra, kind: 'AMachineTemplate', spec: { template: { spec: {} } } };
    expect(stored(template, defaults).spec).toEqual({ template: { spec: { t: 1 } } });
    expect(specOf(defaults, {})).toEqual({ m: 1 });
  });

  it('leave objects of Cluster API itself alone', () => {
    const core = { ...machine({}), apiVersion: 'cluster.x-k8s.io/v1beta2' };
    expect(stored(core, [{ path: 'a', value: 1, of: 'both' }])).toEqual(core);
  });
});

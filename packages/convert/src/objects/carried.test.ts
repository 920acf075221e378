import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { awsConverter, capiMachine, infraSpec, mapiSet, provider } from '../testing/aws.ts';
import { at, converted, errorsOf } from '../testing/fixture.ts';

const converter = awsConverter();
const key = 'capstan.openshift.io/carried';
const unused = provider({ ami: { id: 'ami-1', arn: 'arn:x' }, apiVersion: 'awsproviderconfig.openshift.io/v1beta1' });

/** A converted set and its template, the annotation replaced. */
function withCarried(text: string | undefined): [JsonObject, JsonObject] {
  const [template, set] = converted(converter.toClusterApi(mapiSet(unused)));
  const { [key]: _, ...annotations } = (at(set, 'metadata.annotations') ?? {}) as JsonObject;
  const metadata = {
    ...(at(set, 'metadata') as JsonObject),
    annotations: text === undefined ? annotations : { ...annotations, [key]: text },
  };
  return [{ ...set, metadata }, template ?? {}];
}

describe('what the other side cannot hold', () => {
  it('is carried as canonical JSON on the set alone: not on templates, and not on what Machines get', () => {
    const [template, set] = converted(converter.toClusterApi(mapiSet(unused)));
    const text = at(set, 'metadata.annotations') as JsonObject;
    expect(text[key]).toBe(
      '{"ami":{"arn":"arn:x","id":"ami-1"},"apiVersion":"awsproviderconfig.openshift.io/v1beta1"}',
    );
    expect(JSON.stringify(template)).not.toContain(key);
    expect(JSON.stringify(at(set, 'spec'))).not.toContain(key);
  });

  it('needs no annotation where there is nothing', () => {
    const [, set] = converted(converter.toClusterApi(mapiSet()));
    expect(at(set, 'metadata')).not.toHaveProperty('annotations');
  });

  it('comes back, and the annotation goes', () => {
    const [template, set] = converted(converter.toClusterApi(mapiSet(unused)));
    const [back] = converted(converter.toMachineApi(set, template));
    expect(at(back, 'spec.template.spec.providerSpec.value')).toMatchObject({
      ami: unused.ami,
      apiVersion: unused.apiVersion,
    });
    expect(at(back, 'metadata')).not.toHaveProperty('annotations');
  });

  it('does not come back without the annotation', () => {
    const [back] = converted(converter.toMachineApi(...withCarried(undefined)));
    expect(at(back, 'spec.template.spec.providerSpec.value.ami')).toEqual({ id: 'ami-1' });
  });

  it('does not come back over a change: only what is still mirrored does', () => {
    const [set, template] = withCarried(
      '{"ami":{"arn":"arn:x","id":"ami-1"},"apiVersion":"awsproviderconfig.openshift.io/v1"}',
    );
    const spec = { ...(at(template, 'spec.template.spec') as JsonObject), ami: { id: 'ami-2' } };
    const [back] = converted(converter.toMachineApi(set, { ...template, spec: { template: { spec } } }));
    expect(at(back, 'spec.template.spec.providerSpec.value')).toMatchObject({
      ami: { id: 'ami-2' },
      apiVersion: 'awsproviderconfig.openshift.io/v1',
    });
  });

  it.each(['not JSON', '[]', '"x"', '5', 'null', '{'])(
    'is refused where the annotation is %s, rather than lost',
    (text) => {
      const errors = errorsOf(converter.toMachineApi(...withCarried(text)));
      expect(errors).toMatchObject([
        { code: 'CarriedInvalid', object: 'self', path: `metadata.annotations["${key}"]`, value: text },
      ]);
      expect(errors[0]?.hint).toContain('Restore the annotation');
    },
  );

  it('of another release is told of, since it is not given back', () => {
    const conversion = converter.toMachineApi(...withCarried('{"ami":{"id":"ami-1","arn":"arn:x"},"newRow":{"a":1}}'));
    expect(conversion.issues).toMatchObject([{ severity: 'warning', code: 'CarriedInvalid', value: { a: 1 } }]);
    expect(conversion.issues[0]?.message).toContain('newRow');
  });

  it.each([
    '{"ami":5}',
    '{"ami":{"id":"ami-1","arn":5}}',
    '{"ami":{"id":"ami-1","unknown":"x"}}',
    '{"placement.region":"eu-west-3"}',
    '{"credentialsSecret.name":"other"}',
    '{"$meta.labels":{"team":"x"}}',
    '{"$meta.labels":{"team":[{"slot":"labels","key":"other","value":"x"}]}}',
  ])('cannot put in what a table would not have carried: %s', (text) => {
    const [plain] = converted(converter.toMachineApi(...withCarried('{}')));
    const [back] = converted(converter.toMachineApi(...withCarried(text)));
    expect(at(back, 'spec')).toEqual(at(plain, 'spec'));
  });

  it('cannot pollute a prototype', () => {
    converter.toMachineApi(
      ...withCarried('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    );
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('more than an annotation should hold', () => {
  const withArn = (length: number) => mapiSet(provider({ ami: { id: 'ami-1', arn: 'x'.repeat(length) } }));
  const overhead = '{"ami":{"arn":"","id":"ami-1"}}'.length;

  it('is refused with its size, and what to do', () => {
    const errors = errorsOf(converter.toClusterApi(withArn(128 * 1024 - overhead + 1)));
    expect(errors).toMatchObject([{ code: 'CarriedTooLarge', path: 'spec', value: 128 * 1024 + 1 }]);
    expect(errors[0]?.hint).toContain('Shorten');
  });

  it('just fits with 128 KiB, counted in bytes', () => {
    expect(errorsOf(converter.toClusterApi(withArn(128 * 1024 - overhead)))).toEqual([]);
    const wide = mapiSet(provider({ ami: { id: 'ami-1', arn: 'é'.repeat(64 * 1024) } }));
    expect(errorsOf(converter.toClusterApi(wide))).toMatchObject([{ code: 'CarriedTooLarge' }]);
  });
});

it('is on the Machine of Machine API for what that cannot hold of Cluster API', () => {
  const ignition = { storageType: 'UnencryptedUserData', version: '3.4' };
  const [machine] = converted(converter.toMachineApi(...capiMachine(infraSpec({ ignition }), { minReadySeconds: 30 })));
  expect(JSON.parse(String((at(machine, 'metadata.annotations') as JsonObject)[key]))).toEqual({
    'capi:$machine.minReadySeconds': 30,
    'capi:ignition.version': '3.4',
  });
  const [infra, back] = converted(converter.toClusterApi(machine));
  expect(at(infra, 'spec.ignition')).toEqual(ignition);
  expect(at(back, 'spec.minReadySeconds')).toBe(30);
});

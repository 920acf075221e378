import { expect, it } from 'vitest';
import { controlPlaneEndpoint } from './endpoint.ts';

const of = (apiServerInternalURI: string) => controlPlaneEndpoint({ status: { apiServerInternalURI } });

it.each([
  ['https://api-int.ocp1.example.com:6443', { host: 'api-int.ocp1.example.com', port: 6443 }],
  ['https://api-int.ocp1.example.com', { host: 'api-int.ocp1.example.com', port: 443 }],
  ['https://[fd00::5]:6443', { host: 'fd00::5', port: 6443 }],
])('%s is the host and port that a Cluster holds', (uri, value) => {
  expect(of(uri)).toEqual({ ok: true, value });
});

it.each(['', 'api-int', 'https://'])('%j is no address, and says where to take one from', (uri) => {
  expect(of(uri)).toMatchObject({ ok: false, problem: { problem: { code: 'InvalidValue', value: uri } } });
});

it('an Infrastructure without its status is told to be taken from the cluster', () => {
  const result = controlPlaneEndpoint({});
  expect(result).toMatchObject({ ok: false, problem: { object: 'infrastructure', problem: { code: 'Required' } } });
  expect(result.ok || result.problem.problem.hint).toContain('oc get infrastructures.config.openshift.io cluster');
});

import type { KubeObject } from '@capstan/kube';
import { describe, expect, it } from 'vitest';
import { decideKubeconfig, type KubeconfigView } from './decide-kubeconfig.ts';
import { kubeconfigText } from './kubeconfig-text.ts';
import { encode } from './secrets.ts';

const clusterName = 'ocp1-x7k2p';
const server = 'https://api-int.ocp1.example.com:6443';
const issued = Date.parse('2026-11-01T00:00:00Z') / 1000;
const hours = (count: number) => new Date((issued + count * 3600) * 1000);

function token(claims: object = {}): string {
  const all = { iat: issued, exp: issued + 86_400, 'kubernetes.io': { serviceaccount: { uid: 'u1' } }, ...claims };
  return `e30.${Buffer.from(JSON.stringify(all)).toString('base64url')}.c2ln`;
}
const account = (uid: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'a', uid },
});
const secretWith = (text: string, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: `${clusterName}-kubeconfig`,
    annotations: { 'capstan.openshift.io/made-by': 'capstan' },
    labels: { 'cluster.x-k8s.io/cluster-name': clusterName },
    ...metadata,
  },
  data: { value: encode(text) },
});
const facts = { server, certificateAuthority: 'CA 1', token: token() };
const current = secretWith(kubeconfigText(facts, clusterName));

const decide = (changes: Partial<KubeconfigView> = {}) =>
  decideKubeconfig({
    clusterName,
    secret: current,
    serviceAccount: account('u1'),
    server,
    certificateAuthority: 'CA 1',
    now: hours(1),
    ...changes,
  });

describe('the kubeconfig of the Cluster', () => {
  it('is kept until half of its token’s life is over, then renewed while the old token still works', () => {
    expect(decide()).toEqual({ kind: 'keep', renewAt: hours(12) });
    expect(decide({ now: hours(12) })).toEqual({ kind: 'renew', server });
  });

  it('goes by the life that the API server gave, not by the one that was asked for', () => {
    const text = kubeconfigText({ ...facts, token: token({ exp: issued + 3600 }) }, clusterName);
    expect(decide({ secret: secretWith(text), now: new Date(issued * 1000) })).toEqual({
      kind: 'keep',
      renewAt: hours(0.5),
    });
  });

  it.each([
    ['is not there', { secret: undefined }],
    ['is not readable', { secret: secretWith('{') }],
    ['has no token of a ServiceAccount', { secret: secretWith(kubeconfigText({ ...facts, token: 'x' }, clusterName)) }],
    ['names another server', { server: 'https://api-int.other.example.com:6443' }],
    ['trusts another authority', { certificateAuthority: 'CA 2' }],
    ['has a token of a ServiceAccount that was made anew since', { serviceAccount: account('u2') }],
    [
      'has lost the label without which the core manager does not see it',
      { secret: { ...current, metadata: { ...current.metadata, labels: {} } } },
    ],
  ])('is written anew where it %s', (_why, changes) => {
    expect(decide(changes)).toMatchObject({ kind: 'renew' });
  });

  it('that somebody else made is left alone, whatever it says', () => {
    expect(decide({ secret: secretWith('{', { annotations: {} }), serviceAccount: undefined })).toEqual({
      kind: 'leave',
    });
  });

  it('waits for its ServiceAccount and for the address', () => {
    expect(decide({ serviceAccount: undefined })).toEqual({ kind: 'noServiceAccount' });
    expect(decide({ server: undefined })).toEqual({ kind: 'noServer' });
  });
});

import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { awsFixture, provider } from '../../testing/aws.ts';
import { at, type Changes } from '../../testing/fixture.ts';

const around = (changes: Changes = {}, status: JsonObject = {}, isControlPlane = true) =>
  awsFixture.around(provider(changes), { isControlPlane, platformStatus: { aws: { region: 'us-east-1', ...status } } });

const balancer = (name: string, type = 'network') => ({ name, type });

describe('the AWSCluster that is made', () => {
  it('is in the region of the Infrastructure, with the credentials of the CAPA manager', () => {
    expect(around().infraCluster['spec']).toMatchObject({
      region: 'us-east-1',
      identityRef: { kind: 'AWSClusterControllerIdentity', name: 'default' },
    });
  });

  it('names the internal load balancer first, whatever their order: CAPA registers control plane machines with it', () => {
    const loadBalancers = [balancer('ocp1-ext'), balancer('ocp1-int')];
    const spec = around({ loadBalancers }).infraCluster['spec'];
    expect(at(spec, 'controlPlaneLoadBalancer')).toEqual({
      name: 'ocp1-int',
      loadBalancerType: 'nlb',
      scheme: 'internal',
    });
    expect(at(spec, 'secondaryControlPlaneLoadBalancer')).toMatchObject({
      name: 'ocp1-ext',
      scheme: 'internet-facing',
    });
  });

  it('keeps a classic load balancer classic', () => {
    const { infraCluster } = around({ loadBalancers: [balancer('ocp1-int', 'classic')] });
    expect(at(infraCluster, 'spec.controlPlaneLoadBalancer.loadBalancerType')).toBe('classic');
  });

  it('is not made where there are more load balancers than it can name', () => {
    const { objects, issues } = around({ loadBalancers: ['a', 'b', 'c'].map((name) => balancer(name)) });
    expect(objects).toEqual([]);
    expect(issues).toMatchObject([
      { of: 'provider', code: 'NotSupported', path: 'loadBalancers', hint: expect.stringContaining('two') },
    ]);
  });

  it('names no load balancers of a worker, and says that they are not known', () => {
    const { infraCluster, issues } = around({}, {}, false);
    expect(at(infraCluster, 'spec.controlPlaneLoadBalancer')).toBeUndefined();
    expect(issues).toMatchObject([{ code: 'NotChecked', severity: 'warning' }]);
  });

  it('tells CAPA of a dual-stack network, without which machines get no IPv6 address', () => {
    expect(at(around({}, { ipFamily: 'DualStackIPv4Primary' }).infraCluster, 'spec.network.vpc')).toEqual({ ipv6: {} });
    expect(at(around({}, { ipFamily: 'IPv4' }).infraCluster, 'spec.network')).toBeUndefined();
  });

  it('is not made without a region', () => {
    const { objects, issues } = around({}, { region: '' });
    expect(objects).toEqual([]);
    expect(issues).toMatchObject([{ of: 'infrastructure', path: 'status.platformStatus.aws.region' }]);
  });
});

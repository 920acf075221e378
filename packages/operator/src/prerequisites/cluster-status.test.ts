import type { KubeObject } from '@capstan/kube';
import { describe, expect, it } from 'vitest';
import { clusterStatusPatch } from './cluster-status.ts';

const now = '2026-11-01T00:00:00Z';
const cluster = (status?: object): KubeObject => ({
  apiVersion: 'cluster.x-k8s.io/v1beta2',
  kind: 'Cluster',
  metadata: { name: 'ocp1-x7k2p' },
  ...(status && { status }),
});
const isTrue = (type: string) => ({
  type,
  status: 'True',
  reason: 'Initialized',
  message: '',
  lastTransitionTime: now,
});
const old = (type: string, status = 'True') => ({ type, status, lastTransitionTime: now });

/** As a patched status would be. */
const complete = {
  initialization: { controlPlaneInitialized: true, infrastructureProvisioned: true },
  conditions: [isTrue('ControlPlaneInitialized')],
  deprecated: { v1beta1: { conditions: [old('ControlPlaneInitialized'), old('InfrastructureReady')] } },
};

describe('the status of a Cluster of ours', () => {
  it('says that the control plane runs in every form that a Cluster API reads, or no Machine gets its Node', () => {
    expect(clusterStatusPatch(cluster(), true, now)).toEqual({
      initialization: { controlPlaneInitialized: true, infrastructureProvisioned: true },
      conditions: [
        expect.objectContaining({
          type: 'ControlPlaneInitialized',
          status: 'True',
          reason: 'Initialized',
          message: expect.any(String),
          lastTransitionTime: now,
        }),
      ],
      deprecated: { v1beta1: { conditions: [old('ControlPlaneInitialized'), old('InfrastructureReady')] } },
    });
  });

  it('is not written again when nothing is missing', () => {
    expect(clusterStatusPatch(cluster(complete), true, '2027-01-01T00:00:00Z')).toBeUndefined();
  });

  it('keeps the conditions that others wrote, and replaces a False one of its own', () => {
    const conditions = [{ ...isTrue('ControlPlaneInitialized'), status: 'False' }, isTrue('Available')];
    const patch = clusterStatusPatch(cluster({ ...complete, conditions }), true, now);
    expect(patch).toMatchObject({
      conditions: [{ type: 'Available' }, { type: 'ControlPlaneInitialized', status: 'True' }],
    });
    expect(Object.keys(patch ?? {})).toEqual(['conditions']);
  });

  it('does not call an infra cluster ready that is not', () => {
    const patch = clusterStatusPatch(cluster(), false, now);
    expect(patch).toMatchObject({ initialization: { controlPlaneInitialized: true } });
    expect(JSON.stringify(patch)).not.toContain('nfrastructure');
  });

  it('leaves what the core manager copies from the infra cluster to it: the two would write for ever', () => {
    const conditions = [old('ControlPlaneInitialized'), old('InfrastructureReady', 'False')];
    expect(
      clusterStatusPatch(cluster({ ...complete, deprecated: { v1beta1: { conditions } } }), true, now),
    ).toBeUndefined();
  });

  it('does not ask again and again for old conditions that a newer schema has dropped', () => {
    const { deprecated: _, ...newer } = complete;
    expect(clusterStatusPatch(cluster(newer), true, now)).toBeUndefined();
  });

  it('corrects the old condition that the core manager wrote before the Cluster was initialized', () => {
    const conditions = [old('ControlPlaneInitialized', 'False'), old('InfrastructureReady')];
    expect(clusterStatusPatch(cluster({ ...complete, deprecated: { v1beta1: { conditions } } }), true, now)).toEqual({
      deprecated: { v1beta1: { conditions: [old('InfrastructureReady'), old('ControlPlaneInitialized')] } },
    });
  });
});

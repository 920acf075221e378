import { asObject } from '@capstan/convert';
import { type KubeClient, type KubeObject, refOf } from '@capstan/kube';
import { ownersOf } from '../sync/shared/object.ts';

/** In this order an owner is there before what it owns. */
const order = [
  'Infrastructure',
  'FeatureGate',
  'ClusterVersion',
  'Secret',
  'ControlPlaneMachineSet',
  'MachineSet',
  'Machine',
];

/**
 * Makes the objects of a saved cluster on an empty control plane, with their status, and with owner references to what the owners
 * are there: a must-gather has the uids of another cluster. Kinds other than those of Machine API and of the cluster itself are left
 * out. Resolves with what was made.
 */
export async function loadSaved(client: KubeClient, saved: readonly KubeObject[]): Promise<KubeObject[]> {
  const uids = new Map<string, string>();
  const made: KubeObject[] = [];
  for (const kind of order) {
    for (const object of saved.filter((each) => each.kind === kind)) {
      const { status, metadata, ...rest } = object;
      const { uid, resourceVersion, generation, creationTimestamp, ownerReferences, ...kept } = metadata;
      const owners = ownersOf(object).flatMap((owner) => {
        const known = uids.get(`${owner.kind}/${owner.name}`);
        return known === undefined ? [] : [{ ...owner, uid: known }];
      });
      const body = { ...rest, metadata: { ...kept, ...(owners.length > 0 && { ownerReferences: owners }) } };
      const { object: created } = await client.create(body, { fieldValidation: 'Ignore' });
      uids.set(`${kind}/${metadata.name}`, created.metadata.uid ?? '');
      const said = asObject(status);
      const options = { subresource: 'status', fieldValidation: 'Ignore' } as const;
      made.push(
        said === undefined ? created : (await client.mergePatch(refOf(created), { status: said }, options)).object,
      );
    }
  }
  return made;
}

/** The FeatureGate and the ClusterVersion of a cluster in which machines may change hands. */
export function gatesOn(version = '4.20.0'): KubeObject[] {
  const gate = { name: 'MachineAPIMigration' };
  return [
    {
      apiVersion: 'config.openshift.io/v1',
      kind: 'FeatureGate',
      metadata: { name: 'cluster' },
      spec: { featureSet: 'DevPreviewNoUpgrade' },
      status: { featureGates: [{ version, enabled: [gate], disabled: [] }] },
    },
    {
      apiVersion: 'config.openshift.io/v1',
      kind: 'ClusterVersion',
      metadata: { name: 'version' },
      spec: { clusterID: '8d1f3c8e-5b0a-4c53-9a0e-1f3b7c2d9e10' },
      status: {
        desired: { version, image: 'example.com/release@sha256:0' },
        history: [
          {
            state: 'Completed',
            version,
            image: 'example.com/release@sha256:0',
            verified: false,
            startedTime: '2026-02-11T08:30:00Z',
            completionTime: '2026-02-11T09:10:00Z',
          },
        ],
        observedGeneration: 1,
        versionHash: 'h',
        availableUpdates: [],
      },
    },
  ];
}

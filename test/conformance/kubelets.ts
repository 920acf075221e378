import type { KubeClient } from '@capstan/kube';
import { isAlreadyExists } from '@capstan/kube/testing';
import type { Ec2 } from '../aws/ec2.ts';

/** How often it looks for new instances. */
const everyMs = 300;

/**
 * A stand-in for the kubelets of instances: each instance that runs joins as a Node that is ready, once. Nobody takes a Node away:
 * who does that is what a test asks.
 */
export function startKubelets(admin: KubeClient, ec2: Ec2): { stop(): Promise<void> } {
  const joined = new Set<string>();
  let isStopped = false;
  const look = async (): Promise<void> => {
    for (const { id, zone, hostname, state } of await ec2.instances()) {
      if (state !== 'running' || joined.has(id)) continue;
      await join(admin, hostname, `aws:///${zone}/${id}`);
      joined.add(id);
    }
  };
  const turns = async (): Promise<void> => {
    while (!isStopped) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  };
  const ended = turns();
  // A failure is told by stop; the tests fail anyhow, for no machine runs then.
  ended.catch(() => undefined);
  return {
    async stop() {
      isStopped = true;
      await ended;
    },
  };
}

async function join(admin: KubeClient, name: string, providerID: string): Promise<void> {
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: { providerID } };
  await admin.create(node).catch((error: unknown) => {
    if (!isAlreadyExists(error)) throw error;
  });
  const now = new Date().toISOString();
  const conditions = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => ({
    type,
    status: type === 'Ready' ? 'True' : 'False',
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  }));
  await admin.mergePatch(
    { apiVersion: 'v1', kind: 'Node', name },
    { status: { conditions } },
    { subresource: 'status' },
  );
}

import type { KubeClient, KubeObject } from '@capstan/kube';

const apiVersion = 'admissionregistration.k8s.io/v1';

/** Lets nobody change objects of a kind of Machine API; resolves with how to lift that. When it is obeyed is for the caller to see. */
export async function refuseChanges(admin: KubeClient, kind: 'Machine' | 'MachineSet'): Promise<() => Promise<void>> {
  const name = `test-no-${kind.toLowerCase()}s`;
  await admin.create(policyOf(kind, name));
  await admin.create({
    apiVersion,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: { policyName: name, validationActions: ['Deny'] },
  });
  return async () => {
    for (const each of ['ValidatingAdmissionPolicyBinding', 'ValidatingAdmissionPolicy']) {
      await admin.delete({ apiVersion, kind: each, name });
    }
  };
}

function policyOf(kind: string, name: string): KubeObject {
  const resourceRules = [
    {
      apiGroups: ['machine.openshift.io'],
      apiVersions: ['*'],
      operations: ['UPDATE'],
      resources: [`${kind.toLowerCase()}s`],
    },
  ];
  return {
    apiVersion,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: { matchConstraints: { resourceRules }, validations: [{ expression: 'false', message: 'not today' }] },
  };
}

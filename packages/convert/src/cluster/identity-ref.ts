import type { JsonObject } from '@capstan/api';
import type { Problem } from '../mapping/issue.ts';
import { asObject } from '../mapping/json.ts';

/** The identity by which an infra cluster has the same credentials as Machine API. */
interface ClusterIdentity {
  readonly kind: string;
  readonly name: string | undefined;
}

/** Where the spec of an infra cluster refers to another identity. What it leaves out, a webhook or nobody fills in. */
export function* otherIdentity(spec: JsonObject, expected: ClusterIdentity, hint: string): Generator<Problem> {
  const identity = asObject(spec['identityRef']);
  for (const field of ['kind', 'name'] as const) {
    const value = identity?.[field];
    if (typeof value !== 'string' || value === '' || value === expected[field]) continue;
    yield {
      code: 'NotSupported',
      at: ['spec', 'identityRef', field],
      value,
      message: `Machine API uses the credentials of the cluster; only ${expected.kind}/${expected.name} means the same`,
      hint,
    };
  }
}

export { ApiError, isAlreadyExists, isConflict, isInvalid, isNotFound } from '../client/api-error.ts';
export { createClient, type KubeClient, refOf, type Written } from '../client/client.ts';
export { isRecord, type KubeObject, type Metadata, type ObjectRef } from '../client/object.ts';
export { applyCrds } from './apply-crds.ts';
export { type ControlPlane, startControlPlane } from './control-plane.ts';
export { type Crd, type CrdVersion, parseCrd } from './crd.ts';
export type { Endpoint } from './endpoint.ts';
export { type LeashedProcess, startLeashed } from './leash.ts';
export { sleep, until } from './poll.ts';

export { ApiError, isAlreadyExists, isConflict, isInvalid, isNotFound } from './api-error.ts';
export { applyCrds } from './apply-crds.ts';
export { createClient, type KubeClient, refOf, type Written } from './client.ts';
export { type ControlPlane, startControlPlane } from './control-plane.ts';
export { type Crd, type CrdVersion, parseCrd } from './crd.ts';
export { type LeashedProcess, startLeashed } from './leash.ts';
export { isRecord, type KubeObject, type Metadata, type ObjectRef } from './object.ts';
export { sleep, until } from './poll.ts';
export type { Endpoint } from './transport.ts';

import { createClient, type Endpoint, type KubeClient } from '@capstan/kube/testing';
import { inject } from 'vitest';

/** The shared control plane, as the global set-up hands it to the tests. */
export interface SharedControlPlane extends Endpoint {
  /** A kubeconfig file with the same credentials, for what is run as a command. */
  readonly kubeconfigPath: string;
  /** The folder with the binaries, for tests that start a control plane of their own. */
  readonly binaries: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    controlPlane: SharedControlPlane;
  }
}

/** The shared control plane of the project `api-server`; throws in other projects. */
export function controlPlane(): SharedControlPlane {
  const provided = inject('controlPlane');
  if (provided === undefined) throw new Error('no shared control plane: is this file named *.api-server.test.ts?');
  return provided;
}

/** An administrator's client of the shared control plane. It needn't be closed: idle connections hold no process open. */
export function connect(): KubeClient {
  return createClient(controlPlane());
}

/** The controllers of Capstan. */

export { defaultNamespaces, type Namespaces } from './names.ts';
export { type StartSyncOptions, startSync } from './sync/start-sync.ts';

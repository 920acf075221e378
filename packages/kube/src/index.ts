/** A small Kubernetes runtime for controllers. Knows nothing of OpenShift. */

export { createInformer, type Informer, type InformerOptions } from './cache/informer.ts';
export { createLatest, type Latest, type Told } from './cache/latest.ts';
export type { ListTarget } from './cache/list-pages.ts';
export { createSharedStrings } from './cache/shared-strings.ts';
export { type Change, type IndexFunction, keyOf, type Store } from './cache/store.ts';
export { ApiError, isAlreadyExists, isConflict, isInvalid, isNotFound } from './client/api-error.ts';
export {
  type ApplyOptions,
  type CallOptions,
  createClient,
  type DeleteOptions,
  type KubeClient,
  type ListQuery,
  type PatchOptions,
  refOf,
  type UpdateOptions,
  type WriteOptions,
  type Written,
} from './client/client.ts';
export type { Endpoint, TokenSource } from './client/endpoint.ts';
export { isKubeObject, type KubeObject, type Metadata, type ObjectRef } from './client/object.ts';
export { codeOf } from './client/send-again.ts';
export { createTransport, type Transport, type TransportOptions } from './client/transport.ts';
export { type Clock, type Random, systemClock, timestamp } from './clock.ts';
export {
  type ControllerOptions,
  type LookContext,
  type Outcome,
  type Reconcile,
  type Result,
  runController,
  TerminalError,
} from './controller/controller.ts';
export { createRecorder, type Happening, type Recorder, type RecorderOptions } from './events/recorder.ts';
export { type ClientConfig, type LoadOptions, loadClientConfig } from './kubeconfig/load.ts';
export { KubeconfigError } from './kubeconfig/problem.ts';
export { type Ending, type LeaseOptions, runWhileLeading } from './leader/lease.ts';
export { createLogger, type Logger, type LoggerOptions, type LogLevel, silentLogger } from './log/logger.ts';
export { type ControllerMetrics, createMetrics, type Metrics } from './metrics/metrics.ts';
export { createRateLimiter, type RateLimiter } from './queue/rate-limiter.ts';
export { createWorkQueue, type WorkQueue } from './queue/work-queue.ts';
export { type Probe, type ProbeOptions, type ProbeServer, serveProbes } from './serve/probes.ts';

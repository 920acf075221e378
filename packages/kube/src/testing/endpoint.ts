import type { Endpoint as AnyEndpoint } from '../client/endpoint.ts';

/** An API server that a test started, and its administrator's token. */
export interface Endpoint extends AnyEndpoint {
  readonly ca: string;
  readonly token: string;
}

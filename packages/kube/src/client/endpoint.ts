/**
 * Gives the bearer token to send now. `refused` is one that the server has just answered with 401: the source then gets a new
 * one if it can. Rejects where none is to be had.
 */
export type TokenSource = (refused?: string) => Promise<string>;

/** Where an API server is and how to be let in. Certificates and keys are PEM. TLS is always verified. */
export interface Endpoint {
  /** `https://HOST:PORT`, with a path where the server is behind one. */
  readonly url: string;
  /** Whom to trust; undefined for the authorities that the system trusts. */
  readonly ca?: string | undefined;
  readonly clientCertificate?: { readonly certificate: string; readonly key: string } | undefined;
  /** The name that the server's certificate must have, where it is not the URL's host. */
  readonly serverName?: string | undefined;
  readonly token?: string | TokenSource | undefined;
  /** As whom to ask, where the token's owner may act as others. */
  readonly actAs?: { readonly user: string; readonly groups?: readonly string[] } | undefined;
  /** The HTTP proxy on the way: `http://` or `https://`, with user and password where it wants them. */
  readonly proxy?: string | undefined;
}

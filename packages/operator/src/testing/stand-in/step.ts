/** The name of the stand-in: its field manager, and its user agent where its client is made for it. */
export const standInName = 'machine-api-stand-in';

/** What to do next. One write at a time: what follows is decided on what the server made of it. */
export type Step =
  | {
      readonly kind: 'patch';
      readonly patch: Readonly<Record<string, unknown>>;
      readonly subresource?: 'status';
      /** Nothing else is done before the object comes again. */
      readonly isLast?: boolean;
    }
  | { readonly kind: 'rest' }
  | { readonly kind: 'unknown'; readonly value: string };

import type { JsonObject } from '@capstan/api';
import type { Issue } from '../mapping/issue.ts';

/** What a conversion of status must be told besides the objects. */
export interface StatusOptions {
  /**
   * The time of this conversion, RFC 3339 with seconds: `2026-03-01T09:30:00Z`. Used for conditions whose status changes
   * or that are new; no other time is ever made up.
   */
  readonly now: string;
}

/** A status made from the other API's object. */
export interface StatusResult {
  /**
   * The whole status that the target should have, keys sorted: what belongs to the target's own controllers is kept from
   * the target as it is now. With an error among the issues it lacks what could not be said and must not be written.
   */
  readonly status: JsonObject;
  /** Paths are those of the source; sorted. */
  readonly issues: readonly Issue[];
}

/** Where one field of status comes from and goes to; the form that platforms have for theirs. */
export interface StatusField {
  readonly mapi?: string;
  readonly capi?: string;
  readonly doc: string;
}

import type { JsonObject } from '@capstan/api';
import { canonicalJson } from '@capstan/convert';
import type { KubeClient } from '@capstan/kube/testing';
import { concurrently } from './concurrently.ts';
import type { GeneratedConversions } from './generated.ts';
import { isRefusal, tryCreate } from './strict.ts';

/** Something that is wrong: what the server says of an object, or a difference that its defaults make. */
export interface Finding {
  readonly wrong: string;
  /** The object that was converted. */
  readonly source: readonly JsonObject[];
  /** What was sent. */
  readonly objects: readonly unknown[];
}

/** As many as a person wants to read. */
const shown = 5;

/**
 * Sends what generated objects become to the server, storing nothing, and converts what it answers back: that must give
 * what comes of the same objects without a server, else its defaults would be taken for configuration. Returns the first
 * findings of those that differ in their words.
 */
export async function findRefused(client: KubeClient, { converted, back }: GeneratedConversions): Promise<Finding[]> {
  const findings = new Map<string, Finding>();
  const add = (finding: Finding) => {
    const kind = finding.wrong.replace(/"(?:\\.|[^"\\])*"|-?\d+/g, '_');
    if (findings.size < shown && !findings.has(kind)) findings.set(kind, finding);
  };
  await concurrently(8, converted, async ({ source, objects }) => {
    const trials = await Promise.all(objects.map((object) => tryCreate(client, object)));
    const refused = trials.filter(isRefusal);
    for (const { object, says } of refused) add({ wrong: says, source, objects: [object] });
    if (refused.length > 0) return;
    const without = canonicalJson(back(objects));
    const withDefaults = canonicalJson(back(trials.map((trial) => (isRefusal(trial) ? undefined : trial.stored))));
    if (withDefaults !== without) {
      add({ wrong: `the way back differs: ${withDefaults} and not ${without}`, source, objects });
    }
  });
  return [...findings.values()];
}

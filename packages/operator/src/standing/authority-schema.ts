import type { JsonObject } from '@capstan/api';
import { asObject } from '@capstan/convert';
import type { KubeClient } from '@capstan/kube';
import { machineApiVersion } from '../names.ts';
import { servedKinds } from './served-kinds.ts';
import type { AuthorityFields, StandingFacts } from './standing.ts';

type MachineApiFacts = StandingFacts['machineApi'];

/** Reads what the served schemas of Machine API have; remembers it while the server's document is the same. */
export type AuthoritySchemaReader = (signal?: AbortSignal) => Promise<MachineApiFacts>;

/**
 * Makes one. It reads OpenAPI, which every authenticated user may, where the CRD would need a right of its own. The index names
 * each document with a hash of its content, so a look at the index is enough until that changes.
 */
export function createAuthoritySchemaReader(client: KubeClient): AuthoritySchemaReader {
  let known: { readonly url: string; readonly facts: MachineApiFacts } | undefined;
  return async (signal) => {
    const index = parsed(await client.getPath('/openapi/v3', { signal }));
    const entry = asObject(asObject(index?.['paths'])?.[`apis/${machineApiVersion}`]);
    const url = entry?.['serverRelativeURL'];
    if (typeof url === 'string' && url === known?.url) return known.facts;
    const served = await servedKinds(client, machineApiVersion, signal);
    const document = typeof url === 'string' ? await client.getPath(url, { signal }) : undefined;
    const read = (kind: string) => {
      if (!served.has(kind)) return undefined;
      const fields = authorityFields(document, kind);
      // The server builds the documents in the background, at its start and after a CRD's change.
      if (fields === undefined) throw new Error(`${kind} of ${machineApiVersion} is served, and not yet in OpenAPI`);
      return fields;
    };
    const facts = { Machine: read('Machine'), MachineSet: read('MachineSet') };
    if (typeof url === 'string') known = { url, facts };
    return facts;
  };
}

/** The index is JSON that comes as plain text. */
function parsed(body: unknown): JsonObject | undefined {
  return asObject(typeof body === 'string' ? JSON.parse(body) : body);
}

/** What the schema of a kind has in an OpenAPI v3 document; undefined where the kind is not in it. */
function authorityFields(document: unknown, kind: string): AuthorityFields | undefined {
  const schemas = asObject(asObject(asObject(document)?.['components'])?.['schemas']) ?? {};
  const schema = Object.values(schemas).find((each) => isOfKind(each, kind));
  if (schema === undefined) return undefined;
  const has = (part: 'spec' | 'status', field: string) => propertyOf(propertyOf(schema, part), field) !== undefined;
  return {
    spec: has('spec', 'authoritativeAPI'),
    status: has('status', 'authoritativeAPI'),
    synchronizedApi: has('status', 'synchronizedAPI'),
  };
}

function isOfKind(schema: unknown, kind: string): boolean {
  const types = asObject(schema)?.['x-kubernetes-group-version-kind'];
  return (
    Array.isArray(types) &&
    types.some((type) => {
      const { group, version, kind: name } = asObject(type) ?? {};
      return `${group}/${version}` === machineApiVersion && name === kind;
    })
  );
}

function propertyOf(schema: unknown, name: string): unknown {
  return asObject(asObject(schema)?.['properties'])?.[name];
}

import { once } from 'node:events';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { asObject } from '@capstan/convert';
import type { Endpoint } from '@capstan/kube/testing';
import { parse } from 'yaml';

/**
 * Server-side apply of one YAML document as it is written, byte for byte, so that the server's own YAML parser reads it (an
 * older dialect, in which `no` is a boolean). Strict. Resolves with the status, the warnings and the answer.
 */
export async function applyText(
  { url, ca, token }: Endpoint,
  document: string,
): Promise<{ status: number; warning: string | undefined; body: unknown }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/apply-patch+yaml' };
  const target = `${url}${pathOf(document)}?fieldManager=capstan-test&fieldValidation=Strict`;
  const sent = request(target, { method: 'PATCH', ca, headers, agent: false }).end(document);
  const [response] = await once(sent, 'response');
  const body: unknown = JSON.parse(await text(response));
  return { status: response.statusCode, warning: response.headers['warning'], body };
}

/** Only kinds whose plural is the name with an s. */
function pathOf(document: string): string {
  const object = asObject(parse(document));
  const metadata = asObject(object?.['metadata']);
  const plural = `${String(object?.['kind']).toLowerCase()}s`;
  return `/apis/${object?.['apiVersion']}/namespaces/${metadata?.['namespace']}/${plural}/${metadata?.['name']}`;
}

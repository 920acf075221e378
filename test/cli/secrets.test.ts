import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, JsonObject } from '@capstan/api';
import { asObject } from '@capstan/convert';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { scratch } from './inputs.ts';
import { capstan, root } from './run.ts';

const files = scratch();
const folder = 'examples/platforms';
const secret = 'hunter2-planted';
const pem = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`;

/** Fields in which people write secrets, where none belong. */
const planted: JsonObject = {
  adminPassword: secret,
  sshprivatekey: pem,
  sshPrivateKey: pem,
  apiKey: secret,
  ibmcloud_api_key: secret,
  userData: secret,
  clouds: { openstack: { auth: { password: secret } } },
  credentialsSecret: { name: 'another', password: secret },
  workspace: { server: 'vc1', password: secret },
  gcpMetadata: { 'startup-script': secret },
  serverMetadata: { token: secret.repeat(40) },
  image: { url: `https://user:${secret}@images.example.com/a.qcow2`, checksum: '' },
  diagnostics: {
    boot: { storageAccountType: 'CustomerManaged', customerManaged: { storageAccountURI: `https://a/?sig=${secret}` } },
  },
};

/** The machines of an example with all of them in their provider specs. */
function withSecrets(object: JsonObject): Json {
  const copy = structuredClone(object);
  const machine = copy['kind'] === 'Machine' ? copy : asObject(asObject(copy['spec'])?.['template']);
  const provider = asObject(asObject(asObject(machine?.['spec'])?.['providerSpec'])?.['value']);
  if (provider !== undefined) Object.assign(provider, planted);
  return copy;
}

describe.each(readdirSync(join(root, folder)))('a secret in a provider spec of %s', (platform) => {
  const path = join(root, folder, platform, 'worker.yaml');
  const objects = parseAllDocuments(readFileSync(path, 'utf8')).map((document) => asObject(document.toJS()) ?? {});
  const list = { apiVersion: 'v1', kind: 'List', items: objects.map(withSecrets) };

  it('is in nothing that is printed, and in no report: both are pasted into tickets', async () => {
    const input = files.write(`${platform}.json`, JSON.stringify(list));
    const report = join(files.path, `${platform}-report.json`);
    const infrastructure = ['--infrastructure', `${folder}/${platform}/infrastructure.yaml`];
    const [convert, plan] = await Promise.all([
      capstan(['convert', '-f', input, ...infrastructure, '--report', report, '-v']),
      capstan(['plan', '-f', input, ...infrastructure]),
    ]);
    expect([convert.code, plan.code]).toEqual([2, 2]);
    for (const text of [convert.stderr, plan.stdout, plan.stderr, readFileSync(report, 'utf8')]) {
      expect(text).not.toContain(secret);
    }
    expect(readFileSync(report, 'utf8')).toContain('(not shown)');
  });
});

import type { Json } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import type { Segment } from './issue.ts';
import { notShown, shownValue } from './shown-value.ts';

const secret = 'hunter2';
const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----';

describe('what a report repeats', () => {
  it.each<[readonly Segment[], Json]>([
    [['adminPassword'], secret],
    [['sshprivatekey'], secret],
    [['sshPrivateKey'], { a: secret }],
    [['providerSpec', 'value', 'ibmcloud_api_key'], secret],
    [['credentialsSecret', 'password'], secret],
    [['userData'], secret],
    [['workspace'], { server: 'vc1', password: secret }],
    [['clouds'], { openstack: { auth: { name: 'admin', password: secret } } }],
    [['vmExtensions', 0, 'protectedSettings', 'script'], secret],
    [['vmExtensions', 0, 'protectedSettings', 'key'], secret],
    [['vmExtensions'], [{ protectedSettings: { name: secret } }]],
    [['serverMetadata', 0], { key: { text: secret } }],
    [['image'], { adminPassword: { text: secret } }],
    [['vmExtensions'], [{ name: 'a', protectedSettings: { script: secret } }]],
    [['customVMXKeys', 'guestinfo.ignition.config.data'], secret],
    [['ports', 0, 'valueSpecs', 0, 'value'], secret],
    [['serverMetadata', 0], { key: 'a', value: secret }],
    [['gcpMetadata'], { 'startup-script': secret }],
    [['image', 'url'], `https://user:${secret}@images.example.com/rhcos.qcow2`],
    [['diagnostics', 'storageURI'], `https://a.blob.core.windows.net/?sv=1&sig=${secret}`],
    [['ignition', 'proxy', 'httpProxy'], `http://user:${secret}@proxy`],
    [['anything'], { deep: [{ text: pem.replace('MIIE', secret) }] }],
  ])('is no secret at %j', (segments, value) => {
    const shown = JSON.stringify(shownValue(segments, value));
    expect(shown).not.toContain(secret);
    expect(shown).toContain(notShown);
  });

  it('is the same whatever the order of keys in the input, hidden or not', () => {
    for (const name of ['userData', 'protectedSettings', 'valueSpecs', 'image', 'bogus'])
      expect(JSON.stringify(shownValue([name], [{ a: { c: 1, b: 'x' }, '': 2 }]))).toBe(
        JSON.stringify(shownValue([name], [{ '': 2, a: { b: 'x', c: 1 } }])),
      );
  });

  it.each<[readonly Segment[], Json]>([
    [['credentialsSecret', 'name'], 'aws-legacy-account'],
    [['credentialsSecret'], { name: 'aws-legacy-account' }],
    [['userDataSecret', 'name'], 'worker-user-data'],
    [['userData', 'namespace'], 'edge-secrets'],
    [['userData'], { name: 'edge-user-data', namespace: 'edge-secrets' }],
    [['image', 'url'], 'https://images.example.com/rhcos.qcow2'],
    [['bootMode'], 'UEFI'],
    [['workspace', 'server'], 'vc2.lab.test'],
    [['keyName'], 'ops-bastion'],
    [['bogus'], false],
    [['bogus'], null],
    [['metadata', 'labels', 'a.b/c'], 'x'],
  ])('is what the user wrote at %j: %j', (segments, value) => {
    expect(shownValue(segments, value)).toEqual(value);
  });
});

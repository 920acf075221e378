import type { JsonObject } from '@capstan/api';
import type { Problem, Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { FieldDoc } from '../../mapping/row.ts';

/** What is put on a host: an image, or what a deploy procedure of its own puts there. */
interface Deployment {
  url?: string | undefined;
  checksum?: string | undefined;
  method?: string | undefined;
}

interface CapiDeployment extends Deployment {
  checksumType?: 'md5' | 'sha256' | 'sha512' | undefined;
}

const md5 = '9e107d9d372bb6826bd81d3542a419d6';
const image = {
  url: 'http://172.22.0.1/images/rhcos.qcow2',
  checksum: 'http://172.22.0.1/images/rhcos.qcow2.md5sum',
};
const shared: readonly JsonObject[] = [
  { method: 'install_coreos' },
  { method: 'install_coreos', url: '', checksum: '' },
  { method: 'install_coreos', url: '', checksum: md5 },
  { ...image },
  { url: 'https://mirror.example.com/rhcos.raw', checksum: md5, method: 'burn' },
];

/**
 * Image and custom deploy, which have the same names on both sides. Machine API deploys an image only by both URL and
 * checksum (its actuator's provisionHost), CAPM3 by the URL alone: so half an image beside a custom deploy is carried on the
 * way to Cluster API, and a URL alone is refused on the way back. Machine API names no algorithm of the checksum, for which
 * a BareMetalHost's own default is MD5.
 */
export function deployment<C>(): Codec<Deployment, CapiDeployment, C> {
  return {
    rule: 'the same value',
    samples: { mapi: shared, capi: [...shared, { ...image, checksumType: 'md5' }], required: true },
    toCapi(found = {}, scope) {
      const { url, checksum, method } = found;
      // A method without a name is none; CAPM3 would hand it to the host.
      const custom = method ? { method } : {};
      if (url && checksum) return { url, checksum, ...custom };
      if (method) warnHalf(found, scope);
      else reportMissing(found, scope);
      return custom;
    },
    toMapi(found = {}, scope) {
      const { url, checksum, method, checksumType } = found;
      if (checksumType && checksumType !== 'md5') scope.at('checksumType').report(otherType(checksumType));
      const custom = method ? { method } : {};
      if (url && checksum) return { url, checksum, ...custom };
      if (url) scope.at('checksum').report(noChecksum);
      else if (url === undefined && (checksum || checksumType)) reportMissing(found, scope);
      else if (method) warnHalf(found, scope);
      else reportMissing(found, scope);
      return custom;
    },
  };
}

/** The fields of a deployment. Its image and custom deploy are the same; the rest is Cluster API's alone. */
export const deploymentFields: readonly FieldDoc[] = [
  {
    mapi: 'image.url',
    capi: 'image.url',
    outcome: 'mapped',
    rule: 'the same value; without a checksum refused, or carried where Machine API has a custom deploy beside it',
  },
  {
    mapi: 'image.checksum',
    capi: 'image.checksum',
    outcome: 'mapped',
    rule: 'the same value; without a URL refused, or carried beside a custom deploy',
    doc: 'Machine API deploys an image only with its checksum.',
  },
  {
    mapi: 'customDeploy.method',
    capi: 'customDeploy.method',
    outcome: 'mapped',
    rule: 'the same value; there must be this or an image',
  },
  {
    capi: 'image.checksumType',
    outcome: 'carried',
    rule: 'only `md5`, which is carried; other types are refused',
    only: 'md5',
    doc: 'Machine API names no algorithm, and a host then takes the checksum for MD5.',
  },
];

const noChecksum: Problem = {
  code: 'Required',
  message: 'Machine API does not deploy an image that has no checksum',
  hint: 'Set image.checksum to the MD5 sum of the image, or to the URL of one.',
};

function otherType(value: string): Problem {
  return {
    code: 'NotSupported',
    value,
    message: 'Machine API names no algorithm, and a host then takes the checksum for MD5',
    hint: 'Give the MD5 sum of the image and remove checksumType, or keep this on Cluster API.',
  };
}

/** Half an image beside a custom deploy: neither side uses it. */
function warnHalf<C>({ url, checksum }: Deployment, scope: Scope<C>): void {
  const slot = url ? 'url' : 'checksum';
  const value = url || checksum;
  if (!value) return;
  scope.at(slot).report({
    code: 'DroppedWithoutEffect',
    severity: 'warning',
    value,
    message: `has no effect: an image is not deployed without its ${url ? 'checksum' : 'URL'}`,
    hint: `Remove it, or set image.${url ? 'checksum' : 'url'}.`,
  });
}

function reportMissing<C>({ url, checksum }: Deployment, scope: Scope<C>): void {
  const slot = url ? 'checksum' : 'url';
  const isHalf = Boolean(url || checksum);
  scope.at(slot).report({
    code: 'Required',
    message: isHalf ? 'an image needs its URL and its checksum' : 'nothing says what to put on the host',
    hint: isHalf
      ? `Set image.${slot}.`
      : 'Set customDeploy.method, for instance to install_coreos, or image.url and image.checksum.',
  });
}

import { asObject, textAt } from '../../mapping/json.ts';
import { check } from '../../objects/check.ts';
import { metadataCheck } from '../../objects/metadata-check.ts';
import type { Check } from '../../objects/platform.ts';
import { hostSelectorChecks } from './host-selector-checks.ts';

/** As the machine set controller of bare metal reads it: there or not, whatever the value. */
const autoscale = 'metal3.io/autoscale-to-hosts';

/**
 * What CAPM3's webhook refuses of an image (Image.Validate), which it looks at only where there is no custom deploy, and
 * what else the two sides understand of a set and of its hosts.
 */
export const bareMetalChecks: readonly Check[] = [
  imageCheck('The URL of an image is an absolute URL.', ({ url }) =>
    url === undefined || isUrl(url)
      ? undefined
      : { at: 'url', value: url, hint: 'Correct the URL: http://HOST/rhcos.qcow2.' },
  ),
  imageCheck('A checksum that begins with http:// or https:// is a URL.', ({ checksum }) =>
    checksum === undefined || !/^https?:\/\//.test(checksum) || isUrl(checksum)
      ? undefined
      : { at: 'checksum', value: checksum, hint: 'Correct the URL of the checksum.' },
  ),
  imageCheck(
    'CAPM3 takes an image of an OCI registry only without a checksum, Machine API only with one.',
    ({ url }) =>
      url?.startsWith('oci://') === true
        ? { at: 'url', value: url, hint: 'Serve the image by http:// or https://, or use customDeploy.' }
        : undefined,
  ),
  ...hostSelectorChecks,
  metadataCheck({
    rule: 'A host under remediation does not change hands: the other side knows nothing of it and would leave it half done.',
    hint: 'Wait until the remediation is over and the annotation is gone.',
    of: ['annotations'],
    isMeant: (key) => key === 'host.metal3.io/external-remediation' || key.startsWith('remediation.metal3.io/'),
  }),
  {
    rule: 'Machine API sets replicas to the number of matching hosts; Cluster API leaves them as they are.',
    direction: 'toCapi',
    find(_, { $setMeta }) {
      const annotations = asObject(asObject($setMeta)?.['annotations']) ?? {};
      if (!Object.hasOwn(annotations, autoscale)) return [];
      return [
        {
          code: 'NotSupported',
          severity: 'warning',
          root: '$setMeta',
          at: ['annotations', autoscale],
          value: annotations[autoscale],
          message: this.rule,
          hint: 'Remove the annotation before the set changes hands, and set replicas yourself.',
        },
      ];
    },
  },
];

interface Image {
  readonly url: string | undefined;
  readonly checksum: string | undefined;
}

/** A rule over the image of a provider spec without a custom deploy. */
function imageCheck(
  rule: string,
  find: (image: Image) => { at: keyof Image; value: string | undefined; hint: string } | undefined,
): Check {
  return check(rule, (provider) => {
    if (textAt(provider, 'customDeploy', 'method') !== undefined) return [];
    const found = find({ url: textAt(provider, 'image', 'url'), checksum: textAt(provider, 'image', 'checksum') });
    if (found === undefined) return [];
    const at = ['image', found.at];
    return [{ code: 'InvalidValue', at, capiAt: at, value: found.value, hint: found.hint }];
  });
}

/** As Go's url.ParseRequestURI: a URL with its scheme, or a path from the root. */
function isUrl(text: string): boolean {
  return !/[\s\p{Cc}]/u.test(text) && (text.startsWith('/') || URL.canParse(text));
}

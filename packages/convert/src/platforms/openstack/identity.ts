import type { Codec } from '../../mapping/make-row.ts';
import type { CapiIdentity, Context, OpenStackScope } from './types.ts';

interface Credentials {
  secret?: string | undefined;
  cloud?: string | undefined;
}

/**
 * The secret with clouds.yaml and the cloud in it. A Cluster API machine without some of its own has those of the
 * OpenStackCluster. CAPO's regions and cluster-wide identities have no counterpart.
 */
export function identity(): Codec<Credentials, { identity?: CapiIdentity | undefined }, Context> {
  return {
    rule: 'the secret and the cloud in its clouds.yaml',
    fields: [
      { capi: 'identity.name', outcome: 'mapped', rule: 'the name of the secret' },
      { capi: 'identity.cloudName', outcome: 'mapped', rule: 'the same value' },
      { capi: 'identity.type', outcome: 'mapped', rule: '`Secret`; anything else is refused' },
      {
        capi: 'identity.region',
        outcome: 'refused',
        rule: 'refused',
        doc: 'Machine API takes the region from clouds.yaml.',
      },
    ],
    samples: {
      required: true,
      mapi: [{ secret: 'openstack-cloud-credentials', cloud: 'openstack' }],
      capi: [{ identity: { type: 'Secret', name: 'openstack-cloud-credentials', cloudName: 'openstack' } }],
    },
    toCapi({ secret, cloud } = {}, scope) {
      requireBoth({ secret, cloud }, scope.at('secret'), scope.at('cloud'));
      return secret && cloud ? { identity: { type: 'Secret', name: secret, cloudName: cloud } } : {};
    },
    toMapi({ identity: found } = {}, scope) {
      const at = scope.at('identity');
      if (found === undefined) {
        const { identity: known } = scope.context.platform;
        if (known === undefined) at.report(unknownIdentity);
        return known === undefined ? {} : { secret: known.name, cloud: known.cloudName };
      }
      if ((found.type ?? 'Secret') !== 'Secret') {
        at.at('type').report({
          code: 'NotSupported',
          value: found.type,
          message: 'Machine API takes credentials from a secret',
          hint: 'Name a secret, with type: Secret.',
        });
      }
      if (found.region) {
        at.at('region').report({
          code: 'NotSupported',
          value: found.region,
          message: 'Machine API takes the region from clouds.yaml',
          hint: 'Write the region into clouds.yaml, and remove the field.',
        });
      }
      requireBoth({ secret: found.name, cloud: found.cloudName }, at.at('name'), at.at('cloudName'));
      return { secret: found.name || undefined, cloud: found.cloudName || undefined };
    },
    // The CRD's default.
    canonCapi: (slots) => slots?.identity && { ...slots.identity, type: slots.identity.type ?? 'Secret' },
  };
}

function requireBoth({ secret, cloud }: Credentials, atSecret: OpenStackScope, atCloud: OpenStackScope): void {
  const message = (noun: string) => `no ${noun} is named, so nobody could reach OpenStack`;
  if (!secret) {
    const hint = 'Name the secret, for instance openstack-cloud-credentials.';
    atSecret.report({ code: 'Required', message: message('secret with clouds.yaml'), hint });
  }
  if (!cloud) {
    atCloud.report({
      code: 'Required',
      message: message('cloud in clouds.yaml'),
      hint: 'Name the cloud, for instance openstack.',
    });
  }
}

const unknownIdentity = {
  code: 'Required',
  message: 'a machine without credentials has those of the OpenStackCluster, and no secret and cloud are known of it',
  hint: 'Set identityRef with the name of the secret and of the cloud, or add the OpenStackCluster to the input.',
} as const;

import { type Tag, tagMap } from '../../codecs/tags.ts';
import type { Scope } from '../../mapping/issue.ts';
import { compact } from '../../mapping/json.ts';
import type { Codec } from '../../mapping/make-row.ts';

interface Host {
  affinity?: string | undefined;
  dedicatedHost?:
    | {
        allocationStrategy?: 'Dynamic' | 'UserProvided' | undefined;
        dynamicHostAllocation?: { tags?: Tag[] | undefined } | undefined;
        id?: string | undefined;
      }
    | undefined;
}

interface MapiSlots {
  host?: Host | undefined;
}

interface CapiSlots {
  affinity?: 'default' | 'host' | undefined;
  id?: string | undefined;
  dynamic?: { tags?: { [name: string]: string } | undefined } | undefined;
}

/** CAPA's CRD: `h-` and 17 hex digits. Machine API also takes the older ids of 8. */
const hostId = /^h-[0-9a-f]{17}$/;

/**
 * Placement on dedicated hosts. CAPA writes hostAffinity `default` where nothing is said, so that is always written.
 */
export function dedicatedHost<C>(): Codec<MapiSlots, CapiSlots, C> {
  const tags = tagMap<C>();
  const hostToCapi = (host: Host, scope: Scope<C>): CapiSlots => {
    const { affinity, dedicatedHost: chosen } = host;
    const strategy = chosen?.allocationStrategy ?? 'UserProvided';
    if (affinity !== 'AnyAvailable' && affinity !== 'DedicatedHost') {
      scope.at('affinity').report({
        code: affinity === undefined ? 'Required' : 'InvalidValue',
        value: affinity,
        message: 'must be AnyAvailable or DedicatedHost',
        hint: 'Set one of them, or remove host.',
      });
      return {};
    }
    const at = scope.at('dedicatedHost');
    if (strategy === 'Dynamic') {
      if (affinity !== 'DedicatedHost') {
        at.at('allocationStrategy').report({
          code: 'Conflict',
          value: strategy,
          message: 'a host is allocated only for affinity DedicatedHost',
          hint: 'Set affinity: DedicatedHost, or remove dedicatedHost.',
        });
      }
      if (chosen?.id) {
        at.at('id').report({
          code: 'Conflict',
          value: chosen.id,
          message: 'a host is either named or allocated',
          hint: 'Remove id, or use allocationStrategy: UserProvided.',
        });
      }
      const wanted = chosen?.dynamicHostAllocation?.tags;
      const map = wanted?.length ? tags.toCapi(wanted, at.at('dynamicHostAllocation', 'tags')) : undefined;
      return { affinity: 'host', dynamic: { ...(map && { tags: map }) } };
    }
    if (chosen?.dynamicHostAllocation?.tags?.length) {
      at.at('dynamicHostAllocation').report({
        code: 'Conflict',
        value: chosen.dynamicHostAllocation,
        message: 'has a meaning only with allocationStrategy: Dynamic',
        hint: 'Remove it, or use allocationStrategy: Dynamic.',
      });
    }
    const id = chosen?.id;
    if (!id) {
      if (affinity === 'AnyAvailable') return { affinity: 'default' };
      at.at('id').report({
        code: 'Required',
        message: 'affinity DedicatedHost needs the id of the host',
        hint: 'Set dedicatedHost.id, or allocationStrategy: Dynamic.',
      });
      return {};
    }
    if (!hostId.test(id)) {
      at.at('id').report({
        code: 'InvalidValue',
        value: id,
        message: 'Cluster API takes host ids of h- and 17 hex digits only',
        hint: 'Use a host with such an id.',
      });
      return {};
    }
    return { affinity: affinity === 'DedicatedHost' ? 'host' : 'default', id };
  };

  return {
    rule: '`AnyAvailable` is `default`, `DedicatedHost` is `host`',
    fields: [
      {
        mapi: 'host.affinity',
        capi: 'affinity',
        outcome: 'mapped',
        rule: '`AnyAvailable` is `default`, `DedicatedHost` is `host`',
      },
      {
        mapi: 'host.dedicatedHost.allocationStrategy',
        outcome: 'mapped',
        rule: '`Dynamic` gives dynamicHostAllocation',
      },
      { mapi: 'host.dedicatedHost.id', capi: 'id', outcome: 'mapped', rule: 'the same value' },
      {
        mapi: 'host.dedicatedHost.dynamicHostAllocation.tags',
        capi: 'dynamic.tags',
        outcome: 'mapped',
        rule: tags.rule,
        whole: true,
      },
    ],
    samples: {
      mapi: [
        {},
        { host: { affinity: 'AnyAvailable' } },
        { host: { affinity: 'DedicatedHost', dedicatedHost: { id: 'h-0123456789abcdef0' } } },
        {
          host: {
            affinity: 'AnyAvailable',
            dedicatedHost: { allocationStrategy: 'UserProvided', id: 'h-0123456789abcdef0' },
          },
        },
        {
          host: {
            affinity: 'DedicatedHost',
            dedicatedHost: {
              allocationStrategy: 'Dynamic',
              dynamicHostAllocation: { tags: [{ name: 'a', value: 'b' }] },
            },
          },
        },
        { host: { affinity: 'DedicatedHost', dedicatedHost: { allocationStrategy: 'Dynamic' } } },
      ],
      capi: [
        {},
        { affinity: 'default' },
        { affinity: 'default', id: 'h-0123456789abcdef0' },
        { affinity: 'host', id: 'h-0123456789abcdef0' },
        { affinity: 'host', dynamic: {} },
        { affinity: 'host', dynamic: { tags: { a: 'b' } } },
      ],
    },
    toCapi: (found, scope) =>
      found?.host === undefined ? { affinity: 'default' } : hostToCapi(found.host, scope.at('host')),
    toMapi(found, scope) {
      const { affinity = 'default', id, dynamic } = found ?? {};
      if (dynamic !== undefined && (affinity !== 'host' || id)) {
        scope.at('dynamic').report({
          code: 'Conflict',
          value: dynamic,
          message: id
            ? 'a host is either named (hostID) or allocated'
            : 'a host is allocated only with hostAffinity: host',
          hint: id
            ? 'Remove one of hostID and dynamicHostAllocation.'
            : 'Set hostAffinity: host, or remove dynamicHostAllocation.',
        });
        return undefined;
      }
      const wanted = dynamic?.tags && tags.toMapi(dynamic.tags, scope.at('dynamic', 'tags'));
      if (dynamic !== undefined) {
        const allocation = compact({ tags: wanted });
        const chosen = compact({ allocationStrategy: 'Dynamic' as const, dynamicHostAllocation: allocation });
        return { host: { affinity: 'DedicatedHost', dedicatedHost: chosen } };
      }
      if (id) {
        const chosen = { allocationStrategy: 'UserProvided' as const, id };
        return { host: { affinity: affinity === 'host' ? 'DedicatedHost' : 'AnyAvailable', dedicatedHost: chosen } };
      }
      if (affinity === 'default') return {};
      scope.at('affinity').report({
        code: 'NotSupported',
        value: affinity,
        message: 'Machine API cannot pin a machine to a host that AWS chooses',
        hint: 'Set hostID or dynamicHostAllocation, or use hostAffinity: default.',
      });
      return undefined;
    },
    canonMapi(found) {
      const chosen = found?.host?.dedicatedHost;
      if (found?.host === undefined || chosen === undefined) return found;
      // The schema's default.
      return {
        host: {
          ...found.host,
          dedicatedHost: { ...chosen, allocationStrategy: chosen.allocationStrategy ?? 'UserProvided' },
        },
      };
    },
    canonCapi: (found) => ({
      affinity: found?.affinity ?? 'default',
      id: found?.id,
      isDynamic: found?.dynamic !== undefined,
      tags: found?.dynamic?.tags,
    }),
  };
}

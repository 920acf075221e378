import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { GCPFacts } from './facts.ts';
import { tagName } from './user-labels.ts';

interface Tag {
  parentID?: string | undefined;
  key?: string | undefined;
  value?: string | undefined;
}

type Context = RowContext<GCPFacts>;

/**
 * Tags of the resource manager, in their order. Machine API binds those of the Infrastructure object to the instance and
 * all its disks; CAPG binds those of a GCPCluster to all but the root disk. So they are written on every machine, before
 * its own, and on the way back taken away again.
 */
export function resourceManagerTags(): Codec<Tag[], Tag[], Context> {
  return {
    rule: "the same tags after the cluster's own",
    fields: (['parentID', 'key', 'value'] as const).map((field) => ({
      mapi: `[].${field}`,
      capi: `[].${field}`,
      outcome: 'mapped',
      rule: 'the same value',
    })),
    samples: {
      mapi: [[{ parentID: '481900000001', key: 'environment', value: 'production' }]],
      capi: [
        [
          { parentID: '481900000001', key: 'environment', value: 'production' },
          { parentID: 'acme-ocp-prod', key: 'tier', value: 'gpu' },
        ],
      ],
    },
    toCapi(found = [], scope) {
      checkTags(found, scope);
      const all = [...missingTags(found, scope.context), ...found];
      return all.length === 0 ? undefined : all;
    },
    toMapi(found = [], scope) {
      checkTags(found, scope);
      const known = new Map(scope.context.platform.resourceTags.map((tag) => [tagName(tag), tag.value]));
      const own = found.filter((tag) => known.get(tagName(tag)) !== tag.value);
      return own.length === 0 ? undefined : own;
    },
    canonCapi: (found = [], context) => [...missingTags(found, context), ...found],
  };
}

/** The cluster's tags that a machine does not have, nor another value of. */
function missingTags(found: readonly Tag[], { platform }: Context): Tag[] {
  const there = new Set(found.map(tagName));
  return platform.resourceTags.filter((tag) => !there.has(tagName(tag)));
}

/** A tag of one name has one value. */
function checkTags(tags: readonly Tag[], scope: Scope<Context>): void {
  const names = new Set<string>();
  tags.forEach((tag, index) => {
    const name = tagName(tag);
    if (names.has(name)) {
      scope.at(index, 'key').report({
        code: 'Duplicate',
        value: tag.key,
        message: 'a machine has one value of a tag',
        hint: 'Remove all but one.',
      });
    }
    names.add(name);
  });
}

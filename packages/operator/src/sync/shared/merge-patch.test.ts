import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterWrite } from '../../engine/after-write.ts';
import { mergePatchOf } from './merge-patch.ts';

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.integer()));
const { tree } = fc.letrec<{ tree: Record<string, unknown>; value: unknown }>((tie) => ({
  tree: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { noNullPrototype: true }),
  value: fc.oneof({ maxDepth: 3 }, leaf, tie('tree')),
}));

it('the patch makes the one of the other, and there is none where nothing differs', () => {
  fc.assert(
    fc.property(tree, tree, (before, after) => {
      const patch = mergePatchOf(before, after);
      const of = { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, spec: before };
      const result = afterWrite({ verb: 'patch', of, patch: patch === undefined ? {} : { spec: patch } }, 'u', 'now');
      expect(result?.['spec']).toEqual(after);
      expect(mergePatchOf(after, structuredClone(after))).toBeUndefined();
    }),
  );
});

it('a field without a value is as one that is not there', () => {
  expect(mergePatchOf({ a: 1 }, { a: undefined })).toEqual({ a: null });
  expect(mergePatchOf({}, { a: undefined })).toBeUndefined();
  expect(mergePatchOf(undefined, { a: 1 })).toEqual({ a: 1 });
});

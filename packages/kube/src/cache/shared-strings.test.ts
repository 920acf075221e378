import { expect, it } from 'vitest';
import { createSharedStrings } from './shared-strings.ts';

const parsed = () =>
  JSON.parse(
    '{"kind":"Machine","metadata":{"name":"worker-a","labels":{"":"é","a/b":"MachineAPI"}},"list":["MachineAPI",["x"],null,1,{"deep":"MachineAPI"}],"__proto__":{"a":"MachineAPI"}}',
  );

it('changes nothing of what an object says, or its values would be lost on the way into the cache', () => {
  const share = createSharedStrings();
  const object = parsed();
  expect(share(object)).toBe(object);
  expect(share(parsed())).toEqual(parsed());
  expect(JSON.stringify(share(parsed()))).toBe(JSON.stringify(parsed()));
});

it('keeps texts apart that share a slot', () => {
  const share = createSharedStrings(1);
  const texts = Array.from({ length: 200 }, (_, index) => `worker-${index % 7}-${'x'.repeat(index % 5)}`);
  expect(share([...texts])).toEqual(texts);
});

it('gives back whatever is no object or list, and what is too long to be there twice', () => {
  const share = createSharedStrings();
  const long = 'y'.repeat(10_000);
  expect(share({ a: long, b: long, c: 1.5, d: false, e: null })).toEqual({
    a: long,
    b: long,
    c: 1.5,
    d: false,
    e: null,
  });
  expect(share(null)).toBeNull();
});

import { expect, test } from 'vitest';
import { codeOf, importsOf } from './scan.ts';

test.each([
  ["import { a } from './a.ts';", ['./a.ts']],
  ['import type A from "a"; import b, { type C } from \'b\';', ['a', 'b']],
  ["import {\n  a,\n  // from 'x'\n  b,\n} from './ab.ts';", ['./ab.ts']],
  ["import * as a from 'a';\nexport * from './b.ts';\nexport type * from './c.ts';", ['a', './b.ts', './c.ts']],
  ["import 'side-effect';", ['side-effect']],
  ["const a = await import('./lazy.ts'); type B = import('b').B;", ['./lazy.ts', 'b']],
  ["export const from = 'x'; Array.from('y'); const url = import.meta.resolve('z');", []],
  ["// import 'a';\n/* export * from 'b'; */\nconst c = \"import 'c'\"; const d = `import 'd'`;", []],
  ["const quote = /['\"`]/; import 'a';", ['a']],
  ["const half = a / 2; import 'a'; const b = c / 2;", ['a']],
  ["const s = 'it\\'s'; import 'a';", ['a']],
])('%j imports %j', (source, expected) => {
  expect(importsOf(source)).toEqual(expected);
});

test('code is what is left without comments, strings and regular expressions', () => {
  expect(codeOf("a(/* as any */ 'enum', /enum/g); // enum\nb;").replace(/\s+/g, ' ')).toBe('a( "", ); b;');
});

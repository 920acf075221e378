import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  barrelProblems,
  importProblems,
  type Manifest,
  manifestProblems,
  type SourceFile,
  textProblems,
} from './house/rules.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const manifests: Readonly<Record<string, Manifest>> = Object.fromEntries(
  globSync('packages/*/package.json', { cwd: root }).map((path) => [path.split(/[\\/]/)[1], JSON.parse(read(path))]),
);

const files: SourceFile[] = globSync('{packages,test,scripts,bench}/**/*.ts', {
  cwd: root,
  exclude: ['**/node_modules'],
})
  .map((path) => ({ path: path.replaceAll('\\', '/'), text: read(path) }))
  .sort((a, b) => (a.path < b.path ? -1 : 1));

describe('the tree', () => {
  test('has its files where they are looked for', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(Object.keys(manifests)).toEqual(expect.arrayContaining(['api', 'convert', 'kube', 'cli']));
  });

  test('imports in the direction of the architecture, through the exports of packages', () => {
    expect(files.flatMap((file) => importProblems(file, manifests))).toEqual([]);
  });

  test('has an index.ts only where a package.json exports it', () => {
    expect(files.flatMap((file) => barrelProblems(file, manifests))).toEqual([]);
  });

  test('has package.json files of the same direction', () => {
    expect(Object.entries(manifests).flatMap(([name, manifest]) => manifestProblems(name, manifest))).toEqual([]);
  });

  test('has no long file, no `as any`, no `export default`, no `enum`, and nothing of one host where two are to run it', () => {
    expect(files.flatMap(textProblems)).toEqual([]);
  });
});

describe('the rules', () => {
  const made: Readonly<Record<string, Manifest>> = {
    api: { name: '@capstan/api', exports: { '.': './src/index.ts' } },
    convert: { name: '@capstan/convert', exports: { '.': './src/index.ts' } },
    kube: { name: '@capstan/kube', exports: { '.': './src/index.ts', './testing': './src/testing/index.ts' } },
    cli: { name: '@capstan/cli' },
  };
  const problem = (path: string, specifier: string) => {
    const [found] = importProblems({ path, text: `import { a } from '${specifier}';` }, made);
    return found?.replace(`${path} imports ${specifier}: `, '');
  };

  test.each([
    ['packages/convert/src/a.ts', '@capstan/api'],
    ['packages/cli/src/a.ts', '@capstan/kube'],
    ['packages/cli/src/a.ts', 'node:fs'],
    ['packages/convert/src/a/b.ts', '../c.ts'],
    ['packages/convert/src/a.ts', '@noble/hashes/sha2'],
    ['packages/convert/src/a.test.ts', 'node:fs'],
    ['packages/convert/src/a.test.ts', './testing/b.ts'],
    ['packages/convert/src/testing/a.ts', './b.ts'],
    ['packages/convert/src/a.test.ts', '@capstan/kube/testing'],
    ['packages/kube/src/a.api-server.test.ts', '../../../test/control-plane/connect.ts'],
    ['test/control-plane/a.ts', '@capstan/kube/testing'],
    ['scripts/a.ts', '../test/control-plane/crds.ts'],
  ])('%s may import %s', (path, specifier) => {
    expect(problem(path, specifier)).toBeUndefined();
  });

  test.each([
    ['packages/api/src/a.ts', '@capstan/convert', 'api may not import convert'],
    ['packages/convert/src/a.ts', '@capstan/kube', 'convert may not import kube'],
    ['packages/kube/src/a.ts', '@capstan/api', 'kube may not import api'],
    ['packages/kube/src/a.test.ts', '@capstan/convert', 'kube may not import convert'],
    ['packages/api/src/a.ts', 'yaml', 'api has no dependencies'],
    ['packages/convert/src/a.ts', 'node:fs', 'convert also runs in a browser'],
    ['packages/convert/src/a.ts', 'fs/promises', 'convert also runs in a browser'],
    [
      'packages/cli/src/a.ts',
      '../../convert/src/b.ts',
      'by its path; another package is imported by its name, @capstan/convert',
    ],
    [
      'test/a.test.ts',
      '../packages/convert/src/b.ts',
      'by its path; another package is imported by its name, @capstan/convert',
    ],
    [
      'packages/cli/src/a.ts',
      '@capstan/convert/src/b.ts',
      'the exports of packages/convert/package.json have no "./src/b.ts"',
    ],
    ['packages/cli/src/a.ts', '@capstan/nothing', 'the exports of packages/nothing/package.json have no "."'],
    ['packages/cli/src/a.ts', '@capstan/kube/testing', 'only tests import test code'],
    ['packages/convert/src/a.ts', './testing/b.ts', 'only tests import test code'],
    ['packages/convert/src/a.ts', './b.test.ts', 'only tests import test code'],
    ['packages/cli/src/a.ts', '../../../scripts/b.ts', 'a package imports nothing that is in none'],
    ['packages/kube/src/testing/a.ts', '../../../../test/b.ts', 'a package imports nothing that is in none'],
  ])('%s may not import %s', (path, specifier, expected) => {
    expect(problem(path, specifier)).toBe(expected);
  });

  test.each([
    ['packages/cli/src/a.ts', 'const a = b as any;', ['has `as any`']],
    ['packages/cli/src/a.ts', '// as any\nconst a = "as any";', []],
    ['packages/cli/src/a.ts', 'export default a;', ['has `export default`']],
    ['packages/cli/src/a.ts', 'export const enum A { B }', ['has an `enum`']],
    ['packages/cli/src/a.ts', 'const row = { enum: [1] };', []],
    [
      'packages/convert/src/a.ts',
      'a(process.env, Buffer.from(b));',
      ['uses `process`, and convert also runs in a browser', 'uses `Buffer`, and convert also runs in a browser'],
    ],
    ['packages/convert/src/a.ts', 'a.process(b, { require: c });', []],
    ['packages/convert/src/a.test.ts', 'process.exit();', []],
    ['packages/cli/src/a.ts', 'process.exit();', []],
  ])('%s: %j', (path, text, expected) => {
    expect(textProblems({ path, text })).toEqual(expected.map((each) => `${path} ${each}`));
  });

  test('a file has 250 lines at most, a generated one as many as it needs', () => {
    const linesOf = (path: string, count: number) => textProblems({ path, text: 'a;\n'.repeat(count) });
    expect(linesOf('packages/cli/src/a.ts', 250)).toEqual([]);
    expect(linesOf('packages/cli/src/a.ts', 251)).toEqual(['packages/cli/src/a.ts has 251 lines, 250 at most']);
    expect(linesOf('packages/api/src/generated/a.ts', 251)).toEqual([]);
    expect(linesOf('scripts/a.ts', 251)).toEqual([]);
  });

  test('an index.ts is an entry', () => {
    const barrels = (path: string) => barrelProblems({ path, text: '' }, made);
    expect(barrels('packages/convert/src/index.ts')).toEqual([]);
    expect(barrels('packages/kube/src/testing/index.ts')).toEqual([]);
    expect(barrels('test/index.ts')).toEqual([]);
    expect(barrels('packages/convert/src/mapping/index.ts')).toEqual([
      'packages/convert/src/mapping/index.ts is no entry of packages/convert/package.json; import the files it names instead',
    ]);
  });

  test('a package.json follows the direction, and a package that nobody placed is named', () => {
    const dependencies = { '@capstan/kube': '0.1.0', yaml: '2.9.1' };
    expect(manifestProblems('cli', { name: '', dependencies })).toEqual([]);
    expect(manifestProblems('convert', { name: '', dependencies })).toEqual([
      'packages/convert/package.json depends on @capstan/kube: convert may not',
    ]);
    expect(manifestProblems('api', { name: '', dependencies })).toHaveLength(2);
    expect(manifestProblems('attic', { name: '' })).toEqual([
      'packages/attic: say in test/house/rules.ts what it may import',
    ]);
  });
});

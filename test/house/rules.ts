import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { codeOf, importsOf } from './scan.ts';

/** A TypeScript file of the tree by its path from the root, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What a package.json says, as far as it matters here. */
export interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Which packages each may import: section 1 of the architecture. A package that isn't here may not be there. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  api: [],
  convert: ['api'],
  kube: [],
  operator: ['api', 'convert', 'kube'],
  cli: ['api', 'convert', 'kube', 'operator'],
  console: ['api', 'convert'],
};

/** Packages that run in a browser. */
const browserSafe: readonly string[] = ['api', 'convert'];

/**
 * Globals of Node alone, and browser ones that @types/node declares. Those of a browser alone (`window`, `document`) are
 * not here, since without `lib.dom` they don't compile.
 */
const hostGlobals =
  /(?<![.\w$])(?:process|Buffer|global|require|__dirname|__filename|setImmediate|clearImmediate|navigator|localStorage|sessionStorage)(?=\s*(?:\?\.|[.([]))/g;

const maxLines = 250;

/** What a file imports against the rules, one line each. `manifests` has every package by its folder's name. */
export function importProblems(file: SourceFile, manifests: Readonly<Record<string, Manifest>>): string[] {
  return importsOf(file.text).flatMap((specifier) => {
    const problem = specifier.startsWith('.')
      ? relativeProblem(file.path, specifier)
      : packageProblem(file.path, specifier, manifests);
    return problem === undefined ? [] : [`${file.path} imports ${specifier}: ${problem}`];
  });
}

/** What a file of a package's source has that it may not have. */
export function textProblems({ path, text }: SourceFile): string[] {
  const { name, role } = placeOf(path);
  if (name === undefined) return [];
  const problems: string[] = [];
  const lines = text.trimEnd().split('\n').length;
  if (lines > maxLines && !path.includes('/generated/')) problems.push(`has ${lines} lines, ${maxLines} at most`);
  const code = codeOf(text);
  if (/\bas\s+any\b/.test(code)) problems.push('has `as any`');
  if (/^\s*export\s+default\b/m.test(code)) problems.push('has `export default`');
  if (/^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?enum\s+\w/m.test(code)) problems.push('has an `enum`');
  if (role === 'code' && browserSafe.includes(name)) {
    const used = new Set(code.match(hostGlobals));
    for (const each of used) problems.push(`uses \`${each}\`, and ${name} also runs in a browser`);
  }
  return problems.map((problem) => `${path} ${problem}`);
}

/** An index.ts that no package.json exports: a barrel below a package's entry. The linter finds barrels of other names. */
export function barrelProblems({ path }: SourceFile, manifests: Readonly<Record<string, Manifest>>): string[] {
  const [, name = '', source = ''] = /^packages\/([^/]+)\/(src\/(?:.*\/)?index\.ts)$/.exec(path) ?? [];
  if (name === '' || Object.values(manifests[name]?.exports ?? {}).includes(`./${source}`)) return [];
  return [`${path} is no entry of packages/${name}/package.json; import the files it names instead`];
}

/** The dependencies of a package.json that the import direction does not allow. */
export function manifestProblems(name: string, { dependencies = {} }: Manifest): string[] {
  const allowed = mayImport[name];
  if (allowed === undefined) return [`packages/${name}: say in test/house/rules.ts what it may import`];
  return Object.keys(dependencies).flatMap((dependency) => {
    const [, target] = /^@capstan\/(.+)$/.exec(dependency) ?? [];
    if (target === undefined ? name !== 'api' : allowed.includes(target)) return [];
    return [`packages/${name}/package.json depends on ${dependency}: ${name} may not`];
  });
}

interface Place {
  /** The package's folder; undefined for what is in none: test/, scripts/, bench/. */
  readonly name: string | undefined;
  /** `helper` is test code that tests share: a package's src/testing. */
  readonly role: 'code' | 'helper' | 'test';
}

function placeOf(path: string): Place {
  const name = /^packages\/([^/]+)\//.exec(path)?.[1];
  if (path.endsWith('.test.ts')) return { name, role: 'test' };
  return { name, role: /^packages\/[^/]+\/src\/testing\//.test(path) ? 'helper' : 'code' };
}

function relativeProblem(path: string, specifier: string): string | undefined {
  const from = placeOf(path);
  const target = posix.join(posix.dirname(path), specifier);
  const to = placeOf(target);
  if (to.name !== from.name) {
    if (to.name !== undefined) return `by its path; another package is imported by its name, @capstan/${to.name}`;
    if (from.role !== 'test' || !target.startsWith('test/')) return 'a package imports nothing that is in none';
  }
  if (from.name !== undefined && from.role === 'code' && to.role !== 'code') return 'only tests import test code';
  return undefined;
}

function packageProblem(
  path: string,
  specifier: string,
  manifests: Readonly<Record<string, Manifest>>,
): string | undefined {
  const { name, role } = placeOf(path);
  const [, target, subpath = ''] = /^@capstan\/([^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (target === undefined) return dependencyProblem(specifier, name, role);
  const exported = manifests[target]?.exports;
  if (exported === undefined || !Object.hasOwn(exported, `.${subpath}`)) {
    return `the exports of packages/${target}/package.json have no ".${subpath}"`;
  }
  if (name === undefined) return undefined;
  if (subpath === '/testing') return role === 'code' ? 'only tests import test code' : undefined;
  return mayImport[name]?.includes(target) ? undefined : `${name} may not import ${target}`;
}

function dependencyProblem(specifier: string, name: string | undefined, role: Place['role']): string | undefined {
  if (name === undefined || role !== 'code') return undefined;
  if (isBuiltin(specifier)) return browserSafe.includes(name) ? `${name} also runs in a browser` : undefined;
  return name === 'api' ? 'api has no dependencies' : undefined;
}

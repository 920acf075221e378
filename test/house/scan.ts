/**
 * Comments, strings, templates and regular expressions. What a slash means depends on what stands before it; a template
 * within a template ends the outer one early and so shows its inside as code, which is harmless here.
 */
const opaque =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|(?<=(?:^|[=(,:[!&|?{};>\n]|\breturn|\bcase)\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/g;

const importing =
  /\b(?:import|export)\b[^;"]*?\bfrom\s*"(?<from>\d+)"|\bimport\s*"(?<bare>\d+)"|\bimport\s*\(\s*"(?<dynamic>\d+)"/g;

/** The code alone: what stands in comments, strings, templates and regular expressions is gone. */
export function codeOf(source: string): string {
  return source.replace(opaque, (token) => (/^['"`]/.test(token) ? '""' : ' '));
}

/** What a TypeScript source imports or re-exports, as written, types and `import()` too. Not the ones in comments and strings. */
export function importsOf(source: string): string[] {
  const strings: string[] = [];
  const code = source.replace(opaque, (token) => {
    if (!/^['"]/.test(token)) return ' ';
    return `"${strings.push(token.slice(1, -1)) - 1}"`;
  });
  return [...code.matchAll(importing)].map(({ groups = {} }) => {
    return strings[Number(groups['from'] ?? groups['bare'] ?? groups['dynamic'])] ?? '';
  });
}

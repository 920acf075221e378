// How a string is written decides whether it comes back as one. Three kinds of readers matter: YAML 1.2, YAML 1.1, and the
// mixture of both that oc and kubectl have. A string goes without quotes only where none of them can see anything else in it.

// Starts as no number, boolean or indicator does and goes on with what means nothing in a plain value: colons only with something
// after them, spaces one at a time.
const plainWord = /^[A-Za-z/_][\w./@+=()$;-]*(?:(?::+| )[\w./@+=()$;-]+)*$/;
// Booleans and null of all readers, in any mixture of upper and lower case; and what some YAML 1.1 readers take for a number.
const meaning = /^(?:y|n|yes|no|on|off|true|false|null|e[-+]?[0-9_]+)$/i;
// From a digit on only what holds a character that is in no number, date or time: `120Gi`, `10.0.0.0/16`; not `0x1f`, `1_000`.
const plainFromDigit = /^[0-9][\w./+=-]*$/;
const inNoNumber = /[g-mp-suvwyG-MP-SUVWY/]/;

const oneLine = /^[ \p{L}\p{M}\p{N}\p{P}\p{S}]*$/u;
const lines = /^[\n\t \p{L}\p{M}\p{N}\p{P}\p{S}]*$/u;
// What JSON leaves as it is and YAML wants, or a reader of the output would want, as an escape.
const invisible = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\ufffe\uffff]/gu;

/** A string as a YAML scalar on one line: without quotes where that is safe, else quoted as go-yaml would choose. */
export function yamlScalar(text: string): string {
  if (plainWord.test(text)) return meaning.test(text) ? `"${text}"` : text;
  if (/^[-+.0-9]/.test(text)) {
    if (plainFromDigit.test(text) && inNoNumber.test(text)) return text;
    return doubleQuoted(text);
  }
  return text !== '' && oneLine.test(text) ? `'${text.replaceAll("'", "''")}'` : doubleQuoted(text);
}

/**
 * A string of several lines as the lines of a literal block, without indentation, and its header; undefined where a block could
 * change it: leading or trailing blanks, characters that have to be escaped.
 */
export function yamlLiteral(
  text: string,
): { readonly header: '|' | '|-'; readonly lines: readonly string[] } | undefined {
  if (!text.includes('\n') || /^\s|[ \t]$|[ \t\n]\n$/.test(text) || !lines.test(text)) return undefined;
  const isEnded = text.endsWith('\n');
  return { header: isEnded ? '|' : '|-', lines: (isEnded ? text.slice(0, -1) : text).split('\n') };
}

function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(invisible, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code > 0xffff ? char : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** One `Warning` header value (RFC 7234): code 299, an agent, and the text as a quoted string. */
const warning = /\b299 \S+ "((?:[^"\\]|\\.)*)"/g;

/** The texts of a response's `Warning` headers, in order. A header may come once, many times or joined by commas. */
export function parseWarnings(header: string | readonly string[] | undefined): string[] {
  const values = header === undefined ? [] : typeof header === 'string' ? [header] : header;
  return values.flatMap((value) =>
    [...value.matchAll(warning)].map((match) => (match[1] ?? '').replace(/\\(.)/g, '$1')),
  );
}

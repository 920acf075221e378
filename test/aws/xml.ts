/** An element of an XML document: its text where it has no elements in it. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** Reads what AWS answers with: elements and texts. Attributes are dropped; comments and the like are not understood. */
export function parseXml(document: string): XmlElement {
  const open: Open[] = [{ name: '', text: '', children: [] }];
  for (const [, end, name, empty, text] of document.matchAll(/<(\/?)([\w:.-]+)[^<>]*?(\/?)>|<\?[^<>]*\?>|([^<]+)/g)) {
    const inner = open.at(-1);
    if (inner === undefined) break;
    if (text !== undefined) inner.text += unescaped(text);
    else if (name === undefined) continue;
    else if (end === '/') close(open, name);
    else if (empty === '/') inner.children.push({ name, text: '', children: [] });
    else open.push({ name, text: '', children: [] });
  }
  const root = open[0]?.children[0];
  if (root === undefined || open.length !== 1) throw new Error(`this is not XML: ${document.slice(0, 200)}`);
  return root;
}

function close(open: Open[], name: string): void {
  const closed = open.pop();
  if (closed?.name !== name || open.length === 0) throw new Error(`XML: </${name}> ends <${closed?.name ?? ''}>`);
  open.at(-1)?.children.push({ ...closed, text: closed.children.length > 0 ? '' : closed.text });
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code: string | undefined, name: string) =>
    code === undefined ? (entities[name] ?? whole) : String.fromCodePoint(Number(code)),
  );
}

/** The elements at a path below one. */
export function elementsAt(element: XmlElement, ...path: readonly string[]): readonly XmlElement[] {
  return path.reduce<readonly XmlElement[]>(
    (found, step) => found.flatMap(({ children }) => children.filter(({ name }) => name === step)),
    [element],
  );
}

/** The text at a path below one; '' where there is none. */
export function textAt(element: XmlElement, ...path: readonly string[]): string {
  return elementsAt(element, ...path)[0]?.text ?? '';
}

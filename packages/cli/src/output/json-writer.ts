import type { Json } from '@capstan/api';
import type { Write } from './yaml-writer.ts';

const chunkLength = 64 * 1024;
// What JSON.stringify puts around the only item of { items: [item] }, where the item has the indentation that it has in the List.
const before = '{\n    "items": [\n';
const after = '\n    ]\n}';

/**
 * Writes values as one `List`, pretty-printed with four spaces as `oc get -o json` does, item by item: however many there
 * are, only one is in memory as text. Rejects as `write` does.
 */
export async function writeJsonList(values: Iterable<Json>, write: Write): Promise<void> {
  let pending = '{\n    "apiVersion": "v1",\n    "kind": "List",\n    "items": [';
  let isFirst = true;
  for (const value of values) {
    pending += isFirst ? '\n' : ',\n';
    isFirst = false;
    pending += JSON.stringify({ items: [value] }, null, 4).slice(before.length, -after.length);
    if (pending.length < chunkLength) continue;
    await write(pending);
    pending = '';
  }
  await write(`${pending}${isFirst ? '' : '\n    '}]\n}\n`);
}

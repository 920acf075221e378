import { canonicalJson } from '@capstan/convert';
import { type Change, configuration, resourceOf } from '@capstan/operator';
import { createTwoFilesPatch } from 'diff';
import { printable } from '../input/quote.ts';
import type { Colour, Io } from '../io.ts';
import { yamlDocument } from '../output/yaml-writer.ts';

/** A change as `diff -u` prints it, of YAML with its keys in order; status and what the server keeps are left away. */
export function unifiedDiff({ before, after }: Change, paint: Io['paint']): string {
  const object = before ?? after;
  if (object === undefined) return '';
  const { namespace = '', name } = object.metadata;
  const path = printable(`${resourceOf(object)}/${namespace}/${name}`);
  const text = createTwoFilesPatch(
    `live/${path}`,
    `converted/${path}`,
    yamlOf(before),
    yamlOf(after),
    undefined,
    undefined,
    {
      context: 3,
      headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
    },
  );
  return text
    .split('\n')
    .map((line) => coloured(line, paint))
    .join('\n');
}

function yamlOf(object: Change['before']): string {
  const shown = configuration(object);
  // Our writer escapes what would act on a terminal.
  return shown === undefined ? '' : yamlDocument(JSON.parse(canonicalJson(shown)));
}

const colours: readonly (readonly [start: string, colour: Colour])[] = [
  ['---', 'bold'],
  ['+++', 'bold'],
  ['@@', 'dim'],
  ['-', 'red'],
  ['+', 'green'],
];

function coloured(line: string, paint: Io['paint']): string {
  const found = colours.find(([start]) => line.startsWith(start));
  return found === undefined ? line : paint('out', found[1], line);
}

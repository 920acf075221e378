import { textWidth } from './output/text-width.ts';

/** How wide prose is at most, as in kubectl's help. */
const maxWidth = 80;

/** Prose in lines of at most 80 columns, each indented. A word is never broken, so a long path stays one. */
export function wrapText(text: string, indent: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indent + textWidth(longer) > maxWidth) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line].map((each) => `${' '.repeat(indent)}${each}`).join('\n');
}

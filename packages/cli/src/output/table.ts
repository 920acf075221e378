import { printable } from '../input/quote.ts';
import { textWidth } from './text-width.ts';

const gap = '   ';

/**
 * Lines of aligned columns as kubectl prints them: headers in upper case, three spaces between columns, none at the end of
 * a line, a line break after each line. Rows are in the order of the headers; a missing cell is blank. Characters that would act on
 * the terminal are shown as escapes, so a cell is always one line.
 */
export function formatTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [headers.map((header) => header.toUpperCase()), ...rows].map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of cells) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, textWidth(cell));
    });
  }
  return cells.map((row) => `${formatRow(row, widths)}\n`).join('');
}

function formatRow(row: readonly string[], widths: readonly number[]): string {
  let line = '';
  row.forEach((cell, column) => {
    line += cell + ' '.repeat((widths[column] ?? 0) - textWidth(cell)) + gap;
  });
  return line.trimEnd();
}

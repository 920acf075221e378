import { expect, it } from 'vitest';
import { wrapText } from './wrap-text.ts';

it('keeps within 80 columns, indents every line, and loses no word', () => {
  const text = Array.from({ length: 60 }, (_, index) => 'w'.repeat((index % 9) + 1)).join(' ');
  const lines = wrapText(text, 13).split('\n');
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) {
    expect(line.length).toBeLessThanOrEqual(80);
    expect(line.startsWith(' '.repeat(13))).toBe(true);
  }
  expect(lines.map((line) => line.slice(13)).join(' ')).toBe(text);
});

it('never breaks a word', () => {
  const path = 'spec.'.repeat(30);
  expect(wrapText(`see ${path} there`, 0)).toBe(`see\n${path}\nthere`);
});

import { describe, expect, it } from 'vitest';
import { formatTable } from './table.ts';

describe('a table', () => {
  it('looks like one of kubectl: upper-case headers, three spaces, nothing at the end of a line', () => {
    const rows = [['worker-us-east-1a', 'AWS', '3', ''], ['gpu', 'AWS', '10', '2 errors'], ['short']];
    expect(formatTable(['name', 'platform', 'Replicas', 'what'], rows)).toBe(
      [
        'NAME                PLATFORM   REPLICAS   WHAT',
        'worker-us-east-1a   AWS        3',
        'gpu                 AWS        10         2 errors',
        'short',
        '',
      ].join('\n'),
    );
  });

  it('stays aligned with wide, combining and joined characters', () => {
    const rows = [
      ['日本語', 'a'],
      ['e\u0301te\u0301', 'b'],
      ['👍🏽', 'c'],
    ];
    expect(formatTable(['n', 'x'], rows)).toBe('N        X\n日本語   a\ne\u0301te\u0301      b\n👍🏽       c\n');
  });

  it('a name cannot repaint the terminal or break the line', () => {
    expect(formatTable(['name', 'x'], [['\u001b[2Ja\nb', 'y']])).toBe(
      'NAME                X\n\\u001b[2Ja\\u000ab   y\n',
    );
  });

  it('has its headers also without rows', () => {
    expect(formatTable(['a', 'b'], [])).toBe('A   B\n');
  });
});

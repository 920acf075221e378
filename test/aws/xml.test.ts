import { expect, test } from 'vitest';
import { elementsAt, parseXml, textAt } from './xml.ts';

const answer = `<?xml version="1.0" encoding="utf-8"?>
<DescribeResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15">
  <set>
    <item><name>a &lt;b&gt; &amp;amp; &#39;c&#39;</name><tags/></item>
    <item><name>d</name><tags><item><key>k</key></item></tags></item>
  </set>
</DescribeResponse>`;

test('lists and texts of an answer are found by their path', () => {
  const root = parseXml(answer);
  expect(root.name).toBe('DescribeResponse');
  expect(elementsAt(root, 'set', 'item').map((item) => textAt(item, 'name'))).toEqual(["a <b> &amp; 'c'", 'd']);
  expect(elementsAt(root, 'set', 'item', 'tags', 'item').map((tag) => textAt(tag, 'key'))).toEqual(['k']);
  expect(textAt(root, 'set', 'nothing')).toBe('');
});

test.each(['', 'no XML at all', '<a><b></a></b>', '<a>', '</a>'])(
  'what is cut off or no XML is an error: %j',
  (text) => {
    expect(() => parseXml(text)).toThrow('XML');
  },
);

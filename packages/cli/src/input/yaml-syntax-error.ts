import type { YAMLError } from 'yaml';
import { printable } from './quote.ts';
import { YamlRefusal } from './yaml-refusal.ts';

/** One clear sentence out of the errors that the YAML library found in `text`. There is at least one. */
export function explainSyntaxError(text: string, errors: readonly YAMLError[]): YamlRefusal {
  // A tab is the cause of whatever else is wrong; of the others the first in the text is.
  const error =
    errors.find(({ code }) => code === 'TAB_AS_INDENT') ??
    errors.reduce((first, other) => (other.pos[0] < first.pos[0] ? other : first));
  const lastChar = text.trimEnd().length;
  const offset = Math.min(error.pos[0], lastChar);
  if (error.code === 'TAB_AS_INDENT' || startsWithTab(text, offset)) {
    const hint = 'YAML takes only spaces there: replace the tab with spaces';
    return new YamlRefusal('YamlInvalid', offset, 'the line is indented with a tab', hint);
  }
  const [message, hint] = explain(error);
  const cutOff = offset >= lastChar ? '; the file may have been cut off here' : '';
  return new YamlRefusal('YamlInvalid', offset, `${message}${cutOff}`, hint);
}

function startsWithTab(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^ *\t/.test(text.slice(start, start + 200));
}

function explain({ code, message }: YAMLError): readonly [message: string, hint: string] {
  switch (code) {
    case 'BAD_INDENT':
      return message.startsWith('Flow')
        ? ['a [ or { is not closed before the next line starts further left', 'add the missing ] or }']
        : ['the line is indented differently from the ones it belongs to', 'start keys of one map in the same column'];
    case 'BLOCK_AS_IMPLICIT_KEY':
      return [
        'a key stands where the value of the key before it goes on',
        'put a value that holds ": " in quotes, or indent the line like the keys before it',
      ];
    case 'MULTILINE_IMPLICIT_KEY':
      return ['the line is not of the form "key: value"', 'check the line and its indentation'];
    case 'MISSING_CHAR':
      return explainMissing(message);
    case 'BAD_SCALAR_START':
      return [`${printable(message.replace('Plain value', 'a value without quotes'))}`, 'put the value in quotes'];
    case 'BAD_DQ_ESCAPE':
      return [
        `${printable(message.replace('Invalid', 'there is an invalid'))}`,
        'write \\\\ for a backslash, or use single quotes',
      ];
    case 'UNEXPECTED_TOKEN':
      return ['there is text where nothing may follow', 'check the quotes, the brackets and the indentation'];
    case 'KEY_OVER_1024_CHARS':
      return ['a key is longer than 1024 characters', 'put the value in quotes if this is no key'];
    default:
      return [`this is not YAML: ${printable(message)}`, 'check the line and the one before it'];
  }
}

function explainMissing(message: string): readonly [message: string, hint: string] {
  if (message.includes('quote')) {
    return ['a quoted text is not closed', 'look for the quote that opens it, further up, and close it'];
  }
  if (message.startsWith('Implicit map keys')) {
    return ['the line is not of the form "key: value"', 'add the colon and the space after it'];
  }
  if (message.startsWith('Flow')) return ['a [ or { is not closed', 'add the missing ] or }'];
  return [`this is not YAML: ${printable(message)}`, 'check the line and the one before it'];
}

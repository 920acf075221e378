import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readPlain } from './plain-scalar.ts';

// What kubernetes' YAML reader makes of these was tried with sigs.k8s.io/yaml v1.6.0.
describe('an unquoted value', () => {
  it.each([
    ['', null],
    ['~', null],
    ['null', null],
    ['Null', null],
    ['true', true],
    ['FALSE', false],
    ['0', 0],
    ['-0', 0],
    ['+7', 7],
    ['0x1F', 31],
    ['0o17', 15],
    ['012345678901', 12345678901],
    ['1.50', 1.5],
    ['1e3', 1000],
    ['.5', 0.5],
    ['nUlL', 'nUlL'],
    ['yEs', 'yEs'],
    ['yes please', 'yes please'],
    ['1:20', '1:20'],
    ['2026-03-02', '2026-03-02'],
    ['m6i.xlarge', 'm6i.xlarge'],
    ['120Gi', '120Gi'],
    ['10.0.0.0/16', '10.0.0.0/16'],
    ['-', '-'],
    ['e5', 'e5'],
  ])('%s is the same to oc and to us', (source, value) => {
    expect(readPlain(source)).toEqual({ value });
  });

  it.each([
    ['yes', 'true'],
    ['No', 'false'],
    ['OFF', 'false'],
    ['y', 'true'],
    ['0644', '420'],
    ['-010', '-8'],
    ['0O17', '15'],
    ['0b101', '5'],
    ['-0x10', '-16'],
    ['1_000', '1000'],
    ['0_7', '7'],
    ['1_0.5', '10.5'],
  ])('%s is %s to oc and something else in YAML 1.2', (source, goReading) => {
    expect(readPlain(source)).toMatchObject({ goReading });
  });

  it('is read as the YAML 1.2 core schema says, whatever it is', () => {
    const piece = fc.constantFrom(...'0123456789abcefinoxyNT~_.+-:'.split(''), 'null', 'true', 'inf', '0x', '0o');
    const source = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(source, (text) => {
        fc.pre(/^[^:-]/.test(text) && !text.endsWith(':'));
        // toBe tells -0 from 0, which JSON does not.
        const { k } = parse(`k: ${text}`);
        expect(readPlain(text).value).toBe(k === 0 ? 0 : k);
      }),
      { seed: 3, numRuns: 5000 },
    );
  });
});

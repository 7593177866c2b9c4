import { describe, expect, it } from 'vitest';
import { WordSet } from './word-set.ts';

const words = new WordSet(['date', 'data', 'da', 'fax']);

describe('a set of words in a text', () => {
  it.each([
    ['Date', true],
    ['DÁTA', true],
    ['da', true],
    ['dat', false],
    ['dates', false],
    ['', false],
    ['日', false],
    ['fax.', false],
  ])('knows whether %j as a whole is one', (text, is) => {
    expect(words.has(`x${text}x`, 1, 1 + text.length)).toBe(is);
  });

  it.each([
    ['Ana Sousa, Data', true],
    ["O'Fax", true],
    ['Ana Sousa', false],
    ['Update', false],
    ['陳大文fax', true],
  ])('knows whether a word of %j is one', (text, is) => {
    expect(words.isAnyIn(text)).toBe(is);
  });

  it('takes no words of other letters', () => {
    expect(() => new WordSet(['d.o.b'])).toThrow(RangeError);
  });
});

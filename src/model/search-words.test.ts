import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFoundIn, markedPieces, queryTerms, termsOf } from './search-words.ts';

const han = fc.constantFrom(...Array.from('貨櫃已到港請安排收歐陽小菱身份證號碼𠮷一二三'));
const hanRun = fc.array(han, { minLength: 2, maxLength: 12 }).map((chars) => chars.join(''));
const word = fc
  .stringMatching(/^[A-Za-zÀ-ÿ0-9]{1,12}$/u)
  .filter((text) => text.toLowerCase() === text.toLowerCase().normalize('NFKC'));
const gap = fc.constantFrom(' ', ', ', '\n', '。', ' - ');
const text = fc
  .array(fc.tuple(fc.oneof(hanRun, word), gap), { minLength: 1, maxLength: 20 })
  .map((parts) => parts.map(([part, between]) => part + between));

/** What the server does: every term of the query is among those of the text, then the text is read again. */
const isFound = (whole: string, query: string): boolean => {
  const terms = termsOf(whole);
  return [...queryTerms(query)].every((term) => terms.has(term)) && isFoundIn(whole, query);
};

describe('searching', () => {
  it('finds every run of words out of a text', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), (parts, a, b) => {
        const from = a % parts.length;
        const query = parts.slice(from, from + 1 + (b % 4)).join('');
        expect(isFound(parts.join(''), query)).toBe(true);
      }),
    );
  });

  it('finds two or more neighbouring Chinese characters wherever they stand', () => {
    fc.assert(
      fc.property(hanRun, word, fc.nat(), fc.nat(), (run, other, a, b) => {
        const chars = Array.from(run);
        const from = a % (chars.length - 1);
        const query = chars.slice(from, from + 2 + (b % (chars.length - from - 1))).join('');
        expect(isFound(`${other} ${run}。${other}`, query)).toBe(true);
      }),
    );
  });

  it('finds nothing that is not there', () => {
    expect(isFound('貨櫃編號', '櫃號')).toBe(false);
    expect(isFound('box77 arrived', 'box7')).toBe(false);
    expect(isFound('貨編 櫃號', '貨櫃')).toBe(false);
  });

  it('does not mind capitals and full-width letters, and ignores signs', () => {
    expect(isFound('Container 77已到', 'CONTAINER,77')).toBe(true);
    expect(isFound('ＡＢＣ', 'abc')).toBe(true);
    expect(queryTerms('!?。 —').size).toBe(0);
  });

  it('never throws, and marks without changing a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (whole, query) => {
        expect(
          markedPieces(whole, query)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(whole);
      }),
    );
    expect(markedPieces('請收貨，收貨單', '收貨').filter((piece) => piece.isHit)).toHaveLength(2);
    expect(
      markedPieces('box7 box77', 'BOX7')
        .filter((piece) => piece.isHit)
        .map((piece) => piece.text),
    ).toEqual(['box7']);
  });
});

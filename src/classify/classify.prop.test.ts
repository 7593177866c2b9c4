import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classificationSchema } from '../model/classification.ts';
import { classifyText } from './classify.ts';
import { extractText } from './extract/extract.ts';
import { DEFAULT_LIMITS } from './extract/result.ts';
import { findWords, buildAutomaton } from './scan/automaton.ts';
import { normalise } from './scan/normalise.ts';
import { summarise } from './summarise.ts';

/** Text of the pieces that detectors look for, glued in any order. */
const pieces = fc.constantFrom(
  '身份證',
  '姓名',
  '電話',
  '：',
  ':',
  ' ',
  '\n',
  '\t',
  ',',
  '|',
  '(',
  ')',
  '<<',
  '@',
  '://',
  'A123456(3)',
  '44040219010307101X',
  '+853 ',
  '6612 3456',
  '陳大文',
  '先生',
  'Mr ',
  'Maria do Rosário',
  'NIF ',
  '299999998',
  '月薪',
  'MOP 28,500',
  '確診',
  '肝炎',
  'password=',
  'kX9!mQ2zPw',
  'ghp_',
  'a.b@example.org',
  '澳門',
  '88號',
  '12樓',
  '粤C12345',
  '\u200b',
  '\ud842',
  '\udfb7',
  '１２３',
  '出生日期',
  '1988年11月5日',
  'EBITDA',
  'unaudited',
  '12.5 %',
  '\0',
  '-',
  '\r\n',
);
const textual = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
);

describe('classifyText', () => {
  it('accepts any text and keeps offsets inside it, in order and not empty', () => {
    fc.assert(
      fc.property(textual, (text) => {
        const result = classifyText(text);
        classificationSchema.parse(result);
        let last = 0;
        for (const { start, end } of result.findings) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          last = start;
        }
      }),
      { numRuns: 400 },
    );
  });

  it('gives the same result twice', () => {
    fc.assert(
      fc.property(textual, (text) => {
        expect(classifyText(text)).toEqual(classifyText(text));
      }),
      { numRuns: 100 },
    );
  });

  it('never carries a value out', () => {
    const digits = fc.stringMatching(/^[0-9]{6}$/);
    fc.assert(
      fc.property(digits, (serial) => {
        const value = `A${serial}(3)`;
        const result = classifyText(
          `HKID ${value}, tel +853 66${serial}, w${serial}@example.org, password=Zx9!${serial}q`,
        );
        expect(result.findings.length).toBeGreaterThan(1);
        expect(JSON.stringify({ ...result, packDigest: '' })).not.toContain(serial);
      }),
      { numRuns: 100 },
    );
  });

  it('finds a value wherever it stands in a long text', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3000 }),
        fc.constantFrom('乜', 'x ', '1 ', '，', '中文 abc '),
        (count, filler) => {
          const before = filler.repeat(count);
          const text = `${before}\n身份證 A123456(3)\n${before}`;
          const start = text.indexOf('A123456');
          expect(classifyText(text).findings).toContainEqual(
            expect.objectContaining({ type: 'hkid', start, end: start + 10, check: 'ok' }),
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is not less strict for two texts together than for each of them', () => {
    fc.assert(
      fc.property(textual, textual, (a, b) => {
        const parts = [classifyText(a), classifyText(b)];
        const summary = summarise(parts);
        const order = ['public', 'internal', 'confidential', 'restricted'];
        for (const part of parts)
          expect(order.indexOf(summary.level)).toBeGreaterThanOrEqual(order.indexOf(part.level));
        expect(summary.persons).toBe((parts[0]?.persons ?? 0) + (parts[1]?.persons ?? 0));
      }),
      { numRuns: 100 },
    );
  });
});

describe('extractText', () => {
  it('survives any bytes, also behind the first bytes of every known format', async () => {
    const heads = fc.constantFrom(
      [],
      [0x50, 0x4b, 3, 4],
      [0x50, 0x4b, 5, 6],
      [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
      [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
      [0xff, 0xfe],
      [0xfe, 0xff],
      [0xef, 0xbb, 0xbf],
      [
        ...new TextEncoder().encode(
          'From: a@b.example\nDate: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n',
        ),
      ],
      [...new TextEncoder().encode('<html><p')],
    );
    await fc.assert(
      fc.asyncProperty(heads, fc.uint8Array({ maxLength: 300 }), async (head, tail) => {
        const result = await extractText(new Uint8Array([...head, ...tail]), DEFAULT_LIMITS);
        expect(result.problem === null).toBe(result.extracted === 'full');
      }),
      { numRuns: 300 },
    );
  });
});

describe('normalise', () => {
  it('leads every offset back to a place in the original, in order', () => {
    fc.assert(
      fc.property(textual, (text) => {
        const view = normalise(text);
        expect(view.codes.length).toBe(view.text.length);
        let last = -1;
        for (let i = 0; i < view.codes.length; i += 1) {
          const offset = view.toOriginal(i);
          expect(offset).toBeGreaterThan(last);
          // The unit at that place is what the view shows, alone as in the whole.
          expect(normalise(text.charAt(offset)).codes[0]).toBe(view.codes[i]);
          last = offset;
        }
        expect(view.toOriginal(view.codes.length)).toBe(text.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the automaton', () => {
  it('finds what a search word by word finds', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '中', '文'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 12 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', '中', '文', 'x'), maxLength: 60 }),
        (words, text) => {
          const found: string[] = [];
          findWords(buildAutomaton(words), normalise(text).codes, (index, end) => found.push(`${words[index]}@${end}`));
          const expected: string[] = [];
          for (const item of words)
            for (let at = text.indexOf(item); at !== -1; at = text.indexOf(item, at + 1))
              expected.push(`${item}@${at + item.length}`);
          expect(found.sort()).toEqual(expected.sort());
        },
      ),
      { numRuns: 300 },
    );
  });
});

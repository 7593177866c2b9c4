import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../base/errors.ts';
import type { FormBlock, FormDocument } from '../model/form-document.ts';
import { cleanForm, cleanText, FORM_LIMITS } from './clean-form.ts';

const withBlocks = (blocks: readonly FormBlock[]): FormDocument => ({
  title: 'T',
  subtitle: null,
  locale: 'en',
  notice: '',
  blocks,
  footer: '',
});

function reject(form: FormDocument): unknown {
  try {
    cleanForm(form);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('cleanText', () => {
  it('removes what reorders or hides text, and control characters', () => {
    expect(cleanText('a\u202Eb\u2066c\u200Fd\u061Ce\u200Bf\uFEFFg\u00ADh\u2060i')).toBe('abcdefghi');
    expect(cleanText('a\u0000b\u0007c\u001Bd\u007Fe\u009Ff\uFFFEg\u{E0041}h')).toBe('abcdefgh');
  });

  it('keeps line breaks of every kind as one, and makes odd spaces ordinary', () => {
    expect(cleanText('a\r\nb\rc\u0085d\u2028e\vf')).toBe('a\nb\nc\nd\ne\nf');
    expect(cleanText('a\tb\u2009c\u202Fd\u00A0e\u3000f')).toBe('a b c\u00A0d\u00A0e\u3000f');
  });

  it('keeps a selector of a variant after a Han character only', () => {
    expect(cleanText('葛\u{E0100}x\uFE0F')).toBe('葛\u{E0100}x');
  });

  it('does not change letters of names', () => {
    const names = '氹仔 嘅 𠵱𨋢 Đorđević e\u0301 \uFA11 ﬁ';
    expect(cleanText(names)).toBe(names);
  });

  it('says the same when done again, and leaves nothing invisible', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = cleanText(text);
        expect(cleanText(once)).toBe(once);
        expect(once.isWellFormed()).toBe(true);
        expect(once).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);
      }),
    );
  });
});

describe('cleanForm', () => {
  it('makes title, headings and footer one line', () => {
    const clean = cleanForm({ ...withBlocks([{ kind: 'heading', text: ' a\nb ' }]), title: 'c\r\nd', footer: 'e\nf' });
    expect([clean.title, clean.footer, clean.blocks]).toEqual(['c d', 'e f', [{ kind: 'heading', text: 'a b' }]]);
  });

  it('refuses what is too large, and says which bound', () => {
    const rows = (count: number, columns: number) =>
      Array.from({ length: count }, () => Array.from({ length: columns }, () => ''));
    const cases: readonly (readonly [string, readonly FormBlock[]])[] = [
      ['bytes', [{ kind: 'paragraph', text: '氹'.repeat(FORM_LIMITS.bytes / 3 + 1) }]],
      ['blocks', Array.from({ length: FORM_LIMITS.blocks + 1 }, () => ({ kind: 'heading', text: '' }) as const)],
      ['rows', [{ kind: 'table', head: ['a'], rows: rows(FORM_LIMITS.rows + 1, 1) }]],
      ['cells', [{ kind: 'table', head: ['a'], rows: rows(FORM_LIMITS.cells / 10, 10) }]],
      ['columns', [{ kind: 'table', head: ['a'], rows: rows(1, FORM_LIMITS.columns + 1) }]],
    ];
    for (const [what, blocks] of cases) {
      const error = reject(withBlocks(blocks));
      expect(codeOf(error), what).toBe('render.too_large');
      expect(error).toMatchObject({ details: { what } });
    }
    expect(reject(withBlocks([{ kind: 'table', head: ['a'], rows: rows(FORM_LIMITS.rows, 1) }]))).toBeUndefined();
  });
});

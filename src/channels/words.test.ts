import { describe, expect, it } from 'vitest';
import { code, notice, reminder, testWords } from '../../test/support/channel-drafts.ts';
import { LOCALES } from '../model/locale.ts';
import { checkDraft, organisationLine } from './draft.ts';
import { checkEnvelope } from './envelope.ts';
import { clip, escapeHtml, escapeMarkdown, oneLine } from './text.ts';

describe('the words of a notice', () => {
  it('say until when in the language of the recipient, with the zone', () => {
    const shown = LOCALES.map((locale) => testWords()(notice({ locale }))).map((words) =>
      words.kind === 'notice' ? words.validUntil : '',
    );
    expect(shown).toEqual([
      '有效期至：2026年3月5日 18:00（澳門時間，GMT+8）',
      '有效期至：2026年3月5日 18:00（澳门时间，GMT+8）',
      'Válido até: 5 de março de 2026 às 18:00 (hora de Macau, GMT+8)',
      'Valid until: 5 March 2026 at 18:00 (Macau time, GMT+8)',
    ]);
  });

  it('show another zone when the setting says so, by name or by its distance from UTC', () => {
    const lisbon = testWords('Europe/Lisbon')(notice({ locale: 'pt' }));
    const tokyo = testWords('Asia/Tokyo')(notice({ locale: 'en' }));
    expect(lisbon).toMatchObject({ validUntil: 'Válido até: 5 de março de 2026 às 10:00 (hora de Lisboa, GMT+0)' });
    expect(tokyo).toMatchObject({ validUntil: 'Valid until: 5 March 2026 at 19:00 (GMT+9)' });
  });

  it('leave no placeholder open and repeat no text of another language', () => {
    for (const draft of [notice(), code(), reminder()]) {
      const texts = LOCALES.map((locale) => JSON.stringify(testWords()({ ...draft, locale })));
      for (const text of texts) expect(text).not.toMatch(/[{]\w+[}]/);
      expect(new Set(texts).size).toBe(LOCALES.length);
    }
  });

  it('count minutes in the plural of the language', () => {
    const one = testWords()(code({ locale: 'pt', minutesValid: 1 }));
    const ten = testWords()(code({ locale: 'pt', minutesValid: 10 }));
    expect([one, ten]).toMatchObject([
      { validFor: 'Válido durante 1 minuto.' },
      { validFor: 'Válido durante 10 minutos.' },
    ]);
  });

  it('have no code in the title', () => {
    expect(testWords()(code()).title).not.toContain('482915');
  });
});

describe('a draft', () => {
  it.each([
    ['reference', { reference: 'EN-7K3M-9QWX' }],
    ['reference', { reference: 'EN-7K3M-9QWX-2H5T陳' }],
    ['expiresAt', { expiresAt: new Date(Number.NaN) }],
    ['organisation', { organisation: ' \u200b\n' }],
    ['organisation', { organisation: 'see https://evil.example' }],
    ['link', { link: 'https://gate.example.mo/n/abc#share' }],
    ['link', { link: 'https://gate.example.mo/n/abc?key=1' }],
    ['link', { link: 'https://user@gate.example.mo/n/abc' }],
    ['link', { link: 'http://gate.example.mo/n/abc' }],
    ['link', { link: 'javascript:alert(1)' }],
    ['link', { link: 'https://gate.example.mo/n/陳大文' }],
    ['link', { link: 'https://gate.example.mo/n/a)[x](y' }],
    ['link', { link: `https://gate.example.mo/n/${'a'.repeat(300)}` }],
  ])('is refused for its %s: %j', (field, changes) => {
    expect(() => checkDraft(notice(changes))).toThrow(expect.objectContaining({ details: { field } }));
  });

  it('may link to this machine without TLS, for trying out', () => {
    expect(() => checkDraft(notice({ link: 'http://127.0.0.1:8080/n/AbCdEfGhIjKlMnOpQrStUv' }))).not.toThrow();
  });

  it.each([{ code: '123' }, { code: '12 456' }, { minutesValid: 0 }, { minutesValid: 1.5 }])(
    'is refused as %j',
    (changes) => {
      expect(() => checkDraft(code(changes))).toThrow(expect.objectContaining({ code: 'channels.bad_draft' }));
    },
  );

  it.each([{ count: 0 }, { count: 1.5 }, { count: 10_000 }, { link: 'https://gate.example.mo/approvals?transfer=7' }])(
    'of a reminder is refused as %j',
    (changes) => {
      expect(() => checkDraft(reminder(changes))).toThrow(expect.objectContaining({ code: 'channels.bad_draft' }));
    },
  );

  it.each(['short', '12345678', 'with space', 'x'.repeat(129), 'a\r\nb-123456'])('has no key %j', (idempotencyKey) => {
    const given = { target: { kind: 'group' }, idempotencyKey, createdAt: new Date() } as const;
    expect(() => checkEnvelope(given)).toThrow(expect.objectContaining({ code: 'channels.bad_draft' }));
  });
});

describe('texts', () => {
  it('become one line without invisible characters', () => {
    expect(oneLine(' a\r\nb\u202ec\u0000 \u2028 d\ud800 ')).toBe('a b c d');
  });

  it('are cut between visible characters', () => {
    expect(clip('abcdef', 6)).toBe('abcdef');
    expect(clip('abcdef', 5)).toBe('abcd…');
    expect(clip('👩‍👩‍👧x', 8)).toBe('');
    expect(organisationLine('澳'.repeat(100))).toHaveLength(80);
  });

  it('carry no markup', () => {
    expect(escapeHtml(`<a href="x">'&`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;');
    expect(escapeMarkdown('![a](b) `c` *d* _e_ # ~ | \\ <f>')).not.toMatch(/[[\]`*_#~|\\<>!]/);
  });
});

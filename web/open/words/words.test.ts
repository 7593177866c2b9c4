import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOCALES as MODEL_LOCALES, pickLocale as modelPickLocale } from '../../../src/model/locale.ts';
import { readCatalogue } from '../../vite/catalogue.ts';
import { fillMessage, joinSentences, type Values } from './fill.ts';
import { formatBytes, formatCountdown, formatWhen, remaining, zoneName, zoneOffset } from './format.ts';
import { displayName, handleInPath, looksLikeAddress, normaliseAddress, normaliseCode } from './input.ts';
import { LOCALES, pickLocale } from './locale.ts';

const root = join(import.meta.dirname, '../../..');
const fill = (text: string, values: Values = {}) => fillMessage(compileMessageOrThrow(text), values);

describe('fillMessage', () => {
  it('fills names, plural forms with their count, and choices', () => {
    expect(fill('To {who}: {n, plural, one {# day} other {# days}}', { who: '何', n: 1 })).toBe('To 何: 1 day');
    expect(fill('{n, plural, one {# day} other {# days}}', { n: 0 })).toBe('0 days');
    expect(fill('尚餘 {n} 日', { n: 3 })).toBe('尚餘 3 日');
    expect(fill('{z, select, macau {Macau time} other {local {o}}}', { z: 'x', o: 'UTC+8' })).toBe('local UTC+8');
  });

  it('never reads a value as a message', () => {
    expect(fill('{who}', { who: '{n} # <b>' })).toBe('{n} # <b>');
  });

  it('joins Chinese sentences without a blank', () => {
    expect(joinSentences('已開啟。', '請核對。')).toBe('已開啟。請核對。');
    expect(joinSentences('Opened.', 'Check it.')).toBe('Opened. Check it.');
  });
});

/** The page's own texts, and those of its parts: `open-<part>.json`. */
const names = readdirSync(join(root, 'locales/en'))
  .filter((file) => /^open(?:-[a-z]+)?\.json$/.test(file))
  .map((file) => file.replace('.json', ''));

describe.each(names)('the texts of %s', (name) => {
  const catalogues = LOCALES.map((locale) => readCatalogue(root, locale, name));
  const placeholders = (text: string) => [...new Set(text.match(/\{\w+(?=[,}])/g) ?? [])].sort();

  it('are the same set with the same placeholders in every language', () => {
    const [first = {}] = catalogues;
    expect(Object.keys(first).length).toBeGreaterThan(name === 'open' ? 80 : 0);
    for (const catalogue of catalogues) {
      expect(Object.keys(catalogue)).toEqual(Object.keys(first));
      for (const [id, text] of Object.entries(catalogue))
        expect([id, placeholders(text)]).toEqual([id, placeholders(first[id] ?? '')]);
    }
  });

  it('use no other ICU forms than names, plural with one and other, and select', () => {
    for (const catalogue of catalogues)
      for (const text of Object.values(catalogue)) {
        for (const [, kind] of text.matchAll(/\{\w+, (\w+),/g)) expect(['plural', 'select']).toContain(kind);
        expect(text).not.toMatch(/=\d+ \{|\b(?:zero|two|few|many) \{/);
      }
  });
});

describe('the texts', () => {
  it('are all used, and none is missing', () => {
    const folder = join(root, 'web/open');
    const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    const ids = names.flatMap((name) => Object.keys(readCatalogue(root, 'en', name)));
    const unused = ids.filter((id) => !id.startsWith('reason.') && !source.includes(`'${id}'`));
    expect(unused).toEqual([]);
    const areas = [...new Set(ids.map((id) => id.split('.')[0]))].join('|');
    const spoken = [...source.matchAll(new RegExp(`'((?:${areas})\\.[a-z_]+)'`, 'g'))];
    expect(spoken.map(([, id]) => id).filter((id) => !ids.includes(id ?? ''))).toEqual([]);
  });
});

describe('the language', () => {
  it('is picked as the rest of the product picks it', () => {
    expect(LOCALES).toEqual(MODEL_LOCALES);
    const tag = fc.oneof(
      fc.constantFrom('zh', 'zh-HK', 'zh-TW', 'zh-MO', 'zh-CN', 'zh-SG', 'zh-Hans-MO', 'pt-BR', 'en', 'fr', 'ZH-cn'),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(tag), (tags) => {
        expect(pickLocale(tags)).toBe(modelPickLocale(tags));
      }),
    );
  });
});

describe('formats', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1_438_212, '1.4 MB'],
    [9_960_000, '10 MB'],
    [999_600, '1 MB'],
    [3_200_000_000, '3.2 GB'],
  ])('write %d bytes as %s', (bytes, text) => {
    expect(formatBytes('en-GB', bytes).replace('\u00a0', ' ')).toBe(text);
  });

  it('write sizes with the decimal sign of the language', () => {
    expect(formatBytes('pt-PT', 1_438_212)).toBe('1,4\u00a0MB');
  });

  it('write the month in words, so that day and month cannot be mixed up', () => {
    const date = new Date(2026, 10, 9, 8, 5);
    expect(formatWhen('en-GB', date)).toBe('9 November 2026, 08:05');
    expect(formatWhen('pt-PT', date)).toBe('9 de novembro de 2026, 08:05');
    expect(formatWhen('zh-Hant-MO', date)).toBe('2026年11月9日 08:05');
  });

  it('name the zones of the region and the offset of the very date', () => {
    expect(zoneName('Asia/Macau')).toBe('macau');
    expect(zoneName('Europe/Madrid')).toBe('other');
    const at = (offset: number) => zoneOffset(Object.assign(new Date(0), { getTimezoneOffset: () => offset }));
    expect([at(-480), at(0), at(210), at(-345)]).toEqual(['UTC+8', 'UTC+0', 'UTC-3:30', 'UTC+5:45']);
  });

  it('count down to zero and not below', () => {
    expect([formatCountdown(300_000), formatCountdown(61_001), formatCountdown(-5)]).toEqual(['5:00', '1:02', '0:00']);
  });

  it('tell what remains in days, hours, or that it is soon', () => {
    expect(remaining(49 * 3_600_000)).toEqual({ unit: 'days', n: 2 });
    expect(remaining(47 * 3_600_000)).toEqual({ unit: 'hours', n: 47 });
    expect(remaining(3_599_999).unit).toBe('soon');
  });
});

describe('what people type', () => {
  it('is brought into the form the server expects', () => {
    expect(normaliseAddress(' ｃｈａｎ＠example。com ')).toBe('chan@example.com');
    expect(normaliseCode('１２３ 456')).toBe('123456');
    expect(normaliseCode('Your code: 12-34-56 78')).toBe('123456');
  });

  it.each([
    ['chan@example.com', true],
    ['a@b.co', true],
    ['chan@example', false],
    ['chan example.com', false],
    ['a b@example.com', false],
    ['@example.com', false],
    [`${'a'.repeat(250)}@b.co`, false],
  ])('`%s` is an address: %s', (text, is) => {
    expect(looksLikeAddress(text)).toBe(is);
  });
});

describe('displayName', () => {
  it('takes out what would disguise a name', () => {
    expect(displayName('Contrato \u202efdp.exe')).toBe('Contrato fdp.exe');
    expect(displayName('a\u0000\n\tb\u200b.pdf\u2028')).toBe('a b .pdf');
    expect(displayName('付款明細 é 🙂.xlsx')).toBe('付款明細 é 🙂.xlsx');
  });

  it('leaves no unseen character in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(displayName(text)).not.toMatch(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u);
      }),
    );
  });
});

describe('handleInPath', () => {
  const handle = 'Ab3-Cd4_Ef5Gh6Ij7Kl8Mn';
  it('finds the handle, also with what a messenger put behind it', () => {
    expect(handleInPath(`/n/${handle}`)).toBe(handle);
    expect(handleInPath(`/n/${handle}/`)).toBe(handle);
    expect(handleInPath(`/n/${handle}%20`)).toBe(handle);
  });
  it.each(['/n/', `/n/${handle.slice(1)}`, `/n/${handle}x`, `/m/${handle}`, `/x/n/${handle}`])(
    'finds none in `%s`',
    (path) => {
      expect(handleInPath(path)).toBeUndefined();
    },
  );
});

import { readFileSync } from 'node:fs';
import type * as nodeModule from 'node:module';
import { join } from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { packed, sampleForm, sampleTexts } from '../../test/support/forms.ts';
import { LOCALES } from '../model/locale.ts';
import { readRuns } from './cmap.ts';
import { fontFiles } from './fonts.ts';
import { renderPdf } from './pdf.ts';

type NodeModule = typeof nodeModule;
const missing = vi.hoisted(() => ({ name: '' }));
vi.mock('node:module', async (original) => {
  const real = await original<NodeModule>();
  return {
    ...real,
    createRequire: (from: string) => ({
      resolve: (name: string) => {
        if (missing.name !== '' && name.startsWith(missing.name)) throw new Error('not installed');
        return real.createRequire(from).resolve(name);
      },
    }),
  };
});
beforeEach(() => {
  missing.name = '';
});

const open = (pdf: Uint8Array) => getDocumentProxy(new Uint8Array(pdf));
async function textOf(pdf: Uint8Array): Promise<string> {
  return packed((await extractText(await open(pdf), { mergePages: true })).text);
}

/** Other work on the same machine makes seconds of them. */
const LONG = 120_000;

describe('renderPdf', () => {
  it.each(LOCALES)('gives back every text in %s', async (locale) => {
    const text = await textOf(await renderPdf(sampleForm(locale)));
    for (const one of sampleTexts(locale)) expect(text).toContain(packed(one));
    expect(text).toContain('1/1');
  });

  it('is tagged, has title and language, names nobody and no time, and is the same again', async () => {
    const form = sampleForm('zh-Hant');
    const [pdf, again] = await Promise.all([renderPdf(form), renderPdf(form)]);
    expect(Buffer.compare(pdf, again)).toBe(0);
    const { info, metadata } = await (await open(pdf)).getMetadata();
    expect(info).toMatchObject({ Title: form.title, Language: 'zh-HK' });
    expect(Object.keys(info)).not.toEqual(expect.arrayContaining(['Author']));
    expect(Object.keys(info).join()).not.toMatch(/Date|Author/);
    expect(metadata?.get('pdfuaid:part')).toBe('1');
    expect(Buffer.from(pdf).toString('latin1')).toContain('/Marked true');
  });

  it('takes Traditional shapes from the Hong Kong font only, Simplified ones from the mainland font only', async () => {
    const embedded = async (locale: 'zh-Hant' | 'zh-Hans', value: string): Promise<string[]> => {
      const form = { ...sampleForm(locale), title: value, notice: value, subtitle: null, blocks: [], footer: '' };
      const names = Buffer.from(await renderPdf(form))
        .toString('latin1')
        .matchAll(/\/FontName \/[A-Z]{6}\+(\w+)/g);
      return [...new Set([...names].map((match) => match[1] ?? ''))].filter((name) => name !== 'NotoSans').sort();
    };
    expect(await embedded('zh-Hant', '骨直返將角，「」')).toEqual(['NotoSansHK']);
    expect(await embedded('zh-Hans', '骨直返将角，“”')).toEqual(['NotoSansSC']);
  });

  it('prints what looks like markup as it is', async () => {
    const attempts = [
      '#read("/etc/passwd")',
      '= heading',
      '#import "@preview/x:1.0.0"',
      '$x^2$ *b* _i_ `c` <l> @r',
      '"); #panic() //',
      '\\u{41} \\#',
      '#sys.inputs',
      '--- ... ~ -?',
    ];
    const base = sampleForm('en');
    const rows = attempts.map((text) => [text]);
    const blocks = [
      ...attempts.flatMap((text) => [{ kind: 'heading', text } as const, { kind: 'paragraph', text } as const]),
      ...attempts.map(
        (text) => ({ kind: 'field', number: '1', label: text, value: text, missing: false, hint: text }) as const,
      ),
      { kind: 'table', head: ['#set page()'], rows } as const,
      { kind: 'signature', lines: attempts } as const,
    ];
    const text = await textOf(
      await renderPdf({ ...base, title: '#read("/etc/passwd")', footer: '#eval("1")', blocks }),
    );
    for (const attempt of attempts) expect(text.split(packed(attempt)).length, attempt).toBeGreaterThanOrEqual(7);
    expect(text).toContain('#eval("1")');
    expect(text).not.toContain('root:');
  });

  it('has a template that reads, imports and evaluates nothing', () => {
    const template = readFileSync(join(import.meta.dirname, 'form.typ'), 'utf8').replace(/^\/\/.*$/gm, '');
    expect(template).toContain('sys.inputs.form');
    expect(template).not.toMatch(/\b(eval|import|include|read|image|plugin|csv|toml|yaml|xml|cbor)\b|@/);
  });

  it('drops characters that hide or reorder, and control characters', async () => {
    const text = await textOf(
      await renderPdf({ ...sampleForm('en'), notice: 'ab\u202Ecd\u0000e\u200Bf\u001B[31mg\uFFFE' }),
    );
    expect(text).toContain('abcdef[31mg');
  });

  it(
    'breaks very long words, so that nothing is cut off',
    async () => {
      const long = Array.from({ length: 300 }, (_, i) => `${i}`.padStart(3, 'x')).join('');
      const form = sampleForm('en');
      const cells = Array.from({ length: 12 }, () => long.slice(0, 60));
      const blocks = [
        { kind: 'paragraph', text: long } as const,
        { kind: 'field', number: long.slice(0, 30), label: long, value: long, missing: false, hint: long } as const,
        { kind: 'field', number: null, label: 'x', value: '', missing: true, hint: long } as const,
        { kind: 'table', head: cells, rows: [cells] } as const,
        { kind: 'signature', lines: [long, long] } as const,
      ];
      const pdf = await renderPdf({ ...form, title: long, subtitle: long, notice: long, footer: long, blocks });
      const document = await open(pdf);
      for (let number = 1; number <= document.numPages; number += 1) {
        const { items } = await (await document.getPage(number)).getTextContent();
        for (const item of items) {
          if ('str' in item && item.str.trim() !== '')
            expect(item.transform[4] + item.width, item.str).toBeLessThan(550);
        }
      }
    },
    LONG,
  );

  it(
    'sets every Han character of the Hong Kong font',
    async () => {
      const runs = await readRuns(fontFiles()[1] ?? '');
      const points = runs.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
      // Without radicals and compatibility forms: they share glyphs with characters, and a glyph comes back as one of them.
      const text = points
        .map((point) => String.fromCodePoint(point))
        .filter((one) => /[\u{3400}-\u{9FFF}\u{20000}-\u{2EFFF}\u{30000}-\u{3FFFF}]/u.test(one))
        .join('');
      // The typesetter refuses a missing glyph as well: this is the proof that our own look at the fonts agrees with it.
      const back = new Set(
        await textOf(await renderPdf({ ...sampleForm('zh-Hant'), blocks: [{ kind: 'paragraph', text }] })),
      );
      // U+9FD0 and U+2A3ED share a glyph with another character too.
      expect([...text].filter((one) => !back.has(one))).toEqual(['\u{9FD0}', '\u{2A3ED}']);
    },
    LONG,
  );

  it('refuses a character that no font has', async () => {
    for (const odd of ['\u{1F9FF}', 'ཀ', '\uE000', '\uD800']) {
      await expect(renderPdf({ ...sampleForm('en'), notice: odd })).rejects.toMatchObject({
        code: 'render.missing_glyph',
      });
    }
  });

  it(
    'sets a table of 5,000 rows and repeats its head',
    async () => {
      const rows = Array.from({ length: 5000 }, (_, i) => [`${i}`, '氹仔嘅', 'São']);
      const pdf = await renderPdf({
        ...sampleForm('zh-Hant'),
        blocks: [{ kind: 'table', head: ['序號', '地點', 'x'], rows }],
      });
      const text = await textOf(pdf);
      expect(text).toContain('4999氹仔嘅São');
      expect(text.split('序號').length).toBeGreaterThan(50);
    },
    LONG,
  );

  it('takes empty parts', async () => {
    const blocks = [
      { kind: 'table', head: [], rows: [] } as const,
      { kind: 'signature', lines: [] } as const,
      { kind: 'heading', text: '' } as const,
      { kind: 'paragraph', text: '' } as const,
    ];
    const pdf = await renderPdf({ title: 'T', subtitle: '', locale: 'pt', notice: '', blocks, footer: '' });
    expect(await textOf(pdf)).toContain('T1/1');
  });

  it.each(['@myriaddreamin/', '@expo-google-fonts/'])('says that PDF is not there without %s', async (name) => {
    missing.name = name;
    await expect(renderPdf(sampleForm('en'))).rejects.toMatchObject({ code: 'render.pdf_unavailable' });
  });
});

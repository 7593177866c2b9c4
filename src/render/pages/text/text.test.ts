import { beforeAll, describe, expect, it } from 'vitest';
import { findOnPage } from '../find.ts';
import { PAGE_LIMITS } from '../limits.ts';
import { decodeText } from './decode.ts';
import { openText, type TextKind } from './document.ts';
import { type Fonts, loadFonts, scriptOf } from './fonts.ts';
import { breakLines, cutLine, type Line } from './lines.ts';
import { markdownBlocks } from './markdown.ts';
import { readSeparated } from './separated.ts';

let fonts: Fonts;

beforeAll(async () => {
  const loaded = await loadFonts();
  if (loaded === undefined) throw new Error('the canvas is not installed');
  fonts = loaded;
});

const STYLE = { size: 10, bold: false, script: 'traditional' } as const;
const textOf = (line: Line | undefined): string => line?.runs.map((run) => run.text).join('') ?? '';
const lines = (text: string, width: number): string[] => breakLines(fonts, text, STYLE, width).map(textOf);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function opened(text: string, kind: TextKind, limits = PAGE_LIMITS) {
  const opening = openText(fonts, utf8(text), kind, limits);
  if (opening.kind === 'cannot') throw new Error(opening.why);
  return opening.drawable;
}

describe('breaking lines', () => {
  it('breaks Chinese anywhere but before a stop and after an opening bracket', () => {
    expect(lines('一二三四五六', 40)).toEqual(['一二三四', '五六']);
    expect(lines('一二三四。五六', 40)).toEqual(['一二三', '四。五六']);
    expect(lines('一二三（四五）', 40)).toEqual(['一二三', '（四五）']);
  });

  it('breaks Latin between words, and a word only where it is longer than a line', () => {
    expect(lines('one two three', 45)).toEqual(['one two', 'three']);
    expect(lines('abcdefghijklmnopqrstuvwxyz', 60).join('')).toBe('abcdefghijklmnopqrstuvwxyz');
  });

  it('keeps every character of any text, within any width', () => {
    const text = 'Contract 合約 “引號”…— ABC-123 ﷽ क्षेत्र ไทย 👩‍👩‍👧 \u{20000}x';
    const seen = /[\p{Cf}\s]/gu;
    for (const width of [1, 30, 77, 500])
      expect(lines(text, width).join('').replace(seen, '')).toBe(text.replace(seen, ''));
  });

  it('is no wider than it may be', () => {
    for (const line of breakLines(fonts, '甲乙丙 Maria Exemplo 丁戊己 contract'.repeat(20), STYLE, 123))
      expect(line.width).toBeLessThanOrEqual(123.1);
  });

  it('stops tabs at places, not at widths', () => {
    const [first, second] = [breakLines(fonts, 'a\tx', STYLE, 500)[0], breakLines(fonts, 'iiii\tx', STYLE, 500)[0]];
    expect(first?.runs[1]?.x).toBe(36);
    expect(second?.runs[1]?.x).toBe(36);
  });

  it('cuts a cell with an ellipsis that fits', () => {
    const cut = cutLine(fonts, '一二三四五六七八', STYLE, 45);
    expect(textOf(cut)).toMatch(/^一二.*…$/);
    expect(cut.width).toBeLessThanOrEqual(45);
    expect(textOf(cutLine(fonts, '一二', STYLE, 45))).toBe('一二');
  });
});

describe('which Chinese font', () => {
  it('is chosen by characters that only one script has', () => {
    expect(scriptOf('采购合同签订日期')).toBe('simplified');
    expect(scriptOf('採購合約簽訂日期')).toBe('traditional');
    expect(scriptOf('Maria Exemplo 2026')).toBe('traditional');
  });
});

describe('reading text', () => {
  const traditional = '本合約自雙方簽署之日起生效，任何一方如欲提前終止，須於三十日前以書面通知對方。';
  const simplified = '本合同自双方签署之日起生效，任何一方如需提前终止，应当在三十日前以书面通知对方。';

  it('knows UTF-8 and UTF-16, with and without their marks', () => {
    expect(decodeText(utf8(traditional))).toBe(traditional);
    expect(decodeText(utf8(`\ufeff${traditional}`))).toBe(traditional);
    const little = Buffer.from(`Contract. ${traditional}`, 'utf16le');
    expect(decodeText(Buffer.concat([Buffer.from([0xff, 0xfe]), little]))).toBe(`Contract. ${traditional}`);
    expect(decodeText(Buffer.from('plain words only', 'utf16le'))).toBe('plain words only');
    expect(decodeText(Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(little).swap16()]))).toBe(
      `Contract. ${traditional}`,
    );
  });

  it('knows GB18030 from Big5 by what is frequent', () => {
    // 本合同自双方签署之日起生效 in GB18030, and 本合約自雙方簽署之日起生效 in Big5.
    const gb = Buffer.from('b1bebacfcdacd7d4cbabb7bdc7a9caf0d6aec8d5c6f0c9fad0a7', 'hex');
    const big5 = Buffer.from('a5bba658acf9a6dbc2f9a4e8c3b1b870a4a7a4e9b05fa5cdaec4', 'hex');
    expect(decodeText(gb)).toBe(simplified.slice(0, 13));
    expect(decodeText(big5)).toBe(traditional.slice(0, 13));
  });

  it('knows letters with accents of older files', () => {
    expect(decodeText(Buffer.from('Clínica Exemplo, São João', 'latin1'))).toBe('Clínica Exemplo, São João');
  });

  it('makes line ends one kind', () => {
    expect(decodeText(utf8('a\r\nb\rc\n'))).toBe('a\nb\nc\n');
  });

  it('does not take for text what is none', () => {
    const noise = Uint8Array.from({ length: 4000 }, (_, i) => Math.imul(i + 1, 2_654_435_761) >>> 24);
    expect(decodeText(noise)).toBeUndefined();
    expect(decodeText(new Uint8Array(100))).toBeUndefined();
    expect(decodeText(Buffer.from([0xff, 0xfe, 0, 0, 65, 0, 0, 0]))).toBeUndefined();
    expect(decodeText(Buffer.from('a\u0001\u0002\u0003b', 'latin1'))).toBeUndefined();
  });
});

describe('separated values', () => {
  const rows = (text: string) => readSeparated(text, 100).rows;

  it('are read as RFC 4180 says, and with other separators', () => {
    expect(rows('a,b\n"c,""d""\ne",f\n')).toEqual([
      ['a', 'b'],
      ['c,"d"\ne', 'f'],
    ]);
    expect(rows('a;b;c\n1,5;2;3')).toEqual([
      ['a', 'b', 'c'],
      ['1,5', '2', '3'],
    ]);
    expect(rows('a\tb\nc\td')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('end with the file, though a quote does not', () => {
    expect(rows('a,"b\nc')).toEqual([['a', 'b\nc']]);
    expect(rows('')).toEqual([]);
  });

  it('stop at a number of rows, and say so', () => {
    expect(readSeparated('a\nb\nc\n', 2)).toEqual({ rows: [['a'], ['b']], more: true });
    expect(readSeparated('a\nb\n', 2).more).toBe(false);
  });
});

describe('Markdown', () => {
  const shown = (text: string) =>
    markdownBlocks(text).map((block) => (block.kind === 'text' ? `${block.label}${block.text}` : block.kind));

  it('is headings, lists, tables, code and paragraphs', () => {
    expect(
      shown(
        '# Title\n\none\ntwo\n\n- a\n1. b\n\n---\n| x | y |\n|---|---|\n| 1 | 2 |\n```\n# not a title\n```\n> said',
      ),
    ).toEqual(['Title', 'one two', '•a', '1.b', 'rule', 'table', '# not a title', 'said']);
  });

  it('shows HTML and links as what they are', () => {
    expect(shown('<script>x</script> **bold** [here](https://example.org/a) ![p](b.png)')).toEqual([
      '<script>x</script> bold here (https://example.org/a) p (b.png)',
    ]);
  });

  it('takes time in proportion to its length', () => {
    for (const hostile of [
      '*'.repeat(100_000),
      '['.repeat(100_000),
      '|'.repeat(50_000),
      '`'.repeat(100_001),
      '#'.repeat(100_000),
      '> '.repeat(50_000),
    ])
      expect(markdownBlocks(hostile).length).toBeLessThan(2);
  });
});

describe('text as pages', () => {
  it('is drawn at any resolution, and found where it stands', async () => {
    const document = opened('Contract\n合約第一條', 'plain');
    expect(document.pages).toEqual([{ width: 595, height: 842 }]);
    const page = await document.raster(0, 144);
    expect(page).toMatchObject({ width: 1190, height: 1684 });
    const [[rect] = []] = findOnPage(document.text(0), '第一條', 10);
    const dark = (left: number, top: number, right: number, bottom: number): number => {
      let count = 0;
      for (let y = Math.floor(top * 1684); y < bottom * 1684; y += 1)
        for (let x = Math.floor(left * 1190); x < right * 1190; x += 1)
          if ((page?.rgba[4 * (y * 1190 + x)] ?? 255) < 128) count += 1;
      return count;
    };
    const [x, y, width, height] = [rect?.x ?? 0, rect?.y ?? 0, rect?.width ?? 0, rect?.height ?? 0];
    expect(dark(x, y, x + width, y + height)).toBeGreaterThan(100);
    expect(dark(x + width + 0.01, y, 1, y + height)).toBe(0);
  });

  it('says the first row of a table again on every page', () => {
    const document = opened(`編號,姓名\n${'1,陳大文\n'.repeat(200)}`, 'table');
    expect(document.pages.length).toBeGreaterThan(3);
    expect(document.drawn).toBe('table');
    for (let page = 0; page < document.pages.length; page += 1) expect(document.text(page).text).toMatch(/^編號\t姓名/);
  });

  it('puts columns that do not fit on pages of their own', () => {
    const wide = Array.from({ length: 60 }, (_, i) => `column-${i}-with-a-long-name`).join(',');
    const document = opened(`${wide}\n${wide}\n`, 'table');
    const all = document.pages.map((_, page) => document.text(page).text).join('\n');
    for (let i = 0; i < 60; i += 1) expect(all).toContain(`column-${i}-`);
  });

  it('says when a table goes on', () => {
    const document = opened('a,b\n'.repeat(100), 'table', { ...PAGE_LIMITS, rows: 10 });
    expect(document.text(0).text).toMatch(/^1 – 10 \/ …/);
  });

  it('shows markup as it is written', () => {
    expect(opened('<svg onload="alert(1)"><image href="file:///etc/passwd"/></svg>', 'code').text(0).text).toContain(
      '<svg onload=',
    );
  });

  it('leaves out what turns the direction of writing', () => {
    expect(opened('safe\u202eexe.txt', 'plain').text(0).text).toBe('safeexe.txt');
  });

  it('stops at a number of pages and of characters', () => {
    const many = openText(fonts, utf8('x\n'.repeat(2000)), 'plain', { ...PAGE_LIMITS, pages: 3 });
    expect(many).toEqual({ kind: 'cannot', why: 'too_many_pages' });
    expect(openText(fonts, utf8('x'.repeat(101)), 'plain', { ...PAGE_LIMITS, characters: 100 })).toEqual({
      kind: 'cannot',
      why: 'too_large',
    });
  });
});

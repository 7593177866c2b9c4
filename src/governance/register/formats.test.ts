import { unzipSync } from 'fflate';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { concat, fromUtf8 } from '../../base/bytes.ts';
import { csvLine, harmless } from './csv.ts';
import type { Cell } from './table.ts';
import { writeXlsx } from './xlsx.ts';
import { toYaml, type Yaml } from './yaml.ts';

const HOSTILE = [
  '=HYPERLINK("http://evil.example","x")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '＝1+1',
  'a;=cmd|calc',
  'line\n=1',
  'quote " and , comma',
  '<b>&amp;]]>',
  '\u0000\u0007\ufffe',
  '\ud800 alone',
  '陳大文 · Mário',
];

/** Reads RFC 4180 back. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const pattern = /("(?:[^"]|"")*"|[^,"\r\n]*)(,|\r\n)/gy;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [, field = '', end] = match;
    row.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

describe('csv', () => {
  it('has no cell that begins like a formula, whichever separator a program takes', () => {
    for (const text of HOSTILE)
      for (const piece of harmless(text).split(/[;\t\r\n]/))
        expect([text, /^\s*[=+\-@＝＋－＠]/.test(piece)]).toEqual([text, false]);
  });

  it('gives every text back that is none', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => harmless(value) === value);
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (cells) => {
        expect(readCsv(csvLine(cells))).toEqual([cells]);
      }),
    );
  });

  it('leaves numbers numbers, negative ones too', () => {
    expect(csvLine([-5, 12.5, null, new Date('2026-11-25T01:02:03Z')])).toBe('-5,12.5,,2026-11-25T01:02:03.000Z\r\n');
  });
});

async function* rowsOf(rows: readonly (readonly Cell[])[]): AsyncGenerator<readonly Cell[]> {
  yield* rows;
}

async function workbook(rows: readonly (readonly Cell[])[]): Promise<Record<string, string>> {
  const parts: Uint8Array[] = [];
  const file = writeXlsx({
    name: 'Register',
    headings: ['A', 'B', 'C'],
    widths: [10, 20, 30],
    rows: rowsOf(rows),
    offsetMinutes: () => 480,
  });
  for await (const piece of file) parts.push(piece);
  return Object.fromEntries(
    Object.entries(unzipSync(concat(...parts))).map(([name, bytes]) => [name, fromUtf8(bytes)]),
  );
}

describe('xlsx', () => {
  it('writes texts as texts, numbers as numbers and dates as dates, below a frozen head', async () => {
    const parts = await workbook([['=1+1', 42, new Date('2026-01-01T00:00:00Z')]]);
    const sheet = parts['xl/worksheets/sheet1.xml'] ?? '';
    expect(sheet).toContain('<c r="A2" s="4" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>');
    expect(sheet).toContain('<c r="B2"><v>42</v></c>');
    // 2026-01-01 08:00 in Macau.
    expect(sheet).toMatch(/<c r="C2" s="2"><v>46023\.3333\d*<\/v><\/c>/);
    expect(sheet).toContain('state="frozen"');
    expect(sheet).not.toContain('<f>');
    expect(Object.keys(parts)).toContain('[Content_Types].xml');
  });

  it('stays well-formed whatever the texts are', async () => {
    const parts = await workbook(HOSTILE.map((text) => [text, null, text]));
    for (const xml of Object.values(parts)) {
      expect(xml).not.toMatch(/(?![\t\n\r])\p{Cc}/u);
      // Every angle bracket belongs to a tag, every ampersand to a reference.
      expect(xml.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>]|&(?!#\d+;)/);
    }
  });
});

describe('yaml', () => {
  const leaf = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...HOSTILE, 'no', '1', '~', ''),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const { tree } = fc.letrec<{ tree: Yaml }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(
        fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
        tie('tree'),
        { maxKeys: 4 },
      ),
    ),
  }));

  it('comes back from a parser as what it was', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const wellFormed: unknown = JSON.parse(JSON.stringify(value), (_key, one: unknown) =>
          typeof one === 'string' ? one.toWellFormed() : one,
        );
        expect(parse(toYaml(value))).toEqual(wellFormed);
      }),
      { numRuns: 300 },
    );
  });
});

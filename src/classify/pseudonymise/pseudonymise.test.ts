import * as fc from 'fast-check';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fromBase64url, utf8 } from '../../base/bytes.ts';
import { KEEP_LAST, OPERATORS, type PseudonymChoices } from '../../model/pseudonyms.ts';
import { checkBankCard, checkCnResidentId, checkHkid, checkIban, checkPtNif } from '../packs/checks.ts';
import { harmless } from './csv.ts';
import { shiftDate } from './dates.ts';
import { decodeFile, encodeText } from './encode.ts';
import type { ValueType } from './format.ts';
import { createMaker, mask } from './make.ts';
import { readShippedNamesModel } from '../model/names-model-node.ts';
import { previewList, pseudonymise } from './pseudonymise.ts';
import { createTokenCipher } from './token.ts';

const KEY = new Uint8Array(32).fill(9);
const plain: PseudonymChoices = { columns: [], types: {}, keepLast: KEEP_LAST };
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const one = async (type: ValueType, value: string, key = KEY): Promise<string> => {
  const maker = await createMaker(key, KEEP_LAST);
  return maker.make({ type, value, operator: 'pseudonym', person: '' });
};

describe('a pseudonym', () => {
  it('is the same for the same value and key, another for another key, and nobody’s number', async () => {
    const checks = {
      hkid: [checkHkid, 'A123456(3)'],
      pt_nif: [checkPtNif, '123456789'],
      bank_card: [checkBankCard, '4111111111111111'],
      iban: [checkIban, 'PT50000201231234567890154'],
      cn_resident_id: [checkCnResidentId, '110101199003074258'],
    } as const;
    for (const [type, [check, value]] of Object.entries(checks))
      for (let n = 0; n < 40; n += 1) {
        const key = new Uint8Array(32).fill(n);
        const made = await one(type as ValueType, value, key);
        expect(made).toHaveLength(value.length);
        expect([type, made, check(made)]).not.toEqual([type, made, 'ok']);
        expect(await one(type as ValueType, value, key)).toBe(made);
      }
    expect(await one('phone', '+853 6612 3456')).toMatch(/^\+853 00\d\d \d{4}$/);
    expect(await one('email', 'chan@example.com')).toMatch(/^p[0-9a-z]{8}@example\.invalid$/);
    expect(await one('mo_bir', '5123456(7)')).toMatch(/^00\d{5}\(\d\)$/);
    expect(await one('person_name', '陳大文')).not.toBe(await one('person_name', '陳大文', new Uint8Array(32).fill(1)));
  });

  it('is another one for every other value, also where the form has little room', async () => {
    const maker = await createMaker(KEY, KEEP_LAST);
    const values = Array.from({ length: 300 }, (_, n) => String(100 + n));
    for (const value of values) maker.expect(value);
    const made = new Set<string>();
    for (const value of values) made.add(await maker.make({ type: 'other', value, operator: 'pseudonym', person: '' }));
    expect(made.size).toBe(300);
    expect(values.filter((value) => made.has(value))).toEqual([]);
  });

  it('moves all dates of a person by the same days and keeps how they are written', async () => {
    const maker = await createMaker(KEY, KEEP_LAST);
    const move = (value: string, person: string) =>
      maker.make({ type: 'date_of_birth', value, operator: 'pseudonym', person });
    const days = await maker.days('A');
    expect(days).not.toBe(0);
    expect(await move('1988-11-05', 'A')).toBe(shiftDate('1988-11-05', days));
    expect(await move('5/11/1988', 'A')).toBe(shiftDate('5/11/1988', days));
    expect(shiftDate('1988年11月5日', 30)).toBe('1988年12月5日');
    expect(shiftDate('19881105', -5)).toBe('19881031');
    expect(['31/02/2020', '12.5', 'x', '2020-13-01'].map((value) => shiftDate(value, 1))).toEqual(
      Array(4).fill(undefined),
    );
  });

  it('as a token leads back with the key of its table and with no other', async () => {
    const cipher = await createTokenCipher(KEY);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), async (value) => {
        fc.pre(!value.includes('\0') && value.isWellFormed());
        const token = await cipher.seal('phone', value);
        expect(token).toBe(await cipher.seal('phone', value));
        expect(await cipher.open(token)).toEqual({ type: 'phone', value });
        const other = await createTokenCipher(new Uint8Array(32));
        await expect(other.open(token)).rejects.toMatchObject({ code: 'pseudonym.bad_token' });
      }),
      { numRuns: 20 },
    );
    for (const bad of ['', 'tok_', 'tok_AAAA', '=cmd', `${await cipher.seal('a', 'b')}A`])
      await expect(cipher.open(bad)).rejects.toMatchObject({ code: 'pseudonym.bad_token' });
  });

  it('as a mask leaves at most half', () => {
    expect([mask('66123456', 4), mask('陳大文', 4), mask('A', 4), mask('853-6612-3456', 2)]).toEqual([
      '****3456',
      '**文',
      '*',
      '***-****-**56',
    ]);
  });
});

describe('a list in CSV', () => {
  it('leaves no value of the chosen columns anywhere, remarks and file names included', async () => {
    const list = '姓名;電話;備註\r\n陳大文;66123456;"陳大文 說 ""好"""\r\n李小明;66543210;致電 66123456\r\n';
    const { bytes, table, rename, summary } = await pseudonymise(utf8(list), plain, KEY, null);
    const made = text(bytes);
    for (const canary of ['陳大文', '李小明', '66123456', '66543210']) expect(made).not.toContain(canary);
    expect(made.split('\r\n').map((line) => line.split(';').length)).toEqual([3, 3, 3, 1]);
    expect(rename('陳大文.csv')).not.toContain('陳大文');
    expect(table.entries.map((entry) => entry.original)).toContain('陳大文');
    expect(fromBase64url(table.key)).toEqual(KEY);
    expect(summary).toMatchObject({ kind: 'csv', rows: 2, left: {} });
  });

  it('replaces names in remarks that no cue announces, with the names model', async () => {
    const list = '編號,備註\nA1,已由歐陽美琪處理並通知黃志強\nA2,Spoke with Margaret Whitfield about the shipment\n';
    const made = text((await pseudonymise(utf8(list), plain, KEY, readShippedNamesModel())).bytes);
    for (const canary of ['歐陽美琪', '黃志強', 'Whitfield']) expect(made).not.toContain(canary);
  });

  it('keeps every byte of what is not replaced, in any encoding', async () => {
    const list = '編號,姓名,金額\n"A,1", 陳大文 ,"1,000"\nA2,李小明,\n';
    for (const encoding of ['utf-8', 'utf-16le', 'gb18030', 'big5'] as const) {
      const body = encodeText(list, encoding)!;
      const bytes = encoding === 'utf-16le' ? Uint8Array.of(0xff, 0xfe, ...body) : body;
      const choices = {
        ...plain,
        columns: [0, 1, 2].map((column) => ({ table: 0, column, operator: 'keep' as const })),
      };
      expect(new Uint8Array((await pseudonymise(bytes, choices, KEY, null)).bytes)).toEqual(bytes);
      const some = { ...plain, columns: [{ table: 0, column: 1, operator: 'pseudonym' as const }] };
      const again = decodeFile((await pseudonymise(bytes, some, KEY, null)).bytes);
      expect(again).toMatchObject({ encoding, clean: true });
      expect(again.text).toMatch(/^編號,姓名,金額\n"A,1",[^,]+,"1,000"\nA2,[^,]+,\n$/);
    }
  });

  it('writes nothing that a spreadsheet program would run', async () => {
    expect(['=cmd|x', '+853 00', '-1', '@a', '＝x', 'a'].map(harmless)).toEqual([
      "'=cmd|x",
      '+853 00',
      '-1',
      "'@a",
      "'＝x",
      'a',
    ]);
    const list = 'name,phone\n=cmd|calc!A1,66123456\nb,66123457\n';
    for (const operator of OPERATORS.filter((name) => name !== 'keep')) {
      const { bytes } = await pseudonymise(
        utf8(list),
        { ...plain, columns: [{ table: 0, column: 0, operator }] },
        KEY,
        null,
      );
      expect(text(bytes)).not.toMatch(/(^|,|")[=@]/m);
    }
  });

  it('whatever it holds, leaves none of the replaced values', async () => {
    const value = fc.stringMatching(/^[A-Za-z0-9 ,"陳李王大小文明]{1,12}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 8 }),
        fc.constantFrom(...OPERATORS.slice(1)),
        async (rows, operator) => {
          const cell = (part: string): string => `"${part.replaceAll('"', '""')}"`;
          const canaries = rows.map((_, n) => `Canary${n}x${n * 7919}`);
          const lines = rows.map(([a, b], n) =>
            [cell(canaries[n]!), cell(a), cell(`${b} ${canaries[(n + 1) % rows.length]!}`)].join(','),
          );
          const choices = { ...plain, columns: [{ table: 0, column: 0, operator }] };
          const { bytes } = await pseudonymise(utf8(`who,what,remark\n${lines.join('\n')}\n`), choices, KEY, null);
          for (const canary of canaries) expect(text(bytes)).not.toContain(canary);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is refused when it cannot be read, has no such column, or is no list', async () => {
    const refused = (bytes: Uint8Array, choices = plain) => pseudonymise(bytes, choices, KEY, null);
    await expect(refused(Uint8Array.of(0x25, 0x50, 0x44, 0x46, 0x2d))).rejects.toMatchObject({
      code: 'pseudonym.wrong_kind',
    });
    await expect(refused(utf8('a,b\n\u0001\u0002,c\n\u0003,d\n'))).rejects.toMatchObject({ code: /^pseudonym\./ });
    const choices = { ...plain, columns: [{ table: 3, column: 0, operator: 'mask' as const }] };
    await expect(refused(utf8('a,b\n1,2\n3,4\n'), choices)).rejects.toMatchObject({ code: 'pseudonym.unknown_column' });
  });
});

const RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** A small workbook with everything in which a name can hide. */
function workbook(more: Readonly<Record<string, string>> = {}): Uint8Array {
  const cell = (r: string, shared: number): string => `<c r="${r}" t="s"><v>${shared}</v></c>`;
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types><Override PartName="/xl/calcChain.xml" ContentType="c"/></Types>',
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELS}"><sheets><sheet name="陳大文" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="calcChain.xml"/></Relationships>',
    'xl/calcChain.xml': '<calcChain><c r="C2" i="1"/></calcChain>',
    'xl/sharedStrings.xml': `<sst>${['姓名', '電話', '全名', '陳大文', '李小明', '備註 陳大文'].map((word) => `<si><t>${word}</t><rPh sb="0" eb="1"><t>チン</t></rPh></si>`).join('')}<si><r><t>陳</t></r><r><t>大文</t></r></si><si><t>orphan 陳大文</t></si></sst>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetData><row r="1">${cell('A1', 0)}${cell('B1', 1)}${cell('C1', 2)}</row><row r="2">${cell('A2', 3)}<c r="B2" s="1"><v>66123456</v></c><c r="C2" t="str"><f>A2&amp;"陳大文"</f><v>陳大文陳大文</v></c>${cell('D2', 5)}</row><row r="3">${cell('A3', 4)}<c r="B3"><v>66543210</v></c><c r="C3"/>${cell('D3', 6)}</row></sheetData><headerFooter><oddHeader>陳大文</oddHeader></headerFooter></worksheet>`,
    'xl/comments1.xml':
      '<comments><authors><author>陳大文</author></authors><comment><text><r><t>陳大</t></r><r><t>文 66123456</t></r></text></comment></comments>',
    'docProps/core.xml':
      '<cp:coreProperties><dc:creator>何志強</dc:creator><dc:title>陳大文</dc:title></cp:coreProperties>',
    'xl/styles.xml': '<styleSheet/>',
    ...more,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, utf8(part)])));
}

describe('a workbook', () => {
  it('leaves no replaced value in cells, formulas, results, comments, names, headers, properties or unused strings', async () => {
    const { bytes, summary } = await pseudonymise(workbook(), plain, KEY, null);
    const parts = unzipSync(bytes);
    for (const [name, part] of Object.entries(parts))
      for (const canary of ['陳大文', '李小明', '66123456', '66543210', '何志強'])
        expect(`${name} ${text(part).replace(/<[^>]*>/g, '')} ${text(part)}`).not.toContain(canary);
    expect(parts['xl/calcChain.xml']).toBeUndefined();
    expect(text(parts['xl/_rels/workbook.xml.rels']!)).not.toContain('calcChain');
    expect(text(parts['xl/styles.xml']!)).toBe('<styleSheet/>');
    expect(summary).toMatchObject({ kind: 'xlsx', rows: 2 });
    expect((await previewList(bytes, plain, KEY, null)).tables[0]?.before).toHaveLength(2);
  });

  it('keeps its parts when nothing is replaced', async () => {
    const bytes = zipSync({
      ...unzipSync(workbook()),
      'xl/comments1.xml': utf8('<comments/>'),
      'docProps/core.xml': utf8('<a/>'),
    });
    const keep = [0, 1, 2, 3].map((column) => ({ table: 0, column, operator: 'keep' as const }));
    const types = { person_name: 'keep', phone: 'keep' } as const;
    const made = unzipSync((await pseudonymise(bytes, { ...plain, columns: keep, types }, KEY, null)).bytes);
    const { 'xl/sharedStrings.xml': _, ...rest } = made;
    const { 'xl/sharedStrings.xml': __, ...before } = unzipSync(bytes);
    expect(rest).toEqual(before);
  });

  it('is refused with what nobody can look into', async () => {
    const refusal = (more: Record<string, string>) =>
      pseudonymise(workbook(more), plain, KEY, null).catch((error: { code: string }) => error.code);
    expect(await refusal({ 'xl/media/image1.png': 'x' })).toBe('pseudonym.has_pictures');
    for (const name of [
      'xl/embeddings/a.docx',
      'xl/vbaProject.bin',
      'xl/pivotCache/pivotCacheRecords1.xml',
      'xl/externalLinks/externalLink1.xml',
    ])
      expect(await refusal({ [name]: '<a/>' })).toBe('pseudonym.has_embedded');
    expect(await refusal({ 'xl/worksheets/sheet1.xml': '<!DOCTYPE a><a/>' })).toBe('pseudonym.unreadable');
    await expect(pseudonymise(workbook().slice(0, 400), plain, KEY, null)).rejects.toMatchObject({
      code: 'pseudonym.unreadable',
    });
  });
});

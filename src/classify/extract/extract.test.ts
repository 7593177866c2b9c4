import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { extractText } from './extract.ts';
import { DEFAULT_LIMITS } from './result.ts';

function docx(body: string, more: Record<string, string> = {}): Uint8Array {
  const document = `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`;
  const parts = { '[Content_Types].xml': '<Types/>', 'word/document.xml': document, ...more };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, xml]) => [name, strToU8(xml)])));
}

const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

describe('DOCX', () => {
  it('joins runs, keeps deleted text, headers, comments and mail links', async () => {
    const bytes = docx(
      '<w:p><w:r><w:t>A123</w:t></w:r><w:r><w:t>456(3)</w:t></w:r></w:p><w:p><w:del><w:r><w:delText>gone &amp; seen</w:delText></w:r></w:del></w:p>',
      {
        'word/header1.xml': `<w:hdr>${paragraph('in the head')}</w:hdr>`,
        'word/comments.xml': `<w:comments>${paragraph('a remark')}</w:comments>`,
        'word/_rels/document.xml.rels':
          '<Relationships><Relationship Target="mailto:tm@example.org" TargetMode="External"/></Relationships>',
        'docProps/core.xml': '<cp:coreProperties><dc:creator>Chan Tai Man</dc:creator></cp:coreProperties>',
      },
    );
    const { text, extracted } = await extractText(bytes);
    expect(extracted).toBe('full');
    for (const part of ['A123456(3)', 'gone & seen', 'in the head', 'a remark', 'tm@example.org', 'Chan Tai Man'])
      expect(text).toContain(part);
  });

  it('puts the cells of a row on one line', async () => {
    const cell = (text: string): string => `<w:tc>${paragraph(text)}</w:tc>`;
    const { text } = await extractText(
      docx(
        `<w:tbl><w:tr>${cell('姓名')}${cell('電話')}</w:tr><w:tr>${cell('王示范')}${cell('66123456')}</w:tr></w:tbl>`,
      ),
    );
    expect(text).toContain('姓名\t電話\n王示范\t66123456');
  });

  it('reads a document within a document, and stops at the depth limit', async () => {
    let bytes = docx(paragraph('innermost A123456(3)'));
    const wrap = (inner: Uint8Array): Uint8Array =>
      zipSync({
        '[Content_Types].xml': strToU8('<Types/>'),
        'word/document.xml': strToU8('<w:document/>'),
        'word/embeddings/a.docx': inner,
      });
    bytes = wrap(wrap(bytes));
    expect((await extractText(bytes)).text).toContain('innermost');
    for (let i = 0; i < 5; i += 1) bytes = wrap(bytes);
    expect(await extractText(bytes)).toMatchObject({ extracted: 'partial' });
  });

  it('refuses a document type and counts nested files against one limit', async () => {
    expect(
      await extractText(docx('', { 'word/footer1.xml': '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>' })),
    ).toMatchObject({ problem: 'unreadable.bomb', text: '' });
    const big = zipSync({ 'a.txt': new Uint8Array(600_000).fill(97) });
    const many = zipSync({ '1.zip': big, '2.zip': big, '3.zip': big }, { level: 0 });
    expect(await extractText(many, { ...DEFAULT_LIMITS, inflatedBytes: 1_000_000 })).toMatchObject({
      extracted: 'partial',
      problem: 'unreadable.bomb',
    });
  });

  it('says that a scan in a document cannot be read', async () => {
    const bytes = zipSync({
      'word/document.xml': strToU8('<w:document/>'),
      'word/media/image1.png': new Uint8Array([0x89, 0x50]),
    });
    expect(await extractText(bytes)).toMatchObject({ problem: 'unreadable.image', extracted: 'partial' });
  });
});

describe('XLSX', () => {
  it('shows dates as dates and keeps hidden sheets apart', async () => {
    const sheet = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
    const bytes = zipSync(
      Object.fromEntries(
        Object.entries({
          'xl/workbook.xml': '<workbook><sheets><sheet name="A"/><sheet name="B" state="hidden"/></sheets></workbook>',
          'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
          'xl/sharedStrings.xml': '<sst><si><t>出生日期</t></si><si><r><t>姓</t></r><r><t>名</t></r></si></sst>',
          'xl/worksheets/sheet1.xml': sheet(
            '<row><c r="A1" t="s"><v>1</v></c><c r="C1" t="s"><v>0</v></c></row><row><c r="A2" t="inlineStr"><is><t>王示范</t></is></c><c r="C2" s="1"><v>32452</v></c></row>',
          ),
          'xl/worksheets/sheet2.xml': sheet('<row><c r="A1" t="str"><v>hidden</v></c></row>'),
        }).map(([name, xml]) => [name, strToU8(xml)]),
      ),
    );
    const { text } = await extractText(bytes);
    expect(text).toContain('姓名\t\t出生日期\n王示范\t\t1988-11-05');
    expect(text).toMatch(/1988-11-05\n\nhidden/);
  });
});

describe('text', () => {
  it.each([
    ['utf-8', new TextEncoder().encode('身份證 é'), '身份證 é'],
    ['utf-16le with a mark', new Uint8Array([0xff, 0xfe, 0x61, 0x00, 0x2d, 0x4e]), 'a中'],
    ['utf-16be with a mark', new Uint8Array([0xfe, 0xff, 0x00, 0x61, 0x4e, 0x2d]), 'a中'],
    [
      'iso-8859-1',
      new Uint8Array([0x4a, 0x6f, 0xe3, 0x6f, 0x2c, 0x20, 0x6e, 0xfa, 0x6d, 0x65, 0x72, 0x6f]),
      'João, número',
    ],
    [
      'iso-8859-1 with the two accents of -ção side by side',
      Uint8Array.from('Conceição, OPÇÕES, informação', (char) => char.charCodeAt(0)),
      'Conceição, OPÇÕES, informação',
    ],
    ['gb18030', new Uint8Array([0xc9, 0xed, 0xb7, 0xdd, 0xd6, 0xa4, 0xba, 0xc5]), '身份证号'],
    ['big5', new Uint8Array([0xa8, 0xad, 0xa5, 0xf7, 0xc3, 0xd2, 0xb9, 0x71, 0xb8, 0xdc]), '身份證電話'],
  ])('in %s is read', async (_name, bytes, text) => {
    expect(await extractText(bytes)).toMatchObject({ text, extracted: 'full' });
  });

  it('in UTF-7 is read both as it stands and as an old program shows it', async () => {
    const bytes = new TextEncoder().encode('+Z3FluQ- 1 +- 2: +AEEAMQAyADMANAA1ADYAKAAzACk-, +jqtO/YtJ-');
    const { text, extracted } = await extractText(bytes);
    expect(extracted).toBe('full');
    expect(text).toContain('+AEEAMQAyADMANAA1ADYAKAAzACk-');
    expect(text).toContain('1 + 2: A123456(3), 身份證');
    for (const plain of ['c+medium-sized+abcdef-', `+${'QUJD'.repeat(200)}-`, 'a+-b'])
      expect((await extractText(new TextEncoder().encode(plain))).text).toBe(plain);
  });

  it('with control bytes is not taken for readable', async () => {
    expect(await extractText(new Uint8Array([0x61, 0x00, 0x01, 0x62]))).toMatchObject({
      extracted: 'partial',
      problem: 'unreadable.mixed_encoding',
    });
  });
});

describe('HTML', () => {
  it('loses tags, scripts and styles, keeps lines, cells, entities and mail links', async () => {
    const html =
      '<!doctype html><html><style>p{}</style><script>var a="<p>";</script><p>Jo&atilde;o&#8203;</p><table><tr><td>a</td><td>b</td></tr></table><a href="mailto:x@example.org">write</a>';
    const { text } = await extractText(new TextEncoder().encode(html));
    expect(text).toContain('João');
    expect(text).toContain('a\tb');
    expect(text).toContain('x@example.org');
    expect(text).not.toContain('var a');
  });

  it('without an end of a tag comes to an end', async () => {
    expect((await extractText(new TextEncoder().encode(`<html>${'<p '.repeat(200_000)}`))).extracted).toBe('full');
  });
});

describe('ZIP', () => {
  it('with one altered byte is damaged, also where nothing is compressed', async () => {
    const bytes = zipSync({ 'a.txt': strToU8('the quick brown fox') }, { level: 0 });
    expect(await extractText(bytes)).toMatchObject({ extracted: 'full' });
    const altered = bytes.slice();
    const at = Array.from(altered).findIndex((byte, i) => byte === 0x71 && altered[i + 1] === 0x75);
    altered[at] = 0x51;
    expect(await extractText(altered)).toMatchObject({ extracted: 'none', problem: 'unreadable.damaged', text: '' });
  });
});

describe('PDF', () => {
  const page = (content: string, filter = ''): Uint8Array =>
    strToU8(`%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>> endobj
4 0 obj <</Length ${content.length}${filter}>>
stream
${content}
endstream
endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R>>
%%EOF`);

  it('whose content cannot be decoded is damaged, not empty', async () => {
    const written = 'BT /F1 12 Tf 20 20 Td (The canteen opens) Tj ET';
    expect(await extractText(page(written))).toMatchObject({ extracted: 'full', text: 'The canteen opens\n' });
    expect(await extractText(page(written, '/Filter/FlateDecode'))).toMatchObject({
      extracted: 'none',
      problem: 'unreadable.damaged',
    });
  });
});

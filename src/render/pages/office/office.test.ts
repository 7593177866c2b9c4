import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { docxOf, wordParagraph, zipOf } from '../../../../test/support/made-zip.ts';
import { PAGE_LIMITS } from '../limits.ts';
import type { Block } from '../text/blocks.ts';
import { loadFonts } from '../text/fonts.ts';
import { cleanPackage, DeclaredEntities } from './clean.ts';
import { openCompound, openOffice } from './document.ts';
import { docxBlocks } from './docx.ts';
import { isPlace } from './links.ts';
import { showNumber } from './numbers.ts';
import { odsBlocks } from './ods.ts';
import { openPackage, type Parts } from './package.ts';
import { pptxBlocks } from './pptx.ts';
import { xlsxBlocks } from './sheets.ts';
import { readXml } from './xml.ts';

function partsOf(bytes: Uint8Array): Parts {
  const opened = openPackage(bytes, PAGE_LIMITS);
  if (opened.kind === 'cannot') throw new Error(opened.why);
  return opened.parts;
}

function why(bytes: Uint8Array, limits = PAGE_LIMITS): string {
  const opened = openPackage(bytes, limits);
  return opened.kind === 'cannot' ? opened.why : opened.kind;
}

/** Parts of the cleaned file, as text. */
function cleaned(bytes: Uint8Array): Readonly<Record<string, string>> {
  const opened = openPackage(bytes, PAGE_LIMITS);
  if (opened.kind === 'cannot') throw new Error(opened.why);
  const parts = unzipSync(cleanPackage(opened.kind, opened.parts));
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, new TextDecoder().decode(part)]));
}

const shown = (blocks: readonly Block[]): string[] =>
  blocks.map((block) =>
    block.kind === 'text'
      ? `${block.label}${block.text}`
      : block.kind === 'table'
        ? JSON.stringify(block.rows)
        : block.kind,
  );

const ODT = 'application/vnd.oasis.opendocument.text';

describe('an archive that may be an Office file', () => {
  it('is what its parts make it, and an ordinary archive is none', () => {
    expect(why(docxOf(wordParagraph('x')))).toBe('docx');
    expect(why(zipOf({ '[Content_Types].xml': '', 'xl/workbook.xml': '' }))).toBe('xlsx');
    expect(why(zipOf({ mimetype: ODT, 'content.xml': '' }))).toBe('odt');
    expect(why(zipOf({ 'a.txt': 'x' }))).toBe('unsupported');
    expect(why(zipOf({}))).toBe('unsupported');
    expect(why(Buffer.from('PK\x03\x04 and no more'))).toBe('broken');
  });

  it('is refused with macros or encryption in it', () => {
    expect(why(docxOf('', [], { 'word/vbaProject.bin': 'x' }))).toBe('macros');
    expect(why(zipOf({ mimetype: ODT, 'content.xml': '', 'Basic/Standard/Module1.xml': 'x' }))).toBe('macros');
    expect(
      why(zipOf({ mimetype: ODT, 'content.xml': '', 'META-INF/manifest.xml': '<manifest:encryption-data/>' })),
    ).toBe('encrypted');
  });

  it('is refused before it is unpacked when it would be too much', () => {
    expect(why(docxOf('', [], { 'word/media/a.bin': new Uint8Array(2_000_000) }))).toBe('hostile');
    expect(why(docxOf(wordParagraph('x')), { ...PAGE_LIMITS, unpacked: 100 })).toBe('too_large');
    expect(why(docxOf(wordParagraph('x')), { ...PAGE_LIMITS, entries: 3 })).toBe('too_large');
  });

  it('is refused when two entries have one name: each reader would take another', () => {
    const bytes = Buffer.from(zipOf({ '[Content_Types].xml': '', 'word/document.xml': 'a', 'word/documenu.xml': 'b' }));
    for (let at = bytes.indexOf('documenu'); at >= 0; at = bytes.indexOf('documenu')) bytes.write('document', at);
    expect(why(bytes)).toBe('hostile');
  });
});

describe('an Office file that goes to the converter', () => {
  const rels = (relations: Parameters<typeof docxOf>[1]): string =>
    cleaned(docxOf('', relations))['word/_rels/document.xml.rels'] ?? '';

  it('has no relation left that would be fetched, however it is written', () => {
    for (const mode of ['External', 'external', '&#69;xternal', ' External '])
      expect(rels([{ type: 'image', target: 'http://127.0.0.1/a.png', mode }]), mode).not.toContain('127.0.0.1');
    for (const target of [
      'file:///etc/passwd',
      'f&#105;le:/etc/passwd',
      '//host/share',
      '\\\\host\\share',
      'C:\\a',
      '../../../../etc/passwd',
    ])
      expect(rels([{ type: 'image', target }]), target).not.toContain('Relationship Id');
    for (const type of ['attachedTemplate', 'aFChunk', 'subDocument', 'frame', 'oleObject'])
      expect(rels([{ type, target: 'a.html' }]), type).not.toContain('Relationship Id');
  });

  it('keeps its links for people and its own parts', () => {
    expect(rels([{ type: 'hyperlink', target: 'https://example.org/?a=1&amp;b=2', mode: 'External' }])).toContain(
      'https://example.org/?a=1&amp;b=2',
    );
    expect(rels([{ type: 'image', target: 'media/a.png' }])).toContain('media/a.png');
    expect(rels([{ type: 'customXml', target: '../customXml/item1.xml' }])).toContain('../customXml/item1.xml');
  });

  it('has no field left that reads a file, though it is written in pieces', () => {
    const piece = (text: string): string => `<w:r><w:instrText>${text}</w:instrText></w:r>`;
    const hidden = docxOf(`<w:p>${piece('INCL')}${piece('UDEPICTURE &quot;file:///etc/hostname&quot;')}</w:p>`);
    expect(cleaned(hidden)['word/document.xml']).not.toContain('hostname');
    const simple = docxOf(
      '<w:p><w:fldSimple w:instr=" INCLUDETEXT &quot;http://127.0.0.1/&quot; "><w:r><w:t>seen</w:t></w:r></w:fldSimple></w:p>',
    );
    expect(cleaned(simple)['word/document.xml']).not.toContain('127.0.0.1');
    expect(cleaned(simple)['word/document.xml']).toContain('seen');
    const page = docxOf(`<w:p>${piece('PAGE')}${piece('HYPERLINK &quot;https://example.org&quot;')}</w:p>`);
    expect(cleaned(page)['word/document.xml']).toContain('PAGE');
  });

  it('has no drawing in markup left, whatever its name: it could name files', () => {
    const svg = '<?xml version="1.0"?><svg xmlns:xlink="x"><image xlink:href="file:///etc/passwd"/></svg>';
    const names = Object.keys(
      cleaned(
        docxOf('', [], {
          'word/media/image1.png': svg,
          'word/media/image2.svg': svg,
          'word/media/image3.png': '\u0089PNG',
        }),
      ),
    );
    expect(names.filter((name) => name.startsWith('word/media'))).toEqual(['word/media/image3.png']);
  });

  it('may not declare entities', () => {
    expect(() => cleaned(docxOf('', [], { 'word/header1.xml': '<!DOCTYPE x [<!ENTITY a "b">]><w:hdr/>' }))).toThrow(
      DeclaredEntities,
    );
  });

  it('has no picture, section or style from elsewhere as OpenDocument', () => {
    const content = (href: string, tag = 'draw:image'): string =>
      cleaned(zipOf({ mimetype: ODT, 'content.xml': `<?xml version="1.0"?><x><${tag} xlink:href="${href}"/></x>` }))[
        'content.xml'
      ] ?? '';
    for (const href of [
      'http://127.0.0.1/a',
      'file:///etc/passwd',
      '../../etc/passwd',
      '&#x66;ile:///a',
      'FILE:///a',
      '//host/a',
    ])
      expect(content(href), href).toContain('href=""');
    expect(content('http://127.0.0.1/a', 'text:section-source')).toContain('href=""');
    expect(content('Pictures/a.png')).toContain('Pictures/a.png');
    expect(content('https://example.org/', 'text:a')).toContain('https://example.org/');
  });

  it('is written anew, without what stood between its entries', () => {
    const bytes = Buffer.from(docxOf(wordParagraph('x')));
    // The last two bytes are the length of a comment.
    bytes.writeUInt16LE(9, bytes.length - 2);
    const opened = openPackage(Buffer.concat([bytes, Buffer.from('something')]), PAGE_LIMITS);
    if (opened.kind === 'cannot') throw new Error(opened.why);
    expect(Buffer.from(cleanPackage(opened.kind, opened.parts)).includes('something')).toBe(false);
  });
});

describe('targets of links', () => {
  it('are places elsewhere when they name a scheme, a share or a folder above', () => {
    for (const place of [
      'http://a',
      'FILE:/a',
      'file%3A///a',
      ' jav\tascript:x',
      '//a/b',
      'a\\b',
      '../../../a',
      'c:/a',
    ])
      expect(isPlace(place), place).toBe(true);
    for (const inside of ['media/a.png', '/word/media/a.png', '../customXml/a.xml', './Object 1', '#anchor', ''])
      expect(isPlace(inside), inside).toBe(false);
  });
});

describe('a Word document without a converter', () => {
  it('is headings, paragraphs, lists, tables and notes', () => {
    const cell = (text: string): string => `<w:tc>${wordParagraph(text)}</w:tc>`;
    const parts = partsOf(
      docxOf(
        [
          wordParagraph('Agreement', '<w:pStyle w:val="H1"/>'),
          wordParagraph('First &amp; last'),
          wordParagraph('item', '<w:numPr><w:ilvl w:val="1"/></w:numPr>'),
          `<w:tbl><w:tr>${cell('a')}${cell('b')}</w:tr><w:tr>${cell('c')}<w:tc><w:tbl><w:tr>${cell('deep')}</w:tr></w:tbl>${wordParagraph('d')}</w:tc></w:tr></w:tbl>`,
          '<w:p><w:r><w:t>one</w:t><w:br w:type="page"/><w:t>two</w:t></w:r></w:p>',
          '<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText><w:t>kept</w:t></w:r></w:p>',
        ].join(''),
        [],
        {
          'word/styles.xml': '<w:styles><w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style></w:styles>',
          'word/footnotes.xml': `<w:footnotes>${wordParagraph('note')}</w:footnotes>`,
        },
      ),
    );
    expect(shown(docxBlocks(parts))).toEqual([
      'Agreement',
      'First & last',
      '•item',
      '[["a","b"],["c","deep\\nd"]]',
      'one',
      'page',
      'two',
      'kept',
      'rule',
      'note',
    ]);
  });

  it('does not fail on what is not closed, nested without end, or not there', () => {
    for (const body of [
      '<w:p><w:r><w:t>x',
      '<w:tbl>'.repeat(50_000),
      '</w:tbl></w:p>'.repeat(1000),
      '<',
      '&#x;&#0;&unknown;',
      '<w:p w:a="',
      `<${'a'.repeat(100_000)}`,
    ])
      expect(Array.isArray(docxBlocks(partsOf(docxOf(body))))).toBe(true);
  });
});

describe('sheets without a converter', () => {
  const workbook = (sheet: string, more: Readonly<Record<string, string>> = {}): Uint8Array =>
    zipOf({
      '[Content_Types].xml': '',
      'xl/workbook.xml':
        '<workbook><sheets><sheet name="薪酬" sheetId="1" r:id="rId1"/><sheet name="gone" state="hidden" r:id="rId1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
      ...more,
    });

  it('show texts, numbers, dates and what formulas came to, where they stand', () => {
    const bytes = workbook(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>inline</t></is></c></row>' +
        '<row r="3"><c r="A3" s="1"><v>46000</v></c><c r="B3"><f>1+1</f><v>2</v></c><c r="C3" t="b"><v>1</v></c><c r="D3" s="2"><v>1234.5</v></c></row>',
      {
        'xl/sharedStrings.xml': '<sst><si><r><t>姓</t></r><r><t>名</t></r><rPh><t>セイ</t></rPh></si></sst>',
        'xl/styles.xml':
          '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="#,##0.00 &quot;MOP&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
      },
    );
    expect(shown(xlsxBlocks(partsOf(bytes), 100))).toEqual([
      '薪酬',
      '[["姓名","","inline"],[],["2025-12-09","2","TRUE","1,234.50"]]',
    ]);
  });

  it('stop at a number of rows, and say so', () => {
    const rows = Array.from({ length: 50 }, (_, i) => `<row r="${i + 1}"><c><v>${i}</v></c></row>`).join('');
    expect(shown(xlsxBlocks(partsOf(workbook(rows)), 10))[1]).toBe('1 – 10 / …');
  });

  it('do not grow with what a sheet says about itself', () => {
    const far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>';
    expect(JSON.stringify(xlsxBlocks(partsOf(workbook(far)), 5000)).length).toBeLessThan(100_000);
    const spread = zipOf({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'content.xml':
        '<table:table table:name="s"><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>',
    });
    expect(JSON.stringify(odsBlocks(partsOf(spread), 5000)).length).toBeLessThan(200_000);
  });

  it('of OpenDocument show what their cells show', () => {
    const bytes = zipOf({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'content.xml':
        '<table:table table:name="S"><table:table-row><table:table-cell office:value="1.5"><text:p>1,50</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2"/><table:table-cell><office:annotation><text:p>note</text:p></office:annotation><text:p>a</text:p><text:p>b</text:p></table:table-cell></table:table-row></table:table>',
    });
    expect(shown(odsBlocks(partsOf(bytes), 100))).toEqual(['S', '[["1,50","","","a\\nb"]]']);
  });
});

describe('numbers of cells', () => {
  it.each([
    ['46000.75', 'yyyy/m/d h:mm', '2025-12-09 18:00'],
    ['0.5', 'h:mm AM/PM', '12:00'],
    ['46000', 'yyyy"年"m"月"', '2025-12'],
    ['0.125', '0.0%', '12.5%'],
    ['1234567.891', '#,##0.00', '1,234,567.89'],
    ['-1234.5', '#,##0', '-1,235'],
    ['0.1', '', '0.1'],
    ['0.30000000000000004', '', '0.3'],
    ['1e400', '0.00', '1e400'],
    ['99999999', 'yyyy-mm-dd', '99999999'],
    ['x', '0', 'x'],
  ])('%s as %s is %s', (value, format, text) => {
    expect(showNumber(value, format)).toBe(text);
  });
});

describe('slides without a converter', () => {
  it('are pages in the order in which they are shown', () => {
    const slide = (title: string, text: string): string =>
      `<p:sld><p:sp><p:ph type="title"/><a:p><a:r><a:t>${title}</a:t></a:r></a:p></p:sp><p:sp><a:p><a:pPr lvl="1"/><a:r><a:t>${text}</a:t></a:r></a:p></p:sp></p:sld>`;
    const bytes = zipOf({
      '[Content_Types].xml': '',
      'ppt/presentation.xml':
        '<p:presentation><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>',
      'ppt/_rels/presentation.xml.rels':
        '<R><Relationship Id="rId1" Target="slides/slide1.xml"/><Relationship Id="rId2" Target="slides/slide2.xml"/></R>',
      'ppt/slides/slide1.xml': slide('Second', 'b'),
      'ppt/slides/slide2.xml': slide('First', 'a'),
    });
    expect(shown(pptxBlocks(partsOf(bytes)))).toEqual(['1', 'First', '•a', 'page', '2', 'Second', '•b']);
  });
});

describe('opening', () => {
  it('goes to the converter only for what it takes', async () => {
    const docx = docxOf(wordParagraph('x'));
    expect((await openOffice(docx, ['docx'], loadFonts, PAGE_LIMITS)).kind).toBe('convert');
    const simple = await openOffice(docx, ['xlsx'], loadFonts, PAGE_LIMITS);
    expect(simple.kind === 'drawable' ? simple.drawable.drawn : simple).toBe('simplified');
    const odt = zipOf({ mimetype: ODT, 'content.xml': '' });
    expect(await openOffice(odt, [], loadFonts, PAGE_LIMITS)).toEqual({ kind: 'cannot', why: 'no_converter' });
    const entities = docxOf('', [], { 'word/a.xml': '<!DOCTYPE a><a/>' });
    expect(await openOffice(entities, ['docx'], loadFonts, PAGE_LIMITS)).toEqual({ kind: 'cannot', why: 'hostile' });
  });

  it('tells older files apart by what is in them', () => {
    const file = (...streams: readonly string[]): Uint8Array =>
      Buffer.concat([
        Buffer.from('d0cf11e0a1b11ae1', 'hex'),
        ...streams.map((name) => Buffer.from(`${name}\0`, 'utf16le')),
      ]);
    expect(openCompound(file('WordDocument'), ['doc'])).toMatchObject({ kind: 'convert', ending: 'doc' });
    expect(openCompound(file('Workbook'), ['doc'])).toEqual({ kind: 'cannot', why: 'no_converter' });
    expect(openCompound(file('WordDocument', '_VBA_PROJECT'), ['doc'])).toEqual({ kind: 'cannot', why: 'macros' });
    expect(openCompound(file('EncryptedPackage'), ['doc'])).toEqual({ kind: 'cannot', why: 'encrypted' });
    expect(openCompound(file('Installer'), ['doc'])).toEqual({ kind: 'cannot', why: 'unsupported' });
  });
});

describe('reading XML', () => {
  it('takes time in proportion to its length', () => {
    let opened = 0;
    for (const hostile of [
      '<'.repeat(200_000),
      '<a '.repeat(100_000),
      `<a ${'b="c" '.repeat(50_000)}>`,
      '<a="'.repeat(50_000),
      '<![CDATA['.repeat(50_000),
      '&'.repeat(200_000),
    ])
      readXml(hostile, { open: () => (opened += 1) });
    expect(opened).toBeGreaterThan(0);
  });
});

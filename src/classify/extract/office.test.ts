import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { extractText } from './extract.ts';

const pack = (parts: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(parts).map(([name, content]) => [name, strToU8(content)])));

async function expectAll(parts: Readonly<Record<string, string>>, wanted: readonly string[]): Promise<void> {
  const { text, extracted } = await extractText(pack(parts));
  expect(extracted).toBe('full');
  for (const part of wanted) expect(text).toContain(part);
}

describe('what is not on the page of an office file is read as well', () => {
  it('of DOCX: notes, feet, text boxes, comments, properties of its own', async () => {
    const run = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
    await expectAll(
      {
        'word/document.xml': `<w:document><w:txbxContent>${run('in a box')}</w:txbxContent></w:document>`,
        'word/footnotes.xml': `<w:footnotes>${run('a footnote')}</w:footnotes>`,
        'word/endnotes.xml': `<w:endnotes>${run('an endnote')}</w:endnotes>`,
        'word/footer2.xml': `<w:ftr>${run('at the foot')}</w:ftr>`,
        'word/comments.xml': `<w:comments><w:comment w:author="Lei Ka Hou">${run('a remark')}</w:comment></w:comments>`,
        'docProps/custom.xml':
          '<Properties><property name="Client"><vt:lpwstr>陳大文</vt:lpwstr></property></Properties>',
      },
      ['in a box', 'a footnote', 'an endnote', 'at the foot', 'a remark', 'Lei Ka Hou', '陳大文'],
    );
  });

  it('of XLSX: hidden rows and columns, very hidden sheets, heads, comments of both kinds and their authors', async () => {
    const cell = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
    await expectAll(
      {
        'xl/workbook.xml': '<workbook><sheets><sheet name="Pay" state="veryHidden"/></sheets></workbook>',
        'xl/worksheets/sheet1.xml': `<worksheet><cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1" hidden="1">${cell('A1', 'hidden row')}${cell('B1', 'hidden column')}</row></sheetData><headerFooter><oddHeader>&amp;Lon the head</oddHeader></headerFooter></worksheet>`,
        'xl/comments1.xml':
          '<comments><authors><author>Chan Tai Man</author></authors><commentList><comment><text><t>old remark</t></text></comment></commentList></comments>',
        'xl/threadedComments/threadedComment1.xml':
          '<ThreadedComments><threadedComment><text>new remark</text></threadedComment></ThreadedComments>',
        'xl/persons/person.xml': '<personList><person displayName="Maria Exemplo" id="{1}"/></personList>',
        'xl/externalLinks/externalLink1.xml':
          '<externalLink><sheetData><row r="1"><cell r="A1"><v>from elsewhere</v></cell></row></sheetData></externalLink>',
      },
      [
        'Pay',
        'hidden row\thidden column',
        'on the head',
        'old remark',
        'new remark',
        'Chan Tai Man',
        'Maria Exemplo',
        'from elsewhere',
      ],
    );
  });

  it('of PPTX: speaker notes, hidden slides, masters, comments and who wrote them', async () => {
    const text = (content: string) => `<p:sp><p:txBody><a:p><a:r><a:t>${content}</a:t></a:r></a:p></p:txBody></p:sp>`;
    await expectAll(
      {
        'ppt/presentation.xml': '<p:presentation/>',
        'ppt/slides/slide1.xml': `<p:sld show="0">${text('hidden slide')}</p:sld>`,
        'ppt/notesSlides/notesSlide1.xml': `<p:notes>${text('said, not shown')}</p:notes>`,
        'ppt/slideMasters/slideMaster1.xml': `<p:sldMaster>${text('on each slide')}</p:sldMaster>`,
        'ppt/comments/comment1.xml': '<p:cmLst><p:cm><p:text>a remark</p:text></p:cm></p:cmLst>',
        'ppt/commentAuthors.xml': '<p:cmAuthorLst><p:cmAuthor id="0" name="Lei Ka Hou"/></p:cmAuthorLst>',
      },
      ['hidden slide', 'said, not shown', 'on each slide', 'a remark', 'Lei Ka Hou'],
    );
  });

  it('of OpenDocument: deleted text, annotations, heads, hidden sheets, notes of slides, metadata', async () => {
    await expectAll(
      {
        mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
        'content.xml':
          '<office:document-content><text:tracked-changes><text:deletion><text:p>deleted text</text:p></text:deletion></text:tracked-changes><office:annotation><dc:creator>Lei Ka Hou</dc:creator><text:p>a remark</text:p></office:annotation><table:table table:display="false"><table:table-row table:visibility="collapse"><table:table-cell><text:p>姓名</text:p></table:table-cell><table:table-cell><text:p>陳大文</text:p></table:table-cell></table:table-row></table:table><presentation:notes><text:p>said, not shown</text:p></presentation:notes></office:document-content>',
        'styles.xml':
          '<office:document-styles><style:header><text:p>on the head</text:p></style:header></office:document-styles>',
        'meta.xml':
          '<office:document-meta><meta:user-defined meta:name="Client">Maria Exemplo</meta:user-defined></office:document-meta>',
      },
      ['deleted text', 'Lei Ka Hou', 'a remark', '姓名', '陳大文', 'said, not shown', 'on the head', 'Maria Exemplo'],
    );
    const locked = {
      mimetype: 'application/vnd.oasis.opendocument.text',
      'content.xml': 'x',
      'META-INF/manifest.xml': '<manifest:encryption-data/>',
    };
    expect((await extractText(pack(locked))).problem).toBe('unreadable.encrypted');
  });
});

import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { packed, sampleForm, sampleTexts } from '../../test/support/forms.ts';
import { extractText } from '../classify/extract/extract.ts';
import { LOCALES } from '../model/locale.ts';
import { renderDocx } from './docx.ts';

async function textOf(docx: Uint8Array): Promise<string> {
  const read = await extractText(docx);
  expect(read).toMatchObject({ extracted: 'full', problem: null });
  return packed(read.text);
}

const part = (docx: Uint8Array, name: string): string => strFromU8(unzipSync(docx)[name] ?? new Uint8Array(0));

/** Other work on the same machine makes seconds of them. */
const LONG = 120_000;

describe('renderDocx', () => {
  it.each(LOCALES)('gives back every text in %s', async (locale) => {
    const text = await textOf(await renderDocx(sampleForm(locale)));
    for (const one of sampleTexts(locale)) expect(text).toContain(packed(one));
  });

  it('has headings, tables with heads, page numbers, language and fonts of Word', async () => {
    const docx = await renderDocx(sampleForm('zh-Hant'));
    const document = part(docx, 'word/document.xml');
    expect(document).toContain('<w:pStyle w:val="Heading1"/>');
    expect(document).toContain('<w:pStyle w:val="Title"/>');
    expect(document).toContain('<w:tblHeader/>');
    expect(document).toMatch(/<w:pgSz w:w="11906" w:h="16838"/);
    expect(part(docx, 'word/footer1.xml')).toContain('NUMPAGES');
    const styles = part(docx, 'word/styles.xml');
    expect(styles).toMatch(/<w:lang w:val="en-GB" w:eastAsia="zh-MO"\/>/);
    expect(styles).toContain('w:eastAsia="Microsoft JhengHei"');
    expect(part(await renderDocx(sampleForm('zh-Hans')), 'word/styles.xml')).not.toContain('JhengHei');
  });

  it('names nobody and no time, and gives the same bytes again', async () => {
    const form = sampleForm('pt');
    const [docx, again] = await Promise.all([renderDocx(form), renderDocx(form)]);
    expect(Buffer.compare(docx, again)).toBe(0);
    const properties =
      part(docx, 'docProps/core.xml') + part(docx, 'docProps/app.xml') + part(docx, 'docProps/custom.xml');
    expect(properties).toContain('<dc:language>pt-PT</dc:language>');
    expect(properties).toContain(form.title);
    expect(properties).not.toMatch(/creator|modified|Un-named|\d{4}-\d\d-\d\dT/i);
  });

  it('prints markup as text and drops characters that hide or reorder', async () => {
    const title = '</w:t>&amp;<dc:creator>x</dc:creator> #read("/etc/passwd")';
    const docx = await renderDocx({ ...sampleForm('en'), title, notice: 'ab\u202Ecd\u0000e\u200Bf\uFFFE' });
    const text = await textOf(docx);
    expect(text).toContain(packed(title));
    expect(text).toContain('abcdef');
    expect(part(docx, 'docProps/core.xml')).not.toContain('<dc:creator>');
  });

  it(
    'takes empty tables and signatures, and a table of 5,000 rows',
    async () => {
      const rows = Array.from({ length: 5000 }, (_, i) => [`${i}`, '氹仔', 'z']);
      const docx = await renderDocx({
        ...sampleForm('en'),
        subtitle: null,
        notice: '',
        blocks: [
          { kind: 'table', head: [], rows: [] },
          { kind: 'signature', lines: [] },
          { kind: 'table', head: ['n'], rows },
        ],
      });
      const document = part(docx, 'word/document.xml');
      expect(document.match(/<w:tr>/g)).toHaveLength(5001);
      expect(await textOf(docx)).toContain('4999氹仔z');
    },
    LONG,
  );
});

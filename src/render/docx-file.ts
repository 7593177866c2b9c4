/** Builds a Word file. Only for the process of its own: a large form takes seconds. */
import { Document, Footer, HeadingLevel, Packer, PageNumber, Paragraph, TabStopType, TextRun } from 'docx';
import { unzipSync, type Zippable, zipSync } from 'fflate';
import { utf8 } from '../base/bytes.ts';
import type { FormDocument } from '../model/form-document.ts';
import type { Locale } from '../model/locale.ts';
import { blockContent, paragraph } from './docx-blocks.ts';
import { languageTag, PAGE, stylesFor, TEXT_WIDTH } from './docx-styles.ts';
import { groupFields } from './layout.ts';

/** Returns a cleaned form as a Word file. */
export async function buildDocx(form: FormDocument): Promise<Uint8Array> {
  return settle(await Packer.toBuffer(documentOf(form)), form.title, form.locale);
}

function documentOf(form: FormDocument): Document {
  return new Document({
    title: form.title,
    styles: stylesFor(form.locale),
    sections: [
      {
        properties: {
          page: {
            size: { width: PAGE.width, height: PAGE.height },
            margin: { top: PAGE.top, bottom: PAGE.bottom, left: PAGE.side, right: PAGE.side },
          },
        },
        footers: { default: footerOf(form.footer) },
        children: [
          new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(form.title)] }),
          ...(form.subtitle === null ? [] : [paragraph(form.subtitle, 'Subtitle')]),
          ...(form.notice === '' ? [] : [paragraph(form.notice, 'FormNotice')]),
          ...groupFields(form.blocks).flatMap(blockContent),
        ],
      },
    ],
  });
}

function footerOf(text: string): Footer {
  return new Footer({
    children: [
      new Paragraph({
        style: 'FormFooter',
        tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH }],
        children: [
          new TextRun(text),
          new TextRun({ children: ['\t', PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] }),
        ],
      }),
    ],
  });
}

const PROPERTIES = 'docProps/core.xml';
/** ZIP knows no earlier date; local time, as `fflate` writes it. */
const EPOCH = new Date(1980, 0, 1);

/** The library writes the time of day and a name that nobody has into the properties and the archive: both are replaced. */
function settle(docx: Uint8Array, title: string, locale: Locale): Uint8Array {
  const parts: Zippable = {};
  for (const [name, bytes] of Object.entries(unzipSync(docx))) {
    parts[name] = [name === PROPERTIES ? utf8(properties(title, languageTag(locale))) : bytes, { mtime: EPOCH }];
  }
  return zipSync(parts, { level: 6 });
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function properties(title: string, language: string): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escapeXml(title)}</dc:title><dc:language>${language}</dc:language></cp:coreProperties>`;
}

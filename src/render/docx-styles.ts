/** The look of Word files: fonts and language per locale, sizes, distances. */
import type { IParagraphStyleOptions, IStylesOptions } from 'docx';
import type { Locale } from '../model/locale.ts';

/** Sizes in half points, lengths in twentieths of a point; an A4 page with margins of 22 mm. */
export const PAGE = { width: 11_906, height: 16_838, side: 1247, top: 1247, bottom: 1361 } as const;
export const TEXT_WIDTH = PAGE.width - 2 * PAGE.side;
export const GREY = '5F6368';
export const FAINT = 'C4C8CD';

/** Fonts that Windows and Office for Mac bring; Word falls back within the same script where one lacks a character. */
const FONTS: Readonly<
  Record<Locale, { readonly eastAsia: string; readonly tag: string; readonly eastAsianTag: string }>
> = {
  'zh-Hant': { eastAsia: 'Microsoft JhengHei', tag: 'en-GB', eastAsianTag: 'zh-MO' },
  'zh-Hans': { eastAsia: 'Microsoft YaHei', tag: 'en-GB', eastAsianTag: 'zh-CN' },
  pt: { eastAsia: 'Microsoft JhengHei', tag: 'pt-PT', eastAsianTag: 'zh-MO' },
  en: { eastAsia: 'Microsoft JhengHei', tag: 'en-GB', eastAsianTag: 'zh-MO' },
};

/** Returns the tag of the file's language, for its properties. */
export function languageTag(locale: Locale): string {
  const { tag, eastAsianTag } = FONTS[locale];
  return locale.startsWith('zh') ? eastAsianTag : tag;
}

/** Quotation marks and dashes belong to both scripts; in Chinese they are drawn by the Chinese font. */
function fontFor(locale: Locale) {
  const font = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: FONTS[locale].eastAsia };
  return locale.startsWith('zh') ? { ...font, hint: 'eastAsia' } : font;
}

const PARAGRAPHS: readonly IParagraphStyleOptions[] = [
  { id: 'Subtitle', name: 'Subtitle', run: { size: 22, color: GREY }, paragraph: { alignment: 'center' } },
  {
    id: 'FormNotice',
    name: 'Form notice',
    run: { size: 18 },
    paragraph: {
      spacing: { before: 160, after: 160 },
      shading: { type: 'clear', color: 'auto', fill: 'FBF6E6' },
      border: { left: { style: 'single', size: 16, space: 6, color: '8A6D1D' } },
    },
  },
  { id: 'FormCell', name: 'Form cell', paragraph: { spacing: { before: 20, after: 20, line: 264 } } },
  {
    id: 'FormHint',
    name: 'Form hint',
    run: { size: 17, color: GREY },
    paragraph: { spacing: { before: 20, after: 40 } },
  },
  {
    id: 'FormLine',
    name: 'Form line',
    paragraph: {
      spacing: { before: 300, after: 0 },
      border: { bottom: { style: 'single', size: 6, space: 1, color: '000000' } },
    },
  },
  { id: 'FormFooter', name: 'Form footer', run: { size: 16, color: GREY } },
];

/** Returns the styles of the file; headings and title are Word's own. */
export function stylesFor(locale: Locale): IStylesOptions {
  const { tag, eastAsianTag } = FONTS[locale];
  return {
    default: {
      document: {
        run: { font: fontFor(locale), size: 21, language: { value: tag, eastAsia: eastAsianTag } },
        paragraph: { spacing: { after: 120, line: 288 } },
      },
      title: {
        run: { font: fontFor(locale), size: 36, bold: true, color: '000000' },
        paragraph: { alignment: 'center', spacing: { after: 80 } },
      },
      heading1: {
        run: { font: fontFor(locale), size: 25, bold: true, color: '000000' },
        paragraph: { spacing: { before: 320, after: 140 }, keepNext: true },
      },
    },
    paragraphStyles: PARAGRAPHS.map((style) => ({ basedOn: 'Normal', quickFormat: true, ...style })),
  };
}

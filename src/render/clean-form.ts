/** First step of both formats: a form within bounds, of characters that are safe to print. */
import { utf8 } from '../base/bytes.ts';
import { MIB } from '../base/units.ts';
import type { FormBlock, FormDocument } from '../model/form-document.ts';
import { RENDER } from './errors.ts';

/** Text counts in UTF-8 bytes of all texts together, rows and cells over all tables. A typeset cell costs about 20 KB of memory. */
export const FORM_LIMITS = { bytes: 2 * MIB, blocks: 5000, rows: 20_000, cells: 40_000, columns: 12 } as const;

// Invisible characters reorder or hide what people believe they sign. Selectors of variants stay after a Han character: names need them.
const INVISIBLE =
  /(?<!\p{Script=Han})[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]|(?![\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}])\p{Default_Ignorable_Code_Point}|\p{Bidi_Control}|\p{Noncharacter_Code_Point}/gu;
const LINE_END = /\r\n?|[\v\f\u{85}\u{2028}\u{2029}]/gu;
const CONTROL = /(?!\n)\p{Cc}/gu;
const ODD_SPACE = /(?![\u{A0}\u{3000}])\p{Zs}/gu;

/**
 * Returns the text as it is printed: line ends are `\n`, tabs and odd spaces are spaces, control and invisible characters
 * (direction marks among them) are gone. Letters are not changed or normalised; a lone surrogate becomes U+FFFD.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(LINE_END, '\n')
    .replaceAll('\t', ' ')
    .replaceAll('\u{202F}', '\u{A0}')
    .replace(CONTROL, '')
    .replace(INVISIBLE, '')
    .replace(ODD_SPACE, ' ');
}

const oneLine = (text: string): string => cleanText(text).replaceAll('\n', ' ').trim();
const orNull = (text: string | null): string | null => (text === null ? null : cleanText(text));

/** Returns the form with `cleanText` on every text; title, headings and footer are one line. @throws `render.too_large` */
export function cleanForm(form: FormDocument): FormDocument {
  assertWithin(form);
  return {
    // An accessible PDF must have a title.
    title: oneLine(form.title) || '-',
    subtitle: orNull(form.subtitle),
    locale: form.locale,
    notice: cleanText(form.notice),
    blocks: form.blocks.map(cleanBlock),
    footer: oneLine(form.footer),
  };
}

function cleanBlock(block: FormBlock): FormBlock {
  switch (block.kind) {
    case 'heading':
      return { ...block, text: oneLine(block.text) };
    case 'paragraph':
      return { ...block, text: cleanText(block.text) };
    case 'field':
      return {
        ...block,
        number: orNull(block.number),
        label: cleanText(block.label),
        value: cleanText(block.value),
        hint: orNull(block.hint),
      };
    case 'table':
      return { ...block, head: block.head.map(cleanText), rows: block.rows.map((row) => row.map(cleanText)) };
    case 'signature':
    default:
      return { ...block, lines: block.lines.map(cleanText) };
  }
}

/** Returns every text of a block, in the order of reading. */
export function textsOf(block: FormBlock): readonly string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [block.text];
    case 'field':
      return [block.number ?? '', block.label, block.value, block.hint ?? ''];
    case 'table':
      return [...block.head, ...block.rows.flat()];
    case 'signature':
    default:
      return block.lines;
  }
}

function assertWithin(form: FormDocument): void {
  const tables = form.blocks.filter((block) => block.kind === 'table');
  const rows = tables.reduce((sum, table) => sum + table.rows.length, 0);
  const widths = tables.map((table) => columnsOf(table));
  const cells = tables.reduce((sum, table, i) => sum + (table.rows.length + 1) * (widths[i] ?? 0), 0);
  const counted = { blocks: form.blocks.length, rows, cells, columns: Math.max(0, ...widths) };
  const over = (['blocks', 'rows', 'cells', 'columns'] as const).find((what) => counted[what] > FORM_LIMITS[what]);
  if (over !== undefined) throw RENDER.too_large({ what: over, limit: FORM_LIMITS[over] });
  const head = [form.title, form.subtitle ?? '', form.notice, form.footer];
  let bytes = 0;
  for (const text of [...head, ...form.blocks.flatMap(textsOf)]) bytes += utf8(text).length;
  if (bytes > FORM_LIMITS.bytes) throw RENDER.too_large({ what: 'bytes', limit: FORM_LIMITS.bytes });
}

/** Returns the number of columns: that of the longest row, the head included. */
export function columnsOf(table: {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}): number {
  return table.rows.reduce((widest, row) => Math.max(widest, row.length), table.head.length);
}

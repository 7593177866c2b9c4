/** What form.typ gets: the form with fonts, widths, and places where a long word may break. */
import type { FormDocument, FormField } from '../model/form-document.ts';
import type { Locale } from '../model/locale.ts';
import { familiesFor } from './fonts.ts';
import { breakable, columnShares, evenRows, type Group, groupFields, type Table } from './layout.ts';

/** `HK` also tells the typesetter that punctuation stands in the middle of its square, which it does in Macao as well. */
const LANGUAGE: Readonly<Record<Locale, { readonly lang: string; readonly region: string }>> = {
  'zh-Hant': { lang: 'zh', region: 'HK' },
  'zh-Hans': { lang: 'zh', region: 'CN' },
  pt: { lang: 'pt', region: 'PT' },
  en: { lang: 'en', region: 'GB' },
};

/** Half characters in a line, a little less than what fits: of the page, the two columns of fields, and a table at 9 pt. */
const ROOM = { page: 80, number: 4, label: 22, value: 44, signature: 38, table: 92 } as const;

/** Returns plain data for `sys.inputs.form`. A text is a string, or a list of pieces between which a line may break. */
export function pdfData(form: FormDocument) {
  return {
    ...LANGUAGE[form.locale],
    fonts: familiesFor(form.locale),
    title: form.title,
    subtitle: form.subtitle === null ? null : breakable(form.subtitle, ROOM.page),
    notice: breakable(form.notice, ROOM.page),
    footer: breakable(form.footer, ROOM.page),
    blocks: groupFields(form.blocks).map(blockData),
  };
}

function blockData(block: Group) {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return { kind: block.kind, text: breakable(block.text, ROOM.page) };
    case 'fields':
      return { kind: block.kind, items: block.items.map(fieldData) };
    case 'table':
      return tableData(block);
    case 'signature':
    default:
      return { kind: block.kind, lines: block.lines.map((line) => breakable(line, ROOM.signature)) };
  }
}

function fieldData(field: FormField) {
  return {
    number: breakable(field.number ?? '', ROOM.number),
    label: breakable(field.label, ROOM.label),
    value: breakable(field.value, ROOM.value),
    missing: field.missing,
    hint: field.hint === null ? null : breakable(field.hint, ROOM.value),
  };
}

function tableData(table: Table) {
  const shares = columnShares(table);
  // More columns, smaller letters: 9 pt up to five, then down to 7.
  const size = Math.max(7, 9 - Math.max(0, shares.length - 5) * 0.4);
  const { head, rows } = evenRows(table);
  // Two half characters of each column are its padding.
  const fit = (cell: string, column: number) => breakable(cell, (shares[column] ?? 0) * ROOM.table * (9 / size) - 3);
  return { kind: table.kind, size, widths: shares, head: head.map(fit), rows: rows.map((row) => row.map(fit)) };
}

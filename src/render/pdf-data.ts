/** What form.typ gets: the form with fonts, widths, and places where a long word may break. */
import type { FormDocument, FormField } from '../model/form-document.ts';
import type { Locale } from '../model/locale.ts';
import { familiesFor } from './fonts.ts';
import {
  breakable,
  columnShares,
  evenRows,
  type Group,
  groupFields,
  type Table,
  tableRoom,
  tableSize,
} from './layout.ts';

/** `HK` also tells the typesetter that punctuation stands in the middle of its square, which it does in Macao as well. */
const LANGUAGE: Readonly<Record<Locale, { readonly lang: string; readonly region: string }>> = {
  'zh-Hant': { lang: 'zh', region: 'HK' },
  'zh-Hans': { lang: 'zh', region: 'CN' },
  pt: { lang: 'pt', region: 'PT' },
  en: { lang: 'en', region: 'GB' },
};

/** Half squares of the letters that fit into a line of each part of the page; see form.typ for their sizes. */
const ROOM = {
  title: 48,
  subtitle: 84,
  heading: 68,
  text: 88,
  notice: 98,
  number: 5,
  label: 22,
  value: 51,
  hint: 62,
  signature: 46,
  footer: 100,
} as const;

/** Returns plain data for `sys.inputs.form`. A text is a string, or a list of pieces between which a line may break. */
export function pdfData(form: FormDocument) {
  return {
    ...LANGUAGE[form.locale],
    fonts: familiesFor(form.locale),
    title: form.title,
    headline: breakable(form.title, ROOM.title),
    subtitle: form.subtitle === null ? null : breakable(form.subtitle, ROOM.subtitle),
    notice: breakable(form.notice, ROOM.notice),
    footer: breakable(form.footer, ROOM.footer),
    blocks: groupFields(form.blocks).map(blockData),
  };
}

function blockData(block: Group) {
  switch (block.kind) {
    case 'heading':
      return { kind: block.kind, text: breakable(block.text, ROOM.heading) };
    case 'paragraph':
      return { kind: block.kind, text: breakable(block.text, ROOM.text) };
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
    hint: field.hint === null ? null : breakable(field.hint, ROOM.hint),
  };
}

function tableData(table: Table) {
  const shares = columnShares(table);
  const room = tableRoom(table);
  const { head, rows } = evenRows(table);
  // Without the padding of a cell.
  const fit = (cell: string, column: number) => breakable(cell, (shares[column] ?? 0) * room - 3.5);
  return {
    kind: table.kind,
    size: tableSize(table),
    widths: shares,
    head: head.map(fit),
    rows: rows.map((row) => row.map(fit)),
  };
}

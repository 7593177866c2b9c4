/** Text of Excel 97-2003 workbooks (MS-XLS, BIFF8): one line a row, cells at their columns, hidden sheets too; comments, heads and feet behind. */
import { decodeAs } from '../code-pages.ts';
import { UnreadableError } from '../result.ts';
import { isBuiltInDate, isDateFormat, serialDate } from '../sheet.ts';
import type { Compound } from './cfb.ts';
import { readStrings, shortString, unicodeString } from './excel-strings.ts';

export type BiffRecord = { readonly type: number; readonly data: Uint8Array; readonly view: DataView };

const R = {
  formula: 0x0006,
  endOfFile: 0x000a,
  header: 0x0014,
  footer: 0x0015,
  password: 0x002f,
  continue: 0x003c,
  sheet: 0x0085,
  numbers: 0x00bd,
  style: 0x00e0,
  strings: 0x00fc,
  shared: 0x00fd,
  textObject: 0x01b6,
  link: 0x01b8,
  number: 0x0203,
  label: 0x0204,
  result: 0x0207,
  packed: 0x027e,
  format: 0x041e,
  start: 0x0809,
} as const;

const VERSION_8 = 0x0600;
const COLUMN_LIMIT = 512;
const MOST_CELLS = 5_000_000;

/** @throws UnreadableError encrypted, damaged, unknown_type for Excel 5 and 95. */
export function excelText(compound: Compound): string {
  const stream = compound.find('Workbook');
  if (stream === undefined) throw new UnreadableError('unreadable.unknown_type');
  const book = new Book();
  const records = recordsOf(stream.read());
  for (const [at, record] of records.entries()) book.read(record, records, at);
  return book.text();
}

function recordsOf(bytes: Uint8Array): BiffRecord[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: BiffRecord[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const type = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    if (at + 4 + length > bytes.length) throw new UnreadableError('unreadable.damaged');
    const data = bytes.subarray(at + 4, at + 4 + length);
    records.push({ type, data, view: new DataView(data.buffer, data.byteOffset, data.byteLength) });
    at += 4 + length;
    if (type === R.endOfFile && isPadding(bytes, at)) break;
  }
  return records;
}

/** Some programs fill the stream up with zeros. */
function isPadding(bytes: Uint8Array, at: number): boolean {
  return at + 4 <= bytes.length && bytes.subarray(at, at + 4).every((byte) => byte === 0);
}

type Handler = {
  /** Bytes that such a record has at least. */
  readonly least: number;
  readonly read: (record: BiffRecord, continued: readonly Uint8Array[]) => unknown;
};

function placeOf(view: DataView): { row: number; column: number } {
  return { row: view.getUint16(0, true), column: view.getUint16(2, true) };
}

function styleOf(view: DataView): number {
  return view.getUint16(4, true);
}

class Book {
  readonly #lines: string[] = [];
  readonly #more: string[] = [];
  readonly #formats = new Map<number, boolean>();
  readonly #styles: number[] = [];
  #strings: readonly string[] = [];
  #rows = new Map<number, Map<number, string>>();
  #pending: { row: number; column: number } | null = null;
  #cells = 0;

  text(): string {
    this.#endSheet();
    return [...this.#lines, ...this.#more].join('\n');
  }

  read(record: BiffRecord, records: readonly BiffRecord[], at: number): void {
    const handler = this.#ofBook[record.type] ?? this.#ofCells[record.type];
    // Shorter than what every record of its kind has: nothing that could be read.
    if (handler !== undefined && record.data.length >= handler.least) handler.read(record, continued(records, at));
  }

  readonly #ofBook: Readonly<Record<number, Handler>> = {
    [R.password]: {
      least: 0,
      read: () => {
        throw new UnreadableError('unreadable.encrypted');
      },
    },
    [R.start]: {
      least: 2,
      read: ({ view }) => {
        this.#endSheet();
        if (view.getUint16(0, true) !== VERSION_8) throw new UnreadableError('unreadable.unknown_type');
      },
    },
    [R.strings]: { least: 0, read: ({ data }, more) => (this.#strings = readStrings(data, more)) },
    [R.textObject]: { least: 12, read: ({ view }, more) => this.#more.push(textObject(view, more)) },
    [R.link]: { least: 0, read: ({ data }) => this.#more.push(linkTarget(data)) },
    [R.sheet]: { least: 8, read: ({ data }) => this.#lines.push(shortString(data, 6)) },
    [R.header]: { least: 4, read: ({ data }) => this.#more.push(unicodeString(data, 0)) },
    [R.footer]: { least: 4, read: ({ data }) => this.#more.push(unicodeString(data, 0)) },
    [R.format]: {
      least: 6,
      read: ({ data, view }) => this.#formats.set(view.getUint16(0, true), isDateFormat(unicodeString(data, 2))),
    },
    [R.style]: { least: 4, read: ({ view }) => this.#styles.push(view.getUint16(2, true)) },
  };

  readonly #ofCells: Readonly<Record<number, Handler>> = {
    [R.shared]: {
      least: 10,
      read: ({ view }) => this.#put(placeOf(view), this.#strings[view.getUint32(6, true)] ?? ''),
    },
    [R.label]: { least: 9, read: ({ view, data }) => this.#put(placeOf(view), unicodeString(data, 6)) },
    [R.number]: { least: 14, read: ({ view }) => this.#number(placeOf(view), styleOf(view), view.getFloat64(6, true)) },
    [R.packed]: {
      least: 10,
      read: ({ view }) => this.#number(placeOf(view), styleOf(view), unpack(view.getUint32(6, true))),
    },
    [R.numbers]: {
      least: 12,
      read: ({ view, data }) => {
        const { row, column } = placeOf(view);
        for (let at = 4, i = 0; at + 6 <= data.length - 2; at += 6, i += 1)
          this.#number({ row, column: column + i }, view.getUint16(at, true), unpack(view.getUint32(at + 2, true)));
      },
    },
    [R.formula]: {
      least: 14,
      read: ({ view }) => {
        // A result that is no number is marked by its last two bytes; a text stands in the next record.
        if (view.getUint16(12, true) === 0xffff) this.#pending = placeOf(view);
        else this.#number(placeOf(view), styleOf(view), view.getFloat64(6, true));
      },
    },
    [R.result]: {
      least: 3,
      read: ({ data }) => {
        if (this.#pending !== null) this.#put(this.#pending, unicodeString(data, 0));
        this.#pending = null;
      },
    },
  };

  #number(place: { row: number; column: number }, style: number, value: number): void {
    const format = this.#styles[style] ?? 0;
    const isDate = this.#formats.get(format) ?? isBuiltInDate(format);
    this.#put(place, isDate ? serialDate(value) : String(Number(value.toPrecision(15))));
  }

  #put({ row, column }: { row: number; column: number }, text: string): void {
    this.#cells += 1;
    if (this.#cells > MOST_CELLS) throw new UnreadableError('unreadable.bomb');
    const cells = this.#rows.get(row) ?? new Map<number, string>();
    this.#rows.set(row, cells);
    cells.set(column, text.replace(/[\t\r\n]+/g, ' '));
  }

  /** An empty line ends the table, so that the next sheet is not read as more rows of this one. */
  #endSheet(): void {
    for (const [, cells] of [...this.#rows].sort(([a], [b]) => a - b)) {
      const line: string[] = [];
      for (const [column, text] of [...cells].sort(([a], [b]) => a - b)) {
        while (line.length < Math.min(column, COLUMN_LIMIT)) line.push('');
        line.push(text);
      }
      this.#lines.push(line.join('\t'));
    }
    if (this.#rows.size > 0) this.#lines.push('');
    this.#rows = new Map();
  }
}

function continued(records: readonly BiffRecord[], at: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let next = at + 1; records[next]?.type === R.continue; next += 1)
    pieces.push(records[next]?.data ?? new Uint8Array());
  return pieces;
}

/** Comments and text boxes: the first continuation holds the characters. */
function textObject(view: DataView, pieces: readonly Uint8Array[]): string {
  const first = pieces[0];
  if (first === undefined || view.byteLength < 12) return '';
  const characters = view.getUint16(10, true);
  const isWide = first[0] === 1;
  return decodeAs(isWide ? 1200 : 1252, first.subarray(1, 1 + characters * (isWide ? 2 : 1)));
}

/** The address of a mail link. */
function linkTarget(data: Uint8Array): string {
  return /mailto:([^\0\s]{3,254})/.exec(decodeAs(1200, data))?.[1] ?? '';
}

/** RK numbers (MS-XLS 2.5.217): an integer or the upper half of a double, perhaps a hundredth of it. */
function unpack(packed: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(4, packed & 0xfffffffc, true);
  const value = (packed & 2) !== 0 ? (packed | 0) >> 2 : view.getFloat64(0, true);
  return (packed & 1) !== 0 ? value / 100 : value;
}

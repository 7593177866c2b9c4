/** Writes text back in the encoding that it was read from. Tables are made from the platform's own decoders when they are needed. */
import { type Bytes, concat, utf8 } from '../../base/bytes.ts';
import { decodeText } from '../extract/charset.ts';
import { withUtf7 } from '../extract/utf7.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5' | 'windows-1252';

export type DecodedFile = {
  readonly text: string;
  readonly encoding: Encoding;
  readonly mark: Bytes;
  /** False for bytes that fit no encoding. */
  readonly clean: boolean;
};

const TRIED: readonly Encoding[] = ['utf-8', 'gb18030', 'big5', 'windows-1252'];

/** Returns the text and the encoding by which the reader of the classifier came to it. */
export function decodeFile(bytes: Uint8Array): DecodedFile {
  const { text, clean: isText } = decodeText(bytes);
  // Who reads it as UTF-7 would see values that were not looked for.
  const clean = isText && withUtf7(text) === text;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text, clean, encoding: 'utf-16le', mark: bytes.slice(0, 2) };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text, clean, encoding: 'utf-16be', mark: bytes.slice(0, 2) };
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const encoding = TRIED.find((label) => new TextDecoder(label).decode(bytes) === text) ?? 'utf-8';
  return { text, clean, encoding, mark: marked ? bytes.slice(0, 3) : new Uint8Array(0) };
}

/** Returns the bytes; undefined when the encoding has no place for a character. */
export function encodeText(text: string, encoding: Encoding): Bytes | undefined {
  if (encoding === 'utf-8') return utf8(text);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return utf16(text, encoding === 'utf-16le');
  const table = tableOf(encoding);
  const parts: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) {
      parts.push(code);
      continue;
    }
    const bytes =
      table.get(char) ?? (encoding === 'gb18030' && code > 0xffff ? fourBytes(189_000 + code - 0x10000) : undefined);
    if (bytes === undefined) return undefined;
    parts.push(...bytes);
  }
  return Uint8Array.from(parts);
}

function utf16(text: string, isLittle: boolean): Bytes {
  const out = new Uint8Array(text.length * 2);
  const view = new DataView(out.buffer);
  for (let i = 0; i < text.length; i += 1) view.setUint16(2 * i, text.charCodeAt(i), isLittle);
  return out;
}

const tables = new Map<Encoding, ReadonlyMap<string, readonly number[]>>();

function tableOf(encoding: 'gb18030' | 'big5' | 'windows-1252'): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(encoding);
  if (known !== undefined) return known;
  const table = new Map<string, readonly number[]>();
  for (const bytes of sequences(encoding)) {
    const text = new TextDecoder(encoding).decode(Uint8Array.from(bytes));
    const isOne = Array.from(text).length === 1 && text !== '\ufffd';
    // Big5 has some characters twice; the first is the one that programs write.
    if (isOne && !table.has(text)) table.set(text, bytes);
  }
  tables.set(encoding, table);
  return table;
}

function* sequences(encoding: 'gb18030' | 'big5' | 'windows-1252'): Generator<readonly number[]> {
  if (encoding === 'windows-1252') {
    for (let byte = 0x80; byte <= 0xff; byte += 1) yield [byte];
    return;
  }
  if (encoding === 'gb18030') yield [0x80];
  // Big5's extensions before 0xa1 come last, as rarer writings of characters that the main part has.
  const leads = Array.from({ length: 0x7e }, (_, i) => 0x81 + i);
  const ordered =
    encoding === 'big5' ? [...leads.filter((lead) => lead >= 0xa1), ...leads.filter((lead) => lead < 0xa1)] : leads;
  for (const lead of ordered) for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) yield [lead, trail];
  if (encoding === 'gb18030') for (let pointer = 0; pointer < 39_420; pointer += 1) yield fourBytes(pointer);
}

/** GB18030-2005, four-byte part: pointers in order of bytes. */
function fourBytes(pointer: number): number[] {
  return [
    0x81 + Math.floor(pointer / 12_600),
    0x30 + (Math.floor(pointer / 1260) % 10),
    0x81 + (Math.floor(pointer / 10) % 126),
    0x30 + (pointer % 10),
  ];
}

/** Writes `text` as the file was; in UTF-8 with its mark where the old encoding has no place for a character. */
export function encodeLike(file: DecodedFile, text: string): Bytes {
  const encoded = encodeText(text, file.encoding);
  return encoded === undefined ? concat(Uint8Array.of(0xef, 0xbb, 0xbf), utf8(text)) : concat(file.mark, encoded);
}

/**
 * Text of RTF 1.9: groups, control words, code pages by font, Unicode characters. Pictures are left out, embedded objects cannot be read.
 * Hidden, deleted and commenting text is text. Linear: each byte is looked at once.
 */
import { codePageOfCharset, decodeAs, isDoubleByte } from './code-pages.ts';
import { type Extraction, type Problem, readable, UnreadableError, unreadable } from './result.ts';

const TYPE = 'application/rtf';
const DEEPEST = 2000;

/** Groups whose content nobody wrote. */
const SKIPPED = new Set(
  'fonttbl colortbl stylesheet pict themedata colorschememapping datastore latentstyles listtable listoverridetable rsidtbl generator xmlnstbl mmathPr wgrffmtfilter pgptbl revtbl filetbl objdata objclass panose falt fontemb htmltag mhtmltag bkmkstart bkmkend blipuid sp sn sv'.split(
    ' ',
  ),
);
/** Marked as "skip when unknown", and text all the same. */
const KEPT = new Set(
  'annotation atnauthor atnid fldinst shpinst shptxt footnote ftnsep company manager category hlinkbase keywords doccomm docvar userprops propname staticval do dptxbxtext'.split(
    ' ',
  ),
);
const BREAKS = new Set(['par', 'line', 'row', 'sect', 'page', 'softline', 'nestrow', 'column']);
const TABS = new Set(['tab', 'cell', 'nestcell']);
const SIGNS: Readonly<Record<string, string>> = {
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
};
const METADATA = new Set(['title', 'subject', 'author', 'operator', 'keywords', 'doccomm', 'company', 'manager', 'category', 'hlinkbase']); // biome-ignore format: a list reads better in rows

type Group = { skip: boolean; uc: number; codePage: number /** A font that is being declared. */; font: number };

/** Returns the text; `embedded` for objects, `damaged` for a file whose groups do not close. */
export function readRtf(bytes: Uint8Array): Extraction {
  const { text, problem } = rtfText(bytes);
  return text === null ? unreadable(problem ?? 'unreadable.damaged', TYPE) : readable(text, TYPE, problem);
}

export function rtfText(bytes: Uint8Array): { readonly text: string | null; readonly problem: Problem | null } {
  const reader = new RtfReader(bytes);
  try {
    return { text: reader.run(), problem: reader.problem };
  } catch (error) {
    if (error instanceof UnreadableError) return { text: null, problem: error.problem };
    throw error;
  }
}

class RtfReader {
  problem: Problem | null = null;
  readonly #bytes: Uint8Array;
  readonly #parts: string[] = [];
  readonly #stack: Group[] = [];
  readonly #fonts = new Map<number, number>();
  #group: Group = { skip: false, uc: 1, codePage: 1252, font: -1 };
  #pending: number[] = [];
  #ansi = 1252;
  #at = 0;
  /** Characters that stand for the last Unicode character in programs without Unicode. */
  #ignore = 0;
  #isStarred = false;
  #inFonts = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  run(): string {
    const bytes = this.#bytes;
    while (this.#at < bytes.length) {
      const byte = bytes[this.#at] ?? 0;
      this.#at += 1;
      if (byte === 0x7b) this.#open();
      else if (byte === 0x7d) this.#close();
      else if (byte === 0x5c) this.#control();
      else if (byte !== 0x0a && byte !== 0x0d && byte !== 0) this.#literal(byte);
    }
    this.#flush();
    if (this.#stack.length > 0) this.problem ??= 'unreadable.damaged';
    return this.#parts
      .join('')
      .replace(/(?<!\t)\t+\n/g, '\n')
      .trim();
  }

  #open(): void {
    this.#flush();
    if (this.#stack.length >= DEEPEST) throw new UnreadableError('unreadable.too_deep');
    this.#stack.push(this.#group);
    this.#group = { ...this.#group };
    this.#isStarred = false;
  }

  #close(): void {
    this.#flush();
    this.#group = this.#stack.pop() ?? this.#group;
    this.#ignore = 0;
    if (this.#stack.length <= 1) this.#inFonts = false;
  }

  #literal(byte: number): void {
    if (this.#ignore > 0) {
      this.#ignore -= 1;
      return;
    }
    if (this.#group.skip) return;
    // The second byte of a Chinese character may be written as the letter that it looks like.
    const isTrail = isDoubleByte(this.#group.codePage) && this.#expectsTrail();
    if (byte < 0x80 && !isTrail) {
      this.#flush();
      this.#parts.push(String.fromCharCode(byte));
    } else this.#pending.push(byte);
  }

  #expectsTrail(): boolean {
    let lead = false;
    for (const byte of this.#pending) lead = !lead && byte >= 0x81 && byte !== 0xff;
    return lead;
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    if (!this.#group.skip) this.#parts.push(decodeAs(this.#group.codePage, Uint8Array.from(this.#pending)));
    this.#pending = [];
  }

  #control(): void {
    const byte = this.#bytes[this.#at] ?? 0;
    if (!isLetter(byte)) {
      this.#at += 1;
      this.#symbol(byte);
      return;
    }
    const from = this.#at;
    while (isLetter(this.#bytes[this.#at] ?? 0) && this.#at - from < 40) this.#at += 1;
    const word = String.fromCharCode(...this.#bytes.subarray(from, this.#at));
    const value = this.#parameter();
    if (this.#bytes[this.#at] === 0x20) this.#at += 1;
    if (word === 'bin') this.#at += Math.max(0, value ?? 0);
    else this.#word(word, value);
  }

  #parameter(): number | undefined {
    const from = this.#at;
    if (this.#bytes[this.#at] === 0x2d) this.#at += 1;
    while (isDigit(this.#bytes[this.#at] ?? 0) && this.#at - from < 11) this.#at += 1;
    const text = String.fromCharCode(...this.#bytes.subarray(from, this.#at));
    return /\d/.test(text) ? Number(text) : undefined;
  }

  #symbol(byte: number): void {
    if (byte === 0x27) {
      const code = Number.parseInt(String.fromCharCode(...this.#bytes.subarray(this.#at, this.#at + 2)), 16);
      this.#at += 2;
      if (this.#ignore > 0) this.#ignore -= 1;
      else if (!this.#group.skip && !Number.isNaN(code)) this.#pending.push(code);
      return;
    }
    this.#flush();
    if (byte === 0x2a) this.#isStarred = true;
    else if (byte === 0x5c || byte === 0x7b || byte === 0x7d) this.#say(String.fromCharCode(byte));
    else if (byte === 0x7e) this.#say('\u00a0');
    else if (byte === 0x5f) this.#say('-');
    else if (byte === 0x0a || byte === 0x0d) this.#say('\n');
  }

  #word(word: string, value: number | undefined): void {
    const isStarred = this.#isStarred;
    this.#isStarred = false;
    if (word !== 'u') this.#flush();
    if (isStarred && !KEPT.has(word)) this.#group.skip = true;
    if (SKIPPED.has(word)) this.#group.skip = true;
    if (word === 'fonttbl') this.#inFonts = true;
    if (word === 'object' || word === 'objdata') this.problem ??= 'unreadable.embedded';
    if (METADATA.has(word)) this.#say('\n');
    if (BREAKS.has(word)) this.#say('\n');
    else if (TABS.has(word)) this.#say('\t');
    else if (SIGNS[word] !== undefined) this.#say(SIGNS[word]);
    else this.#state(word, value);
  }

  #state(word: string, value: number | undefined): void {
    if (word === 'u' && value !== undefined) {
      this.#flush();
      this.#say(String.fromCharCode(value & 0xffff));
      this.#ignore = this.#group.uc;
    } else if (word === 'uc') this.#group.uc = Math.min(8, Math.max(0, value ?? 1));
    else if (word === 'ansicpg' && value !== undefined) {
      this.#ansi = value;
      this.#group.codePage = value;
    } else if (word === 'f' && value !== undefined) this.#font(value);
    else if (word === 'fcharset' && value !== undefined && this.#inFonts) {
      const codePage = codePageOfCharset(value);
      if (codePage !== undefined) this.#fonts.set(this.#group.font, codePage);
    } else if (word === 'plain' || word === 'deff') this.#group.codePage = this.#ansi;
  }

  #font(number: number): void {
    this.#group.font = number;
    this.#group.codePage = this.#fonts.get(number) ?? this.#ansi;
  }

  #say(text: string): void {
    if (!this.#group.skip) this.#parts.push(text);
  }
}

function isLetter(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

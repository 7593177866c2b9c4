/** Strings of BIFF8: with one or two bytes a character, and in the shared table cut at any place by continuations. */
import { decodeAs } from '../code-pages.ts';
import { UnreadableError } from '../result.ts';

/** Length in one byte, then a byte of options. */
export function shortString(data: Uint8Array, at: number): string {
  return characters(data, at + 2, data[at] ?? 0, ((data[at + 1] ?? 0) & 1) === 1);
}

/** Length in two bytes, then a byte of options. */
export function unicodeString(data: Uint8Array, at: number): string {
  const length = (data[at] ?? 0) + 256 * (data[at + 1] ?? 0);
  return characters(data, at + 3, length, ((data[at + 2] ?? 0) & 1) === 1);
}

function characters(data: Uint8Array, at: number, length: number, isWide: boolean): string {
  return decodeAs(isWide ? 1200 : 1252, data.subarray(at, at + length * (isWide ? 2 : 1)));
}

const HEAD = 8;

/** The shared strings (MS-XLS 2.4.265). Where a string goes on in the next piece, that begins with its options again. */
export function readStrings(data: Uint8Array, continued: readonly Uint8Array[]): string[] {
  if (data.length < HEAD) throw new UnreadableError('unreadable.damaged');
  const count = new DataView(data.buffer, data.byteOffset, data.byteLength).getUint32(4, true);
  const source = new Pieces([data.subarray(HEAD), ...continued]);
  const strings: string[] = [];
  while (strings.length < count && !source.isAtEnd()) strings.push(source.string());
  if (strings.length < count) throw new UnreadableError('unreadable.damaged');
  return strings;
}

class Pieces {
  readonly #pieces: readonly Uint8Array[];
  #piece = 0;
  #at = 0;

  constructor(pieces: readonly Uint8Array[]) {
    this.#pieces = pieces;
  }

  isAtEnd(): boolean {
    while (this.#piece < this.#pieces.length && this.#left() === 0) this.#next();
    return this.#piece >= this.#pieces.length;
  }

  string(): string {
    let length = this.#number(2);
    let options = this.#number(1);
    const runs = (options & 8) !== 0 ? this.#number(2) : 0;
    const phonetic = (options & 4) !== 0 ? this.#number(4) : 0;
    let text = '';
    while (length > 0) {
      if (this.#left() === 0) {
        this.#next();
        if (this.#piece >= this.#pieces.length) throw new UnreadableError('unreadable.damaged');
        options = this.#number(1);
      }
      const width = (options & 1) === 1 ? 2 : 1;
      const some = Math.min(length, Math.floor(this.#left() / width));
      if (some === 0) throw new UnreadableError('unreadable.damaged');
      text += decodeAs(width === 2 ? 1200 : 1252, this.#take(some * width));
      length -= some;
    }
    this.#skip(4 * runs + phonetic);
    return text;
  }

  #left(): number {
    return (this.#pieces[this.#piece]?.length ?? 0) - this.#at;
  }

  #next(): void {
    this.#piece += 1;
    this.#at = 0;
  }

  #take(length: number): Uint8Array {
    const bytes = this.#pieces[this.#piece]?.subarray(this.#at, this.#at + length) ?? new Uint8Array();
    this.#at += length;
    return bytes;
  }

  #number(bytes: number): number {
    let value = 0;
    for (let i = 0; i < bytes; i += 1) {
      if (this.isAtEnd()) throw new UnreadableError('unreadable.damaged');
      value += (this.#take(1)[0] ?? 0) * 256 ** i;
    }
    return value;
  }

  #skip(bytes: number): void {
    let left = bytes;
    while (left > 0 && !this.isAtEnd()) {
      const some = Math.min(left, this.#left());
      this.#at += some;
      left -= some;
    }
  }
}

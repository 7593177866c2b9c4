/** Compressed RTF of Outlook (MS-OXRTFCP): a dictionary of 4,096 bytes that begins with what most RTF files begin with. */
import { type Budget, UnreadableError } from '../result.ts';

const COMPRESSED = 0x75465a4c;
const PLAIN = 0x414c454d;
const DICTIONARY = 4096;
const HEAD = 16;
const BEGINNING =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx';

/** @throws UnreadableError damaged, bomb. */
export function decompressRtf(bytes: Uint8Array, budget: Budget): Uint8Array {
  if (bytes.length < HEAD) throw new UnreadableError('unreadable.damaged');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(4, true);
  const kind = view.getUint32(8, true);
  if (size > budget.inflatedLeft) throw new UnreadableError('unreadable.bomb');
  if (kind === PLAIN) return bytes.subarray(HEAD, HEAD + size);
  if (kind !== COMPRESSED) throw new UnreadableError('unreadable.damaged');
  const out = inflate(bytes, size);
  budget.inflatedLeft -= out.length;
  return out;
}

/** What was written last, and all of it. */
class Output {
  readonly #dictionary = new Uint8Array(DICTIONARY);
  readonly #out: Uint8Array;
  place = BEGINNING.length;
  #length = 0;

  constructor(size: number) {
    this.#out = new Uint8Array(size);
    for (let i = 0; i < BEGINNING.length; i += 1) this.#dictionary[i] = BEGINNING.charCodeAt(i);
  }

  put(byte: number): void {
    this.#dictionary[this.place] = byte;
    this.place = (this.place + 1) % DICTIONARY;
    if (!this.isFull()) this.#out[this.#length] = byte;
    this.#length += 1;
  }

  copy(from: number, count: number): void {
    for (let i = 0; i < count; i += 1) this.put(this.#dictionary[(from + i) % DICTIONARY] ?? 0);
  }

  isFull(): boolean {
    return this.#length >= this.#out.length;
  }

  bytes(): Uint8Array {
    return this.#out.subarray(0, Math.min(this.#length, this.#out.length));
  }
}

function inflate(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Output(size);
  let at = HEAD;
  while (at < bytes.length && !out.isFull()) {
    const control = bytes[at] ?? 0;
    at += 1;
    for (let bit = 0; bit < 8 && at < bytes.length && !out.isFull(); bit += 1) {
      if (((control >> bit) & 1) === 0) {
        out.put(bytes[at] ?? 0);
        at += 1;
        continue;
      }
      const pair = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
      at += 2;
      // A reference to the place that is written next ends the text.
      if (pair >> 4 === out.place) return out.bytes();
      out.copy(pair >> 4, (pair & 0xf) + 2);
    }
  }
  return out.bytes();
}

/**
 * A view of a text in which look-alike characters are ASCII, with offsets that lead back to the original.
 * Full-width forms, Unicode spaces and dashes map one to one; only zero-width characters shorten the view.
 */

export type View = {
  /** The normalised text. */
  readonly text: string;
  /** Its UTF-16 code units; `codes.length === text.length`. */
  readonly codes: Uint16Array<ArrayBuffer>;
  /** Returns the offset in the original text that belongs to an offset in the view (also for `text.length`). */
  readonly toOriginal: (offset: number) => number;
};

const REMOVED = 0xffff;
const MAP = buildMap();

/** Nearly all units: ASCII, and everything from Chinese punctuation to the private area. The map, twice as large as a processor's nearest cache, is for the rest. */
function isPlain(code: number): boolean {
  return code < 0xa0 || (code > 0x3000 && code < 0xfe00);
}

function buildMap(): Uint16Array {
  const map = new Uint16Array(0x10000);
  for (let code = 0; code < map.length; code += 1) map[code] = code;
  for (let code = 0xff01; code <= 0xff5e; code += 1) map[code] = code - 0xfee0;
  // Full-width comma, semicolon and bar stay: they end a clause in Chinese, but do not separate the cells of a table.
  for (const kept of [0xff0c, 0xff1b, 0xff5c]) map[kept] = kept;
  for (const space of [0x00a0, 0x202f, 0x205f, 0x3000]) map[space] = 0x20;
  for (let code = 0x2000; code <= 0x200a; code += 1) map[code] = 0x20;
  for (let code = 0x2010; code <= 0x2015; code += 1) map[code] = 0x2d;
  for (const dash of [0x2212, 0xfe63, 0xfe58]) map[dash] = 0x2d;
  for (const gone of [0x00ad, 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff]) map[gone] = REMOVED;
  return map;
}

/** Returns the normalised view of `text`. Linear in its length; lone surrogates are kept as U+FFFD in `text`. */
export function normalise(text: string): View {
  const { length } = text;
  const codes = new Uint16Array(length);
  let changed = false;
  for (let i = 0; i < length; i += 1) {
    const code = text.charCodeAt(i);
    codes[i] = code;
    if (isPlain(code)) continue;
    const mapped = MAP[code] ?? code;
    if (mapped === code) continue;
    // From the first unit that is removed on, the view is shorter than the text.
    if (mapped === REMOVED) return shortened(text, codes, i);
    codes[i] = mapped;
    changed = true;
  }
  return { text: changed ? decodeUnits(codes) : text, codes, toOriginal: (offset) => offset };
}

/** Goes on at the first unit that is removed; `codes` holds what is before it. */
function shortened(text: string, codes: Uint16Array, from: number): View {
  let length = from;
  for (let i = from; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const mapped = MAP[code] ?? code;
    if (mapped === REMOVED && code !== REMOVED) continue;
    codes[length] = mapped;
    length += 1;
  }
  const view = codes.slice(0, length);
  return { text: decodeUnits(view), codes: view, toOriginal: originalOffsets(text, length) };
}

/** One entry per unit of the view; only built when something was removed. */
function originalOffsets(text: string, length: number): (offset: number) => number {
  const offsets = new Int32Array(length + 1);
  let at = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (MAP[code] === REMOVED && code !== REMOVED) continue;
    offsets[at] = i;
    at += 1;
  }
  offsets[length] = text.length;
  return (offset) => offsets[offset] ?? text.length;
}

const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });

/** Code units to a string. Every platform that runs JavaScript engines of today is little-endian, as the label says. */
function decodeUnits(units: Uint16Array<ArrayBuffer>): string {
  return decoder.decode(units);
}

/** Text in UTF-7 (RFC 2152), which looks like ASCII: old mail programs read it, and nothing says that it is. */

/** `+` and `-` around modified base64; the length keeps a long run of base64 from being looked at again and again. */
const SHIFTED = /\+([A-Za-z0-9+/]{6,400})-/g;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Fewer characters may be a coincidence. */
const LEAST = 4;

/** Returns the text; where it is UTF-7, and every shifted part of it makes sense as such, what it says stands behind it. */
export function withUtf7(text: string): string {
  if (!text.includes('+')) return text;
  let count = 0;
  for (const [, part = ''] of text.matchAll(SHIFTED)) {
    const said = decode(part);
    if (said === undefined) return text;
    count += said.length;
  }
  if (count < LEAST) return text;
  const all = text.replace(/\+([A-Za-z0-9+/]{0,400})-/g, (whole, part: string) =>
    part === '' ? '+' : (decode(part) ?? whole),
  );
  return `${text}\n${all}`;
}

/** Undefined where the bits are no whole characters, or none that anybody writes. */
function decode(part: string): string | undefined {
  let out = '';
  let bits = 0;
  let held = 0;
  for (const char of part) {
    bits = (bits << 6) | ALPHABET.indexOf(char);
    held += 6;
    if (held < 16) continue;
    held -= 16;
    const unit = bits >>> held;
    bits &= (1 << held) - 1;
    if (!isWritten(unit)) return undefined;
    out += String.fromCharCode(unit);
  }
  return held < 6 && bits === 0 ? out : undefined;
}

/** ASCII, Latin letters with accents, Chinese characters and their punctuation, halves of rare characters. */
function isWritten(unit: number): boolean {
  return (
    (unit >= 0x20 && unit < 0x7f) ||
    (unit >= 0xa0 && unit < 0x180) ||
    (unit >= 0x2010 && unit < 0x2070) ||
    (unit >= 0x3000 && unit < 0xa000) ||
    (unit >= 0xd800 && unit < 0xe000) ||
    (unit >= 0xff00 && unit < 0xfff0)
  );
}

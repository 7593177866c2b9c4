/** Finds known texts in bytes, whatever they were encoded with on the way: the eyes of the tests that nothing leaks. */

export type Needle = {
  /** Which secret it is a piece of. */
  readonly label: string;
  readonly encoding: string;
  readonly bytes: Buffer;
};

export type Hit = { readonly label: string; readonly encoding: string; readonly at: number };

/**
 * Returns every spelling of a text that is searched for: UTF-8, UTF-16 (both orders), base64 and base64url at all three alignments, hex,
 * percent-encoding, quoted-printable, JSON escapes and numeric character references.
 */
export function spellings(label: string, text: string): Needle[] {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16 = Buffer.from(text, 'utf16le');
  const hex = utf8.toString('hex');
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, '0'));
  const found: [string, Buffer | string][] = [
    ['utf-8', utf8],
    ['utf-16le', utf16],
    ['utf-16be', Buffer.from(utf16).swap16()],
    ['hex', hex],
    ['hex', hex.toUpperCase()],
    ['percent', encodeURIComponent(text)],
    ['percent', encodeURIComponent(text).replace(/%../g, (part) => part.toLowerCase())],
    ['percent', hex.replace(/../g, '%$&')],
    ['percent', hex.toUpperCase().replace(/../g, '%$&')],
    ['quoted-printable', hex.toUpperCase().replace(/../g, '=$&')],
    ['json', units.map((unit) => `\\u${unit}`).join('')],
    ['json', units.map((unit) => `\\u${unit.toUpperCase()}`).join('')],
    ['reference', units.map((unit) => `&#x${Number.parseInt(unit, 16).toString(16)};`).join('')],
    ['reference', units.map((unit) => `&#${Number.parseInt(unit, 16)};`).join('')],
  ];
  for (const lead of [0, 1, 2]) {
    const encoded = base64Within(utf8, lead);
    found.push(['base64', encoded], ['base64', encoded.replaceAll('+', '-').replaceAll('/', '_')]);
  }
  const seen = new Set<string>();
  return found.flatMap(([encoding, piece]) => {
    const bytes = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece;
    const key = bytes.toString('hex');
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ label, encoding, bytes }];
  });
}

/** The base64 characters that depend on nothing but the text, when `lead` bytes of something else stand before it. */
function base64Within(bytes: Buffer, lead: number): string {
  const encoded = Buffer.concat([Buffer.alloc(lead), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const first = lead === 0 ? 0 : lead + 1;
  const whole = Math.floor(((lead + bytes.length) * 8) / 6);
  return encoded.slice(first, whole);
}

export type Search = (haystack: Uint8Array) => readonly Hit[];

/** Returns a search for all needles in one pass. Each needle has at least four bytes. */
export function createSearch(needles: readonly Needle[]): Search {
  const starts = new Map<number, Needle[]>();
  const pairs = new Uint8Array(0x1_00_00);
  for (const needle of needles) {
    if (needle.bytes.length < 4) throw new Error(`too short to search for: ${needle.label} as ${needle.encoding}`);
    const start = needle.bytes.readUInt32LE(0);
    starts.set(start, [...(starts.get(start) ?? []), needle]);
    pairs[needle.bytes.readUInt16LE(0)] = 1;
  }
  return (haystack) => {
    const bytes = Buffer.from(haystack.buffer, haystack.byteOffset, haystack.length);
    const hits: Hit[] = [];
    for (let at = 0; at + 4 <= bytes.length; at += 1) {
      if (pairs[(bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)] === 0) continue;
      for (const needle of starts.get(bytes.readUInt32LE(at)) ?? []) {
        const end = at + needle.bytes.length;
        if (end <= bytes.length && bytes.compare(needle.bytes, 0, needle.bytes.length, at, end) === 0) {
          hits.push({ label: needle.label, encoding: needle.encoding, at });
        }
      }
    }
    return hits;
  };
}

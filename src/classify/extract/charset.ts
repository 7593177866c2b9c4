/** Finds the encoding of text by trial: byte order marks, strict UTF-8, then GB18030, Big5 and Windows-1252 by plausibility. */

export type Decoded = { readonly text: string; readonly clean: boolean };

/** The most frequent characters of running Chinese; a wrong legacy decoding hits rare characters instead. */
const FREQUENT = new Set(
  '的一是不了在人有我他這这個个上們们來来到時时大地為为子中你說说生國国年著就那和要她出也得裡里後后自以會会家可下而過过天去能對对小多然於于心學学之都好看起發发當当沒没成只如事把還还用第樣样道想作種种開开號号請请電电話话身份證证姓名日期公司車车手機机先本新期月客戶户聯联絡络址路室樓楼座',
);

const SAMPLE = 64 * 1024;

/** Returns the text; `clean: false` when bytes were left that fit no encoding, or control bytes show that it is no plain text. */
export function decodeText(bytes: Uint8Array): Decoded {
  const marked = byMark(bytes);
  if (marked !== null) return marked;
  const utf8 = tryDecode('utf-8', bytes);
  if (utf8 !== null) return { text: utf8, clean: !hasControl(utf8) };
  const candidates = ['gb18030', 'big5'].flatMap((label) => {
    const text = tryDecode(label, bytes);
    return text === null || hasControl(text) ? [] : [{ text, score: plausibility(text) }];
  });
  const western = westernShare(bytes) >= 0.5;
  const best = candidates.toSorted((a, b) => b.score - a.score)[0];
  if (western || best === undefined || best.score < 0.02) {
    const latin = new TextDecoder('windows-1252').decode(bytes);
    if (western && !hasControl(latin)) return { text: latin, clean: true };
  }
  if (best !== undefined && !western) return { text: best.text, clean: best.score >= 0.02 };
  return { text: mixed(bytes), clean: false };
}

function byMark(bytes: Uint8Array): Decoded | null {
  const label =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  if (label === null) return null;
  const text = tryDecode(label, bytes);
  return text === null ? { text: mixed(bytes), clean: false } : { text, clean: !hasControl(text) };
}

function tryDecode(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Share of frequent characters among those outside ASCII. */
function plausibility(text: string): number {
  let outside = 0;
  let frequent = 0;
  for (const char of text.slice(0, SAMPLE)) {
    if (char < '\u0080') continue;
    outside += 1;
    if (FREQUENT.has(char)) frequent += 1;
  }
  return outside === 0 ? 0 : frequent / outside;
}

/** The cedilla and the tilde of Portuguese `-ção`, `-ções`, in small and capital letters: the only accents that come in pairs. */
const PAIRS = new Set([0xe7e3, 0xe7f5, 0xc7c3, 0xc7d5]);

/** Share of high bytes that stand alone behind ASCII letters, or in the pairs of Portuguese between them; in Chinese encodings they come in pairs of any kind. */
function westernShare(bytes: Uint8Array): number {
  let high = 0;
  let alone = 0;
  const end = Math.min(bytes.length, SAMPLE);
  for (let i = 0; i < end; i += 1) {
    if ((bytes[i] ?? 0) < 0x80) continue;
    high += 1;
    const [before = 0x61, here = 0, next = 0, last = 0] = [bytes[i - 1], bytes[i], bytes[i + 1], bytes[i + 2]];
    if (before < 0x80 && next < 0x80 && isLetter(before)) alone += 1;
    else if (PAIRS.has(here * 256 + next) && isLetter(before) && isLetter(last)) {
      alone += 2;
      high += 1;
      i += 1;
    }
  }
  return high === 0 ? 1 : alone / high;
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

/** Bytes below blank that no text uses (tab, line breaks, form feed and escape are used). */
function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 9 || (code > 13 && code < 32 && code !== 27)) return true;
  }
  return false;
}

/** How much is decoded in several ways: it is unreadable all the same, and what is found only says why it matters. */
const TRIED = 512 * 1024;
const MOST = 4 * 1024 * 1024;

/** Several decodings one after the other: whatever the bytes hold, one of them may show it. */
function mixed(bytes: Uint8Array): string {
  const others = ['gb18030', 'big5', 'utf-16le'].map((label) =>
    new TextDecoder(label).decode(bytes.subarray(0, TRIED)),
  );
  return [new TextDecoder('utf-8').decode(bytes.subarray(0, MOST)), ...others].join('\n');
}

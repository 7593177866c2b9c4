/** Bytes to text, where there is little doubt how they were written. What is not text is not shown as text. */

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5' | 'windows-1252';

/** How much of a long text is looked at when its encoding is guessed. */
const SAMPLE = 65_536;
/** A share of Han characters that are among the most frequent ones: in running text it is above a half, in a wrong reading next to nothing. */
const FREQUENT_FROM = 0.15;
const SIMPLIFIED_WORDS =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处';
const TRADITIONAL_WORDS =
  '的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無係軍很情者最立代想已通並提直題黨程展五果料象員革位入常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾九區強放決西被幹做必戰先回則任取據處';
const SIMPLIFIED = new Set(SIMPLIFIED_WORDS);
const TRADITIONAL = new Set(TRADITIONAL_WORDS);

/** Returns the text with line ends as `\n`, or undefined when the bytes are not text or it cannot be said in which encoding. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const encoding = encodingOf(bytes);
  if (encoding === undefined) return undefined;
  const text = new TextDecoder(encoding).decode(bytes);
  return isText(text) ? text.replace(/\r\n?/g, '\n') : undefined;
}

function encodingOf(bytes: Uint8Array): Encoding | undefined {
  const marked = markOf(bytes);
  if (marked !== undefined) return marked === 'utf-32' ? undefined : marked;
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = [0, 0];
  for (let i = 0; i < sample.length; i += 1) if (sample[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  if ((zeros[0] ?? 0) + (zeros[1] ?? 0) > 0) return withoutMark(zeros, sample.length);
  if (reads(bytes, 'utf-8')) return 'utf-8';
  return chinese(sample) ?? western(sample);
}

/** What a byte order mark says. */
function markOf(bytes: Uint8Array): Encoding | 'utf-32' | undefined {
  const starts = (...mark: readonly number[]): boolean => mark.every((byte, i) => bytes[i] === byte);
  if (starts(0xef, 0xbb, 0xbf)) return 'utf-8';
  if (starts(0xff, 0xfe)) return starts(0xff, 0xfe, 0, 0) ? 'utf-32' : 'utf-16le';
  return starts(0xfe, 0xff) ? 'utf-16be' : undefined;
}

/** UTF-16 without its mark: every other byte is zero where the text is Latin. */
function withoutMark(zeros: readonly number[], length: number): Encoding | undefined {
  const [even = 0, odd = 0] = zeros;
  const many = length / 5;
  if (odd > many && even < odd / 20) return 'utf-16le';
  return even > many && odd < even / 20 ? 'utf-16be' : undefined;
}

function reads(bytes: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Most bytes are legal in both; what is read as frequent characters is right. */
function chinese(sample: Uint8Array): Encoding | undefined {
  const simplified = frequent(sample, 'gb18030', SIMPLIFIED);
  const traditional = frequent(sample, 'big5', TRADITIONAL);
  if (Math.max(simplified, traditional) < FREQUENT_FROM) return undefined;
  return simplified >= traditional ? 'gb18030' : 'big5';
}

/** Share of the characters beyond ASCII that are frequent; 0 when the bytes do not read. */
function frequent(sample: Uint8Array, encoding: Encoding, words: ReadonlySet<string>): number {
  // The sample may end within a character.
  const readable = [0, 1, 2, 3].find((cut) => reads(sample.subarray(0, sample.length - cut), encoding));
  if (readable === undefined) return 0;
  let [all, known] = [0, 0];
  for (const character of new TextDecoder(encoding).decode(sample.subarray(0, sample.length - readable))) {
    if (character <= '\u007f' || /[\p{P}\p{Z}]/u.test(character)) continue;
    all += 1;
    if (words.has(character)) known += 1;
  }
  return all === 0 ? 0 : known / all;
}

/** Windows-1252: letters with accents, few among many without, and none of the bytes that it does not use. */
function western(sample: Uint8Array): Encoding | undefined {
  let high = 0;
  for (const byte of sample) {
    if ([0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)) return undefined;
    if (byte >= 0x80) high += 1;
  }
  return high < sample.length / 5 ? 'windows-1252' : undefined;
}

/** Control characters that text does not have: at most one in five hundred, as a torn log may have. */
function isText(text: string): boolean {
  let strange = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    const control = unit < 0x20 && unit !== 0x09 && unit !== 0x0a && unit !== 0x0d && unit !== 0x0c && unit !== 0x1b;
    if (control || unit === 0xff_fd || unit === 0x7f) strange += 1;
  }
  return strange * 500 <= text.length;
}

/**
 * Everything a reader could find in a body that is about to leave: the strings of JSON as they read after unescaping, the parts of a mail
 * after decoding. Whoever scans only the bytes would be blind to `\u0031` and to base64.
 */
import PostalMime, { type Email } from 'postal-mime';
import { fromUtf8 } from '../base/bytes.ts';

/** `undefined` in place of texts: the body cannot be read, so it cannot be judged. */
export type BodyTexts = readonly string[] | undefined;

const MAX_DEPTH = 16;

/**
 * Returns all member names, strings, numbers of a JSON body, each string also percent-decoded when that changes it, and what is in a string
 * that is JSON itself: some vendors nest a message that way, and `\u0031` would read as a figure only there.
 *
 * @param address - Where the message goes; the first string that is exactly this is left out, once.
 */
export function jsonTexts(body: Uint8Array, address: string | undefined): BodyTexts {
  let parsed: unknown;
  try {
    parsed = JSON.parse(fromUtf8(body));
  } catch {
    return undefined;
  }
  const texts: string[] = [];
  if (!collect(parsed, texts, 0)) return undefined;
  const at = address === undefined ? -1 : texts.indexOf(address);
  if (at >= 0) texts.splice(at, 1);
  return texts.flatMap(withDecoded);
}

/**
 * Returns the strings of a JSON body as their last reader sees them: member names, strings, numbers; in place of a string that is JSON itself,
 * what is in it. Undefined for what `JSON.stringify` would not have written: a member that is there twice is seen by one reader only.
 */
export function jsonStrings(body: Uint8Array): BodyTexts {
  const strings: string[] = [];
  try {
    return unfold(fromUtf8(body), strings, 0) ? strings : undefined;
  } catch {
    return undefined;
  }
}

function unfold(text: string, strings: string[], depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return false;
  }
  if (JSON.stringify(parsed) !== text) return false;
  const all: string[] = [];
  if (!collect(parsed, all, depth, (string) => all.push(string) > 0)) return false;
  for (const string of all) {
    if (!/^[[{]/.test(string) || !unfold(string, strings, depth + 1)) strings.push(string);
  }
  return true;
}

function collect(
  value: unknown,
  texts: string[],
  depth: number,
  ofText: (text: string, texts: string[], depth: number) => boolean = collectText,
): boolean {
  if (depth > MAX_DEPTH) return false;
  if (typeof value === 'string') return ofText(value, texts, depth);
  if (typeof value === 'number') texts.push(String(value));
  else if (typeof value === 'object' && value !== null) {
    if (!Array.isArray(value)) texts.push(...Object.keys(value));
    return Object.values(value).every((member) => collect(member, texts, depth + 1, ofText));
  }
  return true;
}

/** The text itself is scanned too, whatever is found inside it. */
function collectText(text: string, texts: string[], depth: number): boolean {
  texts.push(text);
  if (!/^\s*[[{]/.test(text)) return true;
  let nested: unknown;
  try {
    nested = JSON.parse(text);
  } catch {
    return true;
  }
  return collect(nested, texts, depth + 1);
}

function withDecoded(text: string): readonly string[] {
  if (!text.includes('%')) return [text];
  try {
    const decoded = decodeURIComponent(text);
    return decoded === text ? [text] : [text, decoded];
  } catch {
    return [text];
  }
}

/** The headers of our mails and what their values look like; those that people read are decoded and scanned instead. */
const OUR_HEADERS: ReadonlyMap<string, RegExp> = new Map([
  ['auto-submitted', /^auto-generated$/],
  ['content-transfer-encoding', /^(?:base64|quoted-printable|7bit)$/],
  ['content-type', /^(?:multipart\/alternative; boundary="[^"]{1,80}"|text\/plain; charset=utf-8)$/],
  ['date', /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/],
  ['from', /./],
  ['message-id', /^<[A-Za-z0-9._-]+@[A-Za-z0-9.-]+>$/],
  ['mime-version', /^1\.0$/],
  ['subject', /./],
  ['to', /./],
  ['x-auto-response-suppress', /^All$/],
]);

export type MailFacts = { readonly from: string; readonly to: string; readonly idempotencyKey: string };

/**
 * Returns display names, subject and both bodies of a raw mail, the HTML last and as it is.
 * Unreadable: anything that `renderEmail` does not write, such as a header that is not ours, an attachment, text outside the two parts,
 * a sender or recipient other than those of the SMTP envelope.
 */
export async function mailStrings(raw: Uint8Array, facts: MailFacts): Promise<BodyTexts> {
  try {
    const mail = await PostalMime.parse(new Uint8Array(raw));
    if (mail.attachments.length > 0 || !hasOurHeaders(mail, facts) || !hasOurShape(raw)) return undefined;
    const names = [mail.from?.name ?? '', mail.to?.[0]?.name ?? ''];
    return [...names, mail.subject ?? '', mail.text ?? '', mail.html ?? ''];
  } catch {
    return undefined;
  }
}

function hasOurHeaders(mail: Email, facts: MailFacts): boolean {
  if (mail.headers.some((header) => OUR_HEADERS.get(header.key)?.test(header.value) !== true)) return false;
  // A header given twice would show one value to us and another to the reader.
  if (new Set(mail.headers.map((header) => header.key)).size !== mail.headers.length) return false;
  if (mail.from?.address !== facts.from || mail.to?.length !== 1 || mail.to[0]?.address !== facts.to) return false;
  return (mail.messageId ?? '').startsWith(`<${facts.idempotencyKey}@`);
}

/**
 * Tells whether nothing stands in the raw message that its readers would not be shown: only ASCII, base64 that says nothing beside what it
 * decodes to, and the body plain text, or nothing but two parts with no text before, between or after them.
 */
function hasOurShape(raw: Uint8Array): boolean {
  const text = new TextDecoder('latin1').decode(raw);
  const headEnd = text.indexOf('\r\n\r\n');
  const boundary = /boundary="([^"]+)"/.exec(text.slice(0, headEnd))?.[1];
  if (headEnd < 0 || !/^[\t\r\n\x20-\x7e]*$/.test(text)) return false;
  // A code is plain text alone: the whole body is the part.
  if (boundary === undefined)
    return /\r\nContent-Type: text\/plain; charset=utf-8\r\n/.test(text.slice(0, headEnd + 2)) && isWhole(text);
  const [before, first, second, after, ...more] = text.slice(headEnd + 2).split(`\r\n--${boundary}`);
  if (before !== '' || after?.trimEnd() !== '--' || more.length > 0) return false;
  const part = /^\r\nContent-Type: text\/(?:plain|html); charset=utf-8\r\nContent-Transfer-Encoding: [\w-]+\r\n\r\n/;
  return [first, second].every((each) => each !== undefined && part.test(each) && isWhole(each));
}

/** Decoders pass over what is no base64, and what follows its end. */
function isWhole(part: string): boolean {
  const bodyAt = part.indexOf('\r\n\r\n');
  if (!/\r\nContent-Transfer-Encoding: base64\r\n/i.test(part.slice(0, bodyAt + 2))) return true;
  const encoded = part.slice(bodyAt).replace(/\r\n/g, '');
  return Buffer.from(encoded, 'base64').toString('base64') === encoded;
}

/** Returns the text of our HTML as a reader sees it, without tags and entities. */
export function readable(html: string): string {
  return html.replace(/<[^>]*>/g, '').replace(/&#(x?)([0-9a-f]{1,6});?/gi, (_all, isHex: string, digits: string) => {
    const point = Number.parseInt(digits, isHex === '' ? 10 : 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '';
  });
}

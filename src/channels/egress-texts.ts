/**
 * Everything a reader could find in a body that is about to leave: the strings of JSON as they read after unescaping, the parts of a mail
 * after decoding. Whoever scans only the bytes would be blind to `\u0031` and to base64.
 */
import PostalMime from 'postal-mime';
import { fromUtf8 } from '../base/bytes.ts';

/** `undefined` in place of texts: the body cannot be read, so it cannot be judged. */
export type BodyTexts = readonly string[] | undefined;

const MAX_DEPTH = 16;

/**
 * Returns all member names, strings, numbers of a JSON body, each string also percent-decoded when that changes it.
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

function collect(value: unknown, texts: string[], depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (typeof value === 'string') texts.push(value);
  else if (typeof value === 'number') texts.push(String(value));
  else if (typeof value === 'object' && value !== null) {
    if (!Array.isArray(value)) texts.push(...Object.keys(value));
    return Object.values(value).every((member) => collect(member, texts, depth + 1));
  }
  return true;
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

/** The only headers a mail of ours has. A header that is not among them was not written by `renderEmail`. */
const OUR_HEADERS: ReadonlySet<string> = new Set([
  'auto-submitted',
  'content-transfer-encoding',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'subject',
  'to',
  'x-auto-response-suppress',
]);

/**
 * Returns subject, sender's display name and both bodies of a raw mail; the HTML once as it is and once without its tags.
 * Unreadable: an attachment, a header that is not ours, a sender or recipient other than those of the SMTP envelope.
 */
export async function mailTexts(raw: Uint8Array, from: string, to: string): Promise<BodyTexts> {
  try {
    const mail = await PostalMime.parse(new Uint8Array(raw));
    if (mail.attachments.length > 0 || mail.headers.some((header) => !OUR_HEADERS.has(header.key))) return undefined;
    if (mail.from?.address !== from || mail.to?.length !== 1 || mail.to[0]?.address !== to) return undefined;
    const html = mail.html ?? '';
    return [mail.from.name, mail.to[0].name, mail.subject ?? '', mail.text ?? '', html, html.replace(/<[^>]*>/g, '')];
  } catch {
    return undefined;
  }
}

/**
 * Reads a mail as a person would see it: decoded headers and the plain text. Made for the messages that this
 * installation writes itself (RFC 5322, MIME without attachments); what it does not understand stays as it is,
 * and the raw source is always one click away.
 */

export type ReadableMail = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly date: string;
  /** Null when there is no plain text part that can be read. */
  readonly text: string | null;
};

type Part = { readonly headers: ReadonlyMap<string, string>; readonly body: string };

/** Parts in parts: a mail of ours has two levels. Beyond this nothing is read. */
const MAX_DEPTH = 4;

/** Splits at the first blank line and joins folded header lines (RFC 5322 section 2.2.3). */
function partOf(source: string): Part {
  const text = source.replace(/\r\n/g, '\n');
  const blank = text.startsWith('\n') ? 0 : text.indexOf('\n\n');
  const head = blank === -1 ? text : text.slice(0, blank);
  const body = blank === -1 ? '' : text.slice(text.startsWith('\n') ? 1 : blank + 2);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, body };
}

function decodeBytes(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // A charset that this browser does not know.
    return new TextDecoder().decode(bytes);
  }
}

/** Bytes of base64 with line breaks; null when it is none. */
function fromBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text.replace(/\s+/g, '')), (letter) => letter.charCodeAt(0));
  } catch {
    return null;
  }
}

/** RFC 2045 section 6.7: `=XX` is a byte, `=` at the end of a line joins it with the next. */
function fromQuotedPrintable(text: string): Uint8Array {
  const joined = text.replace(/[ \t]+$/gm, '').replace(/=\n/g, '');
  const pieces = joined.split(/(=[0-9A-Fa-f]{2})/);
  const encoder = new TextEncoder();
  const bytes = pieces.flatMap((piece) =>
    /^=[0-9A-Fa-f]{2}$/.test(piece) ? [Number.parseInt(piece.slice(1), 16)] : [...encoder.encode(piece)],
  );
  return Uint8Array.from(bytes);
}

/** Decodes `=?UTF-8?Q?…?=` and `=?UTF-8?B?…?=` (RFC 2047); neighbours belong together without the space between. */
export function decodeHeader(value: string): string {
  return value
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(/=\?([^?\s]+)\?([QqBb])\?([^?\s]*)\?=/g, (whole, charset: string, kind: string, text: string) => {
      const bytes = kind.toUpperCase() === 'B' ? fromBase64(text) : fromQuotedPrintable(text.replace(/_/g, ' '));
      return bytes === null ? whole : decodeBytes(bytes, charset);
    });
}

function parameter(value: string, name: string): string | null {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(value);
  return match?.[1] ?? match?.[2] ?? null;
}

function textOf({ headers, body }: Part): string | null {
  const charset = parameter(headers.get('content-type') ?? '', 'charset') ?? 'utf-8';
  switch ((headers.get('content-transfer-encoding') ?? '7bit').toLowerCase()) {
    case 'base64': {
      const bytes = fromBase64(body);
      return bytes === null ? null : decodeBytes(bytes, charset);
    }
    case 'quoted-printable':
      return decodeBytes(fromQuotedPrintable(body), charset);
    default:
      return body;
  }
}

/** The first text/plain part, however deep; null when there is none. */
function plainText(part: Part, depth: number): string | null {
  const type = part.headers.get('content-type') ?? 'text/plain';
  const boundary = parameter(type, 'boundary');
  if (/^multipart\//i.test(type) && boundary !== null && depth < MAX_DEPTH) {
    const [, ...pieces] = `\n${part.body}`.split(`\n--${boundary}`);
    for (const piece of pieces) {
      // `--` after the boundary ends the list; what follows is for readers without MIME.
      if (piece.startsWith('--')) break;
      const found = plainText(partOf(piece.replace(/^[^\n]*\n/, '')), depth + 1);
      if (found !== null) return found;
    }
    return null;
  }
  return /^text\/plain\b/i.test(type) ? textOf(part) : null;
}

/** Returns the mail as it is read. Never throws: a message that is no mail gives empty headers and its text. */
export function readMail(source: string): ReadableMail {
  const part = partOf(source);
  const header = (name: string) => decodeHeader(part.headers.get(name) ?? '');
  const text = plainText(part, 0);
  return {
    from: header('from'),
    to: header('to'),
    subject: header('subject'),
    date: header('date'),
    text: text === null ? null : text.replace(/\r\n/g, '\n').trim(),
  };
}

/** Text files: by what the text is, its names of values become labels. What only looks like JSON or XML is read as it stands. */
import { decodeText } from './charset.ts';
import { htmlText } from './html.ts';
import { jsonText } from './json.ts';
import { cardText, xmlText } from './keyed.ts';
import { withUtf7 } from './utf7.ts';
import { type Extraction, readable, UnreadableError, unreadable } from './result.ts';

/** Longer texts are not taken apart: reading them as they stand finds the same values with a little less context. */
const TAKEN_APART = 16_000_000;
const ENCRYPTED = /^\s*(?:-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED FILE|CMS)-----|age-encryption\.org\/v1)/;

export function readPlain(bytes: Uint8Array, kind: 'html' | 'text', contentType: string): Extraction {
  const { text: written, clean } = decodeText(bytes);
  const text = withUtf7(written);
  if (ENCRYPTED.test(text.slice(0, 200))) return unreadable('unreadable.encrypted', contentType);
  if (!clean) return readable(text, 'application/octet-stream', 'unreadable.mixed_encoding');
  if (kind === 'html') return readable(htmlText(text), contentType, null);
  return (text.length <= TAKEN_APART ? structured(text) : null) ?? readable(text, contentType, null);
}

function structured(text: string): Extraction | null {
  const start = text
    .slice(0, 1000)
    .replace(/^\ufeff/, '')
    .trimStart();
  if (/^[{[]/.test(start)) {
    const lines = jsonText(text.replace(/^\ufeff/, ''));
    return lines === null ? null : readable(lines, 'application/json', null);
  }
  if (/^BEGIN:VCARD/i.test(start)) return readable(cardText(text), 'text/vcard', null);
  if (/^BEGIN:VCALENDAR/i.test(start)) return readable(cardText(text), 'text/calendar', null);
  return /^<(?:\?xml|!--|[A-Za-z][\w.-]*(?::[\w.-]+)?[\s/>])/.test(start) ? xml(text) : null;
}

function xml(text: string): Extraction | null {
  try {
    const lines = xmlText(text);
    return lines === '' ? null : readable(lines, 'application/xml', null);
  } catch (error) {
    // Entities of its own are a danger to whoever opens it; anything else is text that begins with a bracket.
    if (
      error instanceof UnreadableError &&
      error.problem === 'unreadable.bomb' &&
      /<!ENTITY/i.test(text.slice(0, 100_000))
    )
      return unreadable('unreadable.bomb', 'application/xml');
    return null;
  }
}

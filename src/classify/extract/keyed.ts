/** Text in which each value has a name: XML and vCard become lines of `name: value`, so that names are labels. */
import { labelled as line, words } from './labels.ts';
import { attribute, walkXml } from './xml.ts';

/** Returns the texts and attributes of an XML document as lines. @throws UnreadableError bomb, damaged. */
export function xmlText(xml: string): string {
  const lines: string[] = [];
  let name = '';
  let text = '';
  const flush = (): void => {
    if (text.trim() !== '') lines.push(line(words(name), text.trim()));
    text = '';
  };
  // A document type without definitions of its own (SVG, property lists) expands nothing.
  walkXml(xml.replace(/<!DOCTYPE\s[^[>]{0,500}>/i, ''), {
    open: (next, attributes) => {
      flush();
      name = next;
      for (const [, key = ''] of attributes.matchAll(/\s([\w:.-]{1,60})\s*=/g)) {
        const value = attribute(attributes, key) ?? '';
        if (!key.startsWith('xmlns') && /[\p{L}\p{N}]{2}/u.test(value)) lines.push(line(words(key), value));
      }
    },
    close: flush,
    text: (piece) => {
      text += piece;
    },
  });
  flush();
  return lines.join('\n');
}

const LABELS: Readonly<Record<string, string>> = {
  FN: 'Name',
  TEL: 'Tel',
  EMAIL: 'Email',
  ADR: 'Address',
  BDAY: 'Date of birth',
  ORG: 'Company',
  ATTENDEE: 'Attendee',
  ORGANIZER: 'Organizer',
};
/** Pictures, keys and sounds; and what says the name once more in pieces. */
const LEFT_OUT = new Set(['PHOTO', 'LOGO', 'KEY', 'SOUND', 'N', 'BEGIN', 'END', 'VERSION', 'PRODID', 'REV', 'UID', 'DTSTAMP', 'SEQUENCE']); // biome-ignore format: a list reads better in rows

/** vCard (RFC 6350 and older) and iCalendar (RFC 5545): lines are unfolded, escapes and quoted-printable are taken away. */
export function cardText(text: string): string {
  const lines: string[] = [];
  for (const folded of text
    .replace(/\r?\n[ \t]/g, '')
    .replace(/=\r?\n/g, '')
    .split(/\r?\n/)) {
    const match = /^(?:[\w-]+\.)?([\w-]{1,40})((?:;[^:;"]*(?:"[^"]*")?)*):(.*)$/.exec(folded);
    if (match === null) continue;
    const [, name = '', parameters = '', value = ''] = match;
    const key = name.toUpperCase();
    if (key === 'BEGIN') lines.push('');
    if (LEFT_OUT.has(key) && !(key === 'N' && !/^FN[;:]/im.test(text))) continue;
    const common = /;CN=(?:"([^"]*)"|([^;:]*))/i.exec(parameters);
    const said = cardValue(value, /QUOTED-PRINTABLE/i.test(parameters));
    lines.push(line(LABELS[key] ?? words(key.toLowerCase()), `${common?.[1] ?? common?.[2] ?? ''} ${said}`.trim()));
  }
  return lines.join('\n');
}

function cardValue(value: string, isQuoted: boolean): string {
  const plain = isQuoted ? decodeQuoted(value) : value;
  return plain
    .replace(/^(?:mailto|tel):/i, '')
    .replace(/\\n/gi, '\n')
    .replace(/\\([,;\\])/g, '$1')
    .replace(/;+/g, ' ')
    .trim();
}

function decodeQuoted(value: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < value.length; at += 1) {
    const code = /^=([0-9A-F]{2})/i.exec(value.slice(at, at + 3))?.[1];
    bytes.push(code === undefined ? value.charCodeAt(at) & 0xff : Number.parseInt(code, 16));
    if (code !== undefined) at += 2;
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

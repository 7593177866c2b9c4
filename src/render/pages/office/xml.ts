/** Reads XML as office files have it: tags, attributes and text in order. No entities but the five, no declarations, no recursion. */

export type Attributes = ReadonlyMap<string, string>;

export type XmlReader = {
  /** Names are without their prefix. `empty`: the tag closes itself; `close` is called for it as well. */
  readonly open?: (name: string, attributes: Attributes, empty: boolean) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
};

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Returns the text of a part: UTF-8, or UTF-16 where its first bytes say so. */
export function decodeXml(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0))
    return new TextDecoder('utf-16le').decode(bytes);
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c))
    return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

/** Walks the text once. What is not well-formed is skipped. */
export function readXml(xml: string, reader: XmlReader): void {
  let at = 0;
  while (at < xml.length) {
    const tag = xml.indexOf('<', at);
    const end = tag < 0 ? xml.length : tag;
    if (end > at) reader.text?.(unescapeXml(xml.slice(at, end)));
    if (tag < 0) return;
    at = xml.startsWith('<!', tag) || xml.startsWith('<?', tag) ? skipped(xml, tag, reader) : readTag(xml, tag, reader);
  }
}

/** Comments, instructions, declarations; the text of CDATA sections is read. Returns where to go on. */
function skipped(xml: string, tag: number, reader: XmlReader): number {
  const [from, to] = xml.startsWith('<!--', tag)
    ? [4, '-->']
    : xml.startsWith('<![CDATA[', tag)
      ? [9, ']]>']
      : xml.startsWith('<?', tag)
        ? [2, '?>']
        : [2, '>'];
  const end = xml.indexOf(to, tag + from);
  if (end < 0) return xml.length;
  if (to === ']]>') reader.text?.(xml.slice(tag + from, end));
  return end + to.length;
}

function readTag(xml: string, tag: number, reader: XmlReader): number {
  const end = tagEnd(xml, tag);
  if (end < 0) return xml.length;
  if (xml[tag + 1] === '/') {
    reader.close?.(localName(xml.slice(tag + 2, end).trim()));
    return end + 1;
  }
  const empty = xml[end - 1] === '/';
  const inner = xml.slice(tag + 1, empty ? end - 1 : end);
  const name = localName(/^[^\s/>]*/.exec(inner)?.[0] ?? '');
  reader.open?.(name, attributesOf(inner), empty);
  if (empty) reader.close?.(name);
  return end + 1;
}

/** A `>` within quotes does not end a tag. */
function tagEnd(xml: string, tag: number): number {
  let at = tag + 1;
  while (at < xml.length) {
    const unit = xml[at];
    if (unit === '>') return at;
    if (unit === '"' || unit === "'") {
      at = xml.indexOf(unit, at + 1);
      if (at < 0) return -1;
    }
    at += 1;
  }
  return -1;
}

const ATTRIBUTE = /([^\s=/>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

function attributesOf(inner: string): Attributes {
  const attributes = new Map<string, string>();
  if (!inner.includes('=')) return attributes;
  for (const [, name = '', double, single] of inner.matchAll(ATTRIBUTE)) {
    // Declarations of prefixes would hide an attribute of the same name.
    if (!name.startsWith('xmlns')) attributes.set(localName(name), unescapeXml(double ?? single ?? ''));
  }
  return attributes;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** Replaces references to characters; others stay as they are. */
export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,4});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name] ?? whole;
    const point = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : '';
  });
}

/** The reverse, for text and attributes. Characters that XML cannot have are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[\ufffe\uffff]|(?![\t\n\r])\p{Cc}/gu, '')
    .replace(/[<>&"]/g, (sign) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[sign] ?? '');
}

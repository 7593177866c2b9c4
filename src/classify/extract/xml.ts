/** A tokeniser for the XML of office files. It knows no document types: a DTD is refused, so nothing can be expanded. */
import { decodeEntities } from './entities.ts';
import { UnreadableError } from './result.ts';

export type XmlHandler = {
  /** Name with prefix; the attributes are the raw text between name and bracket. */
  readonly open?: (name: string, attributes: string, selfClosing: boolean) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
};

/** Walks through `xml` once. @throws UnreadableError bomb for a DOCTYPE, damaged for a tag that never ends. */
export function walkXml(xml: string, handler: XmlHandler): void {
  let at = 0;
  while (at < xml.length) {
    const open = xml.indexOf('<', at);
    if (open === -1) break;
    if (open > at) handler.text?.(decodeEntities(xml.slice(at, open)));
    at = markup(xml, open, handler);
  }
}

function markup(xml: string, open: number, handler: XmlHandler): number {
  if (xml.startsWith('<!--', open)) return after(xml, '-->', open);
  if (xml.startsWith('<![CDATA[', open)) {
    const end = after(xml, ']]>', open);
    handler.text?.(xml.slice(open + 9, end - 3));
    return end;
  }
  if (xml.startsWith('<!', open)) throw new UnreadableError('unreadable.bomb');
  if (xml.startsWith('<?', open)) return after(xml, '?>', open);
  const end = after(xml, '>', open);
  if (xml[open + 1] === '/') {
    handler.close?.(xml.slice(open + 2, end - 1).trim());
    return end;
  }
  const selfClosing = xml[end - 2] === '/';
  const body = xml.slice(open + 1, selfClosing ? end - 2 : end - 1);
  const space = body.search(/\s/);
  const name = space === -1 ? body : body.slice(0, space);
  handler.open?.(name, space === -1 ? '' : body.slice(space), selfClosing);
  if (selfClosing) handler.close?.(name);
  return end;
}

function after(xml: string, mark: string, from: number): number {
  const at = xml.indexOf(mark, from);
  if (at === -1) throw new UnreadableError('unreadable.damaged');
  return at + mark.length;
}

/** Returns the value of an attribute, or null. */
export function attribute(attributes: string, name: string): string | null {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return match === null ? null : decodeEntities(match[1] ?? match[2] ?? '');
}

/** Office files are UTF-8 or UTF-16 with a byte order mark. @throws UnreadableError damaged */
export function decodeXml(bytes: Uint8Array): string {
  const label =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableError('unreadable.damaged');
  }
}

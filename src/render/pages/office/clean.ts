/**
 * Makes an office file harmless before a program of somebody else opens it: whatever would be fetched from elsewhere is taken
 * out, and the archive is written anew, so that the program reads what was looked at and nothing between the lines of it.
 */
import { zipSync } from 'fflate';
import { isPlace } from './links.ts';
import type { PackageKind, Parts } from './package.ts';
import { type Attributes, decodeXml, escapeXml, readXml } from './xml.ts';

/** An XML part that declares entities: office programs never write one. */
export class DeclaredEntities extends Error {}

/** Returns the archive, its entries stored without compression. @throws DeclaredEntities. */
export function cleanPackage(kind: PackageKind, parts: Parts): Uint8Array {
  const openDocument = kind.startsWith('od');
  const kept: Record<string, Uint8Array> = {};
  for (const [name, bytes] of parts) {
    const clean = openDocument ? cleanOpenDocument(name, bytes) : cleanOoxml(name, bytes);
    if (clean !== undefined) kept[name] = clean;
  }
  return zipSync(kept, { level: 0 });
}

function cleanOoxml(name: string, bytes: Uint8Array): Uint8Array | undefined {
  if (/\.rels$/i.test(name)) return new TextEncoder().encode(cleanRelations(decodeXml(bytes)));
  if (!isMarkup(bytes)) return bytes;
  const xml = decodeXml(bytes);
  if (isPicture(xml)) return undefined;
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw new DeclaredEntities();
  return isWordPart(name) && hasFetchingField(xml) ? new TextEncoder().encode(withoutFields(xml)) : bytes;
}

/** The start of a text in angle brackets, or of a compressed picture of that kind. Names say nothing: programs look at the bytes. */
function isMarkup(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 64))
    .toString('latin1')
    .replace(/[\0\xef\xbb\xbf\xff\xfe\s]/g, '');
  return head.startsWith('<') || head.startsWith('\x1f\x8b');
}

/** SVG can name other files; beside each there is a PNG of the same picture. */
function isPicture(xml: string): boolean {
  return xml.startsWith('\x1f\ufffd') || /<(?:\w+:)?svg[\s>]/i.test(xml.slice(0, 4096));
}

/** Relations are written from what was read of them: outer ones stay only where a person would have to follow them. */
function cleanRelations(xml: string): string {
  const kept: string[] = [];
  readXml(xml, {
    open: (name, attributes) => {
      if (name !== 'Relationship' || !staysRelated(attributes)) return;
      const written = ['Id', 'Type', 'Target', 'TargetMode']
        .filter((key) => attributes.has(key))
        .map((key) => `${key}="${escapeXml(attributes.get(key) ?? '')}"`);
      kept.push(`<Relationship ${written.join(' ')}/>`);
    },
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${kept.join('')}</Relationships>`;
}

function staysRelated(attributes: Attributes): boolean {
  const type = attributes.get('Type') ?? '';
  if (/\/hyperlink$/i.test(type)) return true;
  if (/\/(?:aFChunk|attachedTemplate|externalLinkPath|subDocument|frame|oleObject)$/i.test(type)) return false;
  const outer = /^\s*external\s*$/i.test(attributes.get('TargetMode') ?? '');
  return !outer && !isPlace(attributes.get('Target') ?? '');
}

function isWordPart(name: string): boolean {
  return /^word\/[^/]+\.xml$/i.test(name);
}

/** Fields of Word that read a file or call another program. A field may be written in pieces, so the pieces are read together. */
function hasFetchingField(xml: string): boolean {
  let instructions = '';
  let inside = false;
  readXml(xml, {
    open: (name, attributes, empty) => {
      if (name === 'instrText' || name === 'delInstrText') inside = !empty;
      instructions += attributes.get('instr') ?? '';
    },
    close: () => {
      inside = false;
    },
    text: (text) => {
      if (inside) instructions += text;
    },
  });
  return /INCLUDE|IMPORT|DDE|LINK|DATABASE|RD\b/i.test(instructions.replace(/HYPERLINK/gi, ''));
}

/** All fields become what they last showed. */
function withoutFields(xml: string): string {
  return xml
    .replace(/(<(?:\w+:)?(?:delI|i)nstrText\b[^>]*>)[^<]*/g, '$1')
    .replace(/(\s(?:\w+:)?instr\s*=\s*)(?:"[^"]*"|'[^']*')/g, '$1""');
}

const LINKED = /^(?:content|styles|meta|settings)\.xml$|\/(?:content|styles)\.xml$/i;

function cleanOpenDocument(name: string, bytes: Uint8Array): Uint8Array | undefined {
  if (!isMarkup(bytes)) return bytes;
  const xml = decodeXml(bytes);
  if (isPicture(xml)) return undefined;
  if (/<!ENTITY/i.test(xml)) throw new DeclaredEntities();
  return LINKED.test(name) ? new TextEncoder().encode(withoutOuterLinks(xml)) : bytes;
}

/** Tags that a person would have to follow. */
const FOLLOWED = /^<(?:text|draw|form|svg|math):?a[\s>]/;
const HREF = /(\s(?:[\w.-]+:)?href\s*=\s*)("[^"]*"|'[^']*')/g;

function withoutOuterLinks(xml: string): string {
  const utf8 = xml
    .replace(/^\ufeff/, '')
    .replace(/^(<\?xml[^>]*?encoding=)["'][^"']*["']/, '$1"UTF-8"')
    .replace(/<(?:\w+:)?dde-source\b[^>]*>/g, '');
  return utf8.replace(/<[^<>]*\shref\s*=[^<>]*>|<[^<>]*:href\s*=[^<>]*>/g, (tag) =>
    FOLLOWED.test(tag)
      ? tag
      : tag.replace(HREF, (whole, start: string, value: string) =>
          isPlace(value.slice(1, -1)) || /^.\s*\.\.\//.test(value) ? `${start}""` : whole,
        ),
  );
}

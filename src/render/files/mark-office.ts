/**
 * Marks in Office files (OOXML and ODF): a property of the document, and in the text of letters and slides characters that take no room.
 * Cells of a workbook stay as they are: a formula would see the difference.
 */
import { strFromU8, strToU8, type Unzipped, unzipSync, zipSync } from 'fflate';
import type { FileMark, MarkedFile, MarkPlace } from './port.ts';
import { toZeroWidth } from './zero-width.ts';
import { isSound } from './zip-directory.ts';

const MOST_ENTRIES = 2000;
const LARGEST_UNPACKED = 200 * 1024 * 1024;
const COPIES = 5;
const NAME = 'CopyReference';

export function markOffice(bytes: Uint8Array, mark: FileMark): MarkedFile {
  const entries = unpack(bytes);
  if (entries === undefined) return { kind: 'as_is', why: 'too_large' };
  if (!isSound(bytes, entries)) return { kind: 'as_is', why: 'broken' };
  const places: MarkPlace[] = [];
  if (entries['[Content_Types].xml'] !== undefined) {
    if (Object.keys(entries).some((name) => name.startsWith('_xmlsignatures/')))
      return { kind: 'as_is', why: 'signed' };
    if (addProperty(entries, mark.stamp)) places.push('metadata');
    if (addToParts(entries, /^word\/document\.xml$/, 'w:t', mark.stamp)) places.push('text');
    if (addToParts(entries, /^ppt\/slides\/slide\d+\.xml$/, 'a:t', mark.stamp)) places.push('text');
  } else if (entries['META-INF/manifest.xml'] !== undefined) {
    if (entries['META-INF/documentsignatures.xml'] !== undefined) return { kind: 'as_is', why: 'signed' };
    if (addMeta(entries, mark.stamp)) places.push('metadata');
  }
  if (places.length === 0) return { kind: 'as_is', why: 'unsupported' };
  return { kind: 'marked', bytes: pack(entries), places: [...new Set(places)] };
}

/** Undefined when it is larger or has more parts than is looked at. */
function unpack(bytes: Uint8Array): Unzipped | undefined {
  let [entries, size] = [0, 0];
  const unpacked = unzipSync(bytes, {
    filter: ({ originalSize }) => {
      entries += 1;
      size += originalSize;
      return entries <= MOST_ENTRIES && size <= LARGEST_UNPACKED;
    },
  });
  return entries > MOST_ENTRIES || size > LARGEST_UNPACKED ? undefined : unpacked;
}

/** ODF wants its `mimetype` first and stored; a fixed time makes the bytes the same every time. */
function pack(entries: Unzipped): Uint8Array {
  const mtime = new Date(2000, 0, 1);
  const names = Object.keys(entries).toSorted((a, b) => Number(b === 'mimetype') - Number(a === 'mimetype'));
  return zipSync(
    Object.fromEntries(
      names.map((name) => [name, [entries[name] ?? new Uint8Array(), { level: name === 'mimetype' ? 0 : 6, mtime }]]),
    ),
  );
}

const CUSTOM = 'docProps/custom.xml';
const CUSTOM_TYPE = 'application/vnd.openxmlformats-officedocument.custom-properties+xml';
const CUSTOM_RELATION = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties';
const FORMAT_ID = '{D5CDD505-2E9C-101B-9397-08002B2CF9AE}';

/** A custom property (ECMA-376 part 1, 22.3); its part, content type and relation are made when there is none. */
function addProperty(entries: Unzipped, stamp: string): boolean {
  const value = `<vt:lpwstr>${stamp}</vt:lpwstr>`;
  const property = (id: number): string =>
    `<property fmtid="${FORMAT_ID}" pid="${id}" name="${NAME}">${value}</property>`;
  const known = textOf(entries, CUSTOM);
  if (known !== undefined) {
    const highest = Math.max(1, ...[...known.matchAll(/\bpid="(\d{1,9})"/g)].map(([, id]) => Number(id)));
    return replaceIn(entries, CUSTOM, '</Properties>', `${property(highest + 1)}</Properties>`);
  }
  if (
    !replaceIn(
      entries,
      '[Content_Types].xml',
      '</Types>',
      `<Override PartName="/${CUSTOM}" ContentType="${CUSTOM_TYPE}"/></Types>`,
    )
  )
    return false;
  const relation = `<Relationship Id="rIdCopyReference" Type="${CUSTOM_RELATION}" Target="${CUSTOM}"/></Relationships>`;
  if (!replaceIn(entries, '_rels/.rels', '</Relationships>', relation)) return false;
  entries[CUSTOM] = strToU8(
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">${property(2)}</Properties>`,
  );
  return true;
}

/** ODF 1.3 part 3, 4.3.3: user-defined metadata. */
function addMeta(entries: Unzipped, stamp: string): boolean {
  const element = `<meta:user-defined meta:name="${NAME}">${stamp}</meta:user-defined></office:meta>`;
  return replaceIn(entries, 'meta.xml', '</office:meta>', element);
}

/** At the ends of up to five texts, spread over the part. */
function addToParts(entries: Unzipped, part: RegExp, element: string, stamp: string): boolean {
  let isAdded = false;
  for (const name of Object.keys(entries).filter((one) => part.test(one))) {
    const text = textOf(entries, name);
    const ends = [...(text ?? '').matchAll(new RegExp(`[^\\s<>](?=</${element}>)`, 'g'))].map(({ index }) => index + 1);
    if (text === undefined || ends.length === 0) continue;
    const copies = Math.min(COPIES, ends.length);
    const chosen = Array.from(
      { length: copies },
      (_, at) => ends[Math.floor(((at + 0.5) * ends.length) / copies)] ?? 0,
    );
    entries[name] = strToU8(insertAt(text, chosen, toZeroWidth(stamp)));
    isAdded = true;
  }
  return isAdded;
}

function insertAt(text: string, places: readonly number[], what: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (const place of new Set(places)) {
    pieces.push(text.slice(from, place), what);
    from = place;
  }
  return pieces.join('') + text.slice(from);
}

/** UTF-8 parts only; another encoding is left alone. */
function textOf(entries: Unzipped, name: string): string | undefined {
  const bytes = entries[name];
  if (bytes === undefined) return undefined;
  const text = strFromU8(bytes);
  return /^\ufeff?<\?xml[^>]*encoding="(?!utf-8)/i.test(text) ? undefined : text;
}

function replaceIn(entries: Unzipped, name: string, end: string, by: string): boolean {
  const text = textOf(entries, name);
  const at = text?.lastIndexOf(end) ?? -1;
  if (text === undefined || at < 0) return false;
  entries[name] = strToU8(text.slice(0, at) + by + text.slice(at + end.length));
  return true;
}

/**
 * Marks in a PDF file: layer L as a picture multiplied over every page, and stamps in the document's information, its catalog, each page's
 * private data and the file identifier. Same input, same bytes: a download that broke off goes on in the same copy.
 */
import {
  BlendMode,
  degrees,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  type PDFImage,
  PDFName,
  type PDFPage,
  PDFString,
} from '@cantoo/pdf-lib';
import { crc32, deflateSync } from 'node:zlib';
import type { FileMark, MarkedFile } from './port.ts';
import { overlayOf } from './overlay.ts';

/** Name of our entries: what it is, in words that any viewer shows. */
const KEY = PDFName.of('CopyReference');
const FORM = PDFName.of('Entrepot');

export async function markPdf(bytes: Uint8Array, mark: FileMark): Promise<MarkedFile> {
  if (isSigned(bytes)) return { kind: 'as_is', why: 'signed' };
  // The library mends what it can; a file that needs that might lose something, so it goes out untouched.
  if (!isWhole(bytes)) return { kind: 'as_is', why: 'broken' };
  const options = { updateMetadata: false, ignoreEncryption: true, throwOnInvalidObject: true };
  const document = await PDFDocument.load(bytes, options);
  if (document.isEncrypted) return { kind: 'as_is', why: 'encrypted' };
  if (document.getPageCount() === 0) return { kind: 'as_is', why: 'broken' };
  const pictures = new Map<string, PDFImage>();
  for (const [at, page] of document.getPages().entries()) {
    addPrivateData(document, page, mark.stamp);
    await addOverlay(document, page, at, mark, pictures);
  }
  addToDocument(document, mark.stamp);
  const marked = await document.save({ useObjectStreams: false, updateFieldAppearances: false });
  return { kind: 'marked', bytes: marked, places: ['overlay', 'metadata'] };
}

/** The end of the file says where its index is (ISO 32000-1, 7.5.5). */
function isWhole(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(-2048)).toString('latin1').includes('startxref');
}

/** A signature covers byte ranges of the file (ISO 32000-1, 12.8.1); any change would break it. */
function isSigned(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return file.includes('/ByteRange') && /\/(?:Sig|DocTimeStamp)\b/.test(file.toString('latin1'));
}

async function addOverlay(
  document: PDFDocument,
  page: PDFPage,
  at: number,
  mark: FileMark,
  pictures: Map<string, PDFImage>,
): Promise<void> {
  const which = at % Math.max(1, mark.pages.length);
  const keys = mark.pages[which];
  if (keys === undefined) return;
  const box = page.getCropBox();
  const turn = ((page.getRotation().angle % 360) + 360) % 360;
  const shown = turn % 180 === 0 ? box : { width: box.height, height: box.width };
  if (!(shown.width > 0 && shown.height > 0)) return;
  const overlay = overlayOf(keys, mark.viewId, shown);
  const name = `${which}:${overlay.columns}x${overlay.rows}`;
  const picture = pictures.get(name) ?? (await document.embedPng(greyPng(overlay.columns, overlay.rows, overlay.grey)));
  pictures.set(name, picture);
  const [width, height] = [overlay.width * shown.width, overlay.height * shown.width];
  page.drawImage(picture, {
    ...cornerOf(turn, box, height),
    width,
    height,
    rotate: degrees(turn),
    blendMode: BlendMode.Multiply,
  });
}

/** Where the picture's own lower left corner comes to lie, so that its upper left one is that of the page as it is shown. */
function cornerOf(
  turn: number,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  height: number,
): { readonly x: number; readonly y: number } {
  if (turn === 90) return { x: box.x + height, y: box.y };
  if (turn === 180) return { x: box.x + box.width, y: box.y + height };
  if (turn === 270) return { x: box.x + box.width - height, y: box.y + box.height };
  return { x: box.x, y: box.y + box.height - height };
}

function addPrivateData(document: PDFDocument, page: PDFPage, stamp: string): void {
  const { context } = document;
  const own = context.obj({ LastModified: PDFString.of('D:20000101000000Z'), Private: PDFString.of(stamp) });
  const name = PDFName.of('PieceInfo');
  const pieces = page.node.lookupMaybe(name, PDFDict);
  if (pieces === undefined) page.node.set(name, context.obj({ [FORM.decodeText()]: own }));
  else pieces.set(FORM, own);
}

function addToDocument(document: PDFDocument, stamp: string): void {
  const { context } = document;
  const info = context.lookupMaybe(context.trailerInfo.Info, PDFDict) ?? context.obj({});
  info.set(KEY, PDFString.of(stamp));
  if (context.trailerInfo.Info === undefined) context.trailerInfo.Info = context.register(info);
  document.catalog.set(KEY, PDFString.of(stamp));
  const known = context.trailerInfo.ID;
  const first = known instanceof PDFArray ? known.get(0) : PDFHexString.of(Buffer.from(stamp).toString('hex'));
  const id = PDFArray.withContext(context);
  id.push(first);
  id.push(PDFHexString.of(Buffer.from(stamp).toString('hex')));
  context.trailerInfo.ID = id;
}

/** A PNG of 8-bit grey (RFC 2083): made here because the bytes have to be the same every time. */
function greyPng(width: number, height: number, grey: Uint8Array): Uint8Array {
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1)
    rows.set(grey.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  out.set(body, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A PDF file as pages. One document for the life of the process, so nothing is given back. */
import type { PageLimits } from '../limits.ts';
import type { Drawn, PageSize } from '../port.ts';
import { cannot, type Opening, pixelsOf, type Raster } from '../drawable.ts';
import { type Engine, heapOf, withMemory } from './engine.ts';
import { readPageText } from './text.ts';

/** FPDF_ANNOT: notes and form fields as they look. */
const ANNOTATIONS = 0x01;
/** FPDF_REVERSE_BYTE_ORDER: red first. */
const RED_FIRST = 0x10;
const WHITE = 0xff_ff_ff_ff;
/** FPDF_GetLastError: the file wants a password, or a way of encryption that is not known. */
const PASSWORD = 4;
const SECURITY = 5;
/** What a page is taken for whose size is not one. */
const A4: PageSize = { width: 595, height: 842 };
const LONGEST = 20_000;

/**
 * Opens a PDF. Too many pages, passwords and damage are answers.
 * @see https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/fpdfview.h
 */
export function openPdf(engine: Engine, bytes: Uint8Array, how: Drawn, renderer: string, limits: PageLimits): Opening {
  const at = engine.pdfium.wasmExports.malloc(bytes.length);
  if (at === 0) return cannot('too_large');
  heapOf(engine).set(bytes, at);
  const document = engine.FPDF_LoadMemDocument(at, bytes.length, '');
  if (document === 0) {
    const error = engine.FPDF_GetLastError();
    return cannot(error === PASSWORD || error === SECURITY ? 'encrypted' : 'broken');
  }
  const count = engine.FPDF_GetPageCount(document);
  if (count < 1) return cannot('broken');
  if (count > limits.pages) return cannot('too_many_pages');
  const form = engine.PDFiumExt_InitFormFillEnvironment(document, engine.PDFiumExt_OpenFormFillInfo());
  const file = { document, form };
  if (form !== 0) engine.FPDF_SetFormFieldHighlightAlpha(form, 0);
  const pages = Array.from({ length: count }, (_, page) => sizeOf(engine, document, page));
  return {
    kind: 'drawable',
    drawable: {
      pages,
      drawn: how,
      renderer,
      raster: async (page, dpi) => {
        const size = pages[page];
        return size === undefined ? undefined : rasterOf(engine, file, page, pixelsOf(size, dpi, limits.pixels));
      },
      text: (page) => readPageText(engine, document, page),
    },
  };
}

/** Without opening the page, which costs as much as drawing a simple one. */
function sizeOf(engine: Engine, document: number, page: number): PageSize {
  return withMemory(engine, 8, (at) => {
    if (!engine.FPDF_GetPageSizeByIndexF(document, page, at)) return A4;
    const view = new DataView(heapOf(engine).buffer);
    const [width, height] = [view.getFloat32(at, true), view.getFloat32(at + 4, true)];
    const usable = (side: number): boolean => Number.isFinite(side) && side > 0;
    if (!usable(width) || !usable(height)) return A4;
    return { width: Math.min(width, LONGEST), height: Math.min(height, LONGEST) };
  });
}

function rasterOf(
  engine: Engine,
  { document, form }: { readonly document: number; readonly form: number },
  number: number,
  { width, height }: { readonly width: number; readonly height: number },
): Raster | undefined {
  const page = engine.FPDF_LoadPage(document, number);
  if (page === 0) return undefined;
  const bitmap = engine.FPDFBitmap_Create(width, height, 0);
  try {
    // INVARIANT: what could not be allocated is never taken for a blank page.
    const buffer = bitmap === 0 ? 0 : engine.FPDFBitmap_GetBuffer(bitmap);
    if (buffer === 0 || engine.FPDFBitmap_GetStride(bitmap) !== 4 * width) return undefined;
    engine.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    engine.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, ANNOTATIONS | RED_FIRST);
    // Fields of forms are drawn by themselves, and without any of the page's actions: those are never called.
    if (form !== 0) engine.FPDF_FFLDraw(form, bitmap, page, 0, 0, width, height, 0, ANNOTATIONS | RED_FIRST);
    return { rgba: new Uint8Array(heapOf(engine).subarray(buffer, buffer + 4 * width * height)), width, height };
  } finally {
    if (bitmap !== 0) engine.FPDFBitmap_Destroy(bitmap);
    engine.FPDF_ClosePage(page);
  }
}

/**
 * Pages of PDF files as images, by two page processes, with the visible watermark and both layers of the invisible mark, against
 * `pdftoppm` (two processes as well, no marks, uncompressed output) on the same pages in the same run; and how soon the first page
 * of a long document is there. The pages are those of the sample documents, embedded fonts and all.
 * Options: pages (default 40), long (default 200), rounds (default 3), dpi (default 110).
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { embedMark } from '../src/render/mark/embed.ts';
import { pageIdOf, streamKeys } from '../src/render/mark/streams.ts';
import { encode } from '../src/render/pages/encode.ts';
import { PAGE_LIMITS } from '../src/render/pages/limits.ts';
import { openPdf } from '../src/render/pages/pdf/document.ts';
import { loadEngine } from '../src/render/pages/pdf/load.ts';
import type { OpenDocument, PageRenderer, PageRequest } from '../src/render/pages/port.ts';
import { createPageRenderer } from '../src/render/pages/renderer.ts';
import { loadFonts } from '../src/render/pages/text/fonts.ts';
import { blend, type Mask, maskOf } from '../src/render/pages/watermark.ts';
import type { BenchOptions } from './run.ts';
import { median } from './support/memory.ts';

const SAMPLES = join(import.meta.dirname, '../test/samples/documents');
const FILES = ['employment-contract.zh-Hant.pdf', 'purchase-contract.zh-Hans.pdf', 'clinic-letter.pt.pdf'];
const LINES = [
  '陳大文 Maria Exemplo',
  'chan@example.mo · 203.0.113.9',
  '2026-11-26 14:05 +08:00 · T-2026-0042',
] as const;
const VIEW = 'fea6eaeca9ca';
const TARGETS = { pagesPerSecond: 10, firstPageMs: 1000 };

export async function run(options: BenchOptions = {}): Promise<object> {
  const pages = Number(options['pages'] ?? 40);
  const long = Number(options['long'] ?? 200);
  const rounds = Number(options['rounds'] ?? 3);
  const dpi = Number(options['dpi'] ?? 110);
  const folder = await mkdtemp(join(tmpdir(), 'bench-render-'));
  const series = { marked: [] as number[], plain: [] as number[], poppler: [] as number[] };
  const first = { cold: [] as number[], warm: [] as number[] };
  try {
    const [document, longDocument] = [await documentOf(pages), await documentOf(long)];
    const file = join(folder, 'pages.pdf');
    await writeFile(file, document);
    for (let round = 0; round < rounds; round += 1) {
      series.marked.push(await rate(document, pages, dpi, true));
      series.plain.push(await rate(document, pages, dpi, false));
      const poppler = await popplerRate(file, folder, pages, dpi);
      if (poppler !== undefined) series.poppler.push(poppler);
      const { cold, warm } = await firstPage(longDocument, dpi);
      first.cold.push(cold);
      first.warm.push(warm);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const processor = await steps(await documentOf(pages), pages, dpi);
  return { ...summary({ pages, long, rounds, dpi }, series, first), processorMsPerPage: processor };
}

function summary(
  setting: object,
  series: {
    readonly marked: readonly number[];
    readonly plain: readonly number[];
    readonly poppler: readonly number[];
  },
  first: { readonly cold: readonly number[]; readonly warm: readonly number[] },
): object {
  const [marked, plain] = [median(series.marked), median(series.plain)];
  const poppler = series.poppler.length === 0 ? null : median(series.poppler);
  return {
    setting,
    targets: TARGETS,
    pagesPerSecond: {
      watermarkAndMarks: marked,
      drawnOnly: plain,
      pdftoppm: poppler,
      ratio: poppler === null ? null : marked / poppler,
    },
    pdftoppm: poppler === null ? 'not installed' : 'measured',
    firstPageMs: { cold: median(first.cold), warm: median(first.warm) },
    met: { pagesPerSecond: marked >= TARGETS.pagesPerSecond, firstPage: median(first.cold) <= TARGETS.firstPageMs },
    rounds: { ...series, ...first },
  };
}

/** Processor time of each step in one process, in milliseconds a page: on a busy machine this is what can be compared. */
async function steps(bytes: Uint8Array, pages: number, dpi: number): Promise<object> {
  const [engine, fonts] = [await loadEngine(), await loadFonts()];
  const opening = engine === undefined ? undefined : openPdf(engine, bytes, 'original', 'bench', PAGE_LIMITS);
  if (opening?.kind !== 'drawable' || fonts === undefined) throw new Error('the engine is not installed');
  const spent = { drawing: 0, watermark: 0, marks: 0, encoding: 0 };
  const timed = async <T>(step: keyof typeof spent, work: () => T | Promise<T>): Promise<T> => {
    const before = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    spent[step] += (user + system) / 1000 / pages;
    return result;
  };
  let mask: Mask | undefined;
  for (let page = 1; page <= pages; page += 1) {
    const raster = await timed('drawing', () => opening.drawable.raster(page - 1, dpi));
    const { mark } = requestOf(page, dpi, true);
    if (raster === undefined || mark === null) throw new Error('the page was not drawn');
    const { rgba, width, height } = raster;
    await timed('watermark', () => {
      mask ??= maskOf(fonts, LINES, width, height);
      blend(raster, mask);
    });
    await timed('marks', () => embedMark(rgba, width, height, mark));
    await timed('encoding', () => encode(raster, 'jpeg'));
  }
  return { ...spent, all: Object.values(spent).reduce((sum, ms) => sum + ms, 0) };
}

/** Returns a PDF with the pages of the samples, over and over. */
async function documentOf(count: number): Promise<Uint8Array> {
  const target = await PDFDocument.create();
  const sources = await Promise.all(FILES.map(async (name) => PDFDocument.load(await readFile(join(SAMPLES, name)))));
  const copied = await Promise.all(sources.map((source) => target.copyPages(source, source.getPageIndices())));
  const all = copied.flat();
  for (let i = 0; i < count; i += 1) {
    const page = all[i % all.length];
    if (page !== undefined) target.addPage(page);
  }
  return target.save();
}

function requestOf(page: number, dpi: number, marked: boolean): PageRequest {
  if (!marked) return { page, dpi, watermark: null, mark: null, format: 'jpeg' };
  const keys = streamKeys(new Uint8Array(32).fill(7), pageIdOf('bench', '00', page), VIEW);
  return { page, dpi, watermark: LINES, mark: { viewId: VIEW, keys }, format: 'jpeg' };
}

/** Pages per second of one document that two processes have open, each drawing half of it. */
async function rate(bytes: Uint8Array, pages: number, dpi: number, marked: boolean): Promise<number> {
  const renderer = createPageRenderer();
  try {
    const documents = [await opened(renderer, bytes), await opened(renderer, bytes)];
    // Masks and code that was never run are not what is asked about.
    for (const document of documents) await document.page(requestOf(1, dpi, marked));
    const started = performance.now();
    await Promise.all(
      documents.map(async (document, i) => {
        for (let page = 1 + i; page <= pages; page += documents.length)
          await document.page(requestOf(page, dpi, marked));
      }),
    );
    return (pages * 1000) / (performance.now() - started);
  } finally {
    await renderer.close();
  }
}

async function firstPage(bytes: Uint8Array, dpi: number): Promise<{ readonly cold: number; readonly warm: number }> {
  const renderer = createPageRenderer();
  const timed = async (): Promise<number> => {
    const started = performance.now();
    const document = await opened(renderer, bytes);
    await document.page(requestOf(1, dpi, true));
    const took = performance.now() - started;
    await document.close();
    return took;
  };
  try {
    const cold = await timed();
    // Until the process that waits has loaded everything.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    return { cold, warm: await timed() };
  } finally {
    await renderer.close();
  }
}

async function opened(renderer: PageRenderer, bytes: Uint8Array): Promise<OpenDocument> {
  const answer = await renderer.open({ bytes, name: 'bench.pdf', mediaType: 'application/pdf' });
  if (answer.kind !== 'open') throw new Error(`the document did not open: ${answer.why}`);
  return answer.document;
}

/** Undefined when pdftoppm is not installed. */
async function popplerRate(file: string, folder: string, pages: number, dpi: number): Promise<number | undefined> {
  const half = Math.ceil(pages / 2);
  const one = (from: number, to: number): Promise<boolean> =>
    new Promise((resolve) => {
      const args = ['-r', String(dpi), '-f', String(from), '-l', String(to), file, join(folder, `p${from}`)];
      execFile('pdftoppm', args, (error) => resolve(error === null));
    });
  const started = performance.now();
  const done = await Promise.all([one(1, half), one(half + 1, pages)]);
  return done.every(Boolean) ? (pages * 1000) / (performance.now() - started) : undefined;
}

/** Opens a document of any kind, within the process that was made for it. */
import { pdfVersion } from './versions.ts';
import { cannot, type Opening } from './drawable.ts';
import type { PageLimits } from './limits.ts';
import type { PageSource } from './port.ts';
import type { Engine } from './pdf/engine.ts';
import { openPdf } from './pdf/document.ts';

export type Tools = {
  readonly pdf: Engine | undefined;
  readonly converter: boolean;
};

/** Returns the pages, or why there are none. What it is is decided by its bytes; its name chooses only between kinds of text. */
export async function openDocument(source: PageSource, tools: Tools, limits: PageLimits): Promise<Opening> {
  if (source.bytes.length > limits.bytes) return cannot('too_large');
  if (tools.pdf === undefined) return cannot('no_renderer');
  return openPdf(tools.pdf, source.bytes, 'original', pdfVersion(), limits);
}

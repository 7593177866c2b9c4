/** Opens a document of any kind, within the process that was made for it. What only some kinds need is loaded when one comes: every file costs a millisecond at the start. */
import { cannot, type Opening } from './drawable.ts';
import { type Kind, kindOf } from './kinds.ts';
import type { PageLimits } from './limits.ts';
import type { OfficeOpening } from './office/document.ts';
import { openPdf } from './pdf/document.ts';
import type { Engine } from './pdf/engine.ts';
import type { PageSource } from './port.ts';
import type { OfficeEnding } from './protocol.ts';
import type { Fonts } from './text/fonts.ts';
import { pdfVersion } from './versions.ts';

export type Tools = {
  readonly pdf: Engine | undefined;
  readonly fonts: () => Promise<Fonts | undefined>;
  /** Office files that the server can convert. */
  readonly converts: readonly OfficeEnding[];
};

/** Returns the pages, or why there are none, or an Office file to be converted first. What it is is decided by its bytes; its name chooses only between kinds of text. */
export async function openDocument(source: PageSource, tools: Tools, limits: PageLimits): Promise<OfficeOpening> {
  const { bytes, name } = source;
  if (bytes.length > limits.bytes) return cannot('too_large');
  if (bytes.length === 0) return cannot('broken');
  const kind = kindOf(bytes, name);
  if (kind.is === 'cannot') return cannot(kind.why);
  if (kind.is === 'image') return (await import('./image.ts')).openImage(bytes, limits);
  if (kind.is === 'zip' || kind.is === 'compound') {
    const office = await import('./office/document.ts');
    if (kind.is === 'compound') return office.openCompound(bytes, tools.converts);
    return office.openOffice(bytes, tools.converts, tools.fonts, limits);
  }
  if (kind.is === 'rtf')
    return tools.converts.includes('rtf') ? { kind: 'convert', bytes, ending: 'rtf' } : cannot('no_converter');
  return openPlain(kind, bytes, tools, limits);
}

async function openPlain(
  kind: Extract<Kind, { is: 'pdf' | 'text' }>,
  bytes: Uint8Array,
  tools: Tools,
  limits: PageLimits,
): Promise<Opening> {
  if (kind.is === 'pdf') {
    return tools.pdf === undefined
      ? cannot('no_renderer')
      : openPdf(tools.pdf, bytes, 'original', pdfVersion(), limits);
  }
  const fonts = await tools.fonts();
  if (fonts === undefined) return cannot('no_renderer');
  return (await import('./text/document.ts')).openText(fonts, bytes, kind.as, limits);
}

/** The PDF that an Office file became. `by`: what made it. */
export function openConverted(bytes: Uint8Array, by: string, tools: Tools, limits: PageLimits): Opening {
  if (tools.pdf === undefined) return cannot('no_renderer');
  return openPdf(tools.pdf, bytes, 'converted', `${by}, ${pdfVersion()}`, limits);
}

/** Office files: made ready for the converter where there is one, drawn simply by ourselves otherwise. */
import { cannot, type Opening } from '../drawable.ts';
import type { PageLimits } from '../limits.ts';
import type { OfficeEnding } from '../protocol.ts';
import type { Block } from '../text/blocks.ts';
import { drawBlocks } from '../text/drawn.ts';
import type { Fonts } from '../text/fonts.ts';
import { cleanPackage, DeclaredEntities } from './clean.ts';
import { docxBlocks } from './docx.ts';
import { odsBlocks } from './ods.ts';
import { openPackage, type PackageKind, type Parts } from './package.ts';
import { pptxBlocks } from './pptx.ts';
import { xlsxBlocks } from './sheets.ts';

export type OfficeOpening =
  | Opening
  | { readonly kind: 'convert'; readonly bytes: Uint8Array; readonly ending: OfficeEnding };

/** Opens an archive that may be an office file. `converts`: what the converter takes; `fonts` are asked for when it does not. */
export async function openOffice(
  bytes: Uint8Array,
  converts: readonly OfficeEnding[],
  fonts: () => Promise<Fonts | undefined>,
  limits: PageLimits,
): Promise<OfficeOpening> {
  const opened = openPackage(bytes, limits);
  if (opened.kind === 'cannot') return opened;
  try {
    if (converts.includes(opened.kind))
      return { kind: 'convert', bytes: cleanPackage(opened.kind, opened.parts), ending: opened.kind };
  } catch (error) {
    if (error instanceof DeclaredEntities) return cannot('hostile');
    throw error;
  }
  return simplified(opened.kind, opened.parts, fonts, limits);
}

async function simplified(
  kind: PackageKind,
  parts: Parts,
  fonts: () => Promise<Fonts | undefined>,
  limits: PageLimits,
): Promise<Opening> {
  const blocks = blocksOf(kind, parts, limits.rows);
  if (blocks === undefined) return cannot('no_converter');
  const loaded = await fonts();
  if (loaded === undefined) return cannot('no_renderer');
  const sample = sampleOf(blocks);
  const sheets = kind === 'xlsx' || kind === 'ods';
  return drawBlocks(
    loaded,
    blocks,
    { drawn: sheets ? 'table' : 'simplified', landscape: kind !== 'docx', sample },
    limits,
  );
}

function blocksOf(kind: PackageKind, parts: Parts, rows: number): readonly Block[] | undefined {
  if (kind === 'docx') return docxBlocks(parts);
  if (kind === 'pptx') return pptxBlocks(parts);
  if (kind === 'ods') return odsBlocks(parts, rows);
  return kind === 'xlsx' && parts.has('xl/workbook.xml') ? xlsxBlocks(parts, rows) : undefined;
}

function sampleOf(blocks: readonly Block[]): string {
  const texts = blocks.slice(0, 300).map((block) => {
    if (block.kind === 'text') return block.text;
    return block.kind === 'table' ? block.rows.slice(0, 50).flat().join(' ') : '';
  });
  return texts.join('\n');
}

/** Names of streams in the directory of a compound file, in UTF-16. */
const STREAMS: readonly (readonly [name: string, ending: OfficeEnding])[] = [
  ['WordDocument', 'doc'],
  ['Workbook', 'xls'],
  ['Book', 'xls'],
  ['PowerPoint Document', 'ppt'],
];

/** A compound file by what is in it: older Office files go to the converter as they are. Its directory is searched, not read. */
export function openCompound(bytes: Uint8Array, converts: readonly OfficeEnding[]): OfficeOpening {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const has = (name: string): boolean => file.includes(Buffer.from(`${name}\0`, 'utf16le'));
  if (has('EncryptedPackage')) return cannot('encrypted');
  const ending = STREAMS.find(([name]) => has(name))?.[1];
  if (ending === undefined) return cannot('unsupported');
  if (has('_VBA_PROJECT') || has('_VBA_PROJECT_CUR') || has('Macros')) return cannot('macros');
  return converts.includes(ending) ? { kind: 'convert', bytes, ending } : cannot('no_converter');
}

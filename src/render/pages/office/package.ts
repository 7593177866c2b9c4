/** Office files of today are archives: opened here first, within limits, and only what is needed goes on. */
import { unzipSync } from 'fflate';
import type { PageLimits } from '../limits.ts';
import type { CannotShow } from '../port.ts';
import { decodeXml } from './xml.ts';

export type PackageKind = 'docx' | 'xlsx' | 'pptx' | 'odt' | 'ods' | 'odp';

/** Entries by name, in the order of the archive. */
export type Parts = ReadonlyMap<string, Uint8Array>;

export type OpenedPackage =
  | { readonly kind: PackageKind; readonly parts: Parts }
  | { readonly kind: 'cannot'; readonly why: CannotShow };

/** Tables of figures shrink far below a hundredth in earnest; what matters is what large entries become. */
const RATIO_FROM = 1_000_000;

const OPEN_DOCUMENT: Readonly<Record<string, PackageKind>> = {
  text: 'odt',
  'text-template': 'odt',
  spreadsheet: 'ods',
  'spreadsheet-template': 'ods',
  presentation: 'odp',
  'presentation-template': 'odp',
};

/** Returns the parts of an office file; `unsupported` for any other archive. Macros, encryption and bombs are answers. */
export function openPackage(bytes: Uint8Array, limits: PageLimits): OpenedPackage {
  const refused = lookThrough(bytes, limits);
  if (refused !== undefined) return { kind: 'cannot', why: refused };
  // Sizes are those of the directory; an entry that holds more than it says is cut off there, so the sum above holds.
  const parts = new Map(Object.entries(unzipSync(bytes)).filter(([name]) => !name.endsWith('/')));
  const kind = kindOfParts(parts);
  if (kind === undefined) return { kind: 'cannot', why: 'unsupported' };
  const why = withinOf(parts);
  return why === undefined ? { kind, parts } : { kind: 'cannot', why };
}

function lookThrough(bytes: Uint8Array, limits: PageLimits): CannotShow | undefined {
  let entries = 0;
  let total = 0;
  let bomb = false;
  const names = new Set<string>();
  try {
    unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        entries += 1;
        total += originalSize;
        names.add(name);
        if (originalSize > RATIO_FROM && originalSize > size * limits.ratio) bomb = true;
        return false;
      },
    });
  } catch {
    return 'broken';
  }
  if (bomb) return 'hostile';
  // Two entries of one name: each reader takes another one.
  if (names.size !== entries) return 'hostile';
  return entries > limits.entries || total > limits.unpacked ? 'too_large' : undefined;
}

function kindOfParts(parts: Parts): PackageKind | undefined {
  if (parts.has('[Content_Types].xml')) {
    if (parts.has('word/document.xml')) return 'docx';
    if (parts.has('xl/workbook.xml') || parts.has('xl/workbook.bin')) return 'xlsx';
    return parts.has('ppt/presentation.xml') ? 'pptx' : undefined;
  }
  const type = parts.get('mimetype');
  if (type === undefined || !parts.has('content.xml') || type.length > 100) return undefined;
  const name = /^application\/vnd\.oasis\.opendocument\.([a-z-]+)$/.exec(new TextDecoder().decode(type).trim())?.[1];
  return name === undefined ? undefined : OPEN_DOCUMENT[name];
}

function withinOf(parts: Parts): CannotShow | undefined {
  for (const name of parts.keys()) {
    if (/(?:^|\/)vbaProject[^/]*\.bin$|(?:^|\/)(?:Basic|Scripts)\//i.test(name)) return 'macros';
  }
  const manifest = parts.get('META-INF/manifest.xml');
  if (manifest !== undefined && decodeXml(manifest).includes('encryption-data')) return 'encrypted';
  return undefined;
}

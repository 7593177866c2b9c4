/** Chooses by the bytes how a file is marked, and finds stamps in a file. Only for the process of its own: the bytes are anybody's. */
import { strFromU8, unzipSync } from 'fflate';
import { markImage } from './mark-image.ts';
import { markOffice } from './mark-office.ts';
import { markPdf } from './mark-pdf.ts';
import { markText } from './mark-text.ts';
import { type FileMark, LARGEST_MARKED_FILE, type MarkedFile } from './port.ts';
import { stampsIn } from './stamp.ts';
import { fromZeroWidth } from './zero-width.ts';

/** Text that people read. In any other a character more is another meaning. */
const PROSE = /\.(?:txt|md|markdown)$/i;

export async function markFile(bytes: Uint8Array, name: string, mark: FileMark): Promise<MarkedFile> {
  if (bytes.length > LARGEST_MARKED_FILE) return { kind: 'as_is', why: 'too_large' };
  const kind = kindOf(bytes);
  if (kind === 'pdf') return markPdf(bytes, mark);
  if (kind === 'zip') return markOffice(bytes, mark);
  if (kind === 'image') return markImage(bytes, mark);
  if (kind === 'other') return { kind: 'as_is', why: 'unsupported' };
  if (!PROSE.test(name)) return { kind: 'as_is', why: 'meaning' };
  const marked = markText(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), mark.stamp);
  return marked === undefined
    ? { kind: 'as_is', why: 'unsupported' }
    : { kind: 'marked', bytes: new TextEncoder().encode(marked), places: ['text'] };
}

type Kind = 'pdf' | 'zip' | 'image' | 'text' | 'other';

function kindOf(bytes: Uint8Array): Kind {
  const start = Buffer.from(bytes.subarray(0, 1024)).toString('latin1');
  if (start.includes('%PDF-')) return 'pdf';
  if (start.startsWith('PK\u0003\u0004')) return 'zip';
  if (/^(?:\u00ff\u00d8\u00ff|\u0089PNG|RIFF[\s\S]{4}WEBP)/.test(start)) return 'image';
  return isUtf8(bytes) && !bytes.includes(0) ? 'text' : 'other';
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const MOST_ENTRIES = 2000;
const LARGEST_UNPACKED = 100 * 1024 * 1024;

/** Everything in a file that has the form of a stamp: in its text, its metadata, and the parts of an archive. Whose they are is not looked at. */
export async function findStamps(bytes: Uint8Array): Promise<readonly string[]> {
  const found = new Set(stampsInBytes(bytes));
  const kind = kindOf(bytes);
  if (kind === 'zip') for (const part of partsOf(bytes)) for (const stamp of stampsInBytes(part)) found.add(stamp);
  if (kind === 'pdf') for (const stamp of await stampsInPdf(bytes)) found.add(stamp);
  return [...found];
}

function stampsInBytes(bytes: Uint8Array): readonly string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return [...stampsIn(text), ...fromZeroWidth(text)];
}

function partsOf(bytes: Uint8Array): readonly Uint8Array[] {
  let [entries, size] = [0, 0];
  try {
    return Object.values(
      unzipSync(bytes, {
        filter: ({ originalSize }) => {
          entries += 1;
          size += originalSize;
          return entries <= MOST_ENTRIES && size <= LARGEST_UNPACKED;
        },
      }),
    );
  } catch {
    return [];
  }
}

/** A file that was saved again may have its objects packed: they are written out plainly and looked through. */
async function stampsInPdf(bytes: Uint8Array): Promise<readonly string[]> {
  const { PDFDocument } = await import('@cantoo/pdf-lib');
  try {
    const document = await PDFDocument.load(bytes, { updateMetadata: false, ignoreEncryption: true });
    const plain = document.context.enumerateIndirectObjects().map(([, object]) => object.toString());
    const trailer = document.context.trailerInfo.ID?.toString() ?? '';
    const unhexed = [...trailer.matchAll(/<([0-9A-Fa-f]{62})>/g)].map(([, digits = '']) => Buffer.from(digits, 'hex'));
    return [...stampsIn(plain.join('\n')), ...unhexed.flatMap((one) => stampsIn(strFromU8(one)))];
  } catch {
    return [];
  }
}

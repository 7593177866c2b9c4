/** Reads which characters a font file draws: the `cmap` table of OpenType, format 12 only (all of Unicode). */
import { type FileHandle, open } from 'node:fs/promises';

/** First and last code point of each run of characters that the font has a glyph for. */
export type Runs = readonly (readonly [first: number, last: number])[];

const FORMAT_12 = 12;
/** A `cmap` of 65,535 glyphs in runs of one each is 800 KB. */
const MOST_BYTES = 2_000_000;

/**
 * Returns the runs of the font at `path`. The shapes themselves are not looked at.
 * @throws RangeError when the file is not a font with such a table.
 * @see https://learn.microsoft.com/typography/opentype/spec/cmap
 */
export async function readRuns(path: string): Promise<Runs> {
  const file = await open(path);
  try {
    return runsOf(await readTable(file, 'cmap'));
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, at: number, length: number): Promise<DataView> {
  const { bytesRead, buffer } = await file.read({ buffer: new Uint8Array(length), position: at });
  if (bytesRead !== length) throw new RangeError('the font file is cut off');
  return new DataView(buffer.buffer);
}

async function readTable(file: FileHandle, tag: string): Promise<DataView> {
  const tables = (await readAt(file, 0, 12)).getUint16(4);
  const directory = await readAt(file, 12, 16 * tables);
  for (let at = 0; at < directory.byteLength; at += 16) {
    const name = String.fromCharCode(...[0, 1, 2, 3].map((i) => directory.getUint8(at + i)));
    if (name !== tag) continue;
    const length = directory.getUint32(at + 12);
    if (length > MOST_BYTES) throw new RangeError('a table of the font is too large');
    return readAt(file, directory.getUint32(at + 8), length);
  }
  throw new RangeError('a table of the font is missing');
}

function runsOf(cmap: DataView): Runs {
  for (let i = 0; i < cmap.getUint16(2); i += 1) {
    const start = cmap.getUint32(4 + 8 * i + 4);
    if (cmap.getUint16(start) !== FORMAT_12) continue;
    return Array.from({ length: cmap.getUint32(start + 12) }, (_, group) => {
      const at = start + 16 + 12 * group;
      // A run that starts at glyph 0 starts with the empty box that stands for "no glyph".
      const first = cmap.getUint32(at) + (cmap.getUint32(at + 8) === 0 ? 1 : 0);
      return [first, cmap.getUint32(at + 4)] as const;
    });
  }
  throw new RangeError('the font has no table of all characters');
}

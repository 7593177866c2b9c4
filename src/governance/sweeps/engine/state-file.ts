/**
 * How far a sweep is, as a file: a line that says what it is about, then a line for each file, appended as they are found. Killed at any moment it
 * loses what was not written yet; half a line at the end is dropped. Paths stand in it: it is as sensitive as what it is about.
 */
import { createReadStream } from 'node:fs';
import { appendFile, type FileHandle, open, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { type SweepItem, sweepItemSchema } from '../../../model/sweep.ts';
import { SWEEP } from '../errors.ts';

export type StateFile = {
  /** From earlier runs; emptied as they are found again. */
  readonly known: Map<string, SweepItem>;
  readonly add: (item: SweepItem) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** @property pictures - Whether pictures and scanned pages were recognised. */
type Head = { readonly v: 1; readonly root: string; readonly packDigest: string; readonly pictures: boolean };

export type StateHead = Omit<Head, 'v'>;

const FLUSH_LINES = 32;
const FLUSH_MS = 1000;

/**
 * With other detectors than those of the file everything is looked at anew; with recognition, after a sweep without it, pictures are.
 *
 * @throws `sweep.bad_state` when the file is the state of another sweep
 */
export async function openStateFile(path: string, of: StateHead): Promise<StateFile> {
  const head: Head = { v: 1, ...of };
  const known = await readState(path, head);
  const handle = await open(path, 'a', 0o600);
  if ((await handle.stat()).size === 0) await handle.appendFile(`${JSON.stringify(head)}\n`);
  return { known, ...appender(handle) };
}

function appender(handle: FileHandle): Pick<StateFile, 'add' | 'close'> {
  let waiting: string[] = [];
  let flushedAt = performance.now();
  const flush = async (): Promise<void> => {
    const lines = waiting.join('');
    waiting = [];
    flushedAt = performance.now();
    if (lines !== '') await handle.appendFile(lines);
  };
  return {
    add: async (item) => {
      waiting.push(`${JSON.stringify(item)}\n`);
      if (waiting.length >= FLUSH_LINES || performance.now() - flushedAt > FLUSH_MS) await flush();
    },
    close: async () => {
      await flush();
      await handle.sync();
      await handle.close();
    },
  };
}

async function readState(path: string, head: Head): Promise<Map<string, SweepItem>> {
  const known = new Map<string, SweepItem>();
  const there = await open(path, 'r').catch(() => undefined);
  if (there === undefined) return known;
  await there.close();
  let whole = 0;
  let isFirst = true;
  // Detectors of another day would have found other things: then everything is looked at anew.
  let isUsable = true;
  let before = head.pictures;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const value = parse(line);
    if (isFirst) {
      const found = headOf(value);
      if (found === undefined || found.root !== head.root) throw SWEEP.bad_state();
      isUsable = found.packDigest === head.packDigest;
      before = found.pictures;
      isFirst = false;
    } else {
      const item = sweepItemSchema.safeParse(value);
      if (!item.success) break;
      known.set(item.data.path, item.data);
    }
    whole += Buffer.byteLength(line) + 1;
  }
  if (isUsable) {
    const { size } = await stat(path);
    // The last line may be whole and only its end missing.
    if (whole > size) await appendFile(path, '\n');
    else await truncate(path, whole);
    if (before !== head.pictures) await rewrite(path, head, known);
    return known;
  }
  await truncate(path, 0);
  return new Map();
}

/** Crash here: the old file is still the whole one. */
async function rewrite(path: string, head: Head, known: Map<string, SweepItem>): Promise<void> {
  if (head.pictures) for (const [name, { problem }] of known) if (problem === 'unreadable.image') known.delete(name);
  const lines = [head, ...known.values()].map((one) => `${JSON.stringify(one)}\n`);
  await writeFile(`${path}.new`, lines.join(''), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

function headOf(value: unknown): Head | undefined {
  if (typeof value !== 'object' || value === null || !('root' in value) || !('packDigest' in value)) return undefined;
  const { root, packDigest } = value;
  const pictures = 'pictures' in value && value.pictures === true;
  return typeof root === 'string' && typeof packDigest === 'string' ? { v: 1, root, packDigest, pictures } : undefined;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** One file of a source, by its path. */
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Bytes } from '../../base/bytes.ts';
import { LARGEST_FILE, type SweepSource } from './engine/source.ts';
import { SWEEP } from './errors.ts';

/** @throws `sweep.file_not_here` when it is gone, too large, or leads outside by now */
export async function readSourceFile(source: SweepSource, path: string): Promise<Bytes> {
  const fromFolder = await readBelow(source.root, path);
  if (fromFolder !== undefined) return fromFolder;
  for await (const entry of source.entries()) {
    if (entry.path !== path || !('load' in entry.content)) continue;
    return new Uint8Array(await entry.content.load());
  }
  throw SWEEP.file_not_here();
}

async function readBelow(root: string, path: string): Promise<Bytes | undefined> {
  if (!root.startsWith(sep)) return undefined;
  const real = await realpath(join(root, path)).catch(() => undefined);
  if (real === undefined || !real.startsWith(root.endsWith(sep) ? root : root + sep)) throw SWEEP.file_not_here();
  const handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const info = await handle.stat();
    if (!info.isFile() || info.size > LARGEST_FILE) throw SWEEP.file_not_here();
    return new Uint8Array(await handle.readFile());
  } finally {
    await handle.close();
  }
}

/**
 * Blobs on a local disk: `objects/ab/cd/<hash>` and `staging/<id>`, both in one file system so that publishing is a
 * rename. Directories are 0700 and files 0600.
 */
import { mkdir, open, opendir, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bytes, ownBytes } from '../../base/bytes.ts';
import { STORE } from '../errors.ts';
import { errnoCode, fsyncDirectory } from '../files.ts';
import { checkHash, checkStagingId, clampRange, isBlobHash, PIECE } from './checks.ts';
import { type DiskLayout, readExactly, stageOnDisk } from './disk-staging.ts';
import type { BlobHash, BlobRef, BlobStore, OpenBlob } from './port.ts';

/**
 * Opens (and makes when missing) the blob store in `directory`, which nobody else may use. One store per directory and
 * process; several processes may share it.
 */
export async function openDiskBlobs(directory: string): Promise<BlobStore> {
  const layout: DiskLayout = {
    objects: join(directory, 'objects'),
    staging: join(directory, 'staging'),
    path: (hash) => join(directory, 'objects', hash.slice(0, 2), hash.slice(2, 4), hash),
  };
  await mkdir(layout.objects, { recursive: true, mode: 0o700 });
  await mkdir(layout.staging, { recursive: true, mode: 0o700 });
  await fsyncDirectory(directory);
  return {
    stage: async (id) => stageOnDisk(layout, checkStagingId(id)),
    open: async (hash) => openObject(layout, checkHash(hash)),
    remove: async (hash) => removeObject(layout, checkHash(hash)),
    list: () => listObjects(layout),
    staged: () => readdir(layout.staging),
    sweepStaging: (before) => sweep(layout, before),
  };
}

async function openObject(layout: DiskLayout, hash: BlobHash): Promise<OpenBlob | undefined> {
  const path = layout.path(hash);
  const size = await stat(path).then(
    (info) => info.size,
    (error: unknown) => {
      if (errnoCode(error) === 'ENOENT') return undefined;
      throw error;
    },
  );
  if (size === undefined) return undefined;
  return {
    hash,
    size,
    read: async (offset, length) => {
      const wanted = clampRange(size, offset, length);
      const handle = await openForReading(path);
      try {
        return await readExactly(handle, offset, wanted);
      } finally {
        await handle.close();
      }
    },
    stream: (range = { offset: 0, length: size }) => {
      // Checked when asked, not at the first piece.
      const wanted = clampRange(size, range.offset, range.length);
      return streamFile(path, range.offset, wanted);
    },
  };
}

async function openForReading(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    // Removed since it was opened: the grant ended meanwhile.
    if (errnoCode(error) === 'ENOENT') throw STORE.blob_damaged({ reason: 'gone' }, error);
    throw error;
  }
}

async function* streamFile(path: string, offset: number, length: number): AsyncGenerator<Bytes, void, undefined> {
  const handle = await openForReading(path);
  try {
    const end = offset + length;
    for (let at = offset; at < end; at += PIECE)
      yield ownBytes(await readExactly(handle, at, Math.min(PIECE, end - at)));
  } finally {
    await handle.close();
  }
}

/** The directories stay: taking them away would race with a publish into them. */
async function removeObject(layout: DiskLayout, hash: BlobHash): Promise<boolean> {
  const path = layout.path(hash);
  try {
    await rm(path);
  } catch (error) {
    if (errnoCode(error) === 'ENOENT') return false;
    throw error;
  }
  await fsyncDirectory(join(path, '..'));
  return true;
}

async function* listObjects(layout: DiskLayout): AsyncGenerator<BlobRef, void, undefined> {
  for (const first of await readdir(layout.objects)) {
    for (const second of await readdir(join(layout.objects, first))) {
      for await (const entry of await opendir(join(layout.objects, first, second))) {
        if (!isBlobHash(entry.name)) continue;
        const info = await stat(layout.path(entry.name)).catch(() => undefined);
        if (info !== undefined) yield { hash: entry.name, size: info.size };
      }
    }
  }
}

async function sweep(layout: DiskLayout, before: Date): Promise<number> {
  let removed = 0;
  for (const name of await readdir(layout.staging)) {
    const path = join(layout.staging, name);
    const info = await stat(path).catch(() => undefined);
    if (info === undefined || info.mtime >= before) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  if (removed > 0) await fsyncDirectory(layout.staging);
  return removed;
}

/** A tile store in a directory: every file is written beside its place, synced, moved there, and its folder synced. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, readdir, rename, unlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { type Bytes, equal, ownBytes, utf8 } from '../base/bytes.ts';
import { LOG } from './errors.ts';
import type { ListableSource, TileStore } from './ports.ts';
import { CHECKPOINT_PATH, UNFINISHED_PREFIX, parseTilePath } from './tile.ts';

/** Returns read access to a log directory. Paths that are not of a log resource are refused, so none leads outside. */
export function directorySource(root: string): ListableSource {
  return { read: async (path) => readIfThere(placeOf(root, path)), list: () => listFiles(root) };
}

/** Returns the tile store on a directory, which is made when the first file is written. */
export function createDirectoryTiles(root: string): TileStore & ListableSource {
  const folders = createFolders();
  return {
    ...directorySource(root),
    write: async (path, bytes) => {
      if (path === CHECKPOINT_PATH) throw LOG.bad_path();
      const place = placeOf(root, path);
      const present = await readIfThere(place);
      if (present !== undefined) {
        if (!equal(present, bytes)) throw LOG.tile_conflict({ path });
        // It may have been moved here by a run that crashed before it synced the folder.
        await folders.sync(dirname(place));
        return;
      }
      await replaceFile(place, bytes, folders);
    },
    writeCheckpoint: async (text) => replaceFile(join(root, CHECKPOINT_PATH), utf8(text), folders),
  };
}

function placeOf(root: string, path: string): string {
  if (path !== CHECKPOINT_PATH && parseTilePath(path) === undefined) throw LOG.bad_path();
  return join(root, ...path.split('/'));
}

async function readIfThere(place: string): Promise<Bytes | undefined> {
  try {
    const file = await readFile(place);
    // A plain view: slicing a Buffer would share memory where everything here expects a copy.
    return ownBytes(new Uint8Array(file.buffer, file.byteOffset, file.length));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/**
 * Crash before the rename: a temporary file that nothing reads. Crash after it, before the folder is synced: the file
 * is whole, but may be gone after a power cut; the caller was not told that it is there.
 */
async function replaceFile(place: string, bytes: Uint8Array, folders: Folders): Promise<void> {
  const folder = dirname(place);
  await folders.make(folder);
  const temporary = join(folder, `${UNFINISHED_PREFIX}${randomUUID()}`);
  const file = await open(temporary, 'wx', 0o644);
  try {
    await writeAndSync(file, bytes);
    await rename(temporary, place);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
  await folders.sync(folder);
}

async function writeAndSync(file: FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    await file.writeFile(bytes);
    await file.datasync();
  } finally {
    await file.close();
  }
}

type Folders = { readonly make: (folder: string) => Promise<void>; readonly sync: (folder: string) => Promise<void> };

/** Makes and syncs folders. Files that come into one folder at the same time share a sync that starts after all. */
function createFolders(): Folders {
  const made = new Set<string>();
  const waiting = new Map<string, Promise<void>>();
  const running = new Map<string, Promise<void>>();

  const sync = (folder: string): Promise<void> => {
    const queued = waiting.get(folder);
    if (queued !== undefined) return queued;
    // A sync that runs already may have begun before the caller's rename, so it does not count for the caller.
    const before = running.get(folder) ?? Promise.resolve();
    const next = before
      .catch(() => undefined)
      .then(() => {
        waiting.delete(folder);
        const now = syncFolder(folder).finally(() => {
          if (running.get(folder) === now) running.delete(folder);
        });
        running.set(folder, now);
        return now;
      });
    waiting.set(folder, next);
    return next;
  };

  return {
    sync,
    make: async (folder) => {
      if (made.has(folder)) return;
      const first = await mkdir(folder, { recursive: true });
      // A new folder is durable once its parent is synced, up to the first one that was there before.
      if (first !== undefined) {
        for (let at = folder; at !== dirname(first); at = dirname(at)) await syncFolder(dirname(at));
      }
      made.add(folder);
    },
  };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function* listFiles(root: string): AsyncIterable<string> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  for (const entry of found) {
    if (!entry.isDirectory()) yield relative(root, join(entry.parentPath, entry.name)).split(sep).join('/');
  }
}

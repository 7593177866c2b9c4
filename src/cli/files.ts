/** Files as commands use them: read in pieces, written beside their place and moved there only when they are whole. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Bytes, fromUtf8 } from '../base/bytes.ts';
import { MIB } from '../base/units.ts';
import { CLI } from './errors.ts';

export type InputFile = {
  readonly size: number;
  /** Reads exactly `length` bytes at `offset`; fewer only where the file ends. */
  readonly read: (offset: number, length: number) => Promise<Bytes>;
  /** Yields the file from `offset` on, in pieces of 1 MiB. */
  readonly pieces: (offset?: number) => AsyncGenerator<Bytes, void, undefined>;
  readonly close: () => Promise<void>;
};

/** Opens an ordinary file. @throws `cli.file_unreadable` also for folders, pipes and devices */
export async function openInput(path: string): Promise<InputFile> {
  const handle = await openToRead(path);
  const read = (offset: number, length: number): Promise<Bytes> => readAt(handle, path, offset, length);
  const info = await handle.stat();
  if (!info.isFile()) {
    await handle.close();
    throw CLI.file_unreadable({ path, reason: 'no ordinary file' });
  }
  return {
    size: info.size,
    read,
    pieces: async function* (offset = 0) {
      for (let at = offset; ; ) {
        const piece = await read(at, MIB);
        if (piece.length === 0) return;
        yield piece;
        at += piece.length;
      }
    },
    close: () => handle.close(),
  };
}

async function openToRead(path: string): Promise<FileHandle> {
  try {
    // Opening a pipe that nobody writes to would wait for ever.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw CLI.file_unreadable({ path, reason: errnoOf(cause) }, cause);
  }
}

async function readAt(handle: FileHandle, path: string, offset: number, length: number): Promise<Bytes> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  try {
    while (filled < length) {
      const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
  } catch (cause) {
    throw CLI.file_unreadable({ path, reason: errnoOf(cause) }, cause);
  }
  return filled === length ? bytes : bytes.slice(0, filled);
}

/** Returns a small file whole. @throws `cli.file_unreadable`, `cli.file_too_large` */
export async function readSmallFile(path: string, limit: number = MIB): Promise<Bytes> {
  const file = await openInput(path);
  try {
    const bytes = await file.read(0, limit + 1);
    if (bytes.length > limit) throw CLI.file_too_large({ path, limit });
    return bytes;
  } finally {
    await file.close();
  }
}

/** Returns a small file as text. @throws also `bytes.bad_utf8` */
export async function readSmallText(path: string): Promise<string> {
  return fromUtf8(await readSmallFile(path));
}

/**
 * Writes `source` to `path`, which must not exist. Nothing stands at `path` before the last byte was taken from `source` without
 * an error and is on the disk.
 *
 * @returns The number of bytes written.
 * @throws `cli.file_exists`, `cli.file_not_written`, and whatever `source` throws.
 */
export async function writeNewFile(
  path: string,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  mode = 0o644,
): Promise<number> {
  await refuseExisting(path);
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomUUID()}.part`);
  let handle: FileHandle;
  try {
    handle = await open(temporary, 'wx', mode);
  } catch (cause) {
    throw CLI.file_not_written({ path, reason: errnoOf(cause) }, cause);
  }
  try {
    const size = await fill(handle, path, source);
    await moveIntoPlace(temporary, path);
    return size;
  } catch (error) {
    // Crash before this point: a hidden `.part` file, never the file itself.
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

/** @throws `cli.file_exists`; asked before long work, the write itself asks again. */
export async function refuseExisting(path: string): Promise<void> {
  const there = await lstat(path).then(
    () => true,
    () => false,
  );
  if (there) throw CLI.file_exists({ path });
}

async function fill(
  handle: FileHandle,
  path: string,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<number> {
  let size = 0;
  try {
    for await (const piece of source) {
      size += piece.length;
      await handle.writeFile(piece).catch((cause: unknown) => {
        throw CLI.file_not_written({ path, reason: errnoOf(cause) }, cause);
      });
    }
    await handle.sync();
    return size;
  } finally {
    await handle.close();
  }
}

/** A hard link fails when the name is taken; where the file system has none, a rename after another look. */
async function moveIntoPlace(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (cause) {
    const reason = errnoOf(cause);
    if (reason === 'EEXIST') throw CLI.file_exists({ path }, cause);
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(reason))
      throw CLI.file_not_written({ path, reason }, cause);
    await refuseExisting(path);
    await rename(temporary, path);
    return;
  }
  await unlink(temporary);
}

/** Returns the system's code of a fault, `unknown` without one. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

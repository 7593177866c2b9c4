/** Bytes on their way to the disk store: what each step has made durable, and what a crash after it leaves. */
import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Bytes } from '../../base/bytes.ts';
import { STORE } from '../errors.ts';
import { errnoCode, fsyncDirectory } from '../files.ts';
import { checkHash, clampRange, PIECE } from './checks.ts';
import type { BlobHash, BlobRef, StagedBlob } from './port.ts';

export type DiskLayout = {
  readonly objects: string;
  readonly staging: string;
  readonly path: (hash: BlobHash) => string;
};

/** Returns exactly `length` bytes. @throws `store.blob_damaged` when the file ends before. */
export async function readExactly(handle: FileHandle, offset: number, length: number): Promise<Bytes> {
  const out = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(out, done, length - done, offset + done);
    if (bytesRead === 0) throw STORE.blob_damaged({ offset, length, read: done });
    done += bytesRead;
  }
  return out;
}

/** Full disk, exceeded quota, or a file larger than the file system or its limit allows. */
function asDiskFull(error: unknown): unknown {
  const code = errnoCode(error);
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG' ? STORE.disk_full({ reason: code }, error) : error;
}

/** Opens the staging file; a new one has its directory entry synced, so that `sync` later needs the file only. */
export async function stageOnDisk(layout: DiskLayout, id: string): Promise<StagedBlob> {
  const path = join(layout.staging, id);
  try {
    const handle = await open(path, 'wx+', 0o600);
    await fsyncDirectory(layout.staging);
    return new DiskStaging(layout, id, path, handle, 0);
  } catch (error) {
    if (errnoCode(error) !== 'EEXIST') throw asDiskFull(error);
  }
  const handle = await open(path, 'r+');
  return new DiskStaging(layout, id, path, handle, (await handle.stat()).size);
}

class DiskStaging implements StagedBlob {
  readonly id: string;
  readonly #layout: DiskLayout;
  readonly #path: string;
  readonly #handle: FileHandle;
  #size: number;
  /** Digest of the first `#hashed` bytes; behind `#size` after a restart, started anew after `truncate`. */
  #hash: Hash = createHash('sha256');
  #hashed = 0;
  #open = true;

  constructor(layout: DiskLayout, id: string, path: string, handle: FileHandle, size: number) {
    this.#layout = layout;
    this.id = id;
    this.#path = path;
    this.#handle = handle;
    this.#size = size;
  }

  readonly size = (): number => this.#size;

  /** A crash or a full disk may leave part of `bytes` behind the end that `size` reports; the next append writes over it. */
  readonly append = async (bytes: Uint8Array): Promise<void> => {
    try {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, this.#size + done);
        done += bytesWritten;
      }
    } catch (error) {
      await this.#handle.truncate(this.#size).catch(() => {});
      throw asDiskFull(error);
    }
    if (this.#hashed === this.#size) {
      this.#hash.update(bytes);
      this.#hashed += bytes.length;
    }
    this.#size += bytes.length;
  };

  /** After this a power cut keeps all bytes and the length (fdatasync writes the length when it has changed). */
  readonly sync = async (): Promise<void> => {
    try {
      await this.#handle.datasync();
    } catch (error) {
      throw asDiskFull(error);
    }
  };

  readonly truncate = async (size: number): Promise<void> => {
    if (clampRange(this.#size, 0, size) !== size) throw STORE.blob_bad_range({ size: this.#size });
    await this.#handle.truncate(size);
    this.#size = size;
    if (this.#hashed > size) this.#restartHash();
  };

  readonly read = async (offset: number, length: number): Promise<Bytes> => {
    if (clampRange(this.#size, offset, length) !== length) throw STORE.blob_bad_range({ size: this.#size });
    return readExactly(this.#handle, offset, length);
  };

  readonly digest = async (): Promise<BlobHash> => {
    while (this.#hashed < this.#size) {
      const piece = await readExactly(this.#handle, this.#hashed, Math.min(PIECE, this.#size - this.#hashed));
      this.#hash.update(piece);
      this.#hashed += piece.length;
    }
    return this.#hash.copy().digest('hex');
  };

  readonly discard = async (): Promise<void> => {
    await this.close();
    await rm(this.#path, { force: true });
    await fsyncDirectory(this.#layout.staging);
  };

  readonly close = async (): Promise<void> => {
    if (!this.#open) return;
    this.#open = false;
    await this.#handle.close();
  };

  readonly publish = async (hash: BlobHash): Promise<BlobRef> => {
    if ((await this.digest()) !== checkHash(hash)) throw STORE.blob_hash_mismatch();
    const target = this.#layout.path(hash);
    try {
      // Bytes left behind the end by a failed append must not become part of the object.
      await this.#handle.truncate(this.#size);
      await this.#handle.sync();
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await this.#moveTo(target);
      // Crash before: the object may be back in staging, where nobody has promised anything. After: it stays.
      await fsyncDirectory(dirname(target));
      await fsyncDirectory(join(target, '../..'));
      await fsyncDirectory(this.#layout.objects);
      await fsyncDirectory(this.#layout.staging);
    } catch (error) {
      throw asDiskFull(error);
    }
    await this.close();
    return { hash, size: this.#size };
  };

  /**
   * INVARIANT: an object that is there is never replaced. Two writers of the same bytes may both find none and both
   * rename; the second rename puts the same bytes in place of the same bytes.
   */
  async #moveTo(target: string): Promise<void> {
    const present = await stat(target).catch(() => undefined);
    if (present === undefined) await rename(this.#path, target);
    else if (present.size === this.#size) await rm(this.#path, { force: true });
    else throw STORE.blob_damaged({ size: present.size, expected: this.#size });
  }

  #restartHash(): void {
    this.#hash = createHash('sha256');
    this.#hashed = 0;
  }
}

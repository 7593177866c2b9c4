import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../../src/base/random.ts';
import { MIB } from '../../src/base/units.ts';
import { openDiskBlobs } from '../../src/store/blobs/disk.ts';
import { createMemoryBlobs } from '../../src/store/blobs/memory.ts';
import type { BlobStore, OpenBlob } from '../../src/store/blobs/port.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const bytesOf = (length: number): Uint8Array<ArrayBuffer> => systemRandom(length);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'entrepot-blobs-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function put(store: BlobStore, bytes: Uint8Array, id: string = crypto.randomUUID()): Promise<string> {
  const staged = await store.stage(id);
  await staged.append(bytes);
  await staged.sync();
  const { hash } = await staged.publish(await staged.digest());
  return hash;
}

async function collect(blob: OpenBlob, range?: { offset: number; length: number }): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of blob.stream(range)) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

async function listed(store: BlobStore): Promise<string[]> {
  const hashes: string[] = [];
  for await (const { hash } of store.list()) hashes.push(hash);
  return hashes.sort();
}

describe.each([
  ['memory', async () => createMemoryBlobs()],
  ['disk', () => openDiskBlobs(directory)],
] as const)('the blob store in %s', (_name, make) => {
  let store: BlobStore;
  beforeEach(async () => {
    store = await make();
  });

  it('gives back what was published, under the digest of its bytes', async () => {
    const bytes = bytesOf(3 * MIB + 17);
    const staged = await store.stage('upload-1');
    await staged.append(bytes.subarray(0, 5));
    await staged.append(bytes.subarray(5));
    await staged.sync();
    expect(staged.size()).toBe(bytes.length);
    const ref = await staged.publish(sha256(bytes));
    expect(ref).toEqual({ hash: sha256(bytes), size: bytes.length });
    const blob = (await store.open(ref.hash))!;
    expect(blob.size).toBe(bytes.length);
    expect(sha256(await collect(blob))).toBe(ref.hash);
  });

  it('publishes an empty object', async () => {
    const hash = await put(store, new Uint8Array(0));
    const blob = (await store.open(hash))!;
    expect(blob.size).toBe(0);
    expect(await collect(blob)).toHaveLength(0);
  });

  it('knows nothing of an object that was never published', async () => {
    const staged = await store.stage('pending');
    const bytes = bytesOf(10);
    await staged.append(bytes);
    await staged.sync();
    expect(await store.open(sha256(bytes))).toBeUndefined();
    expect(await listed(store)).toEqual([]);
    await staged.close();
  });

  it('refuses to publish under a digest that is not that of the bytes, and keeps the bytes', async () => {
    const staged = await store.stage('u');
    await staged.append(bytesOf(10));
    await expect(staged.publish('0'.repeat(64))).rejects.toMatchObject({ code: 'store.blob_hash_mismatch' });
    expect((await staged.publish(await staged.digest())).size).toBe(10);
  });

  it('keeps the first of two objects with the same bytes', async () => {
    const bytes = bytesOf(1000);
    expect(await put(store, bytes, 'a')).toBe(await put(store, bytes, 'b'));
    expect(await listed(store)).toEqual([sha256(bytes)]);
  });

  it('survives two publishers of the same bytes at once', async () => {
    const bytes = bytesOf(100_000);
    const hashes = await Promise.all(Array.from({ length: 8 }, () => put(store, bytes)));
    expect(new Set(hashes)).toEqual(new Set([sha256(bytes)]));
    expect(sha256(await collect((await store.open(hashes[0]!))!))).toBe(hashes[0]);
  });

  it('goes on with an upload where it was left, after cutting back', async () => {
    const bytes = bytesOf(5000);
    const first = await store.stage('resume');
    await first.append(bytes.subarray(0, 3000));
    await first.sync();
    await first.close();
    const second = await store.stage('resume');
    expect(second.size()).toBe(3000);
    await second.truncate(2000);
    await second.append(bytes.subarray(2000));
    expect(await second.digest()).toBe(sha256(bytes));
    expect(await second.read(1990, 20)).toEqual(bytes.slice(1990, 2010));
    await second.publish(sha256(bytes));
  });

  it('knows the digest of what is there after other bytes were cut off', async () => {
    const bytes = bytesOf(3000);
    const staged = await store.stage('recut');
    await staged.append(bytesOf(2000));
    await staged.truncate(0);
    await staged.append(bytes.subarray(0, 1500));
    await staged.append(bytesOf(10));
    await staged.truncate(1500);
    await staged.append(bytes.subarray(1500));
    expect(await staged.digest()).toBe(sha256(bytes));
    expect((await staged.publish(sha256(bytes))).size).toBe(3000);
  });

  it('never cuts longer than it is nor reads past the staged end', async () => {
    const staged = await store.stage('u');
    await staged.append(bytesOf(10));
    await expect(staged.truncate(11)).rejects.toMatchObject({ code: 'store.blob_bad_range' });
    await expect(staged.truncate(-1)).rejects.toMatchObject({ code: 'store.blob_bad_range' });
    await expect(staged.read(5, 6)).rejects.toMatchObject({ code: 'store.blob_bad_range' });
    await staged.discard();
    await staged.discard();
  });

  it('forgets a discarded upload', async () => {
    const staged = await store.stage('gone');
    await staged.append(bytesOf(10));
    await staged.discard();
    const again = await store.stage('gone');
    expect(again.size()).toBe(0);
    await again.discard();
  });

  it('reads ranges, cut at the end', async () => {
    const bytes = bytesOf(2 * MIB + 5);
    const blob = (await store.open(await put(store, bytes)))!;
    expect(await blob.read(10, 20)).toEqual(bytes.slice(10, 30));
    expect(await blob.read(bytes.length - 3, 100)).toEqual(bytes.slice(-3));
    expect(await blob.read(bytes.length, 1)).toHaveLength(0);
    expect(await collect(blob, { offset: MIB - 1, length: MIB + 2 })).toEqual(bytes.slice(MIB - 1, 2 * MIB + 1));
  });

  it.each([
    [-1, 1],
    [0, -1],
    [1.5, 1],
    [0, Number.NaN],
    [11, 1],
    [Number.MAX_SAFE_INTEGER + 1, 1],
  ])('refuses the range from %d of %d bytes', async (offset, length) => {
    const blob = (await store.open(await put(store, bytesOf(10))))!;
    await expect(blob.read(offset, length)).rejects.toMatchObject({ code: 'store.blob_bad_range' });
    await expect((async () => collect(blob, { offset, length }))()).rejects.toMatchObject({
      code: 'store.blob_bad_range',
    });
  });

  it('removes an object once', async () => {
    const hash = await put(store, bytesOf(10));
    expect(await store.remove(hash)).toBe(true);
    expect(await store.remove(hash)).toBe(false);
    expect(await store.open(hash)).toBeUndefined();
  });

  it('ends a stream whose object is removed meanwhile', async () => {
    const bytes = bytesOf(3 * MIB);
    const blob = (await store.open(await put(store, bytes)))!;
    const stream = blob.stream();
    const first = await stream.next();
    await store.remove(blob.hash);
    let rest = first.value!.length;
    for await (const piece of stream) rest += piece.length;
    expect(rest).toBe(bytes.length);
  });

  it('lists what is published', async () => {
    const hashes = await Promise.all([1, 2, 3].map((n) => put(store, bytesOf(n))));
    expect(await listed(store)).toEqual(hashes.sort());
  });

  it('sweeps staging space left before a time and no other', async () => {
    const old = await store.stage('old');
    await old.append(bytesOf(1));
    await old.close();
    expect(await store.sweepStaging(new Date(Date.now() - 60_000))).toBe(0);
    expect(await store.sweepStaging(new Date(Date.now() + 60_000))).toBe(1);
    const again = await store.stage('old');
    expect(again.size()).toBe(0);
    await again.discard();
  });

  it.each(['', '.', '..', '../x', 'a/b', 'a\\b', 'a\0b', 'é', 'a'.repeat(101), ' '])(
    'refuses the staging id %j',
    async (id) => {
      await expect(store.stage(id)).rejects.toMatchObject({ code: 'store.blob_bad_id' });
    },
  );

  it.each(['', '..', '../../etc/passwd', 'A'.repeat(64), '0'.repeat(63), `${'0'.repeat(63)}/`, `${'0'.repeat(64)}\n`])(
    'refuses the hash %j',
    async (hash) => {
      const run = async (act: () => Promise<unknown>): Promise<unknown> => act();
      await expect(run(() => store.open(hash))).rejects.toMatchObject({ code: 'store.blob_bad_id' });
      await expect(run(() => store.remove(hash))).rejects.toMatchObject({ code: 'store.blob_bad_id' });
    },
  );
});

describe('the blob store on disk', () => {
  it('keeps objects by hash with modes 0600 and 0700', async () => {
    const hash = await put(await openDiskBlobs(directory), bytesOf(10));
    const path = join(directory, 'objects', hash.slice(0, 2), hash.slice(2, 4), hash);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, 'objects', hash.slice(0, 2)))).mode & 0o777).toBe(0o700);
    expect((await stat(join(directory, 'staging'))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(directory, 'staging'))).toEqual([]);
  });

  it('does not replace an object that is there, whatever its mode', async () => {
    const store = await openDiskBlobs(directory);
    const bytes = bytesOf(10);
    const hash = await put(store, bytes, 'a');
    const path = join(directory, 'objects', hash.slice(0, 2), hash.slice(2, 4), hash);
    const before = await stat(path);
    await chmod(path, 0o400);
    await put(store, bytes, 'b');
    expect((await stat(path)).ino).toBe(before.ino);
  });

  it('reports an object that became shorter instead of serving or repairing it silently', async () => {
    const store = await openDiskBlobs(directory);
    const bytes = bytesOf(1000);
    const blob = (await store.open(await put(store, bytes)))!;
    const path = join(directory, 'objects', blob.hash.slice(0, 2), blob.hash.slice(2, 4), blob.hash);
    await truncate(path, 500);
    await expect(blob.read(0, 1000)).rejects.toMatchObject({ code: 'store.blob_damaged' });
    await expect(collect(blob)).rejects.toMatchObject({ code: 'store.blob_damaged' });
    const staged = await store.stage('again');
    await staged.append(bytes);
    await expect(staged.publish(blob.hash)).rejects.toMatchObject({ code: 'store.blob_damaged' });
    expect(staged.size()).toBe(1000);
    await staged.discard();
  });

  it('finds its bytes again in another process', async () => {
    const bytes = bytesOf(100);
    const staged = await (await openDiskBlobs(directory)).stage('x');
    await staged.append(bytes);
    await staged.sync();
    const other = await openDiskBlobs(directory);
    const resumed = await other.stage('x');
    expect(await resumed.digest()).toBe(sha256(bytes));
    await resumed.close();
    await staged.close();
  });

  it('passes over files that are not objects', async () => {
    const store = await openDiskBlobs(directory);
    const hash = await put(store, bytesOf(10));
    await writeFile(join(directory, 'objects', hash.slice(0, 2), hash.slice(2, 4), 'lost+found'), 'x');
    expect(await listed(store)).toEqual([hash]);
  });

  it('sweeps by the time of the last write', async () => {
    const store = await openDiskBlobs(directory);
    for (const id of ['old', 'new']) await (await store.stage(id)).close();
    await utimes(join(directory, 'staging', 'old'), new Date(0), new Date(0));
    expect(await store.sweepStaging(new Date(Date.now() - 1000))).toBe(1);
    expect(await readdir(join(directory, 'staging'))).toEqual(['new']);
    expect(await readFile(join(directory, 'staging', 'new'))).toHaveLength(0);
  });
});

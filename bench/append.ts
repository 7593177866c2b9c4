/**
 * Entries a second to a signed, published checkpoint in a directory with fsync, for batches of 1, 16, 256 and 1024, and
 * entries a second of full verification. The raw figures of the same run are plain SHA-256 over 65 bytes and one synced
 * 8 KiB file after another; compare ratios, not runs. Options: `seconds` for each figure (2), `entries` to verify (70000).
 */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDirectoryTiles, directorySource } from '../src/audit-log/directory-node.ts';
import { nodeSha256 } from '../src/audit-log/hash-node.ts';
import {
  type Sha256,
  createLog,
  encodeEntry,
  integrate,
  keyFromSeed,
  noteSigner,
  sha256,
  treeHasher,
  verifyLog,
} from '../src/audit-log/index.ts';
import { createMemoryState } from '../src/audit-log/memory.ts';
import { type Bytes, u64be } from '../src/base/bytes.ts';
import type { BenchOptions } from './run.ts';

const ORIGIN = 'bench.entrepot.test/log';
const hasher = treeHasher(nodeSha256);

function entry(index: number): Bytes {
  const seed = nodeSha256(u64be(index));
  return encodeEntry({ class: 'event', commitment: seed, tag: seed.slice(0, 16) });
}

async function newLog(root: string) {
  const { verifier, privateKey } = await keyFromSeed(ORIGIN, 'ed25519', new Uint8Array(32).fill(1));
  const log = {
    state: createMemoryState(),
    tiles: createDirectoryTiles(root),
    signer: await noteSigner(privateKey),
    hasher,
  };
  await createLog(log);
  return { log, key: verifier };
}

/** Entries and batches a second at one batch size. */
async function appendRate(root: string, batch: number, seconds: number): Promise<{ entries: number; runs: number }> {
  const { log } = await newLog(root);
  const start = performance.now();
  let done = 0;
  let runs = 0;
  while (performance.now() - start < seconds * 1000) {
    for (let i = 0; i < batch; i += 1) log.state.submit(entry(done + i));
    await integrate(log, batch);
    done += batch;
    runs += 1;
  }
  const elapsed = (performance.now() - start) / 1000;
  return { entries: done / elapsed, runs: runs / elapsed };
}

function hashRate(hash: Sha256, seconds: number): number {
  const input = new Uint8Array(65);
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < seconds * 1000) {
    for (let i = 0; i < 1000; i += 1) hash(input);
    count += 1000;
  }
  return count / ((performance.now() - start) / 1000);
}

/** Files of 8 KiB written and synced one after the other: what a commit to this disk costs at least. */
async function syncRate(root: string, seconds: number): Promise<number> {
  const block = new Uint8Array(8192).fill(1);
  const start = performance.now();
  let count = 0;
  for (; performance.now() - start < seconds * 1000; count += 1) {
    const file = await open(join(root, `raw-${count}`), 'wx');
    await file.writeFile(block);
    await file.datasync();
    await file.close();
  }
  return count / ((performance.now() - start) / 1000);
}

async function verifyRates(root: string, entries: number): Promise<{ node: number; plain: number }> {
  const { log, key } = await newLog(root);
  for (let done = 0; done < entries; done += 4096) {
    for (let i = done; i < Math.min(entries, done + 4096); i += 1) log.state.submit(entry(i));
    await integrate(log, 4096);
  }
  const rate = async (hash: Sha256): Promise<number> => {
    const start = performance.now();
    const result = await verifyLog({ source: directorySource(root), key, hasher: treeHasher(hash) });
    if (result.outcome === 'refused') throw new Error(result.code);
    return entries / ((performance.now() - start) / 1000);
  };
  await rate(nodeSha256);
  return { node: await rate(nodeSha256), plain: await rate(sha256) };
}

/** Returns the figures: entries a second by batch size, verification, the two raw rates, and the ratios between them. */
export async function run(options: BenchOptions): Promise<object> {
  const seconds = Number(options['seconds'] ?? '2');
  const entries = Number(options['entries'] ?? '70000');
  const work = await mkdtemp(join(tmpdir(), 'bench-append-'));
  try {
    const hashes = hashRate(nodeSha256, seconds);
    const plainHashes = hashRate(sha256, seconds);
    const syncs = await syncRate(work, seconds);
    const appended: Record<string, number> = {};
    for (const batch of [1, 16, 256, 1024]) {
      const { entries: rate, runs } = await appendRate(join(work, `batch-${batch}`), batch, seconds);
      appended[`entries_per_second_batch_${batch}`] = Math.round(rate);
      appended[`syncs_per_run_batch_${batch}`] = Number((syncs / runs).toFixed(1));
    }
    const verified = await verifyRates(join(work, 'verify'), entries);
    return {
      raw_sha256_per_second: Math.round(hashes),
      raw_sha256_plain_per_second: Math.round(plainHashes),
      raw_synced_8k_files_per_second: Math.round(syncs),
      ...appended,
      verify_entries_per_second: Math.round(verified.node),
      verify_entries_per_second_plain: Math.round(verified.plain),
      // Two hashes for each entry (leaf and node) are the least that a full verification can do.
      verify_to_raw_hash_ratio: Number(((2 * verified.node) / hashes).toFixed(2)),
      verify_to_raw_hash_ratio_plain: Number(((2 * verified.plain) / plainHashes).toFixed(2)),
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

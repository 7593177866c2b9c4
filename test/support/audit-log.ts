/** Logs for tests: fixed keys, entries that follow from their index, memory ports. The keys protect nothing. */
import {
  type LogDeps,
  type Sha256,
  type VerifierKey,
  createLog,
  encodeEntry,
  integrate,
  keyFromSeed,
  noteSigner,
  sha256,
  treeHasher,
} from '../../src/audit-log/index.ts';
import type { TreeHasher } from '../../src/audit-log/index.ts';
import { nodeSha256 } from '../../src/audit-log/hash-node.ts';
import { type MemoryState, type MemoryTiles, type PortHook } from '../../src/audit-log/memory.ts';
import { createMemoryState, createMemoryTiles } from '../../src/audit-log/memory.ts';
import type { Bytes } from '../../src/base/bytes.ts';
import { concat, u64be, utf8 } from '../../src/base/bytes.ts';
import type { Random } from '../../src/base/random.ts';

export const ORIGIN = 'entrepot.test/log/a/2026';
export const hasher: TreeHasher = treeHasher(nodeSha256);

/** Reproducible bytes: SHA-256 in counter mode over a label. */
export function seededRandom(label: string): Random {
  let counter = 0;
  return (length) => {
    const blocks: Uint8Array[] = [];
    for (let have = 0; have < length; have += 32) {
      blocks.push(sha256(concat(utf8(label), u64be(counter))));
      counter += 1;
    }
    return concat(...blocks).slice(0, length);
  };
}

/** Entry `index` of every test log. */
export function testEntry(index: number, hash: Sha256 = nodeSha256): Bytes {
  const seed = hash(u64be(index));
  return encodeEntry({ class: 'event', commitment: seed, tag: seed.slice(0, 16) });
}

export async function testKey(seed = 7, name = ORIGIN): Promise<{ verifier: VerifierKey; privateKey: string }> {
  return keyFromSeed(name, 'ed25519', new Uint8Array(32).fill(seed));
}

export type TestLog = LogDeps & { readonly state: MemoryState; readonly tiles: MemoryTiles; readonly key: VerifierKey };

/** An empty log; the hook sees every call after its creation. */
export async function createTestLog(hook: PortHook = () => {}): Promise<TestLog> {
  const { verifier, privateKey } = await testKey();
  let isOpen = false;
  const guarded: PortHook = (call) => (isOpen ? hook(call) : undefined);
  const log = {
    state: createMemoryState(guarded),
    tiles: createMemoryTiles(guarded),
    signer: await noteSigner(privateKey),
    hasher,
    key: verifier,
  };
  await createLog(log);
  isOpen = true;
  return log;
}

/** Appends entries `from` to `to` in batches. */
export async function grow(log: TestLog, to: number, batch = 1024, from = 0): Promise<void> {
  for (let index = from; index < to; index += 1) log.state.submit(testEntry(index));
  for (;;) if ((await integrate(log, batch)).outcome === 'idle') return;
}

/** A log of `size` entries, appended in batches. */
export async function testLogOf(size: number, batch = 1024): Promise<TestLog> {
  const log = await createTestLog();
  await grow(log, size, batch);
  return log;
}

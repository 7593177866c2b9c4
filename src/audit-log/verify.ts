/**
 * Full verification of a log by anybody who can read it: every entry is hashed, every tile and the root are built again
 * and compared. Nothing that was read is believed before it was rebuilt, so a forged leaf with a forged tile over it
 * cannot pass at any size. Runs in browsers and Node; memory does not grow with the log.
 */
import { type Bytes, equal } from '../base/bytes.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { parseEntry } from './entry.ts';
import { type LogCode, LOG, logCodeOf, logError } from './errors.ts';
import type { TreeHasher } from './hash.ts';
import type { LogSource } from './ports.ts';
import { CHECKPOINT_PATH, TILE_WIDTH, parseBundle, tilePath, tilePathAt, tileWidth } from './tile.ts';
import { type Tile, type TreeBuilder, createTreeBuilder } from './tree.ts';
import type { VerifierKey } from './vkey.ts';

export type VerifyOptions = {
  readonly source: LogSource;
  /** The log's key, from a place that the log's operator cannot change. */
  readonly key: VerifierKey;
  readonly hasher: TreeHasher;
  /** `entrepot` also refuses entries that are not of the 52-byte form; `any` takes every tlog-tiles log. */
  readonly entries?: 'entrepot' | 'any';
  /** The signed checkpoint to verify instead of the published one. */
  readonly checkpoint?: string | Uint8Array;
  /** Signed checkpoints from earlier visits or witnesses: the log must continue each of them. */
  readonly older?: readonly (string | Uint8Array)[];
  readonly onEntry?: (index: number, entry: Bytes) => Promise<void> | void;
  /** Called after each bundle with the number of entries done, and all. */
  readonly onProgress?: (done: number, size: number) => void;
};

export type LogVerification =
  | { readonly outcome: 'verified'; readonly checkpoint: Checkpoint; readonly text: string | Uint8Array }
  /** `path` is the resource at fault, `index` the entry, where one can be named. */
  | { readonly outcome: 'refused'; readonly code: LogCode; readonly path?: string; readonly index?: number };

/** Bundles and their tiles that are being fetched ahead of the hashing. */
const READ_AHEAD = 8;

/**
 * Returns whether the log is exactly what its checkpoint says. Codes: `log.missing_tile`, `log.note_malformed`,
 * `log.checkpoint_malformed`, `log.bad_signature`, `log.unknown_key`, `log.origin_mismatch`, `log.bundle_malformed`,
 * `log.entry_malformed`, `log.tile_mismatch`, `log.root_mismatch`, `log.inconsistent` (with an older checkpoint).
 * Faults of the source itself are thrown. Not checked: cosignatures (`checkPolicy`), and whether the events are true.
 */
export async function verifyLog(options: VerifyOptions): Promise<LogVerification> {
  try {
    const text = options.checkpoint ?? (await mustRead(options.source, CHECKPOINT_PATH));
    const checkpoint = await opened(text, options.key);
    const older: Checkpoint[] = [];
    for (const earlier of options.older ?? []) older.push(await opened(earlier, options.key));
    await rebuild(options, checkpoint, older);
    return { outcome: 'verified', checkpoint, text };
  } catch (error) {
    const code = logCodeOf(error);
    if (code === undefined || code === 'log.unreachable') throw error;
    return { outcome: 'refused', code, ...whereOf(error) };
  }
}

function whereOf(error: unknown): { readonly path?: string; readonly index?: number } {
  const details = error instanceof Error && 'details' in error ? error.details : undefined;
  if (typeof details !== 'object' || details === null) return {};
  const path = 'path' in details && typeof details.path === 'string' ? { path: details.path } : {};
  return 'index' in details && typeof details.index === 'number' ? { ...path, index: details.index } : path;
}

async function opened(text: string | Uint8Array, key: VerifierKey): Promise<Checkpoint> {
  const check = await openCheckpoint(text, key);
  if (check.outcome === 'refused') throw logError(check.code, { path: CHECKPOINT_PATH });
  return check.checkpoint;
}

async function rebuild(options: VerifyOptions, checkpoint: Checkpoint, older: readonly Checkpoint[]): Promise<void> {
  const { source, hasher } = options;
  const { size } = checkpoint;
  if (older.some((earlier) => earlier.size > size)) throw LOG.inconsistent({ size });
  const filled: Tile[] = [];
  const builder = createTreeBuilder(hasher, (tile) => filled.push(tile));
  checkOlder(builder, older);
  for await (const { index, bundle, tile } of readBundles(source, size)) {
    const entries = entriesOf(bundle, index, tileWidth(size, 'entries', index));
    for (const [i, entry] of entries.entries()) {
      const at = index * TILE_WIDTH + i;
      if (options.entries !== 'any') checkEntry(entry, at);
      await options.onEntry?.(at, entry);
      builder.append(hasher.leaf(entry));
      checkOlder(builder, older);
    }
    await compareFilled(source, filled, tile);
    options.onProgress?.(builder.size(), size);
  }
  for (const tile of builder.partialTiles()) await compareTile(source, tile);
  if (!equal(builder.root(), checkpoint.root)) throw LOG.root_mismatch({ size });
}

function entriesOf(bundle: Bytes, index: number, width: number): readonly Bytes[] {
  try {
    return parseBundle(bundle, width);
  } catch (cause) {
    throw LOG.bundle_malformed({ path: tilePath({ level: 'entries', index, width }) }, cause);
  }
}

function checkEntry(entry: Bytes, index: number): void {
  try {
    parseEntry(entry);
  } catch (cause) {
    throw LOG.entry_malformed({ index }, cause);
  }
}

/** Stronger than a consistency proof: the older root itself is built from the same entries on the way. */
function checkOlder(builder: TreeBuilder, older: readonly Checkpoint[]): void {
  for (const earlier of older) {
    if (earlier.size === builder.size() && !equal(builder.root(), earlier.root)) {
      throw LOG.inconsistent({ size: earlier.size });
    }
  }
}

/** Tiles that filled up with the last bundle: the lowest was read with it, higher ones are read now. */
async function compareFilled(source: LogSource, filled: Tile[], lowest: Bytes | undefined): Promise<void> {
  for (const tile of filled.splice(0)) {
    if (tile.level > 0) await compareTile(source, tile);
    else if (lowest === undefined || !equal(lowest, tile.bytes)) throw LOG.tile_mismatch({ path: tilePath(tile) });
  }
}

async function compareTile(source: LogSource, tile: Tile): Promise<void> {
  const path = tilePath(tile);
  if (!equal(await mustRead(source, path), tile.bytes)) throw LOG.tile_mismatch({ path });
}

async function mustRead(source: LogSource, path: string): Promise<Bytes> {
  const bytes = await source.read(path);
  if (bytes === undefined) throw LOG.missing_tile({ path });
  return bytes;
}

type ReadBundle = { readonly index: number; readonly bundle: Bytes; readonly tile: Bytes | undefined };

/** Bundles in order with their full level-0 tile, some of them fetched ahead. */
async function* readBundles(source: LogSource, size: number): AsyncGenerator<ReadBundle> {
  const count = Math.ceil(size / TILE_WIDTH);
  const ahead: Promise<ReadBundle>[] = [];
  const fetchNext = (index: number): void => {
    const reading = readBundle(source, size, index);
    // A later one may fail while an earlier one is still being hashed; it is reported when its turn comes.
    reading.catch(() => undefined);
    ahead.push(reading);
  };
  for (let index = 0; index < Math.min(count, READ_AHEAD); index += 1) fetchNext(index);
  for (let index = 0; index < count; index += 1) {
    const current = await ahead.shift();
    if (index + READ_AHEAD < count) fetchNext(index + READ_AHEAD);
    if (current !== undefined) yield current;
  }
}

async function readBundle(source: LogSource, size: number, index: number): Promise<ReadBundle> {
  const isFull = tileWidth(size, 0, index) === TILE_WIDTH;
  const [bundle, tile] = await Promise.all([
    mustRead(source, tilePathAt(size, 'entries', index)),
    isFull ? mustRead(source, tilePathAt(size, 0, index)) : undefined,
  ]);
  return { index, bundle, tile };
}

/**
 * Moves waiting entries into the published log. One straight sequence, safe to stop anywhere: each step says what a
 * crash after it leaves and that the next run, through the same code, completes it.
 */
import { type Bytes, equal } from '../base/bytes.ts';
import { type Checkpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts';
import { LOG } from './errors.ts';
import type { TreeHasher } from './hash.ts';
import { type NoteSigner, parseNote } from './note.ts';
import type { LogHead, LogState, SequencedBatch, TileStore } from './ports.ts';
import { isSameHead, proveConsistency } from './prove.ts';
import { CHECKPOINT_PATH, TILE_WIDTH, encodeBundle, hashesAtLevel, parseBundle, tilePath, tilePathAt } from './tile.ts';
import { type Tile, createTreeBuilder, splitHashes } from './tree.ts';

export type LogDeps = {
  readonly state: LogState;
  readonly tiles: TileStore;
  readonly signer: NoteSigner;
  readonly hasher: TreeHasher;
};

export type IntegrateResult =
  /** Nothing was waiting. */
  | { readonly outcome: 'idle'; readonly size: number }
  /** `size` is committed and published; entries below it have inclusion proofs. */
  | { readonly outcome: 'advanced'; readonly from: number; readonly size: number }
  /** Another integrator committed first; its log and ours agree. */
  | { readonly outcome: 'overtaken'; readonly size: number };

/** Entries taken from the outbox, and staged entries integrated, in one run. */
export const DEFAULT_BATCH = 1024;

/**
 * Integrates what waits and returns how far the log got. Run by one integrator at a time for speed (a lease), but safe
 * with many: indexes are fixed by `sequence`, tiles follow from the entries, and the commit is a compare-and-swap.
 *
 * @throws fatal codes (`log.fork`, `log.published_ahead`, `log.state_corrupt`, `log.sequence_gap`, `log.tile_conflict`,
 * `log.tile_mismatch`): the process must stop accepting work; `compareWithPublished` decides at start. Whatever else a
 * port throws is passed on, and the run can be repeated.
 */
export async function integrate(deps: LogDeps, limit: number = DEFAULT_BATCH): Promise<IntegrateResult> {
  const { state, tiles, signer } = deps;

  // 1. Staging. Crash after: the entries have their indexes and wait in the staged batches of the next run.
  await state.sequence(limit);
  const staged = await state.pending(limit);

  // 2. Recovery. Completes steps 6 and 7 of a run that stopped after its commit; does nothing otherwise.
  const head = await settle(deps, staged);
  const entries = entriesBeyond(head, staged);
  if (entries.length === 0) return { outcome: 'idle', size: head.size };

  // 3. Tiles, durable. Crash after: files beyond the committed size, which nobody reads; the next run writes the same
  // bytes again, or wider partial tiles beside them, because order and content of the entries can no longer change.
  const grown = await growTree(deps, head, entries);
  await Promise.all(grown.files.map(([path, bytes]) => tiles.write(path, bytes)));

  // 4. Signature. It stays in memory: a checkpoint that is not committed must never be seen, or a second integrator
  // could sign another one of the same size. Crash after: as before this step.
  const checkpoint = await signCheckpoint(signer, grown.size, grown.root);
  const next: LogHead = { size: grown.size, root: grown.root, edge: grown.edge, checkpoint };

  // 5. Commit by compare-and-swap.
  // INVARIANT: a checkpoint is committed only on top of the head that it was computed from.
  // Crash after: the log has advanced, unpublished; step 2 of the next run publishes.
  if (!(await state.commit(head, next))) return overtaken(deps, head, next);

  // 6. Publish and 7. delete staging. Crash between: batches below the head, which step 2 of the next run deletes.
  const settled = await settle(deps, staged);
  return { outcome: 'advanced', from: head.size, size: settled.size };
}

/**
 * Creates an empty log: its head in the state, then its first checkpoint. Returns false when the log exists already
 * (and then publishes nothing: the next `integrate` does that).
 *
 * @throws `log.already_published` when a checkpoint is published but the state knows no log: the database was lost, and
 * starting again from nothing would contradict what others have seen.
 */
export async function createLog(deps: LogDeps): Promise<boolean> {
  const { state, tiles, signer, hasher } = deps;
  if ((await state.head()) !== undefined) return false;
  if ((await tiles.read(CHECKPOINT_PATH)) !== undefined) throw LOG.already_published();
  const root = hasher.emptyRoot;
  const checkpoint = await signCheckpoint(signer, 0, root);
  const created = await state.create({ size: 0, root, edge: new Uint8Array(0), checkpoint });
  // Crash here: a log without a published checkpoint; the next integrate publishes it before it commits anything.
  if (created) await settle(deps, []);
  return created;
}

/**
 * Brings the published checkpoint up to the committed head, then deletes the staged batches that the head covers.
 * Returns the head. Part of every run and the whole of recovery.
 */
async function settle(deps: LogDeps, staged: readonly SequencedBatch[]): Promise<LogHead> {
  // INVARIANT: published first, head second. Heads only grow and are committed before they are published, so a
  // published checkpoint ahead of a head read later can only mean that the state was put back (a restored backup).
  const published = await readPublished(deps.tiles);
  const head = await deps.state.head();
  if (head === undefined) throw LOG.not_created();
  if (published !== undefined) {
    if (published.size > head.size) throw LOG.published_ahead({ published: published.size, size: head.size });
    if (published.size === head.size && !equal(published.root, head.root)) throw LOG.fork({ size: head.size });
  }
  // Two integrators may publish in the wrong order; that is an older true statement for the length of one run.
  if (published?.size !== head.size) await deps.tiles.writeCheckpoint(head.checkpoint);
  for (const batch of staged) {
    if (batch.firstIndex + batch.entries.length <= head.size) await deps.state.discard(batch);
  }
  return head;
}

async function readPublished(tiles: TileStore): Promise<Checkpoint | undefined> {
  const bytes = await tiles.read(CHECKPOINT_PATH);
  if (bytes === undefined) return undefined;
  try {
    return parseCheckpoint(parseNote(bytes).text);
  } catch (cause) {
    // Never replaced unread: it may be the only witness of a later head.
    throw LOG.published_unreadable({}, cause);
  }
}

/** The staged entries that follow on from the head, in order. @throws `log.sequence_gap` */
function entriesBeyond(head: LogHead, staged: readonly SequencedBatch[]): readonly Bytes[] {
  const entries: Bytes[] = [];
  for (const batch of staged) {
    if (batch.firstIndex + batch.entries.length <= head.size) continue;
    // A batch that begins below the head, or beyond it, would give an index to two entries or to none.
    const expected = head.size + entries.length;
    if (batch.firstIndex !== expected) throw LOG.sequence_gap({ first: batch.firstIndex, expected });
    for (const entry of batch.entries) entries.push(entry);
  }
  return entries;
}

type Grown = {
  readonly size: number;
  readonly root: Bytes;
  readonly edge: Bytes;
  readonly files: readonly (readonly [path: string, bytes: Bytes])[];
};

/** The tree after appending, with every tile and bundle file that is new at its size. */
async function growTree(deps: LogDeps, head: LogHead, entries: readonly Bytes[]): Promise<Grown> {
  const full: Tile[] = [];
  const builder = createTreeBuilder(deps.hasher, (tile) => full.push(tile), head.size, head.edge);
  if (!equal(builder.root(), head.root)) throw LOG.state_corrupt({ reason: 'root', size: head.size });
  const open = await openBundle(deps, head);
  for (const entry of entries) builder.append(deps.hasher.leaf(entry));
  const size = builder.size();
  const grew = (tile: Tile): boolean => hashesAtLevel(size, tile.level) > hashesAtLevel(head.size, tile.level);
  const tiles = [...full, ...builder.partialTiles().filter(grew)];
  const files = tiles.map((tile): [string, Bytes] => [tilePath(tile), tile.bytes]);
  return {
    size,
    root: builder.root(),
    edge: builder.edge(),
    files: [...bundleFiles(size, head.size - open.length, [...open, ...entries]), ...files],
  };
}

/** Bundles for entries that begin at `first`, a multiple of 256, and end at `size`. */
function bundleFiles(size: number, first: number, entries: readonly Bytes[]): [string, Bytes][] {
  const files: [string, Bytes][] = [];
  for (let at = 0; at < entries.length; at += TILE_WIDTH) {
    const path = tilePathAt(size, 'entries', (first + at) / TILE_WIDTH);
    files.push([path, encodeBundle(entries.slice(at, at + TILE_WIDTH))]);
  }
  return files;
}

/**
 * The entries of the present partial bundle: the next one repeats them. Read from the store and held against the
 * committed edge, so that a changed bundle cannot slip into its successor.
 */
async function openBundle(deps: LogDeps, head: LogHead): Promise<readonly Bytes[]> {
  const width = head.size % TILE_WIDTH;
  if (width === 0) return [];
  const path = tilePathAt(head.size, 'entries', Math.floor(head.size / TILE_WIDTH));
  const bundle = await deps.tiles.read(path);
  if (bundle === undefined) throw LOG.missing_tile({ path });
  const entries = parseBundle(bundle, width);
  const hashes = splitHashes(head.edge);
  for (const [i, entry] of entries.entries()) {
    const expected = hashes[i];
    if (expected === undefined || !equal(deps.hasher.leaf(entry), expected)) throw LOG.tile_mismatch({ path });
  }
  return entries;
}

/**
 * After a lost compare-and-swap: harmless when the other integrator's head and ours describe one log, else fatal.
 * Both heads' tiles are durable, so the tiles decide.
 */
async function overtaken(deps: LogDeps, from: LogHead, ours: LogHead): Promise<IntegrateResult> {
  const theirs = await deps.state.head();
  if (theirs === undefined || theirs.size < from.size) {
    throw LOG.state_corrupt({ reason: 'rolled back', size: from.size, found: theirs?.size ?? -1 });
  }
  const [old, newer] = theirs.size < ours.size ? [theirs, ours] : [ours, theirs];
  const agree = old.size === newer.size ? isSameHead(old, newer) : true;
  if (!agree) throw LOG.fork({ size: ours.size, found: theirs.size });
  if (old.size !== newer.size && old.size > 0) {
    await proveConsistency({ hasher: deps.hasher, source: deps.tiles }, old, newer);
  }
  return { outcome: 'overtaken', size: theirs.size };
}

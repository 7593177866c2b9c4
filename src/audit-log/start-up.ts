/**
 * The check before anything is written: is the state still the newest statement of this log? A database put back from
 * a backup, or a copied machine, would otherwise sign a second history.
 */
import { equal } from '../base/bytes.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { type LogCode, LOG, logCodeOf, logError } from './errors.ts';
import type { TreeHasher } from './hash.ts';
import type { LogHead, LogSource, LogState } from './ports.ts';
import { isSameHead, proveConsistency } from './prove.ts';
import { CHECKPOINT_PATH, tilePath } from './tile.ts';
import { createTreeBuilder } from './tree.ts';
import type { VerifierKey } from './vkey.ts';

export type CompareDeps = {
  readonly state: Pick<LogState, 'head'>;
  readonly tiles: LogSource;
  readonly key: VerifierKey;
  readonly hasher: TreeHasher;
};

export type StartUpCheck =
  | { readonly outcome: 'consistent'; readonly size: number }
  /** Neither a head nor a published checkpoint: the log may be created. */
  | { readonly outcome: 'absent' }
  /** Nothing may be appended; reading and proving may go on. `source` says which statement stood against the state. */
  | { readonly outcome: 'read_only'; readonly code: LogCode; readonly source: 'state' | 'published' | 'witness' };

/**
 * Returns whether the log may be appended to: the head is signed and whole, its right-hand tiles are stored, and the
 * published checkpoint and every checkpoint in `witnessed` (what witnesses and mirrors answer) are older than, or equal
 * to, the head and consistent with it. Faults of the ports other than `log.` codes are thrown.
 */
export async function compareWithPublished(
  deps: CompareDeps,
  witnessed: readonly string[] = [],
): Promise<StartUpCheck> {
  const published = await deps.tiles.read(CHECKPOINT_PATH);
  const head = await deps.state.head();
  if (head === undefined) {
    if (published === undefined && witnessed.length === 0) return { outcome: 'absent' };
    return { outcome: 'read_only', code: 'log.already_published', source: published ? 'published' : 'witness' };
  }
  const own = await codeFrom(async () => checkHead(deps, head));
  if (own !== undefined) return { outcome: 'read_only', code: own, source: 'state' };
  if (published === undefined && head.size > 0) {
    // Every commit follows a publication: with entries, a missing checkpoint means that the store was lost or changed.
    return { outcome: 'read_only', code: 'log.published_missing', source: 'published' };
  }
  const statements = [
    ...(published === undefined ? [] : [{ text: published, source: 'published' as const }]),
    ...witnessed.map((text) => ({ text, source: 'witness' as const })),
  ];
  for (const { text, source } of statements) {
    const code = await codeFrom(async () => checkStatement(deps, head, text));
    if (code !== undefined) return { outcome: 'read_only', code, source };
  }
  return { outcome: 'consistent', size: head.size };
}

/** The code that a check throws, or undefined when it passes. */
async function codeFrom(check: () => Promise<void>): Promise<LogCode | undefined> {
  try {
    await check();
    return undefined;
  } catch (error) {
    const code = logCodeOf(error);
    if (code === undefined) throw error;
    return code;
  }
}

async function checkHead(deps: CompareDeps, head: LogHead): Promise<void> {
  const own = await openedCheckpoint(deps, head.checkpoint);
  const builder = createTreeBuilder(deps.hasher, () => undefined, head.size, head.edge);
  if (!isSameHead(own, head) || !equal(builder.root(), head.root)) throw LOG.state_corrupt({ size: head.size });
  for (const tile of builder.partialTiles()) {
    const path = tilePath(tile);
    const stored = await deps.tiles.read(path);
    if (stored === undefined) throw LOG.missing_tile({ path });
    if (!equal(stored, tile.bytes)) throw LOG.tile_mismatch({ path });
  }
}

async function checkStatement(deps: CompareDeps, head: LogHead, text: string | Uint8Array): Promise<void> {
  const other = await openedCheckpoint(deps, text);
  if (other.size > head.size) throw LOG.published_ahead({ published: other.size, size: head.size });
  if (other.size === head.size) {
    if (!isSameHead(other, head)) throw LOG.fork({ size: head.size });
  } else if (other.size > 0) {
    await proveConsistency({ hasher: deps.hasher, source: deps.tiles }, other, head);
  }
}

async function openedCheckpoint(deps: CompareDeps, text: string | Uint8Array): Promise<Checkpoint> {
  const opened = await openCheckpoint(text, deps.key).catch((error: unknown) => {
    throw logCodeOf(error) === undefined ? error : LOG.published_unreadable({}, error);
  });
  if (opened.outcome === 'verified') return opened.checkpoint;
  throw logError(opened.code);
}

/** The ports in memory, for tests, with a hook before and after the effect of every call to place a fault or crash. */
import { type Bytes, equal, fromUtf8, utf8 } from '../base/bytes.ts';
import { LOG } from './errors.ts';
import type { ListableSource, LogHead, LogState, SequencedBatch, TileStore } from './ports.ts';
import { CHECKPOINT_PATH } from './tile.ts';

/** One moment of one call: `before` its effect or `after` it, when the caller has not learnt of it yet. */
export type PortCall = {
  readonly port: 'state' | 'tiles';
  readonly call: string;
  readonly moment: 'before' | 'after';
};

/** Throws to make the call fail at this moment; what was done before it stays done. */
export type PortHook = (call: PortCall) => void | Promise<void>;

export type MemoryTiles = TileStore & ListableSource & { readonly files: Map<string, Bytes> };

/** Returns a tile store in a map, which the caller may also change to play a tampered store. */
export function createMemoryTiles(hook: PortHook = () => {}): MemoryTiles {
  const files = new Map<string, Bytes>();
  const step = stepper('tiles', hook);
  return {
    files,
    read: (path) => step('read', () => files.get(path)?.slice()),
    write: (path, bytes) =>
      step('write', () => {
        const present = files.get(path);
        if (present !== undefined && !equal(present, bytes)) throw LOG.tile_conflict({ path });
        files.set(path, new Uint8Array(bytes));
      }),
    writeCheckpoint: (text) =>
      step('writeCheckpoint', () => {
        files.set(CHECKPOINT_PATH, utf8(text));
      }),
    list: async function* list() {
      yield* files.keys();
    },
  };
}

export type MemoryState = LogState & {
  /** Puts an entry into the outbox. */
  readonly submit: (entry: Bytes) => void;
  /** Replaces the head without any check, to play a restored backup. */
  readonly restore: (head: LogHead) => void;
  readonly batches: () => readonly SequencedBatch[];
};

/** Returns the database side in memory. Leases are granted to whoever asks first until they run out. */
export function createMemoryState(hook: PortHook = () => {}, now: () => number = () => 0): MemoryState {
  let head: LogHead | undefined;
  let outbox: Bytes[] = [];
  let next = 0;
  let held: { readonly holder: string; readonly until: number } | undefined;
  const batches = new Map<number, SequencedBatch>();
  const ordered = (): SequencedBatch[] => [...batches.values()].sort((a, b) => a.firstIndex - b.firstIndex);
  const step = stepper('state', hook);
  return {
    submit: (entry) => {
      outbox.push(entry);
    },
    restore: (to) => {
      head = to;
    },
    batches: ordered,
    head: () => step('head', () => head),
    create: (to) =>
      step('create', () => {
        if (head !== undefined) return false;
        head = to;
        return true;
      }),
    lease: (holder, milliseconds) =>
      step('lease', () => {
        if (held !== undefined && held.holder !== holder && held.until > now()) return false;
        held = { holder, until: now() + milliseconds };
        return true;
      }),
    sequence: (limit) =>
      step('sequence', () => {
        const entries = outbox.slice(0, limit);
        outbox = outbox.slice(limit);
        if (entries.length > 0) batches.set(next, { firstIndex: next, entries });
        next += entries.length;
        return entries.length;
      }),
    pending: (limit) => step('pending', () => upTo(limit, ordered())),
    commit: (from, to) =>
      step('commit', () => {
        if (head === undefined || head.size !== from.size || !equal(head.root, from.root)) return false;
        head = to;
        return true;
      }),
    discard: (batch) =>
      step('discard', () => {
        batches.delete(batch.firstIndex);
      }),
  };
}

/** Whole batches until `limit` entries are reached; at least one. */
function upTo(limit: number, batches: readonly SequencedBatch[]): readonly SequencedBatch[] {
  const taken: SequencedBatch[] = [];
  let count = 0;
  for (const batch of batches) {
    if (count >= limit) break;
    taken.push(batch);
    count += batch.entries.length;
  }
  return taken;
}

function stepper(port: PortCall['port'], hook: PortHook) {
  return async <T>(call: string, effect: () => T): Promise<T> => {
    await hook({ port, call, moment: 'before' });
    const result = effect();
    await hook({ port, call, moment: 'after' });
    return result;
  };
}

/** Returns the published checkpoint of a memory store, or undefined. */
export function publishedText(tiles: MemoryTiles): string | undefined {
  const bytes = tiles.files.get(CHECKPOINT_PATH);
  return bytes === undefined ? undefined : fromUtf8(bytes);
}

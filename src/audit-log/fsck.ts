/**
 * The whole check of an own log: everything that verify.ts checks, files that do not belong to it, and the database's
 * events against the entries. A product command and the oracle of the fault tests.
 */
import { type Bytes, equal } from '../base/bytes.ts';
import { disclosedHashes } from './disclosure.ts';
import { commitmentOf, parseEntry } from './entry.ts';
import { type LogCode, logCodeOf } from './errors.ts';
import type { Sha256 } from './hash.ts';
import type { EventSource, ListableSource, StoredEvent } from './ports.ts';
import { CHECKPOINT_PATH, TILE_WIDTH, type TileRef, hashesAtLevel, isUnfinished, parseTilePath } from './tile.ts';
import { type LogVerification, type VerifyOptions, verifyLog } from './verify.ts';

export type FsckOptions = Omit<VerifyOptions, 'source' | 'onEntry' | 'entries'> & {
  readonly source: ListableSource;
  readonly sha256: Sha256;
  /** Without it only the files are checked. */
  readonly events?: EventSource;
};

export type FsckProblem = { readonly code: LogCode; readonly index: number };

export type FsckReport = {
  readonly log: LogVerification;
  /** True when the log is verified and no event contradicts it. Leftovers do not count. */
  readonly clean: boolean;
  /** Events that disagree with the log, the first 1,000 by index. */
  readonly problems: readonly FsckProblem[];
  readonly problemCount: number;
  readonly eventsCompared: number;
  /** Events whose entries are sequenced, but not yet under the checkpoint. */
  readonly eventsWaiting: number;
  /** Paths beyond the published size and unfinished files: what a crash leaves, harmless; the first 1,000. */
  readonly leftovers: readonly string[];
  /** Paths that are no resource of any log. */
  readonly strangers: readonly string[];
};

const MAX_LISTED = 1000;

/** Returns the report; faults of the ports other than `log.` codes are thrown. */
export async function fsckLog(options: FsckOptions): Promise<FsckReport> {
  const comparison = options.events === undefined ? undefined : compareEvents(options.sha256, options.events);
  const log = await verifyLog({
    ...options,
    entries: 'entrepot',
    ...(comparison === undefined ? {} : { onEntry: comparison.onEntry }),
  });
  const waiting = log.outcome === 'verified' ? await comparison?.finish() : await comparison?.abandon();
  const files = await sortFiles(options.source, log.outcome === 'verified' ? log.checkpoint.size : 0);
  const problems = comparison?.problems ?? [];
  return {
    log,
    clean: log.outcome === 'verified' && problems.length === 0,
    problems: problems.slice(0, MAX_LISTED),
    problemCount: problems.length,
    eventsCompared: comparison?.compared() ?? 0,
    eventsWaiting: waiting ?? 0,
    ...files,
  };
}

/** Walks events and entries side by side; both come in the order of their indexes. */
function compareEvents(sha256: Sha256, source: EventSource) {
  const problems: FsckProblem[] = [];
  const events = source.events()[Symbol.asyncIterator]();
  let next: StoredEvent | undefined;
  let started = false;
  let last = -1;
  let compared = 0;

  const advance = async (): Promise<StoredEvent | undefined> => {
    const item = await events.next();
    if (item.done === true) return undefined;
    // Two events for one entry, or an event out of order, would hide each other in a walk side by side.
    if (item.value.index <= last) problems.push({ code: 'log.event_disorder', index: item.value.index });
    last = Math.max(last, item.value.index);
    return item.value;
  };

  const onEntry = async (index: number, entry: Bytes): Promise<void> => {
    if (!started) next = await advance();
    started = true;
    while (next !== undefined && next.index < index) next = await advance();
    if (next?.index === index) {
      const code = eventProblem(sha256, next, entry);
      if (code !== undefined) problems.push({ code, index });
      compared += 1;
      next = await advance();
    } else if (parseEntry(entry).class === 'event') {
      problems.push({ code: 'log.event_missing', index });
    }
  };

  return {
    problems,
    compared: () => compared,
    onEntry,
    finish: async (): Promise<number> => {
      if (!started) next = await advance();
      let waiting = 0;
      for (; next !== undefined; next = await advance()) waiting += 1;
      return waiting;
    },
    abandon: async (): Promise<number> => {
      await events.return?.();
      return 0;
    },
  };
}

function eventProblem(sha256: Sha256, event: StoredEvent, entry: Bytes): LogCode | undefined {
  try {
    const commitment = commitmentOf(sha256, disclosedHashes(sha256, event.fields));
    return equal(commitment, parseEntry(entry).commitment) ? undefined : 'log.commitment_mismatch';
  } catch (error) {
    // Stored fields that cannot even be hashed are a finding about the database, not a fault of this check.
    return logCodeOf(error) ?? 'log.commitment_mismatch';
  }
}

async function sortFiles(source: ListableSource, size: number): Promise<Pick<FsckReport, 'leftovers' | 'strangers'>> {
  const leftovers: string[] = [];
  const strangers: string[] = [];
  for await (const path of source.list()) {
    if (path === CHECKPOINT_PATH) continue;
    const ref = parseTilePath(path);
    const isLeftover = ref === undefined ? isUnfinished(path) : isBeyond(ref, size);
    if (isLeftover) leftovers.push(path);
    else if (ref === undefined) strangers.push(path);
  }
  return { leftovers: leftovers.slice(0, MAX_LISTED), strangers: strangers.slice(0, MAX_LISTED) };
}

/** Partial tiles of earlier sizes belong to the log; so do all tiles that end within it. */
function isBeyond(ref: TileRef, size: number): boolean {
  const hashes = hashesAtLevel(size, ref.level === 'entries' ? 0 : ref.level);
  return ref.index * TILE_WIDTH + ref.width > hashes;
}

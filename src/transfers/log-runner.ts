/**
 * The integrator in a process: moves waiting events into signed checkpoints and tells who waits for one. Safe beside others of
 * its kind; one works at a time by a lease.
 */
import { integrate, type LogCode, type LogDeps, logCodeOf } from '../audit-log/index.ts';
import type { World } from '../base/deps.ts';
import { describeError } from '../base/logger.ts';
import { sleep } from '../base/retry.ts';
import { SECOND } from '../base/units.ts';
import type { Database } from '../store/database.ts';
import { findEventIndex } from '../store/tables/audit.ts';
import type { LogGate } from './deps.ts';

export type LogRunner = LogGate & { readonly size: () => Promise<number>; readonly stop: () => Promise<void> };

export type LogRunnerDeps = Pick<World, 'logger'> & {
  readonly db: Database;
  readonly log: LogDeps;
  readonly orgId: string;
  /** Name of this process in the lease. */
  readonly holder: string;
};

const LEASE_MS = 10 * SECOND;
/** Without a nudge the outbox is looked at this often: events of other processes. */
const IDLE_MS = 500;
const WATCH_MS = 25;
/** How often a process that does not integrate compares the log with what was published. */
const CHECK_MS = 15 * SECOND;

/** Starts the integrator. A fatal fault of the log makes the store read-only and ends the loop: starting again decides. */
export function startLogRunner(deps: LogRunnerDeps): LogRunner {
  const stopping = new AbortController();
  let wake = new AbortController();
  const loop = run(deps, stopping.signal, async () => {
    await sleep(IDLE_MS, wake.signal);
    wake = new AbortController();
  });
  return {
    nudge: () => wake.abort(),
    size: async () => (await deps.log.state.head())?.size ?? 0,
    waitFor: (eventId, timeoutMs) => waitFor(deps, eventId, timeoutMs, () => wake.abort()),
    stop: async () => {
      stopping.abort();
      wake.abort();
      await loop;
    },
  };
}

/**
 * The log for a process that does not integrate: another one looks at the outbox every half second, whoever filled it.
 *
 * @param check - Why nothing may be changed, by what was published; undefined when all is well. Asked again and again.
 */
export function watchLog(deps: Omit<LogRunnerDeps, 'holder'>, check: () => Promise<string | undefined>): LogRunner {
  const stopping = new AbortController();
  const look = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await sleep(CHECK_MS, stopping.signal);
      try {
        const code = stopping.signal.aborted ? undefined : await check();
        // INVARIANT: a log that its integrator stopped writing gets no new events from here either.
        if (code !== undefined) deps.db.writes.refuse(code);
      } catch (error) {
        if (!stopping.signal.aborted) deps.logger.warn(describeError(error), 'the audit log could not be looked at');
      }
    }
  };
  const loop = look();
  return {
    nudge: () => undefined,
    size: async () => (await deps.log.state.head())?.size ?? 0,
    waitFor: (eventId, timeoutMs) => waitFor(deps, eventId, timeoutMs, () => undefined),
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}

async function run(deps: LogRunnerDeps, signal: AbortSignal, idle: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    try {
      const mine = await deps.log.state.lease(deps.holder, LEASE_MS);
      const result = mine ? await integrate(deps.log) : { outcome: 'idle' as const };
      if (result.outcome === 'idle') await idle();
    } catch (error) {
      const code = logCodeOf(error);
      if (code !== undefined && isFatal(error)) {
        // INVARIANT: a log that contradicts itself or what was published is never written to again by this process.
        deps.db.writes.refuse(code);
        deps.logger.error(
          { errorCode: code },
          'the audit log is read-only: what is stored and what was published do not agree',
        );
        return;
      }
      if (!signal.aborted)
        deps.logger.error(describeError(error), 'the audit log could not be extended and will be tried again');
      await sleep(SECOND, signal);
    }
  }
}

function isFatal(error: unknown): error is { code: LogCode } {
  return error instanceof Error && 'errorClass' in error && error.errorClass === 'fatal';
}

/** Watches the event until its index lies within the committed and published head. */
async function waitFor(
  deps: Omit<LogRunnerDeps, 'holder'>,
  eventId: string,
  timeoutMs: number,
  nudge: () => void,
): Promise<number | undefined> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const index = await findEventIndex(deps.db.query, deps.orgId, eventId);
    if (typeof index === 'number' && (await isPublished(deps, index))) return index;
    nudge();
    await sleep(WATCH_MS);
  }
  return undefined;
}

/** The published checkpoint is the promise to the outside; the head in the database alone is not enough. */
async function isPublished(deps: Omit<LogRunnerDeps, 'holder'>, index: number): Promise<boolean> {
  const head = await deps.log.state.head();
  if (head === undefined || index >= head.size) return false;
  const published = await deps.log.tiles.read('checkpoint');
  if (published === undefined) return false;
  const size = Number(new TextDecoder().decode(published).split('\n')[1]);
  return Number.isSafeInteger(size) && index < size;
}

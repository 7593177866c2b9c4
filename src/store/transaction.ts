/** Transactions: the only way to change the store. */
import type { IsolationLevel, Transaction } from 'kysely';
import { systemRandom, type Random } from '../base/random.ts';
import { backoffMs, sleep } from '../base/retry.ts';
import type { Database } from './database.ts';
import { STORE, sqlState } from './errors.ts';
import type { Schema } from './schema.ts';

export type Trx = Transaction<Schema>;

export type TxOptions = {
  /** `read committed` unless told; write SQL that also holds under `serializable`, which CockroachDB always uses. */
  readonly isolation?: IsolationLevel;
  /** `read only` is a consistent snapshot for reports and is allowed while changes are refused. */
  readonly access?: 'read write' | 'read only';
  /** Tries at most, the first included. */
  readonly attempts?: number;
  /** True when running `fn` again after a commit that did happen changes nothing more (keys made before, upserts). */
  readonly idempotent?: boolean;
  readonly random?: Random;
};

const BACKOFF = { baseMs: 5, factor: 2, capMs: 500 } as const;
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

/**
 * Returns what `fn` returned, after its transaction was committed.
 *
 * INVARIANT: `fn` may run several times, so it has no effects besides its statements: no mail, no files, no counters.
 * Effects go to the outbox or a job in the same transaction.
 *
 * It runs again after a serialization failure or deadlock (40001, 40P01), and after a connection lost before COMMIT was sent.
 * When the connection breaks while COMMIT is under way nobody can tell whether it happened: not repeated unless `idempotent`.
 *
 * @throws `store.read_only` when changes are refused; `store.commit_unknown`; `store.busy` when the tries are used up;
 *         whatever `fn` throws.
 */
export async function tx<T>(db: Database, fn: (trx: Trx) => Promise<T>, options: TxOptions = {}): Promise<T> {
  const attempts = options.attempts ?? 10;
  for (let attempt = 0; ; attempt += 1) {
    // Asked before each try: the switch may be thrown while a transaction waits for its next one.
    if (options.access !== 'read only' && db.writes.refusedFor() !== undefined) throw STORE.read_only();
    const outcome = await attemptOnce(db, fn, options);
    if (outcome.kind === 'committed') return outcome.value;
    if (outcome.kind === 'failed') throw outcome.error;
    if (outcome.kind === 'unknown' && options.idempotent !== true) throw STORE.commit_unknown({}, outcome.error);
    if (attempt + 1 >= attempts)
      throw STORE.busy({ attempts, sqlState: sqlState(outcome.error) ?? 'none' }, outcome.error);
    await sleep(backoffMs(BACKOFF, attempt, options.random ?? systemRandom));
  }
}

type Outcome<T> =
  | { readonly kind: 'committed'; readonly value: T }
  | { readonly kind: 'again' | 'unknown' | 'failed'; readonly error: unknown };

async function attemptOnce<T>(db: Database, fn: (trx: Trx) => Promise<T>, options: TxOptions): Promise<Outcome<T>> {
  let builder = db.query.transaction().setAccessMode(options.access ?? 'read write');
  if (options.isolation !== undefined) builder = builder.setIsolationLevel(options.isolation);
  let bodyDone = false;
  let bodyError: { readonly error: unknown } | undefined;
  try {
    const value = await builder.execute(async (trx) => {
      try {
        const result = await fn(trx);
        bodyDone = true;
        return result;
      } catch (error) {
        bodyError = { error };
        throw error;
      }
    });
    return { kind: 'committed', value };
  } catch (thrown) {
    // kysely throws the error of ROLLBACK instead of the body's own when the connection is gone.
    const error = bodyError === undefined ? thrown : bodyError.error;
    if (isConflict(error)) return { kind: 'again', error };
    if (!bodyDone) return { kind: isConnectionLoss(error) ? 'again' : 'failed', error };
    // From here COMMIT may have reached the server. A refusal by SQLSTATE means that it was rolled back.
    return { kind: isKnownRefusal(error) ? 'failed' : 'unknown', error };
  }
}

function isConflict(error: unknown): boolean {
  const state = sqlState(error);
  return state === SERIALIZATION_FAILURE || state === DEADLOCK;
}

/** Classes 08 (connection) and 57P (shutdown, starting up), 53300 (too many clients), and the socket's own codes. */
function isConnectionLoss(error: unknown): boolean {
  const state = sqlState(error);
  if (state === undefined) return isPgConnectionMessage(error);
  return /^(08...|57P0[1235]|53300)$/.test(state) || /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT)$/.test(state);
}

/** True when the error, or what caused it, is that the database cannot be reached: for answers, where `tx` did not decide already. */
export function isDatabaseAway(error: unknown, depth = 4): boolean {
  if (!(error instanceof Error) || depth === 0) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // A missing socket is ENOENT of `connect`; a missing file is not.
  const isSocket = /^(ECONNRESET|EPIPE)$/.test(code) || ('syscall' in error && error.syscall === 'connect');
  return (
    isSocket ||
    /^(08...|57P0[1235]|53300)$/.test(code) ||
    isPgConnectionMessage(error) ||
    isDatabaseAway(error.cause, depth - 1)
  );
}

/** pg reports a connection that ends under a statement by message only. */
function isPgConnectionMessage(error: unknown): boolean {
  return error instanceof Error && /^Connection terminated|not queryable|^timeout expired$/.test(error.message);
}

/** 40003 and the connection classes leave the outcome open; any other SQLSTATE, and kysely's aborted state, is a rollback. */
function isKnownRefusal(error: unknown): boolean {
  if (error instanceof Error && error.name === 'AbortedTransactionError') return true;
  const state = sqlState(error);
  return state !== undefined && /^[0-9A-Z]{5}$/.test(state) && state !== '40003' && !/^(08|57)/.test(state);
}

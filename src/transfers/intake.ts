/**
 * The intake of doors: calls that arrive while others are being stored share the next transaction. A call is answered only when its own
 * transfer is committed; under little load it never waits for another.
 */
import { type Bytes, equal, ownBytes } from '../base/bytes.ts';
import { codeOf } from '../base/errors.ts';
import { describeError } from '../base/logger.ts';
import { DAY } from '../base/units.ts';
import { findCalls, type KnownCall } from '../store/tables/arrivals.ts';
import { tx } from '../store/transaction.ts';
import { acceptArrivals } from './accept-arrivals.ts';
import type { Arrival, Arrived, Intake } from './arrival.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { TRANSFER } from './errors.ts';
import { type Prepared, prepareArrival } from './prepare-arrival.ts';

/** More in one transaction save little and make the first wait. */
const AT_ONCE = 32;
/** While one batch is at the database, another is sealed and decided: callers that wait for their answers would else come in waves. */
const BATCHES = 2;

type Waiting = {
  readonly arrival: Arrival;
  readonly resolve: (arrived: Arrived) => void;
  readonly reject: (error: unknown) => void;
};
type Ready = { readonly one: Waiting; readonly ready: Prepared };

/** @param onAccepted - Told after each batch that something waits to be told to an audience. */
export function createIntake(
  deps: TransferDeps,
  tenantOf: () => Promise<Tenant | undefined>,
  onAccepted: () => void = () => undefined,
): Intake {
  // In the order of the calls: notices of a route are told in it. A call that is not sealed yet holds back those behind it.
  const queue: Promise<Ready | undefined>[] = [];
  const running = new Set<Promise<void>>();
  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      const sealed = await Promise.all(queue.splice(0, AT_ONCE));
      const batch = sealed.filter((one) => one !== undefined);
      await commitOrReject(deps, tenantOf, batch);
      onAccepted();
    }
  };
  const start = (): void => {
    // With little waiting a second one would only make both transactions smaller.
    if (queue.length === 0 || running.size >= BATCHES || (running.size > 0 && queue.length < AT_ONCE / 4)) return;
    const one = run().finally(() => {
      running.delete(one);
      // INVARIANT: a call that came between its last look at the queue and here is not left without anybody who takes it.
      start();
    });
    running.add(one);
  };
  return {
    accept: (arrival) =>
      new Promise((resolve, reject) => {
        // Sealed while another batch is at the database; then all that is ready shares the next transaction.
        queue.push(prepare(deps, tenantOf, { arrival, resolve, reject }));
        start();
      }),
    close: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** INVARIANT: every call of a batch is answered, also when nothing can be asked of the database. */
async function commitOrReject(
  deps: TransferDeps,
  tenantOf: () => Promise<Tenant | undefined>,
  batch: readonly Ready[],
): Promise<void> {
  try {
    const tenant = await tenantOf();
    if (tenant === undefined) throw TRANSFER.unknown_entity();
    await commit(deps, tenant, batch);
  } catch (error) {
    for (const { one } of batch) one.reject(error);
  }
}

/** What cannot be sealed is refused here. */
async function prepare(
  deps: TransferDeps,
  tenantOf: () => Promise<Tenant | undefined>,
  one: Waiting,
): Promise<Ready | undefined> {
  try {
    const tenant = await tenantOf();
    if (tenant === undefined) throw TRANSFER.unknown_entity();
    // Repeats are rare: the transaction itself finds them. One with files is looked up first, because its files are used up.
    if (one.arrival.uploadIds.length > 0 && answerRepeat(one, await repeats(deps, tenant, [one]))) return undefined;
    return { one, ready: await prepareArrival(deps, tenant, one.arrival) };
  } catch (error) {
    one.reject(error);
    return undefined;
  }
}

/** Answers every call of a batch; a fault of one is not another's. */
async function commit(deps: TransferDeps, tenant: Tenant, batch: readonly Ready[]): Promise<void> {
  if (batch.length === 0) return;
  try {
    const arrivals = batch.map(({ ready }) => ready);
    // Idempotent: a call that was entered before the connection broke is found by its key, and nothing is written for it again.
    const result = await tx(deps.db, (trx) => acceptArrivals(deps, trx, tenant, arrivals), { idempotent: true });
    if (result === 'one_by_one') return await commitAlone(deps, tenant, batch);
    for (const [i, { one, ready }] of batch.entries()) {
      const arrived = result[i];
      if (arrived !== undefined && !arrived.repeated) one.resolve(arrived);
      else await answerLate(deps, tenant, one, ready);
    }
  } catch (error) {
    if (batch.length > 1) return commitAlone(deps, tenant, batch);
    deps.logger.warn(
      { ...describeError(error), errorCode: codeOf(error) },
      'what came through a door was not accepted',
    );
    batch[0]?.one.reject(error);
  }
}

/** One broken arrival must not take the others with it. */
async function commitAlone(deps: TransferDeps, tenant: Tenant, batch: readonly Ready[]): Promise<void> {
  for (const alone of batch) await commit(deps, tenant, [alone]);
}

/**
 * The same key at the same moment, here or in another process, or a commit of which nobody heard: the answer is what the first one became.
 */
async function answerLate(deps: TransferDeps, tenant: Tenant, one: Waiting, ready: Prepared): Promise<void> {
  const keyed = { ...one, arrival: { ...one.arrival, callKey: ready.callKey } };
  if (!answerRepeat(keyed, await repeats(deps, tenant, [keyed]))) one.reject(TRANSFER.wrong_state());
}

function repeats(deps: TransferDeps, tenant: Tenant, batch: readonly Waiting[]): Promise<KnownCall[]> {
  const keys = batch.flatMap(({ arrival: { door, callKey } }) =>
    callKey === undefined ? [] : [{ doorId: door.id, callKey }],
  );
  return findCalls(deps.db.query, tenant.orgId, keys, new Date(deps.clock.now().getTime() - DAY));
}

function answerRepeat({ arrival, resolve }: Waiting, known: readonly KnownCall[]): boolean {
  const { callKey, door } = arrival;
  const found = callKey === undefined ? undefined : known.find((one) => isCall(one, door.id, callKey));
  if (found === undefined) return false;
  const { transferId, reference, taskId, queryKey, state } = found;
  const was = state === 'held' || state === 'refused' ? state : 'granted';
  resolve({ transferId, reference, taskId, queryKey, state: was, rules: [], repeated: true });
  return true;
}

function isCall(known: KnownCall, doorId: string, callKey: Bytes): boolean {
  return known.doorId === doorId && equal(ownBytes(known.callKey), callKey);
}

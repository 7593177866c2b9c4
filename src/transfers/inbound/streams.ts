/**
 * Keeps a stream for every connection that takes messages in that way. Several processes may run this: one holds the stream of a connection
 * at a time, by a lease. Were two to hold it for a moment, the archive's own key would still keep each message once.
 */
import { codeOf } from '../../base/errors.ts';
import { describeError } from '../../base/logger.ts';
import { sleep } from '../../base/retry.ts';
import { SECOND } from '../../base/units.ts';
import type { OpenSocket, Inlet } from '../../channels/receive.ts';
import { dropLease, takeLease } from '../../store/tables/leases.ts';
import { tx } from '../../store/transaction.ts';
import type { Tenant } from '../deps.ts';
import { archiveMessage } from './archive.ts';
import type { InboundDeps, Via } from './deps.ts';

/** Settings may change while the server runs. */
const LOOK_MS = 2 * SECOND;
const LEASE_MS = 20 * SECOND;
const RENEW_MS = 5 * SECOND;
/** Without a renewal the stream is closed so long before the lease runs out. */
const MARGIN_MS = 5 * SECOND;

export type StreamKeeper = {
  readonly tenant: () => Promise<Tenant | undefined>;
  readonly openSocket: OpenSocket;
  /** Name of this process in the leases; no other has it. */
  readonly holder: string;
};

type Running = { readonly identity: string; readonly stop: AbortController; readonly done: Promise<void> };

/** Runs until the signal says so; returns when every stream is closed and its lease is free. */
export async function keepStreams(deps: InboundDeps, keeper: StreamKeeper, signal: AbortSignal): Promise<void> {
  const running = new Map<string, Running>();
  while (!signal.aborted) {
    try {
      await look(deps, keeper, running);
    } catch (error) {
      // What runs goes on: without a database its lease runs out and it ends by itself.
      deps.logger.warn(describeError(error), 'the connections that take messages in could not be looked at');
    }
    await sleep(LOOK_MS, signal);
  }
  for (const one of running.values()) one.stop.abort();
  await Promise.all([...running.values()].map((one) => one.done));
}

/** Starts the streams that are wanted and do not run, and ends those that are no longer wanted or have other settings. */
async function look(deps: InboundDeps, keeper: StreamKeeper, running: Map<string, Running>): Promise<void> {
  const tenant = await keeper.tenant();
  const wanted = tenant === undefined ? [] : await wantedOf(deps);
  for (const [id, one] of running) {
    if (wanted.some((via) => via.id === id && via.inlet.identity === one.identity)) continue;
    one.stop.abort();
    await one.done;
    running.delete(id);
  }
  for (const via of wanted) {
    if (tenant === undefined || running.has(via.id)) continue;
    const stop = new AbortController();
    const done = holdStream(deps, keeper, tenant, via, stop.signal);
    running.set(via.id, { identity: via.inlet.identity, stop, done });
  }
}

type Wanted = Via & { readonly inlet: Inlet };

/** In the sandbox nothing is opened to anybody. */
async function wantedOf(deps: InboundDeps): Promise<Wanted[]> {
  const wanted: Wanted[] = [];
  for (const { id, kind, sandbox } of deps.channels.connections()) {
    const inlet = sandbox ? undefined : (await deps.post.channel(id))?.inlet;
    if (inlet?.by === 'stream') wanted.push({ id, kind, inlet });
  }
  return wanted;
}

async function holdStream(
  deps: InboundDeps,
  keeper: StreamKeeper,
  tenant: Tenant,
  via: Wanted,
  signal: AbortSignal,
): Promise<void> {
  const name = `stream:${via.id}`;
  while (!signal.aborted) {
    try {
      if (await renew(deps, tenant, name, keeper.holder))
        await streamWhileHeld(deps, keeper, tenant, via, name, signal);
    } catch (error) {
      const about = { connection: via.id, ...describeError(error), errorCode: codeOf(error) };
      deps.logger.error(about, 'the stream of a connection ended and will be taken up again');
    }
    await sleep(RENEW_MS, signal);
  }
}

async function streamWhileHeld(
  deps: InboundDeps,
  keeper: StreamKeeper,
  tenant: Tenant,
  via: Wanted,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const lost = new AbortController();
  const renewing = renewUntilLost(deps, tenant, name, keeper.holder, lost, signal);
  await via.inlet.stream({
    egress: deps.post.egress,
    connection: via.id,
    signal: AbortSignal.any([signal, lost.signal]),
    clock: deps.clock,
    random: deps.random,
    logger: deps.logger,
    openSocket: keeper.openSocket,
    accept: async (message) => void (await archiveMessage(deps, tenant, via, message)),
  });
  lost.abort();
  await renewing;
  await tx(deps.db, (trx) => dropLease(trx, tenant.orgId, name, keeper.holder), { idempotent: true });
}

/** INVARIANT: the stream is told to end before the lease can be somebody else's. */
async function renewUntilLost(
  deps: InboundDeps,
  tenant: Tenant,
  name: string,
  holder: string,
  lost: AbortController,
  signal: AbortSignal,
): Promise<void> {
  const ending = AbortSignal.any([signal, lost.signal]);
  let until = deps.clock.now().getTime() + LEASE_MS;
  while (!ending.aborted) {
    await sleep(RENEW_MS, ending);
    if (ending.aborted) return;
    const asked = deps.clock.now().getTime();
    const isMine = await renew(deps, tenant, name, holder).catch(() => undefined);
    if (isMine === true) until = asked + LEASE_MS;
    if (isMine === false || deps.clock.now().getTime() > until - MARGIN_MS) lost.abort();
  }
}

function renew(deps: InboundDeps, { orgId }: Tenant, name: string, holder: string): Promise<boolean> {
  const now = deps.clock.now();
  const until = new Date(now.getTime() + LEASE_MS);
  return tx(deps.db, (trx) => takeLease(trx, orgId, name, holder, now, until), { idempotent: true });
}

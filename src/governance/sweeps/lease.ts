/** Who works at a sweep: one process at a time, whichever of those that serve the console. Another takes over when it is gone. */
import { sleep } from '../../base/retry.ts';
import { SECOND } from '../../base/units.ts';
import { dropLease, takeLease } from '../../store/tables/leases.ts';
import { findSweep, sweepLease } from '../../store/tables/sweeps.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import type { Tenant } from '../../transfers/deps.ts';
import type { SweepDeps } from './deps.ts';

const LEASE_MS = 15 * SECOND;
const RENEW_MS = 3 * SECOND;
/** So long before its end nothing more is written. */
const MARGIN_MS = 5 * SECOND;

/** True when this process may work at the sweep from now on. */
export function claimSweep(deps: SweepDeps, trx: Trx, { orgId }: Tenant, sweepId: string): Promise<boolean> {
  const now = deps.transfers.clock.now();
  return takeLease(trx, orgId, sweepLease(sweepId), deps.holder, now, new Date(now.getTime() + LEASE_MS));
}

/**
 * Works while the lease is this process's; does nothing when it is another's. `stop` is aborted when the lease is lost, or when somebody paused
 * the sweep by another process. Crash here: the lease ends by itself, and whoever looks next takes over.
 */
export async function whileClaimed(
  deps: SweepDeps,
  tenant: Tenant,
  sweepId: string,
  stop: AbortController,
  work: () => Promise<void>,
): Promise<void> {
  const { db } = deps.transfers;
  const claim = (): Promise<boolean> => tx(db, (trx) => claimSweep(deps, trx, tenant, sweepId), { idempotent: true });
  if (!(await claim())) return;
  const over = new AbortController();
  const renewing = renew(deps, tenant, sweepId, claim, stop, over.signal);
  try {
    await work();
  } finally {
    over.abort();
    await renewing;
    await tx(db, (trx) => dropLease(trx, tenant.orgId, sweepLease(sweepId), deps.holder), { idempotent: true });
  }
}

/** INVARIANT: the work is told to end before the lease can be somebody else's. */
async function renew(
  { transfers: { clock, db } }: SweepDeps,
  tenant: Tenant,
  sweepId: string,
  claim: () => Promise<boolean>,
  stop: AbortController,
  over: AbortSignal,
): Promise<void> {
  let until = clock.now().getTime() + LEASE_MS;
  while (!over.aborted) {
    await sleep(RENEW_MS, over);
    if (over.aborted) return;
    const asked = clock.now().getTime();
    const isMine = await claim().catch(() => undefined);
    if (isMine === true) until = asked + LEASE_MS;
    const state = await findSweep(db.query, tenant.orgId, sweepId).then(
      (row) => row?.state ?? 'paused',
      () => 'running',
    );
    if (isMine === false || state !== 'running' || clock.now().getTime() > until - MARGIN_MS) stop.abort();
  }
}

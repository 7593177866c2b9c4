/** Forgets what identity needs no more: sessions and challenges that ended. Codes and locks stay with their transfer: wrong tries count for its life. */
import { DAY } from '../../base/units.ts';
import { sweepChallenges } from '../../store/tables/factors.ts';
import { tx } from '../../store/transaction.ts';
import type { Tenant } from '../deps.ts';
import type { OpenDeps } from '../recipient-access.ts';

/** Returns how many went. A challenge is kept for a day after its end, so that whoever comes late hears that it has ended. */
export async function sweepIdentity(deps: OpenDeps, tenant: Tenant): Promise<number> {
  const now = deps.clock.now();
  return tx(deps.db, async (trx) => {
    const sessions = await deps.access.sessionStore(trx, tenant.orgId).sweep(now);
    return sessions + (await sweepChallenges(trx, tenant.orgId, new Date(now.getTime() - DAY)));
  });
}

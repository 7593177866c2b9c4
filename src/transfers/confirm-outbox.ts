/** Asks vendors what became of sent notices, where they tell. Their word is shown as theirs: only an opening is a receipt. */
import { DAY, SECOND } from '../base/units.ts';
import { dropOldTrials, listUnconfirmed, setConfirmed } from '../store/tables/outbox-after.ts';
import type { OutboxRow } from '../store/tables/outbox.ts';
import { tx } from '../store/transaction.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import type { Post } from './post.ts';

/** After a day a vendor has nothing new to say. A message that was dropped in silence stays `unknown`. */
export const CONFIRM_WITHIN_MS = DAY;
const TRIAL_KEPT_MS = 30 * DAY;
const AT_ONCE = 50;
const ASK_TIMEOUT_MS = 20 * SECOND;

/** Asks about every notice whose time has come. Returns how many got an answer. */
export async function confirmSent(deps: TransferDeps, post: Post, tenant: Tenant): Promise<number> {
  const now = deps.clock.now();
  const connections: string[] = [];
  for (const { id } of deps.channels.connections()) {
    const channel = await post.channel(id);
    if (channel?.confirm !== undefined && channel.caps.afterwards.confirm) connections.push(id);
  }
  await tx(deps.db, (trx) => dropOldTrials(trx, tenant.orgId, new Date(now.getTime() - TRIAL_KEPT_MS)));
  if (connections.length === 0) return 0;
  const since = new Date(now.getTime() - CONFIRM_WITHIN_MS);
  const rows = await listUnconfirmed(deps.db.query, tenant.orgId, connections, now, since, AT_ONCE);
  let answered = 0;
  for (const row of rows) if (await confirmOne(deps, post, tenant, row)) answered += 1;
  return answered;
}

/** Crash before the commit: asked again, which changes nothing at the vendor. */
async function confirmOne(deps: TransferDeps, post: Post, tenant: Tenant, row: OutboxRow): Promise<boolean> {
  const channel = await post.channel(row.connection);
  if (channel?.confirm === undefined || row.provider_ref === null) return false;
  const said = await channel.confirm({
    providerRef: row.provider_ref,
    egress: post.egress,
    connection: row.connection,
    tokens: post.tokens(row.connection),
    signal: AbortSignal.timeout(ASK_TIMEOUT_MS),
    now: deps.clock.now(),
  });
  await tx(deps.db, (trx) => setConfirmed(trx, tenant.orgId, row.outbox_id, said, deps.clock.now()), {
    idempotent: true,
  });
  return said !== 'unknown';
}

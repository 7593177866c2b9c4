/** What sender and officer can do about a recipient's proof: read out a code, lift a lock, end his sessions, and see how it stands. */
import { issueCode } from '../../access/codes.ts';
import { idleSince } from '../../access/recipient-session.ts';
import type { IdentityState, SpokenCode } from '../../model/api/identity.ts';
import { EVERYBODY, listLocks, unlock } from '../../store/access/locks.ts';
import { countSessions } from '../../store/access/recipient-sessions.ts';
import { findNoticesOf } from '../../store/tables/shared.ts';
import { listTransferRecipients, type TransferRow } from '../../store/tables/transfers.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { StaffActor, Tenant } from '../deps.ts';
import { PROVING, TRANSFER } from '../errors.ts';
import type { OpenDeps } from '../recipient-access.ts';

/** How each recipient's proof stands: locked or not, wrong answers so far, live sessions. */
export async function readIdentity(deps: OpenDeps, tenant: Tenant, transfer: TransferRow): Promise<IdentityState> {
  const { orgId } = tenant;
  const visits = await visitsOf(deps, tenant, transfer);
  const locks = await listLocks(deps.db.query, orgId, visits);
  const links = await listTransferRecipients(deps.db.query, orgId, [transfer.transfer_id]);
  const now = deps.clock.now();
  const sessions = await countSessions(deps.db.query, orgId, visits, { now, idleSince: idleSince(now) });
  const lockedAt = (recipientId: string): string | null =>
    locks.find((one) => one.recipient_id === recipientId && one.locked_at !== null)?.locked_at?.toISOString() ?? null;
  return {
    lockedAt: lockedAt(EVERYBODY),
    recipients: links.map(({ recipient_id: id }) => ({
      recipientId: id,
      lockedAt: lockedAt(id),
      wrongTries: locks.reduce((sum, one) => sum + (one.recipient_id === id ? one.wrong_tries : 0), 0),
      sessions: sessions.get(id) ?? 0,
    })),
  };
}

/**
 * Makes a code that the sender reads out to one recipient. It is returned once, sent nowhere, and kept as a hash.
 *
 * @throws `transfer.wrong_state` unless it is granted; `transfer.unknown_recipient`; `proving.locked`, `proving.too_many_codes`
 */
export async function speakCode(
  deps: OpenDeps,
  tenant: Tenant,
  actor: StaffActor,
  transfer: TransferRow,
  recipientId: string,
): Promise<SpokenCode> {
  if (transfer.state !== 'granted') throw TRANSFER.wrong_state({ state: transfer.state });
  await requireRecipientOf(deps, tenant, transfer, recipientId);
  const visit = (await visitsOf(deps, tenant, transfer)).at(-1);
  if (visit === undefined) throw TRANSFER.wrong_state({ state: transfer.state });
  const issued = await tx(deps.db, async (trx) => {
    const stores = {
      codes: deps.access.codeStore(trx, tenant.orgId),
      locks: deps.access.lockStore(trx, tenant.orgId),
    };
    const made = await issueCode(stores, deps.access.codes, { transferId: visit, recipientId }, 'spoken');
    if (made.outcome === 'issued') await record(deps, trx, tenant, actor, transfer, 'code.spoken', recipientId);
    return made;
  });
  deps.log.nudge();
  if (issued.outcome === 'locked') throw PROVING.locked();
  if (issued.outcome !== 'issued') throw PROVING.too_many_codes();
  return { code: issued.code.reveal(), expiresAt: issued.expiresAt.toISOString() };
}

/**
 * Lifts the lock of one recipient, or with null that of the whole transfer; counting begins anew.
 *
 * @throws `transfer.unknown_recipient`, `proving.not_locked`
 */
export async function unlockRecipient(
  deps: OpenDeps,
  tenant: Tenant,
  actor: StaffActor,
  transfer: TransferRow,
  recipientId: string | null,
): Promise<void> {
  if (recipientId !== null) await requireRecipientOf(deps, tenant, transfer, recipientId);
  const visits = await visitsOf(deps, tenant, transfer);
  await tx(deps.db, async (trx) => {
    const by = { staffId: actor.id, at: deps.clock.now() };
    const lifted: boolean[] = [];
    for (const visit of visits) lifted.push(await unlock(trx, tenant.orgId, visit, recipientId ?? EVERYBODY, by));
    if (!lifted.includes(true)) throw PROVING.not_locked();
    await record(deps, trx, tenant, actor, transfer, 'identity.unlocked', recipientId);
  });
  deps.log.nudge();
}

/** Ends a recipient's sessions for this transfer, at once. Returns how many. @throws `transfer.unknown_recipient` */
export async function endSessionsOf(
  deps: OpenDeps,
  tenant: Tenant,
  actor: StaffActor,
  transfer: TransferRow,
  recipientId: string,
): Promise<number> {
  await requireRecipientOf(deps, tenant, transfer, recipientId);
  const visits = await visitsOf(deps, tenant, transfer);
  const ended = await tx(deps.db, async (trx) => {
    let count = 0;
    for (const visit of visits) count += await deps.access.sessionStore(trx, tenant.orgId).end(visit, recipientId);
    await record(deps, trx, tenant, actor, transfer, 'identity.ended', recipientId);
    return count;
  });
  deps.log.nudge();
  return ended;
}

/** What links lead to this transfer: its own, and those of notices that told a group of it, the newest last. */
async function visitsOf(deps: OpenDeps, tenant: Tenant, transfer: TransferRow): Promise<readonly string[]> {
  const told = await findNoticesOf(deps.db.query, tenant.orgId, transfer.transfer_id);
  return [transfer.transfer_id, ...told];
}

async function requireRecipientOf(
  deps: OpenDeps,
  tenant: Tenant,
  transfer: TransferRow,
  recipientId: string,
): Promise<void> {
  const links = await listTransferRecipients(deps.db.query, tenant.orgId, [transfer.transfer_id]);
  if (!links.some((one) => one.recipient_id === recipientId)) throw TRANSFER.unknown_recipient();
}

async function record(
  deps: OpenDeps,
  trx: Trx,
  tenant: Tenant,
  actor: StaffActor,
  transfer: TransferRow,
  kind: 'code.spoken' | 'identity.unlocked' | 'identity.ended',
  recipientId: string | null,
): Promise<void> {
  await recordEvent(deps, trx, tenant, {
    kind,
    at: deps.clock.now(),
    actor: { kind: 'staff', id: actor.id },
    ...(recipientId === null ? {} : { subjectId: recipientId }),
    transferId: transfer.transfer_id,
  });
}

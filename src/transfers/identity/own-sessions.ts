/** Where a recipient is signed in, as he sees it himself, and ending it there. */
import { idleSince, sessionName } from '../../access/recipient-session.ts';
import type { ListedRecipientSession } from '../../access/ports.ts';
import { equal } from '../../base/bytes.ts';
import type { OwnSessions } from '../../model/api/open-identity.ts';
import { findTransfers } from '../../store/tables/transfers.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { Tenant } from '../deps.ts';
import type { OpenDeps, Opener, Visitor } from '../recipient-access.ts';

/** Every live session of the same person, whatever it is for. */
export async function listOwnSessions(deps: OpenDeps, tenant: Tenant, visitor: Visitor): Promise<OwnSessions> {
  const sessions = await tx(deps.db, (trx) => readSessions(deps, trx, tenant, visitor.recipientId), {
    access: 'read only',
  });
  const transfers = await findTransfers(
    deps.db.query,
    tenant.orgId,
    sessions.map((one) => one.transferId),
  );
  return {
    sessions: sessions.map((one) => ({
      id: sessionName(one.sessionHash),
      current: equal(one.sessionHash, visitor.sessionHash),
      reference: transfers.find((row) => row.transfer_id === one.transferId)?.reference ?? null,
      startedAt: one.createdAt.toISOString(),
      lastAt: one.lastAt.toISOString(),
      endsAt: one.expiresAt.toISOString(),
      via: one.via,
      place: one.place,
    })),
  };
}

/** Ends the session that is called so, or with null all but this one. Returns how many. */
export async function endOwnSessions(
  deps: OpenDeps,
  tenant: Tenant,
  opener: Opener,
  visitor: Visitor,
  name: string | null,
): Promise<number> {
  const ended = await tx(deps.db, async (trx) => {
    const store = deps.access.sessionStore(trx, tenant.orgId);
    const wanted = (await readSessions(deps, trx, tenant, visitor.recipientId)).filter((one) =>
      name === null ? !equal(one.sessionHash, visitor.sessionHash) : sessionName(one.sessionHash) === name,
    );
    for (const one of wanted) await store.remove(one.sessionHash);
    if (wanted.length > 0)
      await recordEvent(deps, trx, tenant, {
        kind: 'identity.ended',
        at: deps.clock.now(),
        actor: { kind: 'recipient', id: visitor.recipientId },
        place: opener.place.jurisdiction,
        detail: { sessions: wanted.length },
      });
    return wanted.length;
  });
  deps.log.nudge();
  return ended;
}

function readSessions(
  deps: OpenDeps,
  trx: Trx,
  tenant: Tenant,
  recipientId: string,
): Promise<readonly ListedRecipientSession[]> {
  const now = deps.clock.now();
  return deps.access.sessionStore(trx, tenant.orgId).list({ recipientId, now, idleSince: idleSince(now) });
}

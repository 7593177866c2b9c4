/** Somebody at a link who says who he is, or has shown it in this browser before: what is behind the link for him, and by which way he was told. */
import type { RecipientSession } from '../../access/recipient-session.ts';
import type { Factor } from '../../model/access-terms.ts';
import { noticeConnections } from '../../store/tables/outbox-after.ts';
import { findRecipients, type RecipientRow } from '../../store/tables/recipients.ts';
import type { TransferRow } from '../../store/tables/transfers.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import { findKnown, visibleTransfers } from '../landing.ts';
import type { Visit, Visitor } from '../recipient-access.ts';
import { type NoticeWay, wayOfNotice } from './routes.ts';

export type Claimant = {
  readonly visit: Visit;
  readonly recipient: RecipientRow;
  /** Events are kept with a transfer; of several that were told together, with the newest. */
  readonly transferId: string;
  readonly transfers: readonly TransferRow[];
  /** How his notices came: no code that counts comes the same way. */
  readonly ways: readonly NoticeWay[];
  /** What he shows by being here: the notice, when he came by its handle. Empty for a session, which knows by itself. */
  readonly shows: readonly Factor[];
};

/** The recipient to whom handle and address belong together, while something behind the link is alive; undefined for whatever reason. */
export async function findClaimant(
  deps: TransferDeps,
  tenant: Tenant,
  handle: string,
  address: string,
): Promise<Claimant | undefined> {
  const known = await findKnown(deps, tenant, handle, address);
  if (known === undefined) return undefined;
  const { visit, recipient, transfers, connection } = known;
  return claimantFor(deps, tenant, { visit, recipient, transfers, connection, shows: ['notice'] });
}

/** The same for somebody with a session; undefined when nothing is alive behind it any more. */
export async function claimantOf(deps: TransferDeps, tenant: Tenant, visitor: Visitor): Promise<Claimant | undefined> {
  const { visit, recipientId } = visitor;
  const transfers = await visibleTransfers(deps, tenant, visitor);
  const [recipient] = await findRecipients(deps.db.query, tenant.orgId, [recipientId]);
  const connection = transfers.at(-1)?.connection;
  if (recipient === undefined || connection === undefined) return undefined;
  return claimantFor(deps, tenant, { visit, recipient, transfers, connection, shows: [] });
}

async function claimantFor(
  deps: TransferDeps,
  tenant: Tenant,
  found: Omit<Claimant, 'transferId' | 'ways'> & { readonly connection: string },
): Promise<Claimant | undefined> {
  const { connection, ...rest } = found;
  const newest = found.transfers.at(-1);
  if (newest === undefined || !found.transfers.some(({ state }) => state === 'granted')) return undefined;
  const told = await noticeConnections(deps.db.query, tenant.orgId, found.visit, found.recipient.recipient_id);
  const ways = await Promise.all([...new Set([connection, ...told])].map((id) => wayOfNotice(deps, tenant, id)));
  return { ...rest, transferId: newest.transfer_id, ways: [...new Set(ways)] };
}

/** What codes, locks and sessions are bound to. */
export function subjectOf(who: Pick<Claimant, 'visit' | 'recipient'>): { transferId: string; recipientId: string } {
  return { transferId: who.visit.id, recipientId: who.recipient.recipient_id };
}

/** A session as the one who has it. */
export function visitorOf(visit: Visit, session: RecipientSession): Visitor {
  const { recipientId, csrf, factors, routes, deviceId, expiresAt, sessionHash } = session;
  return { visit, recipientId, csrf, factors, routes, deviceId, expiresAt, sessionHash };
}

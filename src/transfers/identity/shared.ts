/**
 * Everything that is shared with a recipient, beyond the notice by which he came. Seeing the list wants two factors and the address: a code
 * that went there and came back. Going on with one of them is a session of its own, for which the notice that he did show counts nothing, nor a
 * code that another sender read out: two other factors, or more where its terms say so.
 */
import { missingFactors, withFactor } from '../../access/factors.ts';
import { startRecipientSession } from '../../access/recipient-session.ts';
import type { Factor } from '../../model/access-terms.ts';
import type { Shared, SharedOpened } from '../../model/api/open-identity.ts';
import { listAliveOf } from '../../store/tables/shared.ts';
import { listTransferObjects, type TransferRow } from '../../store/tables/transfers.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { Tenant } from '../deps.ts';
import { OPENING } from '../errors.ts';
import { visibleTransfers } from '../landing.ts';
import type { StaffNames } from '../read.ts';
import type { OpenDeps, Opener, Visitor } from '../recipient-access.ts';
import { claimantOf } from './claimant.ts';
import { ladderFor } from './ladder.ts';
import { needBehind } from './needs.ts';
import { routesOffered } from './routes.ts';
import { makeSharedHandle } from './shared-handle.ts';

const AT_MOST = 100;
/** What was shown for one transfer only: its notice, and a code that its sender read out. */
const OF_ONE_TRANSFER: readonly Factor[] = ['notice', 'spoken_code'];

/** Other transfers of the same recipient that can be opened at this moment, newest first, without what is in them. */
export async function listShared(deps: OpenDeps, tenant: Tenant, visitor: Visitor, names: StaffNames): Promise<Shared> {
  if (!hasAddress(visitor)) return { outcome: 'prove_address', possible: routesOffered(deps).includes('email') };
  const others = await othersOf(deps, tenant, visitor);
  const senders = await names([...new Set(others.map((one) => one.sender_id))]);
  const objects = await listTransferObjects(
    deps.db.query,
    tenant.orgId,
    others.map((one) => one.transfer_id),
  );
  return {
    outcome: 'list',
    transfers: others.map((one) => ({
      id: one.transfer_id,
      reference: one.reference,
      sender: senders.get(one.sender_id) ?? '',
      sentAt: (one.granted_at ?? one.created_at).toISOString(),
      expiresAt: (one.expires_at ?? deps.clock.now()).toISOString(),
      items: objects.filter((object) => object.transfer_id === one.transfer_id).length,
    })),
  };
}

export type SharedSession = { readonly answer: SharedOpened; readonly setCookie: string | null };

/**
 * Begins a session for one of them, with what was proved beside the notice.
 *
 * @throws `opening.not_found` for one that is not in the list
 */
export async function openShared(
  deps: OpenDeps,
  tenant: Tenant,
  opener: Opener,
  visitor: Visitor,
  transferId: string,
  cookieHeader: string | null,
): Promise<SharedSession> {
  const transfer = hasAddress(visitor)
    ? (await othersOf(deps, tenant, visitor)).find((one) => one.transfer_id === transferId)
    : undefined;
  if (transfer === undefined) throw OPENING.not_found();
  const { recipientId } = visitor;
  const proved = withFactor(visitor.factors.filter((one) => !OF_ONE_TRANSFER.includes(one)));
  const need = await needBehind(deps, tenant, { transfers: [transfer], recipientId }, null);
  if (missingFactors(proved, need) !== undefined)
    return {
      answer: { outcome: 'more', ladder: await ladderOf(deps, tenant, visitor, transfer, proved) },
      setCookie: null,
    };
  const begun = await tx(deps.db, async (trx) => {
    const session = await startRecipientSession(
      deps.access.sessionStore(trx, tenant.orgId),
      deps.access.sessions,
      {
        transferId,
        recipientId,
        factors: proved,
        routes: visitor.routes,
        via: 'shared',
        place: opener.place.jurisdiction,
        deviceId: visitor.deviceId,
        notAfter: visitor.expiresAt,
      },
      cookieHeader,
    );
    const handle = await makeSharedHandle(deps, trx, tenant, { transferId, recipientId, until: session.expiresAt });
    await recordEvent(deps, trx, tenant, {
      kind: 'identity.proven',
      at: deps.clock.now(),
      actor: { kind: 'recipient', id: recipientId },
      transferId,
      place: opener.place.jurisdiction,
      detail: { verdict: 'shared', proved: [...proved] },
    });
    return { handle, setCookie: session.setCookie };
  });
  deps.log.nudge();
  return { answer: { outcome: 'opened', handle: begun.handle }, setCookie: begun.setCookie };
}

/** Two factors is what a session is; the address is shown by a code that went there. */
function hasAddress(visitor: Visitor): boolean {
  return visitor.routes.includes('email');
}

async function othersOf(deps: OpenDeps, tenant: Tenant, visitor: Visitor): Promise<readonly TransferRow[]> {
  const { query } = deps.db;
  const here = new Set((await visibleTransfers(deps, tenant, visitor)).map((one) => one.transfer_id));
  const alive = await listAliveOf(query, tenant.orgId, visitor.recipientId, deps.clock.now(), AT_MOST);
  return alive.filter((one) => !here.has(one.transfer_id));
}

async function ladderOf(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  transfer: TransferRow,
  proved: readonly Factor[],
): Promise<Extract<SharedOpened, { outcome: 'more' }>['ladder']> {
  const who = await claimantOf(deps, tenant, { ...visitor, visit: { kind: 'transfer', id: transfer.transfer_id } });
  if (who === undefined) throw OPENING.not_found();
  const ladder = await ladderFor(deps, tenant, who, proved, null);
  return { ...ladder, ways: ladder.ways.filter((way) => way !== 'spoken_code') };
}

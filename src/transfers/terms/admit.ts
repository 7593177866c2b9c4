/**
 * The gate of the terms: asked before each decision about an opening, and again at each page and each piece of a download. What may not be
 * opened is on record with its reason.
 */
import type { EffectiveTerms } from '../../model/access-terms.ts';
import { claimDevice } from '../../store/tables/access-terms.ts';
import { lockGrant } from '../../store/tables/grant-terms.ts';
import type { GrantRow } from '../../store/tables/grants.ts';
import { findRecipients } from '../../store/tables/recipients.ts';
import type { TransferRow } from '../../store/tables/transfers.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import { queueNews } from '../delivery/news.ts';
import type { Tenant } from '../deps.ts';
import type { OpenDeps, Opener, Visitor } from '../recipient-access.ts';
import { alignOne, isOutOfLine } from './align.ts';
import { type Barred, type Presence, whyBarred } from './check.ts';
import { readTerms } from './read.ts';

export type Admission =
  | { readonly barred: Barred }
  | {
      readonly barred: undefined;
      readonly terms: EffectiveTerms;
      /** In line with the terms: whoever may only look has no grant to take along. */
      readonly grant: GrantRow;
    };

/** Whether a visitor may open this grant now. A refusal is recorded as `object.open_refused`. */
export async function admit(
  deps: OpenDeps,
  tenant: Tenant,
  { transfer, grant }: { readonly transfer: TransferRow; readonly grant: GrantRow },
  visitor: Visitor,
  opener: Opener,
): Promise<Admission> {
  const { terms, barred } = await lookUp(deps, tenant, transfer, grant, visitor, opener);
  if (barred !== undefined) {
    await recordBarred(deps, tenant, transfer, grant, visitor, opener, barred);
    return { barred };
  }
  const current = isOutOfLine(grant, transfer, terms) ? await alignOne(deps, tenant, transfer, grant) : grant;
  return { barred, terms, grant: current };
}

/**
 * The same for what goes on with an opening that was admitted before: nothing is written. Undefined: it may go on.
 *
 * @param wanted - What is asked for: pages, or the content itself.
 */
export async function whyNoLonger(
  deps: OpenDeps,
  tenant: Tenant,
  { transfer, grant }: { readonly transfer: TransferRow; readonly grant: GrantRow },
  visitor: Visitor,
  opener: Opener,
  wanted: 'view' | 'download',
): Promise<Barred | undefined> {
  const { terms, barred } = await lookUp(deps, tenant, transfer, grant, visitor, opener);
  if (barred !== undefined) return barred;
  // What was handed out as a file may only be looked at meanwhile.
  return wanted === 'download' && terms.permission !== 'download'
    ? { reason: 'not_permitted', detail: null }
    : undefined;
}

async function lookUp(
  deps: OpenDeps,
  tenant: Tenant,
  transfer: TransferRow,
  grant: GrantRow,
  visitor: Visitor,
  opener: Opener,
): Promise<{ readonly terms: EffectiveTerms; readonly barred: Barred | undefined }> {
  const { query } = deps.db;
  const { terms } = await readTerms(deps, query, tenant, transfer, grant.object_id, visitor.recipientId);
  return { terms, barred: whyBarred(terms, await presenceOf(deps, tenant, visitor, opener)) };
}

async function presenceOf(deps: OpenDeps, { orgId }: Tenant, visitor: Visitor, opener: Opener): Promise<Presence> {
  const [recipient] = await findRecipients(deps.db.query, orgId, [visitor.recipientId]);
  const place = opener.isTrial && recipient !== undefined ? recipient : opener.place;
  return {
    at: deps.clock.now(),
    jurisdiction: place.jurisdiction,
    address: opener.address,
    factors: visitor.factors,
    deviceId: visitor.deviceId,
    kind: recipient?.kind ?? 'unknown',
  };
}

/**
 * Counts the visitor's device for a grant, in the transaction that claims the opening and before its count. False when as many others as
 * allowed have opened it.
 */
export async function admitDevice(
  trx: Trx,
  { orgId }: Tenant,
  grant: GrantRow,
  visitor: Visitor,
  terms: EffectiveTerms,
  at: Date,
): Promise<boolean> {
  const { deviceId } = visitor;
  if (deviceId === null) return terms.devicesMax === null;
  // INVARIANT: the grant's row is held first: two devices at once are counted one after the other.
  await lockGrant(trx, orgId, grant.grant_id);
  return claimDevice(trx, orgId, grant.grant_id, deviceId, terms.devicesMax ?? NO_LIMIT, at);
}

/** Devices are remembered without a limit as well: one that is set later counts those that opened before. */
const NO_LIMIT = 1_000_000;

/** Puts on record that the terms, or the count of devices, kept somebody from opening. */
export async function recordBarred(
  deps: OpenDeps,
  tenant: Tenant,
  transfer: TransferRow,
  grant: GrantRow,
  visitor: Visitor,
  opener: Opener,
  barred: Barred,
): Promise<void> {
  await tx(deps.db, async (trx) => {
    await recordEvent(deps, trx, tenant, {
      kind: 'object.open_refused',
      at: deps.clock.now(),
      actor: { kind: 'recipient', id: visitor.recipientId },
      transferId: transfer.transfer_id,
      objectId: grant.object_id,
      place: opener.place.jurisdiction,
      detail: { trial: opener.isTrial, terms: barred.reason },
    });
    const { transfer_id: transferId } = transfer;
    await queueNews(deps, trx, tenant, { news: 'refused', transferId, recipientId: visitor.recipientId });
  });
  deps.log.nudge();
}

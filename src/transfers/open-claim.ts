/** Taking one opening of a grant: count, verdict, register and event in one transaction. */
import { MINUTE } from '../base/units.ts';
import { stricterLevel } from '../model/level.ts';
import type { EffectiveTerms } from '../model/access-terms.ts';
import {
  claimOpening,
  findLiveOpening,
  type GrantRow,
  insertOpening,
  type OpeningRow,
} from '../store/tables/grants.ts';
import type { TransferRow } from '../store/tables/transfers.ts';
import { tx } from '../store/transaction.ts';
import { recordOpened } from './accesses.ts';
import type { Verdict } from './decide-opening.ts';
import { queueNews } from './delivery/news.ts';
import type { Tenant } from './deps.ts';
import { enterCrossing, openingOf, storeVerdict } from './enter-crossing.ts';
import { newView, VIEW_TIMES } from './open-view.ts';
import type { OpenDeps, Opener, RecipientActor, Visitor } from './recipient-access.ts';
import { registerOpening } from './register.ts';
import { admitDevice, recordBarred } from './terms/admit.ts';

/** A lost download may be fetched again for this long without being counted again. */
const OPENING_LIFETIME_MS = 10 * MINUTE;

export type Claimed = { readonly opening: OpeningRow; readonly opensLeft: number };

/** How it is given: text in the answer, a file to be fetched, or pages that are drawn here. */
export type OpeningKind = OpeningRow['kind'];

export type Claim = {
  readonly actor: RecipientActor;
  readonly visitor: Visitor;
  readonly opener: Opener;
  readonly transfer: TransferRow;
  readonly grant: GrantRow;
  readonly terms: EffectiveTerms;
  readonly verdict: Verdict;
  readonly kind: OpeningKind;
};

/**
 * Takes one opening, or goes on with one of the same kind that is still alive (a page loaded again, a crash before release): that one is not
 * counted twice. `used_up` when none is left, `device` when as many other devices as allowed have opened it. Crash after the commit: counted and recorded but not released; the next request goes on with it.
 */
export async function claim(deps: OpenDeps, tenant: Tenant, wanted: Claim): Promise<Claimed | 'used_up' | 'device'> {
  const claimed = await claimIn(deps, tenant, wanted);
  if (claimed === 'device') {
    const { transfer, grant, visitor, opener } = wanted;
    await recordBarred(deps, tenant, transfer, grant, visitor, opener, { reason: 'device', detail: null });
  }
  return claimed;
}

async function claimIn(deps: OpenDeps, tenant: Tenant, wanted: Claim): Promise<Claimed | 'used_up' | 'device'> {
  const { actor, visitor, opener, grant, terms, verdict, kind } = wanted;
  const { orgId } = tenant;
  const { at } = verdict;
  const alive = await findLiveOpening(deps.db.query, orgId, grant.grant_id, kind, at);
  if (alive !== undefined) {
    if (!(await tx(deps.db, (trx) => admitDevice(trx, tenant, grant, visitor, terms, at)))) return 'device';
    await enterCrossing(deps, tenant, actor, verdict);
    return { opening: alive, opensLeft: grant.opens_left };
  }
  return tx(deps.db, async (trx) => {
    if (!(await admitDevice(trx, tenant, grant, visitor, terms, at))) return 'device';
    const opensLeft = await claimOpening(trx, orgId, grant.grant_id, at);
    if (opensLeft === undefined) return 'used_up';
    await storeVerdict(trx, tenant, actor, verdict);
    await registerOpening(deps, trx, tenant, openingOf(actor, verdict));
    const openingId = deps.ids.uuid();
    const view = isToBeMarked(deps, wanted) ? await newView(deps, trx, tenant, openingId, grant.object_id) : undefined;
    const place = verdict.facts.dest ?? 'unknown';
    const eventId = await recordOpened(deps, trx, tenant, {
      at,
      actor: { kind: 'recipient', id: actor.recipientId },
      transferId: actor.transferId,
      objectId: grant.object_id,
      decision: { id: verdict.id, outcome: verdict.decision.outcome },
      packs: verdict.decision.packs,
      place,
      detail: {
        trial: opener.isTrial,
        opening: openingId,
        grant: grant.grant_id,
        opensLeft,
        as: kind,
        ...(view === undefined ? {} : { commitment: view.commitment }),
      },
    });
    const opening = await insertOpening(trx, {
      org_id: orgId,
      opening_id: openingId,
      grant_id: grant.grant_id,
      transfer_id: actor.transferId,
      recipient_id: actor.recipientId,
      event_id: eventId,
      claimed_at: at,
      released_at: null,
      until: new Date(at.getTime() + (kind === 'view' ? VIEW_TIMES.idleMs : OPENING_LIFETIME_MS)),
      kind,
      device_id: visitor.deviceId,
      place,
      ...view?.row,
    });
    await queueNews(deps, trx, tenant, { news: 'opened', ...actor });
    return { opening, opensLeft };
  });
}

/** Pages always name whom they were shown to; files do from the level on that the organisation chose. */
function isToBeMarked({ settings: { markFrom } }: OpenDeps, { kind, transfer }: Claim): boolean {
  if (kind !== 'download') return kind === 'view';
  return markFrom !== 'never' && stricterLevel(transfer.level, markFrom) === transfer.level;
}

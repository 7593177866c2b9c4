/** Taking one opening of a grant: count, verdict, register and event in one transaction. */
import { MINUTE } from '../base/units.ts';
import {
  claimOpening,
  findLiveOpening,
  type GrantRow,
  insertOpening,
  type OpeningRow,
} from '../store/tables/grants.ts';
import { tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import type { Verdict } from './decide-opening.ts';
import type { Tenant } from './deps.ts';
import { enterCrossing, openingOf, storeVerdict } from './enter-crossing.ts';
import { newView, VIEW_TIMES } from './open-view.ts';
import type { OpenDeps, Opener, RecipientActor, Visitor } from './recipient-access.ts';
import { registerOpening } from './register.ts';

/** A lost download may be fetched again for this long without being counted again. */
const OPENING_LIFETIME_MS = 10 * MINUTE;

export type Claimed = { readonly opening: OpeningRow; readonly opensLeft: number };

/** How it is given: text in the answer, a file to be fetched, or pages that are drawn here. */
export type OpeningKind = OpeningRow['kind'];

export type Claim = {
  readonly actor: RecipientActor;
  readonly visitor: Visitor;
  readonly opener: Opener;
  readonly grant: GrantRow;
  readonly verdict: Verdict;
  readonly kind: OpeningKind;
};

/**
 * Takes one opening, or goes on with one of the same kind that is still alive (a page loaded again, a crash before release): that one is not
 * counted twice. Undefined when none is left. Crash after the commit: counted and recorded but not released; the next request goes on with it.
 */
export async function claim(deps: OpenDeps, tenant: Tenant, wanted: Claim): Promise<Claimed | undefined> {
  const { actor, visitor, opener, grant, verdict, kind } = wanted;
  const { orgId } = tenant;
  const { at } = verdict;
  const alive = await findLiveOpening(deps.db.query, orgId, grant.grant_id, kind, at);
  if (alive !== undefined) {
    await enterCrossing(deps, tenant, actor, verdict);
    return { opening: alive, opensLeft: grant.opens_left };
  }
  return tx(deps.db, async (trx) => {
    const opensLeft = await claimOpening(trx, orgId, grant.grant_id, at);
    if (opensLeft === undefined) return undefined;
    await storeVerdict(trx, tenant, actor, verdict);
    await registerOpening(deps, trx, tenant, openingOf(actor, verdict));
    const openingId = deps.ids.uuid();
    const view = kind === 'view' ? await newView(deps, trx, tenant, openingId, grant.object_id) : undefined;
    const place = verdict.facts.dest ?? 'unknown';
    const eventId = await recordEvent(deps, trx, tenant, {
      kind: 'object.opened',
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
    return { opening, opensLeft };
  });
}

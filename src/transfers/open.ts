/**
 * Opening: decide for this place and time -> claim one opening -> audit event in a signed checkpoint -> release. Everything up to the
 * claim is one transaction; nothing readable leaves before the checkpoint.
 */
import { MINUTE, SECOND } from '../base/units.ts';
import type { OpenResponse } from '../model/api/open.ts';
import {
  claimOpening,
  findLiveOpening,
  type GrantRow,
  insertOpening,
  markReleased,
  type OpeningRow,
} from '../store/tables/grants.ts';
import { listTransferObjects, type TransferRow } from '../store/tables/transfers.ts';
import { tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import { decideFor, type Verdict, whyEnded } from './decide-opening.ts';
import { enterCrossing, openingOf, storeVerdict } from './enter-crossing.ts';
import type { Tenant } from './deps.ts';
import { OPENING } from './errors.ts';
import { grantOf } from './audience-grants.ts';
import { visibleTransfers } from './landing.ts';
import type { OpenDeps, Opener, RecipientActor, Visitor } from './recipient-access.ts';
import { registerOpening } from './register.ts';
import { readText } from './release.ts';

/** A lost download may be fetched again for this long without being counted again. */
const OPENING_LIFETIME_MS = 10 * MINUTE;
const CHECKPOINT_WAIT_MS = 15 * SECOND;

/**
 * Opens one object for a recipient. `released` means: counted, recorded in a signed checkpoint, and the content may now be
 * fetched (a message comes along as text).
 *
 * @throws `opening.not_found` for an object that is not this recipient's.
 */
export async function openObject(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  opener: Opener,
  objectId: string,
): Promise<OpenResponse> {
  const transfers = await visibleTransfers(deps, tenant, visitor);
  const object = (
    await listTransferObjects(
      deps.db.query,
      tenant.orgId,
      transfers.map((one) => one.transfer_id),
    )
  ).find((one) => one.object_id === objectId);
  const transfer = transfers.find((one) => one.transfer_id === object?.transfer_id);
  if (object === undefined || transfer === undefined) throw OPENING.not_found();
  const { kind } = object;
  const actor = { transferId: transfer.transfer_id, recipientId: visitor.recipientId };
  const grant = await grantOf(deps, tenant, transfer, objectId, visitor.recipientId);
  if (grant === undefined) throw OPENING.not_found();
  const now = deps.clock.now();
  const ended = whyEnded(grant, transfer, now);
  if (ended !== undefined) return notNow(ended);
  if (grant.permission === 'view' && kind !== 'message') return notNow('view_only');

  const verdict = await decideFor(deps, tenant, transfer, actor, opener, 'open');
  if (verdict.decision.outcome !== 'allow') return refuseOpening(deps, tenant, actor, opener, objectId, verdict);

  const claimed = await claim(deps, tenant, actor, opener, { grant, transfer, verdict, objectId });
  if (claimed === undefined) return notNow('used_up');
  deps.log.nudge();
  // INVARIANT: log before release. Until the event is in a signed checkpoint nobody may act on this opening.
  const logIndex = await deps.log.waitFor(claimed.opening.event_id, CHECKPOINT_WAIT_MS);
  if (logIndex === undefined) return notNow('log_unavailable');
  await release(deps, tenant, actor, claimed.opening, objectId);
  const text = kind === 'message' ? await readText(deps, tenant, grant) : null;
  return {
    outcome: 'released',
    openingId: claimed.opening.opening_id,
    opensLeft: claimed.opensLeft,
    until: claimed.opening.until.toISOString(),
    logIndex,
    text,
  };
}

type NotNowReason = Extract<OpenResponse, { outcome: 'not_now' }>['reason'];

function notNow(reason: NotNowReason, detail: string | null = null): OpenResponse {
  return { outcome: 'not_now', reason, detail };
}

async function refuseOpening(
  deps: OpenDeps,
  tenant: Tenant,
  actor: RecipientActor,
  opener: Opener,
  objectId: string,
  verdict: Verdict,
): Promise<OpenResponse> {
  await tx(deps.db, async (trx) => {
    await storeVerdict(trx, tenant, actor, verdict);
    await recordEvent(deps, trx, tenant, {
      kind: 'object.open_refused',
      at: verdict.at,
      actor: { kind: 'recipient', id: actor.recipientId },
      transferId: actor.transferId,
      objectId,
      decision: { id: verdict.id, outcome: verdict.decision.outcome },
      place: verdict.facts.dest ?? 'unknown',
      detail: { trial: opener.isTrial, rules: verdict.decision.objections.map((one) => one.ruleId) },
    });
  });
  deps.log.nudge();
  return notNow(
    verdict.decision.outcome === 'refused' ? 'refused' : 'held',
    verdict.decision.objections[0]?.citation.cite ?? null,
  );
}

type Claimed = { readonly opening: Pick<OpeningRow, 'opening_id' | 'event_id' | 'until'>; readonly opensLeft: number };

/**
 * Takes one opening, or goes on with one that is still alive (a page loaded again, a crash before release): that one is not counted
 * twice. Undefined when none is left. Crash after the commit: counted and recorded but not released; the next request goes on with it.
 */
async function claim(
  deps: OpenDeps,
  tenant: Tenant,
  actor: RecipientActor,
  opener: Opener,
  what: {
    readonly grant: GrantRow;
    readonly transfer: TransferRow;
    readonly verdict: Verdict;
    readonly objectId: string;
  },
): Promise<Claimed | undefined> {
  const { grant, verdict } = what;
  const { at } = verdict;
  const alive = await findLiveOpening(deps.db.query, tenant.orgId, grant.grant_id, at);
  if (alive !== undefined) {
    await enterCrossing(deps, tenant, actor, verdict);
    return { opening: alive, opensLeft: grant.opens_left };
  }
  return tx(deps.db, async (trx) => {
    const opensLeft = await claimOpening(trx, tenant.orgId, grant.grant_id, at);
    if (opensLeft === undefined) return undefined;
    await storeVerdict(trx, tenant, actor, verdict);
    await registerOpening(deps, trx, tenant, openingOf(actor, verdict));
    const openingId = deps.ids.uuid();
    const eventId = await recordEvent(deps, trx, tenant, {
      kind: 'object.opened',
      at,
      actor: { kind: 'recipient', id: actor.recipientId },
      transferId: actor.transferId,
      objectId: what.objectId,
      decision: { id: verdict.id, outcome: verdict.decision.outcome },
      packs: verdict.decision.packs,
      place: verdict.facts.dest ?? 'unknown',
      detail: { trial: opener.isTrial, opening: openingId, grant: grant.grant_id, opensLeft },
    });
    const opening = {
      org_id: tenant.orgId,
      opening_id: openingId,
      grant_id: grant.grant_id,
      transfer_id: actor.transferId,
      recipient_id: actor.recipientId,
      event_id: eventId,
      claimed_at: at,
      released_at: null,
      until: new Date(at.getTime() + OPENING_LIFETIME_MS),
    };
    await insertOpening(trx, opening);
    return { opening, opensLeft };
  });
}

/** Marks the opening released and records it; once, however often it is asked. */
async function release(
  deps: OpenDeps,
  tenant: Tenant,
  actor: RecipientActor,
  opening: Claimed['opening'],
  objectId: string,
): Promise<void> {
  await tx(deps.db, async (trx) => {
    const at = deps.clock.now();
    if (!(await markReleased(trx, tenant.orgId, opening.opening_id, at))) return;
    await recordEvent(deps, trx, tenant, {
      kind: 'object.released',
      at,
      actor: { kind: 'system' },
      subjectId: actor.recipientId,
      transferId: actor.transferId,
      objectId,
      detail: { opening: opening.opening_id },
    });
  });
}

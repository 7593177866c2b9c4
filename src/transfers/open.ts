/**
 * Opening, read from top to bottom: grant -> ended? -> terms -> decide for this place and time -> claim one opening -> audit event in a signed
 * checkpoint -> release as text, file or pages. Everything up to the claim is one transaction; nothing readable leaves before the checkpoint.
 */
import { SECOND } from '../base/units.ts';
import type { OpenResponse } from '../model/api/open.ts';
import { releaseTerms } from '../policy/obligations.ts';
import { type GrantRow, markReleased } from '../store/tables/grants.ts';
import { listTransferObjects, type TransferRow } from '../store/tables/transfers.ts';
import { tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import { grantOf } from './audience-grants.ts';
import { decideFor, type Verdict, whyEnded } from './decide-opening.ts';
import { storeVerdict } from './enter-crossing.ts';
import { queueNews } from './delivery/news.ts';
import type { Tenant } from './deps.ts';
import { OPENING } from './errors.ts';
import { visibleTransfers } from './landing.ts';
import { claim, type Claimed, type OpeningKind } from './open-claim.ts';
import { showPages } from './open-view.ts';
import type { OpenDeps, Opener, RecipientActor, Visitor } from './recipient-access.ts';
import { readText } from './release.ts';
import { whyNotShown } from './showable.ts';
import { admit } from './terms/admit.ts';

const CHECKPOINT_WAIT_MS = 15 * SECOND;

/**
 * Opens one object for a recipient. `released` means: counted, recorded in a signed checkpoint, and the content may now be
 * fetched: a message comes along as text, a file is downloaded, of what is for viewing only pages are asked for.
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
  const { transfer, object, grant: found } = await findWanted(deps, tenant, visitor, objectId);
  const actor = { transferId: transfer.transfer_id, recipientId: visitor.recipientId };
  const ended = whyEnded(found, transfer, deps.clock.now());
  if (ended !== undefined) return notNow(ended);
  const admission = await admit(deps, tenant, { transfer, grant: found }, visitor, opener);
  if (admission.barred !== undefined) return notNow(admission.barred.reason, admission.barred.detail);
  const { grant, terms } = admission;

  const verdict = await decideFor(deps, tenant, transfer, actor, opener, 'open');
  if (verdict.decision.outcome !== 'allow') return refuseOpening(deps, tenant, actor, opener, objectId, verdict);

  const kind = kindOf(object.kind, grant, verdict);
  const unshown = kind === 'view' ? await whyNotDrawn(deps, object) : undefined;
  // Nothing is counted for what cannot be shown.
  if (unshown !== undefined) return notNow('cannot_show', unshown);

  const claimed = await claim(deps, tenant, { actor, visitor, opener, transfer, grant, terms, verdict, kind });
  if (typeof claimed === 'string') return notNow(claimed);
  deps.log.nudge();
  // INVARIANT: log before release. Until the event is in a signed checkpoint nobody may act on this opening.
  const logIndex = await deps.log.waitFor(claimed.opening.event_id, CHECKPOINT_WAIT_MS);
  if (logIndex === undefined) return notNow('log_unavailable');
  if (kind === 'view') return showPages(deps, tenant, actor, grant, claimed, logIndex);
  await release(deps, tenant, actor, claimed.opening, objectId);
  return {
    outcome: 'released',
    openingId: claimed.opening.opening_id,
    opensLeft: claimed.opensLeft,
    until: claimed.opening.until.toISOString(),
    logIndex,
    text: kind === 'text' ? await readText(deps, tenant, grant) : null,
    view: null,
  };
}

type ObjectRow = Awaited<ReturnType<typeof listTransferObjects>>[number];
type Wanted = { readonly transfer: TransferRow; readonly object: ObjectRow; readonly grant: GrantRow };

/** The visitor's own grant of an object that he may see. @throws `opening.not_found` */
async function findWanted(deps: OpenDeps, tenant: Tenant, visitor: Visitor, objectId: string): Promise<Wanted> {
  const transfers = await visibleTransfers(deps, tenant, visitor);
  const ids = transfers.map((one) => one.transfer_id);
  const objects = await listTransferObjects(deps.db.query, tenant.orgId, ids);
  const object = objects.find((one) => one.object_id === objectId);
  const transfer = transfers.find((one) => one.transfer_id === object?.transfer_id);
  if (object === undefined || transfer === undefined) throw OPENING.not_found();
  const grant = await grantOf(deps, tenant, transfer, objectId, visitor.recipientId);
  if (grant === undefined) throw OPENING.not_found();
  return { transfer, object, grant };
}

/** The narrowest of what was granted and what the decision about this opening obliges to: view-only is pages, of a message too. */
function kindOf(object: ObjectRow['kind'], grant: GrantRow, { decision }: Verdict): OpeningKind {
  if (grant.permission === 'view' || releaseTerms(decision).viewOnly) return 'view';
  return object === 'message' ? 'text' : 'download';
}

async function whyNotDrawn(deps: OpenDeps, object: ObjectRow): ReturnType<typeof whyNotShown> {
  const { object_id: id, kind, size } = object;
  return whyNotShown(deps, {
    kind,
    name: await deps.fields.open(`transfer_object.name:${id}`, object.name_sealed),
    mediaType: await deps.fields.open(`transfer_object.media:${id}`, object.media_sealed),
    size,
  });
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
    await queueNews(deps, trx, tenant, { news: 'refused', ...actor });
  });
  deps.log.nudge();
  return notNow(
    verdict.decision.outcome === 'refused' ? 'refused' : 'held',
    verdict.decision.objections[0]?.citation.cite ?? null,
  );
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

/** The bytes of a released opening of what may be taken along. */
import { concat, fromUtf8 } from '../base/bytes.ts';
import type { BarredReason } from '../model/api/open.ts';
import type { OpenedObject } from '../seal/index.ts';
import { findGrantById, findOpening, type GrantRow } from '../store/tables/grants.ts';
import { setFinished } from '../store/tables/receipts.ts';
import { tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import { queueNews } from './delivery/news.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { OPENING } from './errors.ts';
import { openGranted } from './granted-object.ts';
import { decideFor, whyEnded } from './decide-opening.ts';
import { enterCrossing } from './enter-crossing.ts';
import { visibleTransfers } from './landing.ts';
import { whyNoLonger } from './terms/admit.ts';
import type { OpenDeps, Opener, RecipientActor, Visitor } from './recipient-access.ts';

export type Download = {
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  /** Plaintext, each piece authenticated before it is yielded; records the download when the last one was taken. */
  readonly content: AsyncGenerator<Uint8Array, void, undefined>;
};

export type DownloadResult =
  | { readonly outcome: 'ready'; readonly download: Download }
  | { readonly outcome: 'held' | 'refused' | 'expired' | 'revoked' | BarredReason };

/**
 * Returns the file of a released opening. Decided again for the place of whoever fetches it; not counted again.
 *
 * @throws `opening.not_found` for somebody else's opening, `opening.ended` after its time, `opening.not_released`
 */
export async function fetchOpening(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  opener: Opener,
  openingId: string,
): Promise<DownloadResult> {
  const opening = await findOpening(deps.db.query, tenant.orgId, openingId);
  const transfer = (await visibleTransfers(deps, tenant, visitor)).find(
    (one) => one.transfer_id === opening?.transfer_id,
  );
  if (opening === undefined || transfer === undefined || opening.recipient_id !== visitor.recipientId)
    throw OPENING.not_found();
  const actor = { transferId: transfer.transfer_id, recipientId: visitor.recipientId };
  const now = deps.clock.now();
  if (opening.until <= now) throw OPENING.ended();
  if (opening.released_at === null) throw OPENING.not_released();
  const grant = await findGrantById(deps.db.query, tenant.orgId, opening.grant_id);
  if (grant === undefined || grant.permission !== 'download' || opening.kind !== 'download') throw OPENING.not_found();
  const ended = whyEnded(grant, transfer, now);
  if (ended !== undefined) return { outcome: ended };
  const barred = await whyNoLonger(deps, tenant, { transfer, grant }, visitor, opener, 'download');
  if (barred !== undefined) return { outcome: barred.reason };
  const verdict = await decideFor(deps, tenant, transfer, actor, opener, 'download');
  if (verdict.decision.outcome !== 'allow') return { outcome: verdict.decision.outcome };
  await enterCrossing(deps, tenant, actor, verdict);

  const opened = await openToHandOver(deps, tenant, grant);
  const { name, media, size } = opened.manifest;
  const content = recording(opened.plaintext(), () =>
    recordDownload(deps, tenant, actor, verdict.facts.dest ?? 'unknown', grant, openingId),
  );
  return { outcome: 'ready', download: { name, mediaType: media, size, content } };
}

/** The text of a message that may be taken along. */
export async function readText(deps: TransferDeps, tenant: Tenant, grant: GrantRow): Promise<string> {
  const opened = await openToHandOver(deps, tenant, grant);
  const pieces: Uint8Array[] = [];
  for await (const piece of opened.plaintext()) pieces.push(piece.slice());
  return fromUtf8(concat(...pieces));
}

/**
 * INVARIANT: what hands content over asks with the custodian's key and no other. The share of a view-only grant is in an envelope to the page
 * renderer, so it is refused here at the key, whatever a row or a page says.
 */
async function openToHandOver(deps: TransferDeps, tenant: Tenant, grant: GrantRow): Promise<OpenedObject> {
  const opened = await openGranted(deps, tenant, grant, 'custodian');
  if (opened.manifest.perm !== 'download') throw OPENING.not_found();
  return opened;
}

/** Runs `atEnd` once the whole content was taken; a download that breaks off is not recorded as one. */
async function* recording(
  content: AsyncGenerator<Uint8Array>,
  atEnd: () => Promise<void>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* content;
  await atEnd();
}

async function recordDownload(
  deps: OpenDeps,
  tenant: Tenant,
  actor: RecipientActor,
  place: string,
  grant: GrantRow,
  openingId: string,
): Promise<void> {
  await tx(deps.db, async (trx) => {
    const at = deps.clock.now();
    await setFinished(trx, tenant.orgId, openingId, at);
    await queueNews(deps, trx, tenant, { news: 'downloaded', ...actor, objectId: grant.object_id });
    await recordEvent(deps, trx, tenant, {
      kind: 'object.downloaded',
      at,
      actor: { kind: 'recipient', id: actor.recipientId },
      transferId: actor.transferId,
      objectId: grant.object_id,
      place,
      detail: { opening: openingId },
    });
  });
  deps.log.nudge();
}

/**
 * Pages of a view, one by one. Each request asks again whether the view still lives: revoking ends it with the page that is being looked at.
 * What was shown is on record before it leaves.
 */
import { RATE_RULES } from '../access/rate-limit.ts';
import { BASE, codeOf } from '../base/errors.ts';
import type { BarredReason, FindResponse, PageRequestBody } from '../model/api/open.ts';
import { pageIdOf, streamKeys } from '../render/mark/streams.ts';
import type { PageImage } from '../render/pages/port.ts';
import { findGrantById, findOpening, type GrantRow, type OpeningRow } from '../store/tables/grants.ts';
import { countPageText, countPageView, extendOpening } from '../store/tables/openings.ts';
import { findTransfer, type TransferRow } from '../store/tables/transfers.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { type AuditEvent, recordEvent } from './audit.ts';
import { whyEnded } from './decide-opening.ts';
import type { Tenant } from './deps.ts';
import { OPENING } from './errors.ts';
import { visibleTransfers } from './landing.ts';
import { liveView, VIEW_TIMES } from './open-view.ts';
import type { OpenDeps, Opener, Visitor } from './recipient-access.ts';
import type { LiveView } from './view-documents.ts';
import { whyNoLonger } from './terms/admit.ts';
import { viewTerms } from './view-terms.ts';
import { watermarkFor } from './viewer-words.ts';

type Living = { readonly opening: OpeningRow; readonly grant: GrantRow; readonly transfer: TransferRow };
/** Or the terms do not allow it any more, or not here. */
export type Ended = { readonly outcome: 'revoked' | 'expired' | BarredReason };
export type PageResult = { readonly outcome: 'page'; readonly image: PageImage } | Ended;

/**
 * Draws one page with watermark and mark.
 *
 * @throws `opening.not_found` for somebody else's view and for a page that there is not, `opening.ended`, `opening.not_released`,
 *   `opening.page_failed` when it cannot be drawn
 */
export async function readPage(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  opener: Opener,
  wanted: Pick<PageRequestBody, 'openingId' | 'page' | 'dpi'> & { readonly format: 'jpeg' | 'webp' },
): Promise<PageResult> {
  const living = await findLiving(deps, tenant, visitor, opener, wanted.openingId);
  if ('outcome' in living) return living;
  const watermark = await watermarkFor(deps, tenant, living, opener);
  const image = await withDocument(deps, tenant, living, ({ document, viewId, markKey, objectId, digest }) => {
    if (wanted.page > document.pages.length) throw OPENING.not_found();
    const keys = streamKeys(markKey, pageIdOf(objectId, digest, wanted.page), viewId);
    const { page, dpi, format } = wanted;
    return document.page({ page, dpi, format, watermark, mark: { viewId, keys } });
  });
  const ended = await recordPage(deps, tenant, visitor, living, wanted.page);
  return ended === undefined ? { outcome: 'page', image } : { outcome: ended };
}

/** @throws as `readPage`; `opening.not_allowed` where the terms allow no search, `base.too_many` */
export async function findInPages(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  opener: Opener,
  openingId: string,
  text: string,
): Promise<FindResponse | Ended> {
  const living = await findLiving(deps, tenant, visitor, opener, openingId);
  if ('outcome' in living) return living;
  const { search } = await viewTerms(deps, tenant, living.grant);
  if (!search) throw OPENING.not_allowed();
  // Places without text still answer guesses at the text: so many a person asks, and no more.
  const verdict = await deps.access.limiter.take(RATE_RULES.pageSearch, living.grant.grant_id);
  if (verdict.kind === 'limited') throw BASE.too_many({ retryAfterSeconds: verdict.retryAfterSeconds });
  const found = await withDocument(deps, tenant, living, ({ document }) => document.find(text));
  return { places: found.map(({ page, rects }) => ({ page, rects: [...rects] })) };
}

/** The text of a page that was shown in this view. @throws as `findInPages` */
export async function readPageText(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  opener: Opener,
  { openingId, page }: { readonly openingId: string; readonly page: number },
): Promise<{ readonly text: string } | Ended> {
  const living = await findLiving(deps, tenant, visitor, opener, openingId);
  if ('outcome' in living) return living;
  const { textLayer } = await viewTerms(deps, tenant, living.grant);
  if (!textLayer) throw OPENING.not_allowed();
  const text = await withDocument(deps, tenant, living, ({ document }) => {
    if (page > document.pages.length) throw OPENING.not_found();
    return document.text(page);
  });
  await tx(deps.db, async (trx) => {
    const at = deps.clock.now();
    if (!(await countPageText(trx, tenant.orgId, openingId, page, at))) return;
    await recordEvent(deps, trx, tenant, { kind: 'page.text_given', ...pageEvent(living, visitor, at, page) });
  });
  return { text };
}

/** The visitor's own view, while it lives. @throws `opening.not_found`, `opening.ended`, `opening.not_released` */
async function findLiving(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  opener: Opener,
  openingId: string,
): Promise<Living | Ended> {
  const opening = await findOpening(deps.db.query, tenant.orgId, openingId);
  const transfer = (await visibleTransfers(deps, tenant, visitor)).find(
    (one) => one.transfer_id === opening?.transfer_id,
  );
  const isOwn = opening !== undefined && opening.recipient_id === visitor.recipientId && opening.kind === 'view';
  if (!isOwn || transfer === undefined) throw OPENING.not_found();
  const now = deps.clock.now();
  const grant = await findGrantById(deps.db.query, tenant.orgId, opening.grant_id);
  if (grant === undefined) throw OPENING.not_found();
  const ended = whyEnded(grant, transfer, now);
  if (ended !== undefined) return { outcome: ended };
  const barred = await whyNoLonger(deps, tenant, { transfer, grant }, visitor, opener, 'view');
  if (barred !== undefined) return { outcome: barred.reason };
  if (opening.until <= now) throw OPENING.ended();
  if (opening.released_at === null) throw OPENING.not_released();
  return { opening, grant, transfer };
}

/** Asks the open document; one that ended (its process died, another took its place) is opened again once. */
async function withDocument<T>(
  deps: OpenDeps,
  tenant: Tenant,
  { opening, grant }: Living,
  ask: (view: LiveView) => Promise<T>,
): Promise<T> {
  for (const last of [false, true]) {
    const shown = await liveView(deps, tenant, grant, opening);
    if (shown.kind === 'cannot') throw OPENING.page_failed({ why: shown.why });
    try {
      return await ask(shown.view);
    } catch (error) {
      if (!isOfRenderer(error)) throw error;
      await deps.viewing.documents.forget(opening.opening_id, shown.view);
      if (last) throw OPENING.page_failed({}, error);
    }
  }
  throw OPENING.page_failed();
}

function isOfRenderer(error: unknown): boolean {
  return codeOf(error).startsWith('render.');
}

/**
 * Records that a page is being shown, unless the view ended while it was drawn. The first time is an event of the log; no page waits for a
 * checkpoint, because the opening that it belongs to is in one.
 */
async function recordPage(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  living: Living,
  page: number,
): Promise<Ended['outcome'] | undefined> {
  const { orgId } = tenant;
  const { opening } = living;
  return tx(deps.db, async (trx) => {
    const at = deps.clock.now();
    const ended = await whyEndedNow(trx, tenant, living, at);
    if (ended !== undefined) return ended;
    if (await countPageView(trx, orgId, opening.opening_id, page, at))
      await recordEvent(deps, trx, tenant, { kind: 'page.shown', ...pageEvent(living, visitor, at, page) });
    await keepAlive(trx, tenant, opening, at);
    return undefined;
  });
}

async function whyEndedNow(
  trx: Trx,
  { orgId }: Tenant,
  { opening }: Living,
  at: Date,
): Promise<Ended['outcome'] | undefined> {
  const grant = await findGrantById(trx, orgId, opening.grant_id);
  const transfer = await findTransfer(trx, orgId, opening.transfer_id);
  return grant === undefined || transfer === undefined ? 'expired' : whyEnded(grant, transfer, at);
}

/** Written only when half of the time has passed: not with every page. */
async function keepAlive(trx: Trx, { orgId }: Tenant, opening: OpeningRow, at: Date): Promise<void> {
  const { idleMs, atMostMs } = VIEW_TIMES;
  const until = Math.min(at.getTime() + idleMs, opening.claimed_at.getTime() + atMostMs);
  if (opening.until.getTime() - at.getTime() < idleMs / 2)
    await extendOpening(trx, orgId, opening.opening_id, new Date(until));
}

function pageEvent(
  { opening, grant, transfer }: Living,
  visitor: Visitor,
  at: Date,
  page: number,
): Omit<AuditEvent, 'kind'> {
  return {
    at,
    actor: { kind: 'recipient', id: visitor.recipientId },
    transferId: transfer.transfer_id,
    objectId: grant.object_id,
    detail: { opening: opening.opening_id, page },
  };
}

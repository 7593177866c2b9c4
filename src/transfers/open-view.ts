/**
 * A view: the opening whose content is drawn as pages. What every page of it will carry is committed to the audit log before the first one
 * is drawn; then the renderer gets the document, and the recipient never does.
 */
import { type Bytes, hex, ownBytes, utf8 } from '../base/bytes.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { HOUR, MINUTE } from '../base/units.ts';
import type { OpenResponse } from '../model/api/open.ts';
import { CELL, NODE, STRENGTH_L, STRENGTH_W } from '../render/mark/grids.ts';
import type { CannotShow, OpenDocument } from '../render/pages/port.ts';
import { indexOf } from '../seal/index.ts';
import { findOpening, type GrantRow, type OpeningRow } from '../store/tables/grants.ts';
import { markShown, returnOpening } from '../store/tables/openings.ts';
import { findObjects } from '../store/tables/uploads.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import type { Tenant } from './deps.ts';
import { OPENING } from './errors.ts';
import { openGranted } from './granted-object.ts';
import { currentMarkKey, markKeyOf } from './mark-keys.ts';
import type { OpenDeps, RecipientActor } from './recipient-access.ts';
import { MAX_SHOWN_BYTES } from './showable.ts';
import type { ShownView } from './view-documents.ts';
import { viewTerms } from './view-terms.ts';
import { viewerOf } from './viewer-words.ts';

/**
 * A view lives for half an hour without a page being asked for, and two hours in all: as long as the session of whoever looks. Until then
 * it goes on under the same mark without being counted again.
 */
export const VIEW_TIMES = { idleMs: 30 * MINUTE, atMostMs: 2 * HOUR } as const;

const VIEW_ID_BYTES = 6;
/** What a detector has to know beside the key. */
const MARK_SETTING = `L ${CELL}/${STRENGTH_L} W ${NODE}/${STRENGTH_W}`;

export type NewView = {
  readonly row: Pick<OpeningRow, 'view_sealed' | 'view_index' | 'mark_key_id'>;
  /** SHA-256, hex, over the canonical JSON of view, object, digest of the plaintext, key and setting of the mark, and renderer. */
  readonly commitment: string;
};

/** Makes a view for an opening that is being claimed, in its transaction. */
export async function newView(
  deps: OpenDeps,
  trx: Trx,
  tenant: Tenant,
  openingId: string,
  objectId: string,
): Promise<NewView> {
  const id = deps.random(VIEW_ID_BYTES);
  const { id: markKeyId } = await currentMarkKey(deps, trx, tenant);
  const statement = {
    v: 1,
    view: hex(id),
    object: objectId,
    sha256: hex(await digestOf(deps, trx, tenant, objectId)),
    mark: { key: markKeyId, setting: MARK_SETTING },
    renderer: deps.viewing.engine,
  };
  return {
    row: {
      view_sealed: await deps.fields.seal(viewContext(openingId), id),
      view_index: await viewIndex(deps, hex(id)),
      mark_key_id: markKeyId,
    },
    commitment: hex(deps.sha256(utf8(canonicalJson(statement)))),
  };
}

/** By which a view is found again. `viewId`: hex. */
export function viewIndex({ crypto, keys }: Pick<OpenDeps, 'crypto' | 'keys'>, viewId: string): Promise<Bytes> {
  return indexOf(crypto, keys.index, 'view', viewId);
}

/** Where the id of a view is sealed. */
export function viewContext(openingId: string): string {
  return `opening.view:${openingId}`;
}

type Claimed = { readonly opening: OpeningRow; readonly opensLeft: number };

/**
 * Opens the document of a claimed view in the renderer and marks it shown. What turns out not to be showable gives the opening back: it was
 * recorded, it is not counted.
 */
export async function showPages(
  deps: OpenDeps,
  tenant: Tenant,
  actor: RecipientActor,
  grant: GrantRow,
  { opening, opensLeft }: Claimed,
  logIndex: number,
): Promise<OpenResponse> {
  const shown = await liveView(deps, tenant, grant, opening);
  if (shown.kind === 'cannot') {
    await giveBack(deps, tenant, actor, grant, opening, shown.why);
    return { outcome: 'not_now', reason: 'cannot_show', detail: shown.why };
  }
  const { document } = shown.view;
  const isShown = await tx(deps.db, async (trx) => {
    const at = deps.clock.now();
    const facts = { renderer: document.renderer, pages: document.pages.length };
    if (!(await markShown(trx, tenant.orgId, opening.opening_id, at, facts))) return false;
    await recordEvent(deps, trx, tenant, {
      kind: 'object.released',
      at,
      actor: { kind: 'system' },
      subjectId: actor.recipientId,
      transferId: actor.transferId,
      objectId: grant.object_id,
      detail: { opening: opening.opening_id, drawn: document.drawn, ...facts },
    });
    return true;
  });
  // Not shown now: shown before, or given back meanwhile by somebody who asked at the same time.
  const current = isShown ? undefined : await findOpening(deps.db.query, tenant.orgId, opening.opening_id);
  if (!isShown && (current === undefined || current.released_at === null))
    return { outcome: 'not_now', reason: 'cannot_show', detail: 'broken' };
  return {
    outcome: 'released',
    openingId: opening.opening_id,
    opensLeft,
    until: opening.until.toISOString(),
    logIndex,
    text: null,
    view: {
      sizes: sizesOf(document),
      drawn: document.drawn,
      markedFor: (await viewerOf(deps, tenant, actor.recipientId)).name,
      ...(await viewTerms(deps, tenant, grant)),
    },
  };
}

/** The view of an opening, opened again where this process has it no more. */
export function liveView(deps: OpenDeps, tenant: Tenant, grant: GrantRow, opening: OpeningRow): Promise<ShownView> {
  return deps.viewing.documents.get(opening.opening_id, () => openView(deps, tenant, grant, opening));
}

async function openView(deps: OpenDeps, tenant: Tenant, grant: GrantRow, opening: OpeningRow): Promise<ShownView> {
  const { view_sealed: sealed, mark_key_id: markKeyId, opening_id: openingId } = opening;
  if (sealed === null || markKeyId === null) throw OPENING.not_found();
  const viewId = hex(await deps.fields.openBytes(viewContext(openingId), sealed));
  const { key } = await markKeyOf(deps, tenant, markKeyId);
  // What may be downloaded and is only looked at this time is in an envelope to the custodian.
  const opened = await openGranted(deps, tenant, grant, grant.holder === 'viewer' ? 'viewer' : 'custodian');
  const { name, media, size } = opened.manifest;
  if (size > MAX_SHOWN_BYTES) return { kind: 'cannot', why: 'too_large' };
  const bytes = new Uint8Array(size);
  let at = 0;
  for await (const piece of opened.plaintext()) {
    bytes.set(piece, at);
    at += piece.length;
  }
  const pages = await deps.viewing.renderer.open({ bytes, name, mediaType: media });
  if (pages.kind === 'cannot') return pages;
  const digest = hex(await digestOf(deps, deps.db.query, tenant, grant.object_id));
  return {
    kind: 'open',
    view: { document: pages.document, viewId, markKey: key, objectId: grant.object_id, digest },
  };
}

async function giveBack(
  deps: OpenDeps,
  tenant: Tenant,
  actor: RecipientActor,
  grant: GrantRow,
  opening: OpeningRow,
  why: CannotShow,
): Promise<void> {
  await tx(deps.db, async (trx) => {
    const at = deps.clock.now();
    if (!(await returnOpening(trx, tenant.orgId, opening.opening_id, grant.grant_id, at))) return;
    await recordEvent(deps, trx, tenant, {
      kind: 'object.not_shown',
      at,
      actor: { kind: 'system' },
      subjectId: actor.recipientId,
      transferId: actor.transferId,
      objectId: grant.object_id,
      detail: { opening: opening.opening_id, grant: grant.grant_id, why },
    });
  });
}

async function digestOf(
  deps: Pick<OpenDeps, 'fields'>,
  db: Parameters<typeof findObjects>[0],
  { orgId }: Tenant,
  objectId: string,
): Promise<Bytes> {
  const [object] = await findObjects(db, orgId, [objectId]);
  if (object === undefined) throw OPENING.damaged({ reason: 'missing' });
  return ownBytes(await deps.fields.openBytes(`object.sha256:${objectId}`, object.sha256_sealed));
}

type Size = { readonly width: number; readonly height: number; readonly count: number };

/** Sizes of the pages in points, in their order; pages of one size that follow each other are said once. */
function sizesOf({ pages }: OpenDocument): Size[] {
  const sizes: Size[] = [];
  for (const { width, height } of pages) {
    const last = sizes.at(-1);
    if (last !== undefined && last.width === width && last.height === height)
      sizes[sizes.length - 1] = { ...last, count: last.count + 1 };
    else sizes.push({ width, height, count: 1 });
  }
  return sizes;
}

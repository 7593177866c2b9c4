/** The bytes of a released opening. Here, and nowhere else, R and share come together for a recipient (custody `server`). */
import { concat, equal, fromBase64url, fromUtf8, ownBytes } from '../base/bytes.ts';
import { openEnvelope, openObject as openSealedObject, type OpenedObject, unwrapSecret } from '../seal/index.ts';
import { openBody } from '../store/blobs/body.ts';
import { findGrantById, findOpening, type GrantRow } from '../store/tables/grants.ts';
import { findObjects } from '../store/tables/uploads.ts';
import { tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { OPENING } from './errors.ts';
import { grantContext, grantIdBytes } from './grant.ts';
import { decideFor, whyEnded } from './decide-opening.ts';
import { enterCrossing } from './enter-crossing.ts';
import { visibleTransfers } from './landing.ts';
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
  | { readonly outcome: 'held' | 'refused' | 'expired' | 'revoked' };

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
  if (grant === undefined || grant.permission !== 'download') throw OPENING.not_found();
  const ended = whyEnded(grant, transfer, now);
  if (ended !== undefined) return { outcome: ended };
  const verdict = await decideFor(deps, tenant, transfer, actor, opener, 'download');
  if (verdict.decision.outcome !== 'allow') return { outcome: verdict.decision.outcome };
  await enterCrossing(deps, tenant, actor, verdict);

  const opened = await openGranted(deps, tenant, grant);
  const { name, media, size } = opened.manifest;
  const content = recording(opened.plaintext(), () =>
    recordDownload(deps, tenant, actor, verdict.facts.dest ?? 'unknown', grant, openingId),
  );
  return { outcome: 'ready', download: { name, mediaType: media, size, content } };
}

/** The text of a message. */
export async function readText(deps: TransferDeps, tenant: Tenant, grant: GrantRow): Promise<string> {
  const opened = await openGranted(deps, tenant, grant);
  const pieces: Uint8Array[] = [];
  for await (const piece of opened.plaintext()) pieces.push(piece.slice());
  return fromUtf8(concat(...pieces));
}

/** Joins release secret and share of one grant and returns its object, after every check of the sealed object's reader rules. */
async function openGranted(deps: TransferDeps, tenant: Tenant, grant: GrantRow): Promise<OpenedObject> {
  const [object] = await findObjects(deps.db.query, tenant.orgId, [grant.object_id]);
  if (object === undefined || grant.wrapped_secret === null) throw OPENING.not_found();
  const blob = await openBody(deps.blobs, object);
  if (blob === undefined) throw OPENING.damaged({ reason: 'missing' });
  const manifest = await openEnvelope(deps.keys.custodian.identity, grant.envelope, deps.crypto.hybrid);
  const own =
    manifest.holder === 'custodian' &&
    equal(fromBase64url(manifest.gid), grantIdBytes(grant.grant_id)) &&
    equal(fromBase64url(manifest.oid), ownBytes(object.oid));
  if (!own) throw OPENING.damaged({ reason: 'envelope' });
  const releaseSecret = await unwrapSecret(
    deps.crypto,
    deps.keys.epochLookup,
    grantContext(grant.grant_id),
    ownBytes(grant.wrapped_secret),
  );
  return openSealedObject(
    deps.crypto,
    { read: blob.read, length: blob.size },
    manifest,
    releaseSecret,
    deps.keys.sender.publicKey,
  );
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
    await recordEvent(deps, trx, tenant, {
      kind: 'object.downloaded',
      at: deps.clock.now(),
      actor: { kind: 'recipient', id: actor.recipientId },
      transferId: actor.transferId,
      objectId: grant.object_id,
      place,
      detail: { opening: openingId },
    });
  });
  deps.log.nudge();
}

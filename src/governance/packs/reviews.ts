/** Who reviewed which version of a pack. Recorded by an officer, about exactly one text, and taken back when it was a mistake. */
import type { PackReviewView, RecordReview } from '../../model/api/packs.ts';
import {
  findVersionsByDigest,
  insertReview,
  listReviews,
  type PackReviewRow,
  withdrawReview,
} from '../../store/tables/packs.ts';
import type { Trx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import { dayIn } from '../../transfers/zones.ts';
import type { Names, PackDeps } from './deps.ts';
import { PACKS } from './errors.ts';

const MOST = 500;

/**
 * Records a review of the version in use, or of one that waits to be switched on; from then on its decisions say that a person answers for it.
 *
 * @throws `packs.not_found` when no version of the pack has the digest, `packs.in_the_future`, `packs.shipped_only`
 */
export async function recordReview(
  deps: PackDeps,
  tenant: Tenant,
  actor: StaffActor,
  pack: string,
  command: RecordReview,
): Promise<string> {
  const reviewId = deps.ids.uuid();
  const sealed = {
    reviewer_sealed: await deps.fields.seal(`pack_review.reviewer:${reviewId}`, command.reviewer),
    note_sealed: await deps.fields.seal(`pack_review.note:${reviewId}`, command.note),
  };
  await deps.rules.change(deps, { kind: 'staff', id: actor.id }, async (trx) => {
    const version = await findKept(deps, trx, tenant, pack, command.digest);
    const at = deps.clock.now();
    if (command.reviewedOn > dayIn(deps.settings.timeZone, at)) throw PACKS.in_the_future();
    await insertReview(trx, {
      org_id: tenant.orgId,
      review_id: reviewId,
      pack,
      version,
      digest: command.digest,
      ...sealed,
      reviewed_on: command.reviewedOn,
      recorded_by: actor.id,
      recorded_at: at,
    });
    await recordEvent(deps, trx, tenant, {
      kind: 'pack.reviewed',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: reviewId,
      packs: [{ pack, version, digest: command.digest }],
      detail: { reviewedOn: command.reviewedOn },
    });
  });
  deps.log.nudge();
  return reviewId;
}

async function findKept(deps: PackDeps, trx: Trx, tenant: Tenant, pack: string, digest: string): Promise<string> {
  const found = deps.rules.current().engine.packs.find((one) => one.file.pack === pack && one.digest === digest);
  if (found !== undefined) return found.file.version;
  const rows = await findVersionsByDigest(trx, tenant.orgId, [digest]);
  const row = rows.find((one) => one.pack === pack && one.state !== 'discarded');
  if (row === undefined) throw PACKS.not_found();
  return row.version;
}

/** Takes a review back; it stays in the history. @throws `packs.not_found` when there is none that still counts, `packs.shipped_only` */
export async function takeBackReview(
  deps: PackDeps,
  tenant: Tenant,
  actor: StaffActor,
  pack: string,
  reviewId: string,
): Promise<void> {
  await deps.rules.change(deps, { kind: 'staff', id: actor.id }, async (trx) => {
    const at = deps.clock.now();
    const row = await withdrawReview(trx, tenant.orgId, pack, reviewId, actor.id, at);
    if (row === undefined) throw PACKS.not_found();
    await recordEvent(deps, trx, tenant, {
      kind: 'pack.review_withdrawn',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: reviewId,
      packs: [{ pack, version: row.version, digest: row.digest }],
    });
  });
  deps.log.nudge();
}

/** Returns the reviews of one pack, newest first, of all its versions, withdrawn ones included. */
export async function readReviews(
  deps: PackDeps,
  tenant: Tenant,
  names: Names,
  pack: string,
  inUse: string,
): Promise<PackReviewView[]> {
  const rows = (await listReviews(deps.db.query, tenant.orgId, MOST)).filter((row) => row.pack === pack);
  const people = await names([...new Set(rows.flatMap((row) => [row.recorded_by, row.withdrawn_by ?? []].flat()))]);
  return Promise.all(rows.map((row) => viewReview(deps, row, people, inUse)));
}

async function viewReview(
  deps: PackDeps,
  row: PackReviewRow,
  people: ReadonlyMap<string, string>,
  inUse: string,
): Promise<PackReviewView> {
  return {
    id: row.review_id,
    version: row.version,
    digest: row.digest,
    current: row.digest === inUse && row.withdrawn_at === null,
    reviewer: await deps.fields.open(`pack_review.reviewer:${row.review_id}`, row.reviewer_sealed),
    reviewedOn: row.reviewed_on,
    note: await deps.fields.open(`pack_review.note:${row.review_id}`, row.note_sealed),
    recordedBy: people.get(row.recorded_by) ?? '?',
    recordedAt: row.recorded_at.toISOString(),
    withdrawnBy: row.withdrawn_by === null ? null : (people.get(row.withdrawn_by) ?? '?'),
    withdrawnAt: row.withdrawn_at?.toISOString() ?? null,
  };
}

/** Rows that say how far a delivery came: openings, pages shown, receipts, and who loaded the page behind a notice. */
import { type Selectable, sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { DeliveryReceiptTable, LinkPreviewTable, OpeningTable, PageViewTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';
import type { AuditEventRow } from './audit.ts';

export type ReceiptRow = Selectable<DeliveryReceiptTable>;
export type PreviewRow = Selectable<LinkPreviewTable>;

/** False when this device signed for this opening before. */
export async function insertReceipt(trx: Trx, row: ReceiptRow): Promise<boolean> {
  const result = await trx
    .insertInto('delivery_receipt')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'opening_id', 'device_id']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function findReceiptOf(
  db: Executor,
  orgId: string,
  openingId: string,
  deviceId: string,
): Promise<ReceiptRow | undefined> {
  return await db
    .selectFrom('delivery_receipt')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('opening_id', '=', openingId)
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
}

export function listReceipts(db: Executor, orgId: string, transferId: string): Promise<ReceiptRow[]> {
  return db
    .selectFrom('delivery_receipt')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .orderBy('signed_at')
    .limit(10_000)
    .execute();
}

export function listOpenings(db: Executor, orgId: string, transferId: string): Promise<Selectable<OpeningTable>[]> {
  return db
    .selectFrom('opening')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .orderBy('claimed_at')
    .limit(10_000)
    .execute();
}

/** Pages that were shown in these openings, in their order. */
export function listPageViews(
  db: Executor,
  orgId: string,
  openingIds: readonly string[],
): Promise<Selectable<PageViewTable>[]> {
  if (openingIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('page_view')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('opening_id', 'in', [...openingIds])
    .orderBy('opening_id')
    .orderBy('page')
    .limit(100_000)
    .execute();
}

export type FinishedCopy = { readonly bytes: number | null; readonly sha256Sealed: Uint8Array | null };

/** Notes that the last byte was taken, and of which copy; the first time counts. */
export async function setFinished(
  trx: Trx,
  orgId: string,
  openingId: string,
  at: Date,
  copy: FinishedCopy,
): Promise<void> {
  await trx
    .updateTable('opening')
    .set({ finished_at: at, copy_bytes: copy.bytes, copy_sha256_sealed: copy.sha256Sealed })
    .where('org_id', '=', orgId)
    .where('opening_id', '=', openingId)
    .where('finished_at', 'is', null)
    .execute();
}

/** Counts one load of the page behind a notice. Returns true for the first of this kind. One statement. */
export async function notePreview(
  trx: Trx,
  row: Pick<PreviewRow, 'org_id' | 'handle_hash' | 'robot' | 'first_at'>,
): Promise<boolean> {
  const counted = await trx
    .insertInto('link_preview')
    .values({ ...row, times: 1 })
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'handle_hash', 'robot']).doUpdateSet({ times: sql<number>`link_preview.times + 1` }),
    )
    .returning('times')
    .executeTakeFirstOrThrow();
  return counted.times === 1;
}

export function listPreviews(db: Executor, orgId: string, hashes: readonly Uint8Array[]): Promise<PreviewRow[]> {
  if (hashes.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('link_preview')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('handle_hash', 'in', [...hashes])
    .orderBy('first_at')
    .orderBy('robot')
    .limit(10_000)
    .execute();
}

/** Handles of the notices to a group that tell of this transfer. */
export async function listGroupHandles(db: Executor, orgId: string, transferId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('notice_item as item')
    .innerJoin('audience_notice as notice', (join) =>
      join.onRef('notice.org_id', '=', 'item.org_id').onRef('notice.notice_id', '=', 'item.notice_id'),
    )
    .select('notice.handle')
    .where('item.org_id', '=', orgId)
    .where('item.transfer_id', '=', transferId)
    .execute();
  return rows.map((row) => row.handle);
}

/** Proofs of identity for this transfer, oldest first. */
export function listProofEvents(db: Executor, orgId: string, transferId: string): Promise<AuditEventRow[]> {
  return db
    .selectFrom('audit_event')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('kind', '=', 'identity.proven')
    .orderBy('event_id')
    .limit(2000)
    .execute();
}

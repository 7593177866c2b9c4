/** Rows of transfer and of what belongs to it. */
import type { Insertable, Selectable } from 'kysely';
import { mayBecome, type TransferState } from '../../model/transfer-states.ts';
import type { Executor } from '../database.ts';
import type { LegalBasisTable, TransferObjectTable, TransferRecipientTable, TransferTable } from '../schema.ts';
import type { Trx } from '../transaction.ts';

export type TransferRow = Selectable<TransferTable>;
export type TransferObjectRow = Selectable<TransferObjectTable>;
export type LegalBasisRow = Selectable<LegalBasisTable>;

export async function insertTransfer(
  trx: Trx,
  transfer: Insertable<TransferTable>,
  objects: readonly Insertable<TransferObjectTable>[],
  recipients: readonly Insertable<TransferRecipientTable>[],
): Promise<void> {
  await trx.insertInto('transfer').values(transfer).execute();
  if (objects.length > 0)
    await trx
      .insertInto('transfer_object')
      .values([...objects])
      .execute();
  await trx
    .insertInto('transfer_recipient')
    .values([...recipients])
    .execute();
}

export async function findTransfer(db: Executor, orgId: string, transferId: string): Promise<TransferRow | undefined> {
  return await db
    .selectFrom('transfer')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .executeTakeFirst();
}

/** The same row, locked until the transaction ends: decisions about one transfer happen one after the other. */
export async function lockTransfer(trx: Trx, orgId: string, transferId: string): Promise<TransferRow | undefined> {
  return await trx
    .selectFrom('transfer')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .forUpdate()
    .executeTakeFirst();
}

/** Moves a transfer along TRANSFER_STATES; false when it is no longer in `from` or the table forbids the step. */
export async function moveTransfer(
  trx: Trx,
  orgId: string,
  transferId: string,
  from: TransferState,
  to: TransferState,
  set: {
    readonly decision_id?: string;
    readonly granted_at?: Date;
    readonly expires_at?: Date;
    readonly ended_at?: Date;
  } = {},
): Promise<boolean> {
  if (!mayBecome(from, to)) return false;
  const result = await trx
    .updateTable('transfer')
    .set({ state: to, ...set })
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('state', '=', from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Points a transfer to the decision that counts from now on. */
export async function setTransferDecision(
  trx: Trx,
  orgId: string,
  transferId: string,
  decisionId: string,
): Promise<void> {
  await trx
    .updateTable('transfer')
    .set({ decision_id: decisionId })
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .execute();
}

/** Sets when a granted transfer ends. */
export async function setTransferEnd(trx: Trx, orgId: string, transferId: string, end: Date): Promise<void> {
  await trx
    .updateTable('transfer')
    .set({ expires_at: end })
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .where('state', '=', 'granted')
    .execute();
}

export type TransferFilter = { readonly senderId?: string; readonly state?: TransferState; readonly before?: string };

/** Newest first; transfer ids are UUIDv7 and sort by time. */
export function pageTransfers(
  db: Executor,
  orgId: string,
  filter: TransferFilter,
  limit: number,
): Promise<TransferRow[]> {
  let query = db.selectFrom('transfer').selectAll().where('org_id', '=', orgId);
  if (filter.senderId !== undefined) query = query.where('sender_id', '=', filter.senderId);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.before !== undefined) query = query.where('transfer_id', '<', filter.before);
  return query.orderBy('transfer_id', 'desc').limit(limit).execute();
}

export async function countTransfers(db: Executor, orgId: string): Promise<number> {
  const row = await db
    .selectFrom('transfer')
    .select((all) => all.fn.countAll<number>().as('count'))
    .where('org_id', '=', orgId)
    .executeTakeFirstOrThrow();
  return row.count;
}

export function listTransferObjects(
  db: Executor,
  orgId: string,
  transferIds: readonly string[],
): Promise<TransferObjectRow[]> {
  if (transferIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('transfer_object')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', 'in', [...transferIds])
    .orderBy('position')
    .execute();
}

export function listTransferRecipients(
  db: Executor,
  orgId: string,
  transferIds: readonly string[],
): Promise<Selectable<TransferRecipientTable>[]> {
  if (transferIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('transfer_recipient')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', 'in', [...transferIds])
    .orderBy('recipient_id')
    .execute();
}

export function listBases(db: Executor, orgId: string, transferId: string): Promise<LegalBasisRow[]> {
  return db
    .selectFrom('legal_basis')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .orderBy('recorded_at')
    .execute();
}

/** Transfers whose time has run out but whose state does not say so yet. */
export function listDueTransfers(db: Executor, orgId: string, now: Date): Promise<TransferRow[]> {
  return db
    .selectFrom('transfer')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('state', 'in', ['granted', 'held'])
    .where('expires_at', '<', now)
    .limit(100)
    .execute();
}

/** Ids of an entity's transfers that wait, oldest first. */
export async function listHeldOf(db: Executor, orgId: string, entityId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('transfer')
    .select('transfer_id')
    .where('org_id', '=', orgId)
    .where('entity_id', '=', entityId)
    .where('state', '=', 'held')
    .orderBy('created_at')
    .limit(1000)
    .execute();
  return rows.map((row) => row.transfer_id);
}

/** Held transfers, the oldest first. */
export function listHeld(db: Executor, orgId: string, limit: number): Promise<TransferRow[]> {
  return db
    .selectFrom('transfer')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('state', '=', 'held')
    .orderBy('created_at')
    .orderBy('transfer_id')
    .limit(limit)
    .execute();
}

/** Newest first. */
export function findTransfers(db: Executor, orgId: string, transferIds: readonly string[]): Promise<TransferRow[]> {
  if (transferIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('transfer')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', 'in', [...transferIds])
    .orderBy('created_at', 'desc')
    .execute();
}

/** Ids of transfers that wait although a standing record of their entity is younger than their newest decision: a crash came between. */
export async function listHeldBehindRecords(db: Executor, orgId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('transfer')
    .select('transfer_id')
    .where('org_id', '=', orgId)
    .where('state', '=', 'held')
    .where((where) =>
      where.exists(
        where
          .selectFrom('legal_basis')
          .select('basis_id')
          .whereRef('legal_basis.org_id', '=', 'transfer.org_id')
          .whereRef('legal_basis.entity_id', '=', 'transfer.entity_id')
          .where('legal_basis.scope', 'is not', null)
          .where('legal_basis.withdrawn_at', 'is', null)
          .where((inner) =>
            inner.not(
              inner.exists(
                inner
                  .selectFrom('policy_decision')
                  .select('decision_id')
                  .whereRef('policy_decision.org_id', '=', 'transfer.org_id')
                  .whereRef('policy_decision.transfer_id', '=', 'transfer.transfer_id')
                  .whereRef('policy_decision.at', '>=', 'legal_basis.recorded_at'),
              ),
            ),
          ),
      ),
    )
    .orderBy('created_at')
    .limit(100)
    .execute();
  return rows.map((row) => row.transfer_id);
}

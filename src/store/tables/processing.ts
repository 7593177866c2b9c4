/** What the organisation does with data for one purpose, over all transfers of a legal entity: the ground of forms and of scopes. */
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { RecipientRow } from './recipients.ts';
import type { LegalBasisRow } from './transfers.ts';

/** `purpose` null: every purpose. `transferId`: this transfer only. */
export type ProcessingKey = {
  readonly entityId: string;
  readonly purpose: string | null;
  readonly transferId: string | null;
};

export type ProcessingTotals = {
  readonly transfers: number;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
  /** Days that recipients may open it, at most. */
  readonly expiresDays: number | null;
  readonly files: number;
  readonly bytes: number;
};

/** States in which nothing was, or will be, sent. */
const NOT_COUNTED = ['refused', 'withdrawn'] as const;

function transfersOf(db: Executor, orgId: string, key: ProcessingKey) {
  let query = db
    .selectFrom('transfer')
    .where('transfer.org_id', '=', orgId)
    .where('transfer.entity_id', '=', key.entityId)
    .where('transfer.state', 'not in', [...NOT_COUNTED]);
  if (key.purpose !== null) query = query.where('transfer.purpose', '=', key.purpose);
  if (key.transferId !== null) query = query.where('transfer.transfer_id', '=', key.transferId);
  return query;
}

export async function readProcessingTotals(db: Executor, orgId: string, key: ProcessingKey): Promise<ProcessingTotals> {
  const counts = await transfersOf(db, orgId, key)
    .select((select) => [
      select.fn.countAll<number>().as('transfers'),
      select.fn.min('transfer.created_at').as('first'),
      select.fn.max('transfer.created_at').as('last'),
      select.fn.max('transfer.expires_days').as('days'),
    ])
    .executeTakeFirst();
  const content = await transfersOf(db, orgId, key)
    .innerJoin('transfer_object as object', (join) =>
      join.onRef('object.org_id', '=', 'transfer.org_id').onRef('object.transfer_id', '=', 'transfer.transfer_id'),
    )
    .select([
      sql<number>`count(*) filter (where object.kind = 'file')`.as('files'),
      sql<number>`coalesce(sum(object.size), 0)::bigint`.as('bytes'),
    ])
    .executeTakeFirst();
  return {
    transfers: counts?.transfers ?? 0,
    firstAt: counts?.first ?? null,
    lastAt: counts?.last ?? null,
    expiresDays: counts?.days ?? null,
    files: content?.files ?? 0,
    bytes: content?.bytes ?? 0,
  };
}

/** Categories that were found in any of the transfers, sorted. */
export async function listProcessedCategories(db: Executor, orgId: string, key: ProcessingKey): Promise<string[]> {
  const rows = await transfersOf(db, orgId, key)
    .select(sql<string>`jsonb_array_elements_text(transfer.classification -> 'categories')`.as('category'))
    .distinct()
    .execute();
  return rows.map((row) => row.category).sort();
}

/** Distinct persons over all of the transfers; null when none of them was counted. */
export async function countProcessedPersons(db: Executor, orgId: string, key: ProcessingKey): Promise<number | null> {
  const row = await transfersOf(db, orgId, key)
    .innerJoin('transfer_person as found', (join) =>
      join.onRef('found.org_id', '=', 'transfer.org_id').onRef('found.transfer_id', '=', 'transfer.transfer_id'),
    )
    .select(sql<number>`count(distinct found.person)`.as('persons'))
    .executeTakeFirst();
  const persons = row?.persons ?? 0;
  return persons === 0 ? null : persons;
}

/** Recipients of any of the transfers, by their place of today; oldest first. */
export function listProcessingRecipients(db: Executor, orgId: string, key: ProcessingKey): Promise<RecipientRow[]> {
  return db
    .selectFrom('recipient')
    .selectAll('recipient')
    .where('recipient.org_id', '=', orgId)
    .where(
      'recipient.recipient_id',
      'in',
      transfersOf(db, orgId, key)
        .innerJoin('transfer_recipient as link', (join) =>
          join.onRef('link.org_id', '=', 'transfer.org_id').onRef('link.transfer_id', '=', 'transfer.transfer_id'),
        )
        .select('link.recipient_id'),
    )
    .orderBy('recipient.created_at')
    .limit(100)
    .execute();
}

/** Records of these transfers and standing ones of the entity, withdrawn ones left out; newest first. */
export function listProcessingRecords(db: Executor, orgId: string, key: ProcessingKey): Promise<LegalBasisRow[]> {
  return db
    .selectFrom('legal_basis')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('withdrawn_at', 'is', null)
    .where((where) =>
      where.or([
        where('transfer_id', 'in', transfersOf(db, orgId, key).select('transfer.transfer_id')),
        where.and([where('entity_id', '=', key.entityId), where('scope', 'is not', null)]),
      ]),
    )
    .orderBy('recorded_at', 'desc')
    .limit(200)
    .execute();
}

/** Transfers of the entity and purpose that wait for somebody. */
export async function listHeldTransfers(db: Executor, orgId: string, key: ProcessingKey): Promise<string[]> {
  const rows = await transfersOf(db, orgId, key)
    .where('transfer.state', '=', 'held')
    .select('transfer.transfer_id')
    .orderBy('transfer.transfer_id')
    .limit(500)
    .execute();
  return rows.map((row) => row.transfer_id);
}

/** Rows of egress, sandbox_message and rate_bucket. */
import type { Insertable, Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { EgressTable, SandboxMessageTable } from '../schema.ts';
import type { Trx } from '../transaction.ts';

export async function insertEgress(trx: Trx, row: Insertable<EgressTable>): Promise<void> {
  await trx.insertInto('egress').values(row).execute();
}

/** False when a message with the same key was stored before: a repeat after a crash is not a second message. */
export async function insertSandboxMessage(trx: Trx, row: Insertable<SandboxMessageTable>): Promise<boolean> {
  const result = await trx
    .insertInto('sandbox_message')
    .values(row)
    .onConflict((conflict) => conflict.columns(['org_id', 'idem_key']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export function listSandboxMessages(
  db: Executor,
  orgId: string,
  after: string | undefined,
): Promise<Selectable<SandboxMessageTable>[]> {
  let query = db.selectFrom('sandbox_message').selectAll().where('org_id', '=', orgId);
  if (after !== undefined) query = query.where('message_id', '>', after);
  return query.orderBy('message_id', 'desc').limit(200).execute();
}

export type MeterDay = {
  readonly day: string;
  readonly contentBytes: number;
  readonly crossedBytes: number;
  readonly notices: number;
  readonly personal: number;
};

/**
 * Bytes of content in granted transfers and bytes of every body that left, per day in the given time zone.
 * Content counts on the day of the grant, egress on the day it left.
 */
export async function readMeter(db: Executor, orgId: string, timeZone: string): Promise<MeterDay[]> {
  const content = await db
    .selectFrom('transfer')
    .innerJoin('transfer_object', (join) =>
      join
        .onRef('transfer_object.org_id', '=', 'transfer.org_id')
        .onRef('transfer_object.transfer_id', '=', 'transfer.transfer_id'),
    )
    .select([
      sql<string>`to_char(transfer.granted_at at time zone ${timeZone}, 'YYYY-MM-DD')`.as('day'),
      sql<number>`sum(transfer_object.size)::bigint`.as('bytes'),
    ])
    .where('transfer.org_id', '=', orgId)
    .where('transfer.granted_at', 'is not', null)
    .groupBy('day')
    .execute();
  const crossed = await db
    .selectFrom('egress')
    .select([
      sql<string>`to_char(at at time zone ${timeZone}, 'YYYY-MM-DD')`.as('day'),
      sql<number>`sum(bytes)::bigint`.as('bytes'),
      sql<number>`count(*)::bigint`.as('notices'),
      sql<number>`sum(personal)::bigint`.as('personal'),
    ])
    .where('org_id', '=', orgId)
    .groupBy('day')
    .execute();
  const days = new Map<string, { contentBytes: number; crossedBytes: number; notices: number; personal: number }>();
  const at = (day: string): { contentBytes: number; crossedBytes: number; notices: number; personal: number } => {
    const known = days.get(day) ?? { contentBytes: 0, crossedBytes: 0, notices: 0, personal: 0 };
    days.set(day, known);
    return known;
  };
  for (const row of content) at(row.day).contentBytes = row.bytes;
  for (const row of crossed)
    Object.assign(at(row.day), { crossedBytes: row.bytes, notices: row.notices, personal: row.personal });
  return [...days].map(([day, value]) => ({ day, ...value })).sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** What was recorded each time a row of the outbox left, the first time first. */
export function listEgressOf(db: Executor, orgId: string, outboxId: string): Promise<Selectable<EgressTable>[]> {
  return db
    .selectFrom('egress')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('outbox_id', '=', outboxId)
    .orderBy('at')
    .orderBy('egress_id')
    .execute();
}

/** Rows of door, as officers keep them, and what doors did. Looking a door up for a call is in doors.ts. */
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Executor } from '../database.ts';
import type { DoorRefusalTable, DoorTable } from '../schema-border.ts';
import type { Trx } from '../transaction.ts';

export type DoorRow = Selectable<DoorTable>;

export async function insertDoor(trx: Trx, row: Insertable<DoorTable>): Promise<void> {
  await trx.insertInto('door').values(row).execute();
}

/** All that were not removed, oldest first. */
export function listDoors(db: Executor, orgId: string): Promise<DoorRow[]> {
  return db
    .selectFrom('door')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('state', '<>', 'removed')
    .orderBy('created_at')
    .orderBy('door_id')
    .limit(1000)
    .execute();
}

/** Removed ones included. */
export function findDoor(db: Executor, orgId: string, doorId: string): Promise<DoorRow | undefined> {
  return db.selectFrom('door').selectAll().where('org_id', '=', orgId).where('door_id', '=', doorId).executeTakeFirst();
}

export function lockDoor(trx: Trx, orgId: string, doorId: string): Promise<DoorRow | undefined> {
  return trx
    .selectFrom('door')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('door_id', '=', doorId)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateDoor(
  trx: Trx,
  orgId: string,
  doorId: string,
  change: Pick<
    Updateable<DoorTable>,
    | 'name_sealed'
    | 'settings'
    | 'state'
    | 'token_hash'
    | 'previous_hash'
    | 'previous_until'
    | 'secret_sealed'
    | 'previous_secret_sealed'
    | 'changed_at'
  >,
): Promise<void> {
  await trx.updateTable('door').set(change).where('org_id', '=', orgId).where('door_id', '=', doorId).execute();
}

/** Access tokens that an app was given end with it. */
export async function endDoorTokens(trx: Trx, orgId: string, doorId: string): Promise<void> {
  await trx.deleteFrom('door_token').where('org_id', '=', orgId).where('door_id', '=', doorId).execute();
}

export type DoorCounts = {
  readonly doorId: string;
  readonly calls: number;
  readonly granted: number;
  readonly held: number;
  readonly refused: number;
  readonly arrivedBytes: number;
};

/** What came through each door since `from`, by what became of it; doors without calls are missing. */
export async function countDoorCalls(db: Executor, orgId: string, from: Date): Promise<DoorCounts[]> {
  const rows = await db
    .selectFrom('transfer')
    .select([
      'door_id',
      sql<number>`count(*)::bigint`.as('calls'),
      sql<number>`count(*) filter (where granted_at is not null)::bigint`.as('granted'),
      sql<number>`count(*) filter (where state = 'held')::bigint`.as('held'),
      sql<number>`count(*) filter (where state = 'refused')::bigint`.as('refused'),
      sql<number>`coalesce(sum(arrived_bytes), 0)::bigint`.as('arrived'),
    ])
    .where('org_id', '=', orgId)
    .where('door_id', 'is not', null)
    .where('created_at', '>=', from)
    .groupBy('door_id')
    .execute();
  return rows.flatMap(({ door_id: doorId, arrived, ...counts }) =>
    doorId === null ? [] : [{ doorId, ...counts, arrivedBytes: arrived }],
  );
}

export type DoorCrossed = { readonly doorId: string; readonly notices: number; readonly bytes: number };

/** What left because of each door since `from`. */
export async function countDoorEgress(db: Executor, orgId: string, from: Date): Promise<DoorCrossed[]> {
  const rows = await db
    .selectFrom('egress')
    .select([
      'door_id',
      sql<number>`count(*) filter (where kind = 'notice')::bigint`.as('notices'),
      sql<number>`coalesce(sum(bytes), 0)::bigint`.as('bytes'),
    ])
    .where('org_id', '=', orgId)
    .where('door_id', 'is not', null)
    .where('at', '>=', from)
    .groupBy('door_id')
    .execute();
  return rows.flatMap(({ door_id: doorId, notices, bytes }) => (doorId === null ? [] : [{ doorId, notices, bytes }]));
}

export type RefusalRow = Selectable<DoorRefusalTable>;

/** Last first. */
export function listRefusals(db: Executor, orgId: string, limit: number): Promise<RefusalRow[]> {
  return db
    .selectFrom('door_refusal')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('last_at', 'desc')
    .orderBy('refusal_key')
    .limit(limit)
    .execute();
}

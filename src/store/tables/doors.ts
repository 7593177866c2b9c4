/** Rows of door, door_token and door_refusal as the gateway needs them, and the count of calls per door. */
import { type Selectable, sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { DoorRefusalTable, DoorTable } from '../schema-border.ts';
import type { Trx } from '../transaction.ts';

export type DoorRow = Selectable<DoorTable>;
type DoorRefusalRow = Selectable<DoorRefusalTable>;

/** By the hash of its token, or of the one before while that still counts. Removed doors are not found. */
export function findDoorByHash(db: Executor, orgId: string, hash: Uint8Array, now: Date): Promise<DoorRow | undefined> {
  return db
    .selectFrom('door')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('state', '<>', 'removed')
    .where((is) =>
      is.or([is('token_hash', '=', hash), is.and([is('previous_hash', '=', hash), is('previous_until', '>', now)])]),
    )
    .executeTakeFirst();
}

export function findDoorByAppKey(db: Executor, orgId: string, appKey: string): Promise<DoorRow | undefined> {
  return db
    .selectFrom('door')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('app_key', '=', appKey)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
}

/** The door that an unexpired access token was given to. */
export function findDoorByAccessToken(
  db: Executor,
  orgId: string,
  tokenHash: Uint8Array,
  now: Date,
): Promise<DoorRow | undefined> {
  return db
    .selectFrom('door')
    .innerJoin('door_token', (join) =>
      join.onRef('door_token.org_id', '=', 'door.org_id').onRef('door_token.door_id', '=', 'door.door_id'),
    )
    .selectAll('door')
    .where('door_token.org_id', '=', orgId)
    .where('door_token.token_hash', '=', tokenHash)
    .where('door_token.expires_at', '>', now)
    .where('door.state', '<>', 'removed')
    .executeTakeFirst();
}

export async function insertDoorToken(
  trx: Trx,
  row: {
    readonly orgId: string;
    readonly tokenHash: Uint8Array;
    readonly doorId: string;
    readonly expiresAt: Date;
  },
): Promise<void> {
  await trx
    .insertInto('door_token')
    .values({ org_id: row.orgId, token_hash: row.tokenHash, door_id: row.doorId, expires_at: row.expiresAt })
    .execute();
}

/** Forgets access tokens that ended before. Returns how many. */
export async function deleteDoorTokens(trx: Trx, orgId: string, before: Date): Promise<number> {
  const result = await trx
    .deleteFrom('door_token')
    .where('org_id', '=', orgId)
    .where('expires_at', '<', before)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Notes when a door was last used, unless that was noted after `since` already. */
export async function touchDoor(trx: Trx, orgId: string, doorId: string, now: Date, since: Date): Promise<void> {
  await trx
    .updateTable('door')
    .set({ last_call_at: now })
    .where('org_id', '=', orgId)
    .where('door_id', '=', doorId)
    .where((is) => is.or([is('last_call_at', 'is', null), is('last_call_at', '<', since)]))
    .execute();
}

/** Far above every limit; keeps the integer from overflowing under a flood. */
const CEILING = 1_000_000;

/** Adds `calls` to a window of a counter in one atomic statement and returns its count, these included. */
export async function countCalls(
  db: Executor,
  orgId: string,
  key: Uint8Array,
  windowStart: Date,
  calls: number,
): Promise<number> {
  const row = await db
    .insertInto('rate_counter')
    .values({ org_id: orgId, counter_key: key, window_start: windowStart, count: calls })
    .onConflict((conflict) =>
      conflict
        .columns(['org_id', 'counter_key', 'window_start'])
        .doUpdateSet({ count: sql<number>`least(rate_counter.count + ${calls}, ${CEILING})` }),
    )
    .returning('count')
    .executeTakeFirstOrThrow();
  return row.count;
}

/**
 * Counts a refusal in one atomic statement. False when it is a new one and there are `most` rows already: then nothing was written.
 */
export async function countRefusal(trx: Trx, row: DoorRefusalRow, most: number): Promise<boolean> {
  const same = trx
    .selectFrom('door_refusal')
    .select('org_id')
    .where('org_id', '=', row.org_id)
    .where('refusal_key', '=', row.refusal_key);
  const rows = trx
    .selectFrom('door_refusal')
    .select((count) => count.fn.countAll<number>().as('rows'))
    .where('org_id', '=', row.org_id);
  const result = await trx
    .insertInto('door_refusal')
    .columns([
      'org_id',
      'refusal_key',
      'endpoint',
      'reason',
      'door_id',
      'caller_sealed',
      'agent',
      'first_at',
      'last_at',
      'count',
    ])
    .expression(
      trx
        .selectNoFrom([
          sql<string>`${row.org_id}::uuid`.as('org_id'),
          sql<Uint8Array>`${row.refusal_key}::bytea`.as('refusal_key'),
          sql<string>`${row.endpoint}::text`.as('endpoint'),
          sql<string>`${row.reason}::text`.as('reason'),
          sql<string | null>`${row.door_id}::uuid`.as('door_id'),
          sql<Uint8Array>`${row.caller_sealed}::bytea`.as('caller_sealed'),
          sql<string>`${row.agent}::text`.as('agent'),
          sql<Date>`${row.first_at}::timestamptz`.as('first_at'),
          sql<Date>`${row.last_at}::timestamptz`.as('last_at'),
          sql<number>`${row.count}::bigint`.as('count'),
        ])
        .where((is) => is.or([is.exists(same), is(rows, '<', most)])),
    )
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'refusal_key']).doUpdateSet({
        last_at: row.last_at,
        count: sql<number>`door_refusal.count + ${row.count}`,
      }),
    )
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** Forgets refusals that were last seen before. Returns how many. */
export async function deleteRefusals(trx: Trx, orgId: string, before: Date): Promise<number> {
  const result = await trx
    .deleteFrom('door_refusal')
    .where('org_id', '=', orgId)
    .where('last_at', '<', before)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

/** Ids of recipients by the keyed hash of their telephone number; several may share one. */
export async function findByPhones(
  db: Executor,
  orgId: string,
  indexes: readonly Uint8Array[],
): Promise<readonly string[]> {
  if (indexes.length === 0) return [];
  const rows = await db
    .selectFrom('recipient')
    .select('recipient_id')
    .where('org_id', '=', orgId)
    .where('phone_index', 'in', [...indexes])
    .execute();
  return rows.map((row) => row.recipient_id);
}

/** Ids of recipients by the keyed hash of what a vendor calls them, in no order. */
export async function findByProviderIds(
  db: Executor,
  orgId: string,
  vendor: string,
  indexes: readonly Uint8Array[],
): Promise<readonly { readonly recipientId: string; readonly index: Uint8Array }[]> {
  if (indexes.length === 0) return [];
  const rows = await db
    .selectFrom('recipient_identity')
    .select(['recipient_id', 'provider_id_index'])
    .where('org_id', '=', orgId)
    .where('vendor', '=', vendor)
    .where('provider_id_index', 'in', [...indexes])
    .execute();
  return rows.map((row) => ({ recipientId: row.recipient_id, index: row.provider_id_index }));
}

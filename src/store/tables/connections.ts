/** Rows of connection and connection_health, and what still needs a connection. */
import type { Insertable, Selectable, Updateable } from 'kysely';
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { ConnectionHealthTable, ConnectionTable } from '../schema-border.ts';
import type { Trx } from '../transaction.ts';

export type ConnectionRow = Selectable<ConnectionTable>;
export type HealthRow = Selectable<ConnectionHealthTable>;

export async function insertConnection(trx: Trx, row: Insertable<ConnectionTable>): Promise<void> {
  await trx.insertInto('connection').values(row).execute();
}

/** All that were not removed, the oldest first. */
export function listConnections(db: Executor, orgId: string): Promise<ConnectionRow[]> {
  return db
    .selectFrom('connection')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('state', '<>', 'removed')
    .orderBy('created_at')
    .orderBy('connection_id')
    .execute();
}

/** Differs after every change of any connection: rows are never deleted, and each change moves `changed_at`. */
export async function connectionsVersion(db: Executor, orgId: string): Promise<string> {
  const row = await db
    .selectFrom('connection')
    .select((part) => [part.fn.countAll<number>().as('count'), part.fn.max('changed_at').as('changed')])
    .where('org_id', '=', orgId)
    .executeTakeFirstOrThrow();
  return `${row.count}.${row.changed?.getTime() ?? 0}`;
}

export async function findConnection(
  db: Executor,
  orgId: string,
  connectionId: string,
): Promise<ConnectionRow | undefined> {
  return await db
    .selectFrom('connection')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('connection_id', '=', connectionId)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
}

/** What a connection is or was, also when it was removed since. */
export async function kindOfConnection(db: Executor, orgId: string, connectionId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('connection')
    .select('kind')
    .where('org_id', '=', orgId)
    .where('connection_id', '=', connectionId)
    .executeTakeFirst();
  return row?.kind;
}

/** Locks one that was not removed. */
export async function lockConnection(
  trx: Trx,
  orgId: string,
  connectionId: string,
): Promise<ConnectionRow | undefined> {
  return await trx
    .selectFrom('connection')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('connection_id', '=', connectionId)
    .where('state', '<>', 'removed')
    .forUpdate()
    .executeTakeFirst();
}

/** INVARIANT: `changed_at` moves on with every change, also within the same millisecond, or other processes would not notice it. */
export async function updateConnection(
  trx: Trx,
  row: Pick<ConnectionRow, 'org_id' | 'connection_id' | 'changed_at'>,
  set: Omit<Updateable<ConnectionTable>, 'org_id' | 'connection_id' | 'changed_at'>,
  at: Date,
): Promise<void> {
  const changedAt = new Date(Math.max(at.getTime(), row.changed_at.getTime() + 1));
  await trx
    .updateTable('connection')
    .set({ ...set, changed_at: changedAt })
    .where('org_id', '=', row.org_id)
    .where('connection_id', '=', row.connection_id)
    .execute();
}

export function listHealth(db: Executor, orgId: string): Promise<HealthRow[]> {
  return db.selectFrom('connection_health').selectAll().where('org_id', '=', orgId).execute();
}

export async function findHealth(db: Executor, orgId: string, connectionId: string): Promise<HealthRow | undefined> {
  return await db
    .selectFrom('connection_health')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('connection_id', '=', connectionId)
    .executeTakeFirst();
}

/** It works: failures are forgotten, whatever they were. */
export async function recordWorking(trx: Trx, orgId: string, connectionId: string, at: Date): Promise<void> {
  const working = { failures: 0, last_ok_at: at, broken_since: null, probe_until: null };
  await trx
    .insertInto('connection_health')
    .values({ org_id: orgId, connection_id: connectionId, ...working })
    .onConflict((conflict) => conflict.columns(['org_id', 'connection_id']).doUpdateSet(working))
    .execute();
}

export type Failing = {
  readonly why: string;
  readonly at: Date;
  /** The connection itself failed, not one message. */
  readonly ofConnection: boolean;
  /** It needs a person. */
  readonly broken: boolean;
};

/** Returns how many times in a row the connection itself has failed now. */
export async function recordFailing(trx: Trx, orgId: string, connectionId: string, failing: Failing): Promise<number> {
  const more = failing.ofConnection ? 1 : 0;
  const row = await trx
    .insertInto('connection_health')
    .values({
      org_id: orgId,
      connection_id: connectionId,
      failures: more,
      last_error: failing.why,
      last_error_at: failing.at,
      broken_since: failing.broken ? failing.at : null,
    })
    .onConflict((conflict) =>
      conflict.columns(['org_id', 'connection_id']).doUpdateSet({
        failures: sql<number>`connection_health.failures + ${more}`,
        last_error: failing.why,
        last_error_at: failing.at,
        ...(failing.ofConnection ? { probe_until: null } : {}),
        ...(failing.broken ? { broken_since: sql<Date>`coalesce(connection_health.broken_since, ${failing.at})` } : {}),
      }),
    )
    .returning('failures')
    .executeTakeFirstOrThrow();
  return row.failures;
}

/** Lets one row try a connection that failed at least `limit` times in a row, or needs a person; false when another is trying until `until`. */
export async function takeProbe(
  trx: Trx,
  orgId: string,
  connectionId: string,
  limit: number,
  now: Date,
  until: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('connection_health')
    .set({ probe_until: until })
    .where('org_id', '=', orgId)
    .where('connection_id', '=', connectionId)
    .where((where) => where.or([where('failures', '>=', limit), where('broken_since', 'is not', null)]))
    .where((where) => where.or([where('probe_until', 'is', null), where('probe_until', '<=', now)]))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Somebody says that it is repaired: the next row tries it. The last error stays, for whoever looks. */
export async function forgetFailures(trx: Trx, orgId: string, connectionId: string): Promise<void> {
  await trx
    .updateTable('connection_health')
    .set({ failures: 0, broken_since: null, probe_until: null })
    .where('org_id', '=', orgId)
    .where('connection_id', '=', connectionId)
    .execute();
}

export async function recordQuota(
  trx: Trx,
  orgId: string,
  connectionId: string,
  left: number,
  at: Date,
): Promise<void> {
  const quota = { quota_left: left, quota_at: at };
  await trx
    .insertInto('connection_health')
    .values({ org_id: orgId, connection_id: connectionId, failures: 0, ...quota })
    .onConflict((conflict) => conflict.columns(['org_id', 'connection_id']).doUpdateSet(quota))
    .execute();
}

export type ConnectionUse = {
  /** Doors that were not removed and send by it. */
  readonly doors: readonly { readonly doorId: string; readonly nameSealed: Uint8Array }[];
  /** Messages that wait to leave by it, and what waits to be told. */
  readonly waiting: number;
  /** Connections that fall back on it. */
  readonly fallbackOf: readonly string[];
};

/** What would be left without a way out if the connection went. */
export async function connectionUse(db: Executor, orgId: string, connectionId: string): Promise<ConnectionUse> {
  const doors = await db
    .selectFrom('door')
    .select(['door_id', 'name_sealed'])
    .where('org_id', '=', orgId)
    .where('state', '<>', 'removed')
    .where((where) =>
      where.or([
        sql<boolean>`settings -> 'route' ->> 'connectionId' = ${connectionId}`,
        sql<boolean>`settings -> 'app' ->> 'personConnectionId' = ${connectionId}`,
      ]),
    )
    .orderBy('created_at')
    .execute();
  const rows = await db
    .selectFrom('outbox')
    .select((part) => part.fn.countAll<number>().as('count'))
    .where('org_id', '=', orgId)
    .where('connection', '=', connectionId)
    .where('state', 'in', ['pending', 'sending'])
    .executeTakeFirstOrThrow();
  const items = await db
    .selectFrom('notice_item')
    .select((part) => part.fn.countAll<number>().as('count'))
    .where('org_id', '=', orgId)
    .where('connection', '=', connectionId)
    .where('notice_id', 'is', null)
    .executeTakeFirstOrThrow();
  const others = await listConnections(db, orgId);
  return {
    doors: doors.map((row) => ({ doorId: row.door_id, nameSealed: row.name_sealed })),
    waiting: rows.count + items.count,
    fallbackOf: others.filter((row) => row.fallbacks.includes(connectionId)).map((row) => row.connection_id),
  };
}

/** Numbers for monitoring: what is the case now, and sums over what happened between two moments. All grouped, all by an index. */
import { sql } from 'kysely';
import type { Executor } from '../database.ts';

export type WaitingRow = {
  readonly connection: string;
  readonly state: 'pending' | 'sending' | 'dead';
  readonly rows: number;
  readonly oldest: Date;
};

/** The outbox without what was sent; dead rows that somebody looked at are left out. */
export async function countWaiting(db: Executor, orgId: string): Promise<WaitingRow[]> {
  const found = await sql<WaitingRow>`
    select connection, state, count(*)::bigint as rows, min(created_at) as oldest from outbox
    where org_id = ${orgId}::uuid and state in ('pending', 'sending', 'dead') and dismissed_at is null
    group by connection, state`.execute(db);
  return found.rows;
}

/** Entries that wait for the audit log, and since when. */
export async function logBacklog(
  db: Executor,
  orgId: string,
): Promise<{ readonly entries: number; readonly oldest: Date | null }> {
  const found = await sql<{ entries: number; oldest: Date | null }>`
    select count(*)::bigint as entries, min(created_at) as oldest from audit_outbox
    where org_id = ${orgId}::uuid`.execute(db);
  return found.rows[0] ?? { entries: 0, oldest: null };
}

export async function countOpenIncidents(
  db: Executor,
  orgId: string,
): Promise<{ readonly kind: string; readonly rows: number }[]> {
  const found = await sql<{ kind: string; rows: number }>`
    select kind, count(*)::bigint as rows from incident
    where org_id = ${orgId}::uuid and state = 'open' group by kind`.execute(db);
  return found.rows;
}

/** Calls that were turned away, by door (null: no door was found) since records of them are kept. */
export async function countRefusedCalls(
  db: Executor,
  orgId: string,
): Promise<{ readonly door: string | null; readonly rows: number }[]> {
  const found = await sql<{ door: string | null; rows: number }>`
    select door_id as door, sum(count)::bigint as rows from door_refusal
    where org_id = ${orgId}::uuid group by door_id`.execute(db);
  return found.rows;
}

export type HealthRow = {
  readonly connection: string;
  readonly failures: number;
  readonly broken: boolean;
  readonly quotaLeft: number | null;
};

export async function readHealth(db: Executor, orgId: string): Promise<HealthRow[]> {
  const rows = await db
    .selectFrom('connection_health')
    .select(['connection_id', 'failures', 'broken_since', 'quota_left'])
    .where('org_id', '=', orgId)
    .execute();
  return rows.map((row) => ({
    connection: row.connection_id,
    failures: row.failures,
    broken: row.broken_since !== null,
    quotaLeft: row.quota_left,
  }));
}

/** A half-open stretch of time. */
export type Between = { readonly orgId: string; readonly from: Date; readonly to: Date };

export type CrossedTotal = {
  readonly connection: string;
  readonly kind: string;
  readonly sandbox: boolean;
  readonly bytes: number;
  readonly personal: number;
};

export async function sumCrossedBetween(db: Executor, { orgId, from, to }: Between): Promise<CrossedTotal[]> {
  const found = await sql<CrossedTotal>`
    select connection, kind, sandbox, sum(bytes)::bigint as bytes, sum(personal)::bigint as personal
    from egress where org_id = ${orgId}::uuid and at >= ${from} and at < ${to}
    group by connection, kind, sandbox`.execute(db);
  return found.rows;
}

export type SentTotal = { readonly connection: string; readonly kind: string; readonly rows: number };

export async function countSentBetween(db: Executor, { orgId, from, to }: Between): Promise<SentTotal[]> {
  const found = await sql<SentTotal>`
    select connection, kind, count(*)::bigint as rows from outbox
    where org_id = ${orgId}::uuid and sent_at >= ${from} and sent_at < ${to}
    group by connection, kind`.execute(db);
  return found.rows;
}

export type KeptTotal = { readonly door: string | null; readonly bytes: number; readonly direct: number };

/** Content of granted transfers: its bytes, and what direct posting would have sent. */
export async function sumKeptBetween(db: Executor, { orgId, from, to }: Between): Promise<KeptTotal[]> {
  const found = await sql<KeptTotal>`
    select door, sum(bytes)::bigint as bytes, sum(coalesce(arrived, bytes))::bigint as direct from (
      select t.door_id as door, t.arrived_bytes as arrived,
        (select coalesce(sum(o.size), 0)::bigint from transfer_object o
          where o.org_id = t.org_id and o.transfer_id = t.transfer_id) as bytes
      from transfer t where t.org_id = ${orgId}::uuid and t.granted_at >= ${from} and t.granted_at < ${to}) as kept
    group by door`.execute(db);
  return found.rows;
}

export type SubmittedTotal = { readonly door: string | null; readonly level: string; readonly rows: number };

export async function countSubmittedBetween(db: Executor, { orgId, from, to }: Between): Promise<SubmittedTotal[]> {
  const found = await sql<SubmittedTotal>`
    select door_id as door, level, count(*)::bigint as rows from transfer
    where org_id = ${orgId}::uuid and created_at >= ${from} and created_at < ${to}
    group by door_id, level`.execute(db);
  return found.rows;
}

export type DecidedTotal = { readonly event: string; readonly outcome: string; readonly rows: number };

export async function countDecidedBetween(db: Executor, { orgId, from, to }: Between): Promise<DecidedTotal[]> {
  const found = await sql<DecidedTotal>`
    select event, outcome, count(*)::bigint as rows from policy_decision
    where org_id = ${orgId}::uuid and at >= ${from} and at < ${to}
    group by event, outcome`.execute(db);
  return found.rows;
}

export type StoppedTotal = { readonly connection: string; readonly rows: number };

export async function countStoppedBetween(db: Executor, { orgId, from, to }: Between): Promise<StoppedTotal[]> {
  const found = await sql<StoppedTotal>`
    select connection, count(*)::bigint as rows from incident
    where org_id = ${orgId}::uuid and kind = 'stopped_at_egress' and at >= ${from} and at < ${to}
    group by connection`.execute(db);
  return found.rows;
}

/** Questions of the egress proof: grouped sums per day and route, the list of what left, and the digests over it. Reads, but for one insert. */
import { type RawBuilder, sql } from 'kysely';
import type { ChannelDraft } from '../../model/notice.ts';
import type { Executor } from '../database.ts';
import type { Trx } from '../transaction.ts';

/** A period and a route. `to` is the first moment after it. */
export type ProofFilter = {
  readonly orgId: string;
  readonly from: Date;
  readonly to: Date;
  readonly door: string | null;
  readonly connection: string | null;
};

type Route = { readonly day: string; readonly door: string | null; readonly connection: string };
export type ContentRow = Route & {
  readonly fate: 'granted' | 'held' | 'refused';
  readonly transfers: number;
  readonly bytes: number;
  /** What a direct call to the vendor would have sent. */
  readonly direct: number;
};
export type CrossedRow = Route & {
  readonly kind: string;
  readonly sandbox: boolean;
  readonly records: number;
  readonly bytes: number;
  readonly personal: number;
};
export type NoticeRow = Route & { readonly notices: number; readonly messages: number };
export type StoppedRow = Route & { readonly stopped: number };

/** Only the route that is asked for. @param table - Alias of a table with door_id and connection. */
function ofRoute(table: string, { door, connection }: ProofFilter): RawBuilder<unknown> {
  const inDoor = door === null ? sql`` : sql` and ${sql.ref(`${table}.door_id`)} = ${door}::uuid`;
  const inConnection = connection === null ? sql`` : sql` and ${sql.ref(`${table}.connection`)} = ${connection}`;
  return sql`${inDoor}${inConnection}`;
}

function dayOf(column: string, zone: string): RawBuilder<string> {
  return sql<string>`to_char(${sql.ref(column)} at time zone ${zone}, 'YYYY-MM-DD')`;
}

/** Content by day (of the grant; of the submission where there was none), route and what became of it. */
export async function sumContent(db: Executor, filter: ProofFilter, zone: string): Promise<ContentRow[]> {
  const { orgId, from, to } = filter;
  const size = sql`(select coalesce(sum(o.size), 0)::bigint from transfer_object o
    where o.org_id = t.org_id and o.transfer_id = t.transfer_id)`;
  const found = await sql<ContentRow>`
    select day, door, connection, fate, count(*)::bigint as transfers, sum(bytes)::bigint as bytes,
      sum(coalesce(arrived, bytes))::bigint as direct
    from (
      select ${dayOf('t.granted_at', zone)} as day, t.door_id as door, t.connection, 'granted' as fate,
        t.arrived_bytes as arrived, ${size} as bytes
      from transfer t
      where t.org_id = ${orgId}::uuid and t.granted_at >= ${from} and t.granted_at < ${to}${ofRoute('t', filter)}
      union all
      select ${dayOf('t.created_at', zone)}, t.door_id, t.connection,
        case when t.state in ('submitted', 'held') then 'held' else 'refused' end, t.arrived_bytes, ${size}
      from transfer t
      where t.org_id = ${orgId}::uuid and t.granted_at is null and t.created_at >= ${from} and t.created_at < ${to}
        ${ofRoute('t', filter)}
    ) as content
    group by day, door, connection, fate`.execute(db);
  return found.rows;
}

/** Every body that left, by day, route, kind and whether it went to the sandbox. */
export async function sumCrossed(db: Executor, filter: ProofFilter, zone: string): Promise<CrossedRow[]> {
  const found = await sql<CrossedRow>`
    select ${dayOf('e.at', zone)} as day, e.door_id as door, e.connection, e.kind, e.sandbox,
      count(*)::bigint as records, sum(e.bytes)::bigint as bytes, sum(e.personal)::bigint as personal
    from egress e
    where e.org_id = ${filter.orgId}::uuid and e.at >= ${filter.from} and e.at < ${filter.to}${ofRoute('e', filter)}
    group by 1, 2, 3, 4, 5`.execute(db);
  return found.rows;
}

/** Notices that a channel took, and how many messages they told: one to a group may tell many. */
export async function countNotices(db: Executor, filter: ProofFilter, zone: string): Promise<NoticeRow[]> {
  const found = await sql<NoticeRow>`
    select ${dayOf('o.sent_at', zone)} as day, o.door_id as door, o.connection,
      count(*)::bigint as notices, sum(coalesce(n.items, 1))::bigint as messages
    from outbox o left join audience_notice n on n.org_id = o.org_id and n.notice_id = o.notice_id
    where o.org_id = ${filter.orgId}::uuid and o.sent_at >= ${filter.from} and o.sent_at < ${filter.to}
      and o.kind = 'notice'${ofRoute('o', filter)}
    group by 1, 2, 3`.execute(db);
  return found.rows;
}

/** Bodies that the egress guard stopped. */
export async function countStopped(db: Executor, filter: ProofFilter, zone: string): Promise<StoppedRow[]> {
  const { door, connection } = filter;
  const found = await sql<StoppedRow>`
    select ${dayOf('i.at', zone)} as day, o.door_id as door, i.connection, count(*)::bigint as stopped
    from incident i left join outbox o on o.org_id = i.org_id and o.outbox_id = i.outbox_id
    where i.org_id = ${filter.orgId}::uuid and i.at >= ${filter.from} and i.at < ${filter.to}
      and i.kind = 'stopped_at_egress'
      ${door === null ? sql`` : sql` and o.door_id = ${door}::uuid`}
      ${connection === null ? sql`` : sql` and i.connection = ${connection}`}
    group by 1, 2, 3`.execute(db);
  return found.rows;
}

export type EgressRecordRow = {
  readonly id: string;
  readonly at: Date;
  /** The same to the microsecond, as the database writes it: where a page goes on. */
  readonly exact: string;
  readonly connection: string;
  readonly kind: string;
  readonly door: string | null;
  readonly bytes: number;
  readonly sha256: string;
  readonly personal: number;
  readonly sandbox: boolean;
};
export type ListedRecordRow = EgressRecordRow & { readonly logIndex: number | null };
export type RecordCursor = Pick<EgressRecordRow, 'exact' | 'id'>;

const RECORD = sql`e.egress_id as id, e.at, e.at::text as exact, e.connection, e.kind, e.door_id as door, e.bytes,
  encode(e.hash, 'hex') as sha256, e.personal, e.sandbox`;

function inPeriod(filter: ProofFilter, after: RecordCursor | undefined): RawBuilder<unknown> {
  const beyond =
    after === undefined ? sql`` : sql` and (e.at, e.egress_id) > (${after.exact}::timestamptz, ${after.id}::uuid)`;
  return sql`e.org_id = ${filter.orgId}::uuid and e.at >= ${filter.from} and e.at < ${filter.to}
    ${ofRoute('e', filter)}${beyond}`;
}

/** Records in the order of time and id. */
export async function pageRecords(
  db: Executor,
  filter: ProofFilter,
  after: RecordCursor | undefined,
  limit: number,
): Promise<EgressRecordRow[]> {
  const found = await sql<EgressRecordRow>`select ${RECORD} from egress e where ${inPeriod(filter, after)}
    order by e.at, e.egress_id limit ${limit}`.execute(db);
  return found.rows;
}

/**
 * As `pageRecords`, each with the index in the audit log of the event that says that the vendor took it; null where there is none, or where two
 * of one moment cannot be told apart.
 */
export async function pageListedRecords(
  db: Executor,
  filter: ProofFilter,
  after: RecordCursor | undefined,
  limit: number,
): Promise<ListedRecordRow[]> {
  const found = await sql<ListedRecordRow>`
    select ${RECORD}, (
      select case when count(*) = 1 then min(a.idx) end from audit_event a
      where a.org_id = o.org_id and a.at = o.sent_at and a.kind in ('notice.sent', 'reminder.sent')
        and a.transfer_id is not distinct from o.transfer_id) as "logIndex"
    from egress e
    left join outbox o on o.org_id = e.org_id and o.outbox_id = e.outbox_id and o.state = 'sent' and o.sent_hash = e.hash
      and o.kind <> 'code'
    where ${inPeriod(filter, after)}
    order by e.at, e.egress_id limit ${limit}`.execute(db);
  return found.rows;
}

/** When the first record at or after a moment left; undefined when there is none. */
export async function firstRecordAt(db: Executor, orgId: string, from: Date): Promise<Date | undefined> {
  const row = await db
    .selectFrom('egress')
    .select('at')
    .where('org_id', '=', orgId)
    .where('at', '>=', from)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
  return row?.at;
}

export async function countRecords(db: Executor, orgId: string, from: Date): Promise<number> {
  const row = await db
    .selectFrom('egress')
    .select(sql<number>`count(*)::bigint`.as('n'))
    .where('org_id', '=', orgId)
    .where('at', '>=', from)
    .executeTakeFirst();
  return row?.n ?? 0;
}

export type DigestRow = {
  readonly from: Date;
  readonly to: Date;
  readonly eventId: string;
  readonly records: number;
  readonly root: Uint8Array;
};

/** False when this day was closed already, by this process or another. */
export async function insertDigest(trx: Trx, orgId: string, digest: DigestRow): Promise<boolean> {
  const result = await trx
    .insertInto('egress_digest')
    .values({
      org_id: orgId,
      from_at: digest.from,
      to_at: digest.to,
      event_id: digest.eventId,
      records: digest.records,
      root: digest.root,
    })
    .onConflict((conflict) => conflict.columns(['org_id', 'from_at']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** How far the record is closed, or undefined before the first digest. */
export async function closedUntil(db: Executor, orgId: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom('egress_digest')
    .select('to_at')
    .where('org_id', '=', orgId)
    .orderBy('from_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.to_at;
}

export type DigestEventRow = {
  readonly eventId: string;
  readonly index: number | null;
  readonly fieldsSealed: Uint8Array | null;
};

/** The events `egress.digest` in their order. */
export async function listDigestEvents(db: Executor, orgId: string): Promise<DigestEventRow[]> {
  const rows = await db
    .selectFrom('audit_event')
    .select(['event_id', 'idx', 'fields_sealed'])
    .where('org_id', '=', orgId)
    .where('kind', '=', 'egress.digest')
    .orderBy('at')
    .orderBy('event_id')
    .execute();
  return rows.map((row) => ({ eventId: row.event_id, index: row.idx, fieldsSealed: row.fields_sealed }));
}

/** The digests as they were kept, without their events. */
export async function listDigests(db: Executor, orgId: string): Promise<DigestRow[]> {
  const rows = await db
    .selectFrom('egress_digest')
    .selectAll()
    .where('org_id', '=', orgId)
    .orderBy('from_at')
    .execute();
  return rows.map((row) => ({
    from: row.from_at,
    to: row.to_at,
    eventId: row.event_id,
    records: row.records,
    root: row.root,
  }));
}

export type KeptBody = {
  readonly id: string;
  readonly key: string;
  readonly connection: string;
  readonly kind: ChannelDraft['kind'];
  /** Sealed. */
  readonly body: Uint8Array;
  readonly sha256: Uint8Array;
};

/** Exact bodies that are still kept of what a channel took, in the order of their rows. */
export async function pageKeptBodies(
  db: Executor,
  filter: ProofFilter,
  after: string | undefined,
  limit: number,
): Promise<KeptBody[]> {
  const found = await sql<KeptBody>`
    select o.outbox_id as id, o.idem_key as key, o.connection, o.kind, o.sent_sealed as body, o.sent_hash as sha256
    from outbox o
    where o.org_id = ${filter.orgId}::uuid and o.sent_at >= ${filter.from} and o.sent_at < ${filter.to}
      and o.sent_sealed is not null and o.sent_hash is not null${ofRoute('o', filter)}
      ${after === undefined ? sql`` : sql` and o.outbox_id > ${after}::uuid`}
    order by o.outbox_id limit ${limit}`.execute(db);
  return found.rows;
}

/** What vendors call recipients: identifiers that a body may hold. */
export function listProviderIds(
  db: Executor,
  orgId: string,
  limit: number,
): Promise<{ readonly vendor: string; readonly recipient_id: string; readonly provider_id_sealed: Uint8Array }[]> {
  return db
    .selectFrom('recipient_identity')
    .select(['vendor', 'recipient_id', 'provider_id_sealed'])
    .where('org_id', '=', orgId)
    .limit(limit)
    .execute();
}

/** Names of doors, sealed; removed ones included. */
export async function listDoorNames(
  db: Executor,
  orgId: string,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly name: Uint8Array }[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('door')
    .select(['door_id as id', 'name_sealed as name'])
    .where('org_id', '=', orgId)
    .where('door_id', 'in', ids)
    .execute();
}

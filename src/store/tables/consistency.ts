/**
 * Questions that fsck asks: each returns the ids of rows that contradict others, at most `LISTED` of them, and how many there are.
 * All are reads; run them in one snapshot, or a busy server makes rows look contradictory that are not.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../database.ts';
import { LOG_ID } from '../log/postgres-log.ts';
import { readMigrations } from '../migrate.ts';

export type Odd = { readonly count: number; readonly ids: readonly string[] };

const LISTED = 20;

/** @param rows - A select with one text column `id`. */
export async function odd(db: Executor, rows: RawBuilder<unknown>): Promise<Odd> {
  const found = await sql<{ id: string; n: number }>`
    select id, count(*) over ()::bigint as n from (${rows}) as odd order by id limit ${LISTED}`.execute(db);
  return { count: found.rows[0]?.n ?? 0, ids: found.rows.map((row) => row.id) };
}

/** Names of migrations that were not applied, or whose text is another one than was applied. */
export async function migrationsOutOfStep(db: Executor): Promise<readonly string[]> {
  const there = await sql<{ there: boolean }>`select to_regclass('schema_migration') is not null as there`.execute(db);
  const applied = new Map<number, string>();
  if (there.rows[0]?.there === true) {
    const rows = await sql<{ number: number; digest: string }>`select number, digest from schema_migration`.execute(db);
    for (const row of rows.rows) applied.set(row.number, row.digest);
  }
  const known = await readMigrations();
  const newer = [...applied.keys()].filter((number) => number > known.length).map((number) => `${number}`);
  return [...known.filter((one) => applied.get(one.number) !== one.digest).map((one) => one.name), ...newer];
}

/** Granted transfers in which a recipient has no grant for an object. */
export function grantsMissing(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select distinct t.transfer_id::text as id
      from transfer t
      join transfer_object o on o.org_id = t.org_id and o.transfer_id = t.transfer_id
      join transfer_recipient r on r.org_id = t.org_id and r.transfer_id = t.transfer_id
      left join object_grant g on g.org_id = t.org_id and g.transfer_id = t.transfer_id
        and g.object_id = o.object_id and (g.recipient_id = r.recipient_id
          or (t.audience_id is not null and g.recipient_id is null and g.holder <> 'records'))
      where t.org_id = ${orgId}::uuid and t.state = 'granted' and g.grant_id is null`,
  );
}

/** Living grants of granted transfers whose release secret is gone: nobody can open them. */
export function secretsMissing(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select g.grant_id::text as id
      from object_grant g join transfer t on t.org_id = g.org_id and t.transfer_id = g.transfer_id
      where g.org_id = ${orgId}::uuid and t.state = 'granted' and g.revoked_at is null and g.wrapped_secret is null`,
  );
}

/** Recipients' grants of ended transfers that still have a release secret. The records' own grants outlive the transfer. */
export function secretsLeft(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select g.grant_id::text as id
      from object_grant g join transfer t on t.org_id = g.org_id and t.transfer_id = g.transfer_id
      where g.org_id = ${orgId}::uuid and t.state in ('revoked', 'expired', 'withdrawn', 'refused')
        and g.holder <> 'records' and g.wrapped_secret is not null`,
  );
}

/** Objects of ended transfers whose own key the server still keeps. */
export function custodyLeft(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select distinct s.object_id::text as id
      from sealed_object s
      join transfer_object o on o.org_id = s.org_id and o.object_id = s.object_id
      join transfer t on t.org_id = o.org_id and t.transfer_id = o.transfer_id
      where s.org_id = ${orgId}::uuid and t.state in ('revoked', 'expired', 'withdrawn', 'refused')
        and s.custody_secret is not null`,
  );
}

/** Openings that count more than the grant allows. */
export function openingsOverCount(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select g.grant_id::text as id
      from object_grant g
      join transfer t on t.org_id = g.org_id and t.transfer_id = g.transfer_id
      join (select org_id, grant_id, count(*) as n from opening where returned_at is null
        group by org_id, grant_id) as taken
        on taken.org_id = g.org_id and taken.grant_id = g.grant_id
      where g.org_id = ${orgId}::uuid and taken.n > t.opens_max`,
  );
}

/** Openings that were released although their event is not below the published size. */
export function openingsUnlogged(db: Executor, orgId: string, size: number): Promise<Odd> {
  return odd(
    db,
    sql`select o.opening_id::text as id
      from opening o left join audit_event e on e.org_id = o.org_id and e.event_id = o.event_id
      where o.org_id = ${orgId}::uuid and o.released_at is not null and (e.idx is null or e.idx >= ${size})`,
  );
}

/** Uploads whose state and figures contradict each other. */
export function uploadsOdd(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select u.upload_id::text as id
      from upload u left join sealed_object s on s.org_id = u.org_id and s.object_id = u.object_id
      where u.org_id = ${orgId}::uuid and (
        u.received < 0 or u.received > u.size
        or (u.state in ('inspecting', 'ready', 'used') and u.received <> u.size)
        or (u.state in ('ready', 'used') and (s.object_id is null or s.size <> u.size or u.classification is null)))`,
  );
}

/** Sent rows that do not say what was sent, and rows that are done but keep their draft. */
export function outboxOdd(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select outbox_id::text as id from outbox
      where org_id = ${orgId}::uuid and (
        (state = 'sent' and (sent_bytes is null or sent_hash is null or sent_at is null))
        or (state in ('sent', 'dead') and draft_sealed is not null))`,
  );
}

/** The same notice queued twice. */
export function outboxTwice(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select min(outbox_id::text) as id from outbox where org_id = ${orgId}::uuid
      group by idem_key having count(*) > 1`,
  );
}

/** Sent rows of which no record of what left exists with the same digest. What a message is rewritten to may be wrapped by its channel. */
export function outboxUnrecorded(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select o.outbox_id::text as id from outbox o
      where o.org_id = ${orgId}::uuid and o.state = 'sent' and o.kind <> 'ended' and not exists (
        select 1 from egress e
        where e.org_id = o.org_id and e.outbox_id = o.outbox_id and e.hash = o.sent_hash and e.bytes = o.sent_bytes)`,
  );
}

/** Events that are neither in the log's order nor waiting for it, or both. */
export function eventsMisplaced(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select e.event_id::text as id
      from audit_event e left join audit_outbox w on w.org_id = e.org_id and w.event_id = e.event_id
      where e.org_id = ${orgId}::uuid and (e.idx is null) = (w.id is null)`,
  );
}

export type LogOrder = {
  /** Next index that will be given. */
  readonly next: number;
  /** Events that have an index at or above `size`, and entries staged for those indexes. */
  readonly events: number;
  readonly staged: number;
};

/** How the order of the log goes on after its first `size` entries; undefined without a log. */
export async function logOrderAfter(db: Executor, orgId: string, size: number): Promise<LogOrder | undefined> {
  const found = await sql<LogOrder>`
    select c.next,
      (select count(*) from audit_event e
        where e.org_id = c.org_id and e.log_id = c.log_id and e.idx >= ${size})::bigint as events,
      (select coalesce(sum(s.first + s.n - greatest(s.first, ${size})), 0) from log_seq s
        where s.org_id = c.org_id and s.log_id = c.log_id and s.first + s.n > ${size})::bigint as staged
    from log_seq_coord c where c.org_id = ${orgId}::uuid and c.log_id = ${LOG_ID}`.execute(db);
  return found.rows[0];
}

export type Counts = { readonly transfers: number; readonly events: number; readonly notices: number };

export async function countAll(db: Executor, orgId: string): Promise<Counts> {
  const found = await sql<Counts>`select
    (select count(*) from transfer where org_id = ${orgId}::uuid)::bigint as transfers,
    (select count(*) from audit_event where org_id = ${orgId}::uuid)::bigint as events,
    (select count(*) from outbox where org_id = ${orgId}::uuid)::bigint as notices`.execute(db);
  return found.rows[0] ?? { transfers: 0, events: 0, notices: 0 };
}

/** Those of the hashes that belong to an object. */
export async function knownHashes(db: Executor, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await sql<{ hash: string }>`
    select encode(ciphertext_hash, 'hex') as hash from sealed_object
    where ciphertext_hash in (select decode(given, 'hex') from unnest(${[...hashes]}::text[]) as given)`.execute(db);
  return new Set(rows.rows.map((row) => row.hash));
}

export type EventRow = {
  readonly eventId: string;
  readonly index: number;
  readonly entryClass: number;
  readonly tag: Uint8Array;
  readonly fieldsSealed: Uint8Array | null;
  readonly fieldHashes: Uint8Array;
  readonly keys: readonly { readonly field: number; readonly wrappedKey: Uint8Array }[];
};

/** The events of one transfer that have an index below `size`, in the order of the log. */
export async function listEventsOf(
  db: Executor,
  orgId: string,
  transferId: string,
  size: number,
): Promise<readonly EventRow[]> {
  const rows = await db
    .selectFrom('audit_event')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('log_id', '=', LOG_ID)
    .where('transfer_id', '=', transferId)
    .where('idx', '<', size)
    .orderBy('idx')
    .execute();
  if (rows.length === 0) return [];
  const keys = await db
    .selectFrom('audit_field_key')
    .selectAll()
    .where('org_id', '=', orgId)
    .where(
      'event_id',
      'in',
      rows.map((row) => row.event_id),
    )
    .execute();
  return rows.map((row) => ({
    eventId: row.event_id,
    index: row.idx ?? -1,
    entryClass: row.class,
    tag: row.tag,
    fieldsSealed: row.fields_sealed,
    fieldHashes: row.field_hashes,
    keys: keys
      .filter((key) => key.event_id === row.event_id)
      .map((key) => ({ field: key.field, wrappedKey: key.wrapped_key })),
  }));
}

/** Id of the transfer with this reference. */
export async function findTransferByReference(
  db: Executor,
  orgId: string,
  reference: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('transfer')
    .select('transfer_id')
    .where('org_id', '=', orgId)
    .where('reference', '=', reference)
    .executeTakeFirst();
  return row?.transfer_id;
}

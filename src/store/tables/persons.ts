/**
 * Rows of transfer_person and person_count: persons as keyed hashes, and how many of them a legal entity has sent abroad in a calendar year.
 * Every count is one statement, so that it is of one moment.
 */
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { Trx } from '../transaction.ts';

const CHUNK = 5_000;

/** Keeps the persons of a transfer; hashes are all different. */
export async function insertTransferPersons(
  trx: Trx,
  orgId: string,
  transferId: string,
  hashes: readonly Uint8Array[],
): Promise<void> {
  for (let at = 0; at < hashes.length; at += CHUNK) {
    await trx
      .insertInto('transfer_person')
      .values(hashes.slice(at, at + CHUNK).map((person) => ({ org_id: orgId, transfer_id: transferId, person })))
      .execute();
  }
}

export async function countTransferPersons(db: Executor, orgId: string, transferId: string): Promise<number> {
  const row = await db
    .selectFrom('transfer_person')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .executeTakeFirst();
  return row?.n ?? 0;
}

/**
 * Counts the persons of a transfer for every place outside the origin in which it could be opened by now. Who is counted already stays
 * counted once, however often this is called.
 *
 * Persons in sensitive content are counted as such and not among the others: the limits of the mainland (CBDF art. 5, 7 and 8) count
 * "personal information, sensitive personal information left out" and "sensitive personal information" each for itself.
 */
export async function countPersons(trx: Trx, orgId: string, transferId: string): Promise<void> {
  await sql`
    insert into person_count
      (org_id, entity_id, origin, destination, year, sensitive, person, transfer_id, first_at)
    select e.org_id, e.entity_id, e.origin, e.destination, e.year, e.sensitive_for @> jsonb_build_array(e.origin),
      p.person, e.transfer_id, e.granted_at
    from register_entry e
    join transfer_person p on p.org_id = e.org_id and p.transfer_id = e.transfer_id
    where e.org_id = ${orgId}::uuid and e.transfer_id = ${transferId}::uuid
      and e.year is not null and e.destination <> e.origin
    on conflict (org_id, entity_id, destination, year, sensitive, person) do nothing`.execute(trx);
}

export type YearPersons = {
  /** Different persons whose ordinary data went abroad, and persons stated for content that nobody could read. */
  readonly pi: number;
  /** The same of sensitive content. */
  readonly spi: number;
  /** Transfers that went abroad and of which nobody knows how many persons they are about. */
  readonly unknown: number;
};

/**
 * Returns how many different persons an entity has sent abroad from `origin` in a calendar year, over all destinations.
 *
 * `except` leaves out whoever the transfer in hand is about, so that they can be added once: a stored transfer, or the hashes of one that is
 * not stored yet. Persons who were only stated as a number cannot be told apart and are added up.
 */
export async function countThisYear(
  db: Executor,
  orgId: string,
  entityId: string,
  origin: string,
  year: number,
  except: { readonly transferId: string } | { readonly hashes: readonly Uint8Array[] },
): Promise<YearPersons> {
  const transferId = 'transferId' in except ? except.transferId : null;
  const own =
    'transferId' in except
      ? sql`select person from transfer_person where org_id = ${orgId}::uuid and transfer_id = ${except.transferId}::uuid`
      : sql`select decode(given, 'hex') as person from unnest(${except.hashes.map(hexOf)}::text[]) as given`;
  const found = await sql<YearPersons>`
    with own as (${own}),
    counted as (
      select sensitive, count(*) as n from (
        select c.sensitive, c.person from person_count c
        where c.org_id = ${orgId}::uuid and c.entity_id = ${entityId}::uuid and c.origin = ${origin}
          and c.year = ${year}
        group by c.sensitive, c.person) as each
      group by sensitive),
    again as (
      select c.sensitive, count(distinct c.person) as n from person_count c
      join own on own.person = c.person
      where c.org_id = ${orgId}::uuid and c.entity_id = ${entityId}::uuid and c.origin = ${origin}
        and c.year = ${year} and c.sensitive in (true, false)
      group by c.sensitive),
    keyed as (
      select c.sensitive, c.n - coalesce(a.n, 0) as n from counted c left join again a on a.sensitive = c.sensitive),
    stated as (
      select e.transfer_id, bool_or(e.sensitive_for @> jsonb_build_array(e.origin)) as sensitive,
        max(e.unkeyed) as unkeyed
      from register_entry e
      where e.org_id = ${orgId}::uuid and e.entity_id = ${entityId}::uuid and e.origin = ${origin}
        and e.year = ${year} and e.destination <> e.origin
        and (${transferId}::uuid is null or e.transfer_id <> ${transferId}::uuid)
      group by e.transfer_id)
    select
      coalesce((select n from keyed where not sensitive), 0)
        + coalesce((select sum(unkeyed) from stated where not sensitive), 0)::bigint as pi,
      coalesce((select n from keyed where sensitive), 0)
        + coalesce((select sum(unkeyed) from stated where sensitive), 0)::bigint as spi,
      (select count(*) from stated where unkeyed is null) as unknown`.execute(db);
  return found.rows[0] ?? { pi: 0, spi: 0, unknown: 0 };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export type YearRow = YearPersons & {
  readonly entityId: string;
  readonly origin: string;
  /** null: over all destinations, each person once. */
  readonly destination: string | null;
};

/** Counters of one calendar year for every entity: one row per destination and one over all of them. */
export async function listYearCounts(db: Executor, orgId: string, year: number): Promise<readonly YearRow[]> {
  const found = await sql<YearRow>`
    with keyed as (
      select c.entity_id, c.origin, c.destination, c.sensitive, c.person from person_count c
      where c.org_id = ${orgId}::uuid and c.year = ${year} and c.destination <> c.origin),
    stated as (
      select distinct e.entity_id, e.origin, e.destination, e.transfer_id,
        e.sensitive_for @> jsonb_build_array(e.origin) as sensitive, e.unkeyed
      from register_entry e
      where e.org_id = ${orgId}::uuid and e.year = ${year} and e.destination <> e.origin),
    once as (
      select distinct entity_id, origin, transfer_id, sensitive, unkeyed from stated),
    parts as (
      select entity_id, origin, destination,
        count(*) filter (where not sensitive) as pi, count(*) filter (where sensitive) as spi, 0::bigint as unknown
        from keyed group by entity_id, origin, destination
      union all
      select entity_id, origin, null,
        count(distinct person) filter (where not sensitive), count(distinct person) filter (where sensitive), 0
        from keyed group by entity_id, origin
      union all
      select entity_id, origin, destination, coalesce(sum(unkeyed) filter (where not sensitive), 0)::bigint,
        coalesce(sum(unkeyed) filter (where sensitive), 0)::bigint, count(*) filter (where unkeyed is null)
        from stated group by entity_id, origin, destination
      union all
      select entity_id, origin, null, coalesce(sum(unkeyed) filter (where not sensitive), 0)::bigint,
        coalesce(sum(unkeyed) filter (where sensitive), 0)::bigint, count(*) filter (where unkeyed is null)
        from once group by entity_id, origin)
    select entity_id::text as "entityId", origin, destination, sum(pi)::bigint as pi, sum(spi)::bigint as spi,
      sum(unknown)::bigint as unknown
    from parts group by entity_id, origin, destination
    order by entity_id, origin, destination nulls first`.execute(db);
  return found.rows;
}

/** Calendar years in which anything was counted, newest first. */
export async function listCountedYears(db: Executor, orgId: string): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('register_entry')
    .select('year')
    .distinct()
    .where('org_id', '=', orgId)
    .where('year', 'is not', null)
    .orderBy('year', 'desc')
    .execute();
  return rows.flatMap((row) => (row.year === null ? [] : [row.year]));
}

export type CountDifference = {
  readonly entityId: string;
  readonly destination: string;
  readonly year: number;
  readonly sensitive: boolean;
  /** Persons that the register and the transfers say were sent there, and persons that are counted. */
  readonly recomputed: number;
  readonly counted: number;
  /** Persons that are in one and not in the other. */
  readonly different: number;
};

/** Counts everything anew from the register and the persons of each transfer; returns where the counters say something else. */
export async function recountPersons(db: Executor, orgId: string): Promise<readonly CountDifference[]> {
  const found = await sql<CountDifference>`
    with anew as (
      select distinct e.entity_id, e.destination, e.year, e.sensitive_for @> jsonb_build_array(e.origin) as sensitive,
        p.person
      from register_entry e
      join transfer_person p on p.org_id = e.org_id and p.transfer_id = e.transfer_id
      where e.org_id = ${orgId}::uuid and e.year is not null and e.destination <> e.origin),
    kept as (
      select entity_id, destination, year, sensitive, person from person_count where org_id = ${orgId}::uuid),
    compared as (
      select coalesce(a.entity_id, k.entity_id) as entity_id, coalesce(a.destination, k.destination) as destination,
        coalesce(a.year, k.year) as year, coalesce(a.sensitive, k.sensitive) as sensitive,
        a.person is not null as is_anew, k.person is not null as is_kept
      from anew a full join kept k on k.entity_id = a.entity_id and k.destination = a.destination
        and k.year = a.year and k.sensitive = a.sensitive and k.person = a.person)
    select entity_id::text as "entityId", destination, year, sensitive,
      count(*) filter (where is_anew) as recomputed, count(*) filter (where is_kept) as counted,
      count(*) filter (where is_anew <> is_kept) as different
    from compared group by entity_id, destination, year, sensitive
    having count(*) filter (where is_anew <> is_kept) > 0
    order by entity_id, destination, year, sensitive`.execute(db);
  return found.rows;
}

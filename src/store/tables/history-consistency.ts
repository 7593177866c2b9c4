/** Questions that fsck asks about levels, exceptions, sweeps and pseudonymised lists. Reads; one snapshot for all (consistency.ts). */
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { type Odd, odd } from './consistency.ts';

/** Versions of the levels with a gap before them: each is kept, because classifications are explained by it. */
export function levelVersionsMissing(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select p.version::text as id from level_policy p
      where p.org_id = ${orgId}::uuid and p.version <> 1 and not exists (
        select 1 from level_policy b where b.org_id = p.org_id and b.version = p.version - 1)`,
  );
}

/** Exceptions that are set by nobody, by one officer twice, without an end, or that took out findings before they were set. */
export function exceptionsOdd(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select e.exception_id::text as id from finding_exception e
      where e.org_id = ${orgId}::uuid and (
        (e.set_by is null) <> (e.set_at is null) or (e.set_by is null) <> (e.expires_at is null)
        or (e.set_by is null) <> (e.reason is null)
        or (e.second_by is null) <> (e.second_at is null)
        or (e.second_by is not null and (e.set_by is null or e.second_by = e.set_by))
        or (e.ended_by is not null and e.ended_at is null)
        or e.applied < 0 or (e.applied > 0 and e.set_by is null)
        or (e.transfer_id is not null and not exists (
          select 1 from transfer t where t.org_id = e.org_id and t.transfer_id = e.transfer_id)))`,
  );
}

/** Sweeps that ended without a report or with fewer files than they say. Files that were found and are gone since may be more. */
export function sweepsOdd(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select s.sweep_id::text as id
      from sweep s
      left join (
        select org_id, sweep_id, count(*) as n from sweep_item group by org_id, sweep_id) as i
        on i.org_id = s.org_id and i.sweep_id = s.sweep_id
      where s.org_id = ${orgId}::uuid and (
        (s.state = 'done') <> (s.finished_at is not null)
        or (s.state = 'done' and (s.report_sealed is null or coalesce(i.n, 0) < (s.progress ->> 'files')::bigint)))`,
  );
}

/** Swept files of no sweep, those that say of a remedy only half, and those that were sealed into an object that is not there. */
export function sweptFilesOdd(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select encode(i.path_key, 'hex') as id
      from sweep_item i
      left join sweep s on s.org_id = i.org_id and s.sweep_id = i.sweep_id
      left join upload u on u.org_id = i.org_id and u.upload_id = i.upload_id
      left join sealed_object o on o.org_id = u.org_id and o.object_id = u.object_id
      where i.org_id = ${orgId}::uuid and (
        s.sweep_id is null
        or (i.remedy is null) <> (i.remedied_at is null)
        or (i.remedy is not null and i.remedied_by is null)
        or (i.remedy = 'seal' and o.object_id is null))`,
  );
}

/**
 * Tables that lead back which say neither that they are there nor that they were erased, whose list was sent without them knowing, or whose
 * transfer is none; and looks into no table.
 */
export function pseudonymTablesOdd(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select p.table_id::text as id
      from pseudonym_table p
      left join upload u on u.org_id = p.org_id and u.upload_id = p.upload_id
      where p.org_id = ${orgId}::uuid and (
        (p.table_sealed is null) <> (p.erased_at is not null) or (p.erased_at is null) <> (p.erased_by is null)
        or (p.transfer_id is not null and not exists (
          select 1 from transfer t where t.org_id = p.org_id and t.transfer_id = p.transfer_id))
        or (p.transfer_id is null and exists (
          select 1 from transfer_object o where o.org_id = p.org_id and o.object_id = u.object_id)))
      union
      select l.look_id::text from pseudonym_look l
      where l.org_id = ${orgId}::uuid and not exists (
        select 1 from pseudonym_table p where p.org_id = l.org_id and p.table_id = l.table_id)`,
  );
}

/** Entries of the register that call what was sent pseudonymised, of which there is no table and was none. */
export function pseudonymsUnproven(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select e.entry_id::text as id from register_entry e
      where e.org_id = ${orgId}::uuid and e.safeguards @> '["pseudonymised"]'::jsonb and not exists (
        select 1 from pseudonym_table p where p.org_id = e.org_id and p.transfer_id = e.transfer_id)`,
  );
}

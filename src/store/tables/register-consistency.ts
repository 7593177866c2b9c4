/** Questions that fsck asks about the register of transfers and the counters of persons. Reads; one snapshot for all (consistency.ts). */
import { sql } from 'kysely';
import type { Executor } from '../database.ts';
import { type Odd, odd } from './consistency.ts';

/** Transfers that lack the entry of a recipient, or have more than one. */
export function registerMissing(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select distinct r.transfer_id::text as id
      from transfer_recipient r
      left join (
        select org_id, transfer_id, recipient_id, count(*) as n from register_entry where event = 'send'
        group by org_id, transfer_id, recipient_id) as e
        on e.org_id = r.org_id and e.transfer_id = r.transfer_id and e.recipient_id = r.recipient_id
      where r.org_id = ${orgId}::uuid and coalesce(e.n, 0) <> 1`,
  );
}

/** Transfers that were opened in another place than they were sent to, without an entry for that place. */
export function openEntriesMissing(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select distinct d.transfer_id::text as id
      from policy_decision d
      join register_entry s on s.org_id = d.org_id and s.transfer_id = d.transfer_id
        and s.recipient_id = d.recipient_id and s.event = 'send'
      left join register_entry o on o.org_id = d.org_id and o.transfer_id = d.transfer_id
        and o.recipient_id = d.recipient_id and o.event = 'open'
        and o.destination = coalesce(d.facts ->> 'dest', 'unknown')
      where d.org_id = ${orgId}::uuid and d.event in ('open', 'download') and d.outcome = 'allow'
        and coalesce(d.facts ->> 'dest', 'unknown') <> s.destination and o.entry_id is null`,
  );
}

/**
 * Entries that contradict their transfer, its decision or its persons: another state, an end without a day until which it is kept, a grant
 * without its year, another number of persons than it was decided on.
 */
export function registerDisagrees(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`select e.entry_id::text as id
      from register_entry e
      join transfer t on t.org_id = e.org_id and t.transfer_id = e.transfer_id
      left join policy_decision d on d.org_id = e.org_id and d.decision_id = e.decision_id
      left join (
        select org_id, transfer_id, count(*) as n from transfer_person group by org_id, transfer_id) as p
        on p.org_id = e.org_id and p.transfer_id = e.transfer_id
      where e.org_id = ${orgId}::uuid and (
        e.state <> t.state or e.entity_id <> t.entity_id or e.purpose <> t.purpose or e.level <> t.level
        or d.decision_id is null or d.outcome <> e.outcome
        or (e.event = 'send' and e.persons is distinct from (d.facts ->> 'n')::bigint)
        or e.unkeyed is distinct from
          case when e.persons is null then null else greatest(0, e.persons - coalesce(p.n, 0)) end
        or (e.granted_at is null) <> (e.year is null)
        or (e.event = 'send' and (e.granted_at is null) <> (t.granted_at is null))
        or (t.ended_at is not null and e.retain_until is null))`,
  );
}

/** Counters that are not what the register and the persons of each transfer add up to. */
export function countersDisagree(db: Executor, orgId: string): Promise<Odd> {
  return odd(
    db,
    sql`with anew as (
        select distinct e.org_id, e.entity_id, e.destination, e.year,
          e.sensitive_for @> jsonb_build_array(e.origin) as sensitive, p.person
        from register_entry e
        join transfer_person p on p.org_id = e.org_id and p.transfer_id = e.transfer_id
        where e.org_id = ${orgId}::uuid and e.year is not null and e.destination <> e.origin)
      select distinct coalesce(a.entity_id, k.entity_id)::text || ' ' || coalesce(a.destination, k.destination) || ' '
        || coalesce(a.year, k.year)::text as id
      from anew a
      full join (select * from person_count where org_id = ${orgId}::uuid) as k
        on k.entity_id = a.entity_id and k.destination = a.destination and k.year = a.year
        and k.sensitive = a.sensitive and k.person = a.person
      where a.person is null or k.person is null`,
  );
}

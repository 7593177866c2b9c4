/** Events about a person by the numbers of his tags, and the reasons that were given. */
import type { Insertable } from 'kysely';
import type { Executor } from '../database.ts';
import type { AccessReasonTable } from '../schema-opening.ts';
import type { Trx } from '../transaction.ts';
import type { AuditEventRow } from './audit.ts';

export async function insertAccessReason(trx: Trx, row: Insertable<AccessReasonTable>): Promise<void> {
  await trx.insertInto('access_reason').values(row).execute();
}

/** Sealed reasons by the event that they belong to. */
export async function listAccessReasons(
  db: Executor,
  orgId: string,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  if (eventIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('access_reason')
    .select(['event_id', 'reason_sealed'])
    .where('org_id', '=', orgId)
    .where('event_id', 'in', [...eventIds])
    .execute();
  return new Map(rows.map((row) => [row.event_id, row.reason_sealed]));
}

/** The newest first. `before`: only numbers below it. */
export function pageEventsAbout(
  db: Executor,
  orgId: string,
  whom: { readonly kind: 'staff' | 'recipient'; readonly id: string },
  before: number | undefined,
  limit: number,
): Promise<AuditEventRow[]> {
  let query = db
    .selectFrom('audit_event')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('about_id', '=', whom.id)
    .where('about_kind', '=', whom.kind);
  if (before !== undefined) query = query.where('about_no', '<', before);
  return query.orderBy('about_no', 'desc').limit(limit).execute();
}

/** Rows of these events with the keys of their fields, in the order of the numbers; only those that have an index below `size`. */
export async function listWholeEventsAbout(
  db: Executor,
  orgId: string,
  whom: { readonly kind: 'staff' | 'recipient'; readonly id: string },
  size: number,
): Promise<
  readonly (AuditEventRow & {
    readonly keys: readonly { readonly field: number; readonly wrappedKey: Uint8Array }[];
  })[]
> {
  const rows = await db
    .selectFrom('audit_event')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('about_id', '=', whom.id)
    .where('about_kind', '=', whom.kind)
    .where('idx', '<', size)
    .orderBy('about_no')
    .execute();
  if (rows.length === 0) return [];
  const keys = await db
    .selectFrom('audit_field_key as k')
    .innerJoin('audit_event as e', (join) =>
      join.onRef('e.org_id', '=', 'k.org_id').onRef('e.event_id', '=', 'k.event_id'),
    )
    .select(['k.event_id', 'k.field', 'k.wrapped_key'])
    .where('e.org_id', '=', orgId)
    .where('e.about_id', '=', whom.id)
    .where('e.about_kind', '=', whom.kind)
    .execute();
  return rows.map((row) => ({
    ...row,
    keys: keys
      .filter((key) => key.event_id === row.event_id)
      .map((key) => ({ field: key.field, wrappedKey: key.wrapped_key })),
  }));
}

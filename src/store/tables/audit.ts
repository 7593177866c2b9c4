/** Rows of audit_event, audit_field_key and audit_outbox: the database half of one audit event. */
import type { Selectable } from 'kysely';
import type { Executor } from '../database.ts';
import { insertMany } from '../insert-many.ts';
import { LOG_ID } from '../log/postgres-log.ts';
import type { AuditEventTable } from '../schema.ts';
import type { Trx } from '../transaction.ts';

export type NewAuditEvent = {
  readonly orgId: string;
  readonly eventId: string;
  readonly at: Date;
  readonly kind: string;
  readonly entryClass: number;
  readonly tag: Uint8Array;
  readonly entry: Uint8Array;
  readonly transferId: string | null;
  readonly recipientId: string | null;
  readonly staffId: string | null;
  /** Whose tag it carries, and the number of it. */
  readonly about: { readonly kind: 'staff' | 'recipient'; readonly id: string; readonly no: number } | null;
  readonly fieldsSealed: Uint8Array;
  readonly fieldHashes: Uint8Array;
  /** One per field, in field order. */
  readonly wrappedKeys: readonly Uint8Array[];
};

/** Writes events, the keys of their fields and the entries that wait for the log. */
export async function insertAuditEvents(trx: Trx, events: readonly NewAuditEvent[]): Promise<void> {
  await insertMany(
    trx,
    'audit_event',
    events.map((event) => ({
      org_id: event.orgId,
      event_id: event.eventId,
      log_id: LOG_ID,
      idx: null,
      at: event.at,
      kind: event.kind,
      class: event.entryClass,
      tag: event.tag,
      transfer_id: event.transferId,
      recipient_id: event.recipientId,
      staff_id: event.staffId,
      about_kind: event.about?.kind ?? null,
      about_id: event.about?.id ?? null,
      about_no: event.about?.no ?? null,
      fields_sealed: event.fieldsSealed,
      field_hashes: event.fieldHashes,
    })),
  );
  const keys = events.flatMap(({ orgId, eventId, wrappedKeys }) =>
    wrappedKeys.map((key, field) => ({ org_id: orgId, event_id: eventId, field, wrapped_key: key })),
  );
  await insertMany(trx, 'audit_field_key', keys);
  await insertMany(
    trx,
    'audit_outbox',
    events.map((event) => ({
      org_id: event.orgId,
      id: event.eventId,
      log_id: LOG_ID,
      entry: event.entry,
      event_id: event.eventId,
      created_at: event.at,
    })),
  );
}

export type AuditEventRow = Selectable<AuditEventTable>;

/** The index of an event in the log, or null while it waits; undefined when there is no such event. */
export async function findEventIndex(db: Executor, orgId: string, eventId: string): Promise<number | null | undefined> {
  const row = await db
    .selectFrom('audit_event')
    .select('idx')
    .where('org_id', '=', orgId)
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return row?.idx;
}

export function listTransferEvents(db: Executor, orgId: string, transferId: string): Promise<AuditEventRow[]> {
  return db
    .selectFrom('audit_event')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('transfer_id', '=', transferId)
    .orderBy('event_id')
    .limit(500)
    .execute();
}

/** Newest first. `before` is an event id (UUIDv7). */
export function pageEvents(
  db: Executor,
  orgId: string,
  before: string | undefined,
  limit: number,
): Promise<AuditEventRow[]> {
  let query = db.selectFrom('audit_event').selectAll().where('org_id', '=', orgId);
  if (before !== undefined) query = query.where('event_id', '<', before);
  return query.orderBy('event_id', 'desc').limit(limit).execute();
}

/** The newest event of a kind; undefined when there was none. */
export async function findNewestEvent(db: Executor, orgId: string, kind: string): Promise<AuditEventRow | undefined> {
  return await db
    .selectFrom('audit_event')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('kind', '=', kind)
    .orderBy('event_id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

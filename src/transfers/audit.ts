/**
 * Audit events: written in the transaction of the act they record, or the act does not happen. An event's fields are sealed in
 * the database under keys of their own; the log gets a 52-byte commitment (docs/spec/audit-log.md).
 */
import { concat, utf8 } from '../base/bytes.ts';
import { canonicalJson, type Json } from '../base/canonical-json.ts';
import type { World } from '../base/deps.ts';
import { commitEvent, ENTRY_CLASSES, EVENT_FIELDS, type EventFields, type Sha256 } from '../audit-log/index.ts';
import type { Trx } from '../store/transaction.ts';
import { insertAuditEvents, type NewAuditEvent } from '../store/tables/audit.ts';
import type { Tenant } from './deps.ts';
import type { SealedFields } from './sealed-fields.ts';
import { type Concerned, takeTag, type TakenTag } from './subject-tags.ts';

export const EVENT_KINDS = [
  'organisation.created',
  'staff.invited',
  'staff.enrolled',
  'staff.disabled',
  'staff.signed_in',
  'recipient.added',
  'recipient.identity_set',
  'recipient.identity_removed',
  'audience.added',
  'audience.renamed',
  'audience.changed',
  'audience.removed',
  'door.added',
  'door.changed',
  'door.rotated',
  'door.old_ended',
  'door.paused',
  'door.resumed',
  'door.removed',
  'door.tried',
  'page.served',
  'packs.loaded',
  'pack.reviewed',
  'pack.review_withdrawn',
  'pack.brought',
  'pack.shadow_run',
  'pack.switched_on',
  'pack.switched_back',
  'pack.discarded',
  'pack.restored',
  'number.set',
  'log.restarted',
  'transfer.submitted',
  'transfer.arrived',
  'transfer.decided',
  'basis.recorded',
  'basis.withdrawn',
  'entity.stated',
  'transfer.approved',
  'transfer.declined',
  'delegation.given',
  'delegation.revoked',
  'reminder.sent',
  'reminder.failed',
  'transfer.granted',
  'grant.made',
  'grant.changed',
  'access.changed',
  'access.revoked',
  'access.devices_forgotten',
  'access.level_changed',
  'access.listed',
  'levels.changed',
  'exception.suggested',
  'exception.set',
  'exception.confirmed',
  'exception.ended',
  'grant.ended',
  'mark_key.made',
  'trace.opened',
  'trace.approved',
  'trace.closed',
  'trace.run',
  'pseudonym.made',
  'pseudonym.looked_up',
  'pseudonym.table_taken',
  'pseudonym.erased',
  'sweep.started',
  'sweep.paused',
  'sweep.continued',
  'sweep.finished',
  'sweep.files_read',
  'sweep.remedied',
  'sweep.exported',
  'sweep.removed',
  'transfer.withdrawn',
  'transfer.revoked',
  'transfer.expired',
  'notice.sent',
  'notice.failed',
  'notice.moved',
  'notice.resent',
  'notice.dismissed',
  'notice.ended',
  'code.sent',
  'code.spoken',
  'identity.proven',
  'identity.failed',
  'factor.enrolled',
  'factor.removed',
  'factor.reset',
  'factor.set',
  'sign_in.other',
  'provider.added',
  'provider.changed',
  'provider.paused',
  'provider.resumed',
  'provider.removed',
  'identity.locked',
  'identity.unlocked',
  'identity.handed_on',
  'identity.ended',
  'object.opened',
  'object.released',
  'object.open_refused',
  'object.downloaded',
  'archive_password.shown',
  'object.not_shown',
  'page.shown',
  'page.text_given',
  'notice.previewed',
  'device.seen',
  'device.removed',
  'receipt.signed',
  'certificate.made',
  'delivery.told',
  'delivery.untold',
  'duty.opened',
  'duty.completed',
  'duty.dismissed',
  'duty.reopened',
  'duty.overdue',
  'form.drafted',
  'register.exported',
  'counters.recomputed',
  'message.received',
  'archive.read',
  'archive.file_taken',
  'archive.file_awaited',
  'incident.noticed',
  'incident.closed',
  'request.received',
  'request.done',
  'request.declined',
  'connection.added',
  'connection.changed',
  'connection.paused',
  'connection.resumed',
  'connection.removed',
  'connection.tested',
  'egress.digest',
  'posture.run',
  'posture.answered',
  'access_request.made',
  'access_request.withdrawn',
  'access_request.granted',
  'access_request.declined',
  'access_request.noted',
  'access_request.read',
  'abuse.reported',
  'access.noted',
  'transfer.read',
  'recipient.read',
  'accesses.read',
  'accesses.exported',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export type EventActor = { readonly kind: 'staff' | 'recipient'; readonly id: string } | { readonly kind: 'system' };

export type AuditEvent = {
  readonly kind: EventKind;
  readonly at: Date;
  readonly actor: EventActor;
  /** The person or thing the act is about: a recipient, a member of staff. */
  readonly subjectId?: string;
  /** The person whose tag the entry carries, so that he finds it in the log: for looks at what is his. */
  readonly about?: Concerned;
  readonly transferId?: string;
  readonly objectId?: string;
  readonly legalBasis?: readonly string[];
  readonly decision?: { readonly id: string; readonly outcome: string };
  readonly packs?: readonly { readonly pack: string; readonly version: string; readonly digest: string }[];
  readonly channel?: string;
  readonly place?: string;
  /** Identifiers, counts, digests. Never content, names or addresses. */
  readonly detail?: Json;
};

/** What the installation runs with from then on, by digest. */
const CONFIGURING: ReadonlySet<EventKind> = new Set<EventKind>(['packs.loaded', 'page.served']);

export type AuditDeps = Pick<World, 'ids' | 'random'> & { readonly sha256: Sha256; readonly fields: SealedFields };

/** Writes the event and its log entry into `trx` and returns the event's id. */
export async function recordEvent(
  deps: AuditDeps,
  trx: Trx,
  tenant: Pick<Tenant, 'orgId'>,
  event: AuditEvent,
): Promise<string> {
  const row = await prepareEvent(deps, tenant, event, await tagFor(deps, trx, tenant, event));
  await insertAuditEvents(trx, [row]);
  return row.eventId;
}

/** The same for many events of one transaction, in their order. */
export async function recordEvents(
  deps: AuditDeps,
  trx: Trx,
  tenant: Pick<Tenant, 'orgId'>,
  events: readonly AuditEvent[],
): Promise<void> {
  // Numbers are taken one after the other: each holds its person's row until the transaction ends.
  const tags: (TakenTag | undefined)[] = [];
  for (const event of events) tags.push(await tagFor(deps, trx, tenant, event));
  const rows = await Promise.all(events.map((event, at) => prepareEvent(deps, tenant, event, tags[at])));
  await insertAuditEvents(trx, rows);
}

function tagFor(
  deps: AuditDeps,
  trx: Trx,
  { orgId }: Pick<Tenant, 'orgId'>,
  { about }: AuditEvent,
): Promise<TakenTag | undefined> {
  return about === undefined ? Promise.resolve(undefined) : takeTag(deps, trx, orgId, about);
}

/** The id is made after the tag was taken, so that ids of one person's entries are in the order of their numbers. */
async function prepareEvent(
  deps: AuditDeps,
  tenant: Pick<Tenant, 'orgId'>,
  event: AuditEvent,
  taken: TakenTag | undefined,
): Promise<NewAuditEvent> {
  const eventId = deps.ids.uuid();
  const fields = fieldsOf(event);
  const entryClass = CONFIGURING.has(event.kind) ? 'configDigest' : 'event';
  const committed = commitEvent(deps, {
    class: entryClass,
    fields,
    ...(taken === undefined ? {} : { tag: taken.tag }),
  });
  const values = EVENT_FIELDS.map((name) => fields[name]);
  const keys = await Promise.all(
    committed.keys.map((key, field) => deps.fields.seal(fieldContext(eventId, field), key)),
  );
  return {
    orgId: tenant.orgId,
    eventId,
    at: event.at,
    kind: event.kind,
    entryClass: ENTRY_CLASSES[entryClass],
    tag: committed.tag,
    entry: committed.entry,
    transferId: event.transferId ?? null,
    recipientId: event.actor.kind === 'recipient' ? event.actor.id : null,
    staffId: event.actor.kind === 'staff' ? event.actor.id : null,
    about: event.about === undefined || taken === undefined ? null : { ...event.about, no: taken.no },
    fieldsSealed: await deps.fields.seal(`event.fields:${eventId}`, utf8(canonicalJson(values))),
    fieldHashes: concat(...committed.fieldHashes),
    wrappedKeys: keys,
  };
}

/** The officer in whose name somebody acted, from the values of an event in the order of EVENT_FIELDS. */
export function onBehalfIn(values: readonly unknown[]): string | null {
  const detail = values[EVENT_FIELDS.indexOf('detail')];
  if (typeof detail !== 'object' || detail === null || !('onBehalfOf' in detail)) return null;
  return typeof detail.onBehalfOf === 'string' ? detail.onBehalfOf : null;
}

/** Where a field's key belongs, so that it opens nowhere else. */
export function fieldContext(eventId: string, field: number): string {
  return `event.key:${eventId}:${field}`;
}

function fieldsOf(event: AuditEvent): EventFields {
  return {
    time: event.at.toISOString(),
    actor: event.actor.kind === 'system' ? { kind: 'system' } : { kind: event.actor.kind, id: event.actor.id },
    subject: event.subjectId ?? null,
    object: event.transferId === undefined ? null : { transfer: event.transferId, object: event.objectId ?? null },
    action: event.kind,
    legalBasis: event.legalBasis === undefined ? null : [...event.legalBasis],
    decision: event.decision === undefined ? null : { id: event.decision.id, outcome: event.decision.outcome },
    packVersions:
      event.packs === undefined
        ? null
        : event.packs.map((one) => ({ pack: one.pack, version: one.version, digest: one.digest })),
    channel: event.channel ?? null,
    place: event.place ?? null,
    detail: event.detail ?? null,
  };
}

/** Opens the values of a stored event, in the order of EVENT_FIELDS. */
export async function openEventFields(
  deps: Pick<AuditDeps, 'fields'>,
  eventId: string,
  sealed: Uint8Array,
): Promise<readonly Json[]> {
  const parsed: unknown = JSON.parse(await deps.fields.open(`event.fields:${eventId}`, sealed));
  return isJsonArray(parsed) ? parsed : [];
}

/** What comes out of JSON.parse is JSON; only the outer shape is in question. */
function isJsonArray(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

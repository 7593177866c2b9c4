/** Which events of a transfer are in a certificate, and which of their fields are shown. What is not about the delivery stays hidden. */
import type { StoredField } from '../../audit-log/index.ts';
import { EVENT_FIELDS, type EventField } from '../../audit-log/index.ts';
import type { EventKind } from '../../transfers/audit.ts';

/** The way of a delivery from submission to its end. */
const ABOUT_DELIVERY: ReadonlySet<string> = new Set<EventKind>([
  'transfer.submitted',
  'transfer.arrived',
  'transfer.granted',
  'grant.made',
  'notice.sent',
  'notice.failed',
  'notice.moved',
  'notice.resent',
  'notice.previewed',
  'notice.ended',
  'code.sent',
  'identity.proven',
  'identity.failed',
  'identity.locked',
  'identity.unlocked',
  'device.seen',
  'object.opened',
  'object.released',
  'object.open_refused',
  'object.downloaded',
  'object.not_shown',
  'page.shown',
  'page.text_given',
  'receipt.signed',
  'transfer.revoked',
  'transfer.expired',
]);

/** What happened to the transfer as a whole. Its details count recipients and name rules. */
const OF_ALL: ReadonlySet<string> = new Set<EventKind>([
  'transfer.submitted',
  'transfer.arrived',
  'transfer.granted',
  'transfer.revoked',
  'transfer.expired',
]);

const ALWAYS: readonly EventField[] = ['time', 'actor', 'subject', 'object', 'action', 'channel', 'place'];

/** Members of an event that decide whether it is shown; null where a field was erased. */
export type EventHead = {
  readonly action: string | null;
  readonly actorId: string | null;
  readonly subjectId: string | null;
};

export function headOf(fields: readonly StoredField[]): EventHead {
  const actor = valueOf(fields, 'actor');
  const subject = valueOf(fields, 'subject');
  const action = valueOf(fields, 'action');
  const id = typeof actor === 'object' && actor !== null && 'id' in actor ? actor.id : null;
  return {
    action: typeof action === 'string' ? action : null,
    actorId: typeof id === 'string' ? id : null,
    subjectId: typeof subject === 'string' ? subject : null,
  };
}

/** The value of a field; null where it was erased. */
export function valueOf(fields: readonly StoredField[], name: EventField): unknown {
  const field = fields[EVENT_FIELDS.indexOf(name)];
  return field?.kind === 'open' ? field.value : null;
}

/** Whether an event belongs into a certificate about these recipients (null: all of the transfer). */
export function isShown(head: EventHead, only: ReadonlySet<string> | null): boolean {
  if (head.action === null || !ABOUT_DELIVERY.has(head.action)) return false;
  if (only === null || OF_ALL.has(head.action)) return true;
  return (head.actorId !== null && only.has(head.actorId)) || (head.subjectId !== null && only.has(head.subjectId));
}

/** Hides what is not about the delivery: the legal side always, the details of what concerns all recipients as well. */
export function disclose(
  fields: readonly StoredField[],
  hashes: readonly Uint8Array<ArrayBuffer>[],
  head: EventHead,
): readonly StoredField[] {
  const open: readonly EventField[] = head.action !== null && OF_ALL.has(head.action) ? ALWAYS : [...ALWAYS, 'detail'];
  return fields.map((field, at): StoredField => {
    const name = EVENT_FIELDS[at];
    if (name !== undefined && open.includes(name)) return field;
    const hash = hashes[at];
    return field.kind === 'hidden' || hash === undefined ? field : { kind: 'hidden', hash };
  });
}

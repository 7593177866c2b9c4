/**
 * Looks at what is somebody's. Each is an audit event that carries the tag of a person whom it concerns, and one more entry for every further
 * person, so that everybody finds all that concerns him in the log, and can see that no number is missing. INVARIANT: written before anything
 * is shown, in the transaction of the act where there is one; who cannot be recorded cannot look.
 */
import { hex, utf8 } from '../base/bytes.ts';
import type { Json } from '../base/canonical-json.ts';
import type { AccessKind, LookReason } from '../model/api/accesses.ts';
import { insertAccessReason } from '../store/tables/accesses.ts';
import { findTransfer } from '../store/tables/transfers.ts';
import type { Trx } from '../store/transaction.ts';
import { type AuditDeps, type AuditEvent, recordEvent, recordEvents } from './audit.ts';
import type { Tenant } from './deps.ts';
import type { Concerned } from './subject-tags.ts';

export type Look = Omit<AuditEvent, 'kind' | 'about' | 'detail'> & {
  readonly kind: Exclude<AccessKind, 'object.opened'>;
  /** Whom it concerns, at least one; who looks at what is his own is not told of himself. */
  readonly whom: readonly Concerned[];
  readonly why?: LookReason;
  readonly detail?: Readonly<Record<string, Json>>;
};

/** Records a look and returns the event's id. Persons are taken in one order, so that two looks never wait for each other. */
export async function recordLook(
  deps: AuditDeps,
  trx: Trx,
  tenant: Pick<Tenant, 'orgId'>,
  { whom, why, detail, ...event }: Look,
): Promise<string> {
  const [first, ...others] = inOrder(whom);
  const reason = why?.reason ?? '';
  const main: AuditEvent = {
    ...event,
    ...(first === undefined ? {} : { about: first }),
    detail: {
      ...detail,
      ...(why === undefined ? {} : { purpose: why.purpose }),
      // The words themselves are sealed apart: an event holds no text.
      ...(reason === '' ? {} : { reason: hex(deps.sha256(utf8(reason))) }),
    },
  };
  const eventId = await recordEvent(deps, trx, tenant, main);
  if (reason !== '')
    await insertAccessReason(trx, {
      org_id: tenant.orgId,
      event_id: eventId,
      reason_sealed: await deps.fields.seal(reasonContext(eventId), reason),
    });
  await noteOthers(deps, trx, tenant, main, eventId, others);
  return eventId;
}

/** Records an opening: for the recipient who opens, and for the sender. Returns the event's id. */
export async function recordOpened(
  deps: AuditDeps,
  trx: Trx,
  tenant: Pick<Tenant, 'orgId'>,
  event: Omit<AuditEvent, 'kind' | 'about'> & {
    readonly actor: { readonly kind: 'recipient'; readonly id: string };
    readonly transferId: string;
  },
): Promise<string> {
  const main: AuditEvent = { ...event, kind: 'object.opened', about: event.actor };
  const eventId = await recordEvent(deps, trx, tenant, main);
  const transfer = await findTransfer(trx, tenant.orgId, event.transferId);
  if (transfer !== undefined)
    await noteOthers(deps, trx, tenant, main, eventId, [{ kind: 'staff', id: transfer.sender_id }]);
  return eventId;
}

/**
 * One entry for each further person whom an event concerns; it says the same and names the event.
 *
 * @param main - The event as it was recorded; its own person is told by itself.
 */
export async function noteOthers(
  deps: AuditDeps,
  trx: Trx,
  tenant: Pick<Tenant, 'orgId'>,
  main: AuditEvent,
  eventId: string,
  others: readonly Concerned[],
): Promise<void> {
  const { kind, about: _about, subjectId: _subject, detail, packs: _packs, ...rest } = main;
  const purpose = purposeIn(detail);
  await recordEvents(
    deps,
    trx,
    tenant,
    inOrder(others).map((about) => ({
      ...rest,
      kind: 'access.noted',
      about,
      subjectId: about.id,
      detail: { event: eventId, what: kind, ...(purpose === null ? {} : { purpose }) },
    })),
  );
}

function purposeIn(detail: AuditEvent['detail']): string | null {
  if (typeof detail !== 'object' || detail === null || !('purpose' in detail)) return null;
  return typeof detail['purpose'] === 'string' ? detail['purpose'] : null;
}

/** Each once. */
function inOrder(whom: readonly Concerned[]): Concerned[] {
  const byKey = new Map(whom.map((one) => [`${one.kind} ${one.id}`, one]));
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

export function reasonContext(eventId: string): string {
  return `access_reason.reason:${eventId}`;
}

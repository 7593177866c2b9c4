/** A request as it is kept: the row, its event, the incident of a report, and word to those who may answer. One transaction. */
import type { Bytes } from '../../base/bytes.ts';
import type { RequestKind } from '../../model/api/access-requests.ts';
import { insertAccessRequest } from '../../store/tables/access-requests.ts';
import { insertIncident } from '../../store/tables/inbound-incidents.ts';
import type { TransferRow } from '../../store/tables/transfers.ts';
import type { Trx } from '../../store/transaction.ts';
import { type EventActor, recordEvent } from '../audit.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import { openKeyOf } from './contexts.ts';
import { tellStaff } from './tell-staff.ts';

export type Made = {
  readonly requestId: string;
  readonly kind: RequestKind;
  readonly transfer: TransferRow;
  readonly objectId: string | null;
  readonly recipientId: string | null;
  readonly proved: boolean;
  readonly place: string;
  readonly reasonSealed: Bytes;
};

/**
 * Keeps a request in `trx`; false when the same one is open already, and then nothing else happens.
 *
 * INVARIANT: row, event, incident and messages exist together or not at all; none but the sealed row holds a word of the reason.
 */
export async function keepRequest(deps: TransferDeps, trx: Trx, tenant: Tenant, made: Made): Promise<boolean> {
  const at = deps.clock.now();
  const { requestId, kind, transfer, objectId, recipientId, proved, place } = made;
  const transferId = transfer.transfer_id;
  const incidentId = kind === 'abuse' ? deps.ids.uuid() : null;
  const isNew = await insertAccessRequest(trx, {
    org_id: tenant.orgId,
    request_id: requestId,
    transfer_id: transferId,
    object_id: objectId,
    recipient_id: recipientId,
    proved,
    kind,
    open_key: openKeyOf({ kind, transferId, objectId, recipientId, proved }),
    place,
    incident_id: incidentId,
    reason_sealed: made.reasonSealed,
    state: 'open',
    created_at: at,
  });
  if (!isNew) return false;
  await recordEvent(deps, trx, tenant, {
    // What is reported stays out of the history that the sender sees.
    kind: kind === 'abuse' ? 'abuse.reported' : 'access_request.made',
    at,
    actor: actorOf(made),
    subjectId: requestId,
    transferId,
    ...(objectId === null ? {} : { objectId }),
    place,
    detail: { kind, proved },
  });
  if (incidentId !== null) await noteAbuse(deps, trx, tenant, made, incidentId, at);
  await tellStaff(deps, trx, tenant, transfer, { requestId, kind }, at);
  return true;
}

/** Whoever only has the link is nobody in particular, though it was sent to somebody. */
export function actorOf({ proved, recipientId }: Pick<Made, 'proved' | 'recipientId'>): EventActor {
  return proved && recipientId !== null ? { kind: 'recipient', id: recipientId } : { kind: 'system' };
}

async function noteAbuse(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  { transfer, requestId, proved }: Made,
  incidentId: string,
  at: Date,
): Promise<void> {
  await insertIncident(trx, {
    org_id: tenant.orgId,
    incident_id: incidentId,
    kind: 'reported_abuse',
    at,
    connection: transfer.connection,
    transfer_id: transfer.transfer_id,
    level: transfer.level,
    found: JSON.stringify({}),
    state: 'open',
  });
  await recordEvent(deps, trx, tenant, {
    kind: 'incident.noticed',
    at,
    actor: { kind: 'system' },
    subjectId: incidentId,
    transferId: transfer.transfer_id,
    detail: { kind: 'reported_abuse', request: requestId, proved },
  });
}

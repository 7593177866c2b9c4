/** One call that ends everything of a transfer, whatever its state, and with `block` whatever else would come the same way. */
import { codeOf } from '../../base/errors.ts';
import type { TakeDown, TakenDown } from '../../model/api/access-requests.ts';
import { closeAccessRequest, pageAccessRequests } from '../../store/tables/access-requests.ts';
import { findTransfer, lockTransfer, type TransferRow } from '../../store/tables/transfers.ts';
import { closeIncident, findIncident } from '../../store/tables/inbound-incidents.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import { endTransfer } from '../../transfers/end.ts';
import { TRANSFER } from '../../transfers/errors.ts';
import { incidentNoteContext } from '../../transfers/inbound/contexts.ts';
import type { DoorDeps } from '../doors/deps.ts';
import { moveDoor } from '../doors/manage.ts';
import { disableStaff } from '../organisation/staff.ts';
import type { OrganisationDeps } from '../organisation/deps.ts';

export type TakeDownDeps = {
  readonly transfers: TransferDeps;
  readonly doors: DoorDeps;
  readonly organisation: OrganisationDeps;
};

const ENDS = { granted: 'revoked', held: 'withdrawn' } as const;

/**
 * Ends the transfer, answers its open reports and closes their incidents with the reason, all in one transaction; then pauses the door or ends
 * the sender's access. Asked again it does what is left to do. Crash between the two: it is ended, and asking again blocks.
 *
 * @throws `transfer.not_found`, `organisation.not_yourself` when the officer would end his own access
 */
export async function takeDown(
  deps: TakeDownDeps,
  tenant: Tenant,
  actor: StaffActor,
  transferId: string,
  { block, reason }: TakeDown,
): Promise<TakenDown> {
  const { transfers } = deps;
  const state = await tx(transfers.db, async (trx) => {
    const transfer = await lockTransfer(trx, tenant.orgId, transferId);
    if (transfer === undefined) throw TRANSFER.not_found();
    const ended = await endNow(transfers, trx, tenant, actor, transfer);
    await closeReports(transfers, trx, tenant, actor, transferId, reason);
    return ended;
  });
  transfers.log.nudge();
  const transfer = await findTransfer(transfers.db.query, tenant.orgId, transferId);
  return { state, blocked: block && transfer !== undefined ? await blockWay(deps, tenant, actor, transfer) : null };
}

async function endNow(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  actor: StaffActor,
  transfer: TransferRow,
): Promise<TransferRow['state']> {
  const { state } = transfer;
  if (state !== 'granted' && state !== 'held') return state;
  const at = deps.clock.now();
  const to = ENDS[state];
  await endTransfer(deps, trx, tenant, transfer, to, at);
  await recordEvent(deps, trx, tenant, {
    kind: `transfer.${to}`,
    at,
    actor: { kind: 'staff', id: actor.id },
    transferId: transfer.transfer_id,
    detail: { takedown: true },
  });
  return to;
}

async function closeReports(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  actor: StaffActor,
  transferId: string,
  reason: string,
): Promise<void> {
  const open = await pageAccessRequests(trx, tenant.orgId, { transferId, state: 'open' }, 1000);
  const at = deps.clock.now();
  for (const row of open.filter((one) => one.kind === 'abuse')) {
    const closing = { state: 'noted', at, by: actor.id, answer: null } as const;
    if (!(await closeAccessRequest(trx, tenant.orgId, row.request_id, closing))) continue;
    await recordEvent(deps, trx, tenant, {
      kind: 'access_request.noted',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: row.request_id,
      detail: { kind: row.kind, transfer: transferId },
    });
    if (row.incident_id !== null) await closeIncidentOf(deps, trx, tenant, actor, row.incident_id, reason, at);
  }
}

async function closeIncidentOf(
  deps: TransferDeps,
  trx: Trx,
  { orgId }: Tenant,
  actor: StaffActor,
  incidentId: string,
  reason: string,
  at: Date,
): Promise<void> {
  if ((await findIncident(trx, orgId, incidentId))?.state !== 'open') return;
  const note = await deps.fields.seal(incidentNoteContext(incidentId), reason);
  if (!(await closeIncident(trx, orgId, incidentId, actor.id, at, note))) return;
  await recordEvent(
    deps,
    trx,
    { orgId },
    { kind: 'incident.closed', at, actor: { kind: 'staff', id: actor.id }, subjectId: incidentId },
  );
}

async function blockWay(
  { doors, organisation }: TakeDownDeps,
  tenant: Tenant,
  actor: StaffActor,
  { door_id: doorId, sender_id: senderId }: TransferRow,
): Promise<TakenDown['blocked']> {
  if (doorId !== null) {
    await tolerating('door.', () => moveDoor(doors, tenant, actor, doorId, 'pause'));
    return 'door';
  }
  await tolerating('organisation.staff_not_found', () => disableStaff(organisation, tenant.orgId, actor.id, senderId));
  return 'sender';
}

/** What is blocked already is blocked. */
async function tolerating(code: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!codeOf(error).startsWith(code)) throw error;
  }
}

/** An officer lets another member of staff answer approvals in his name, from a day to a day, with a reason. */
import { addCalendarDays, daysBetween } from '../calendar/days.ts';
import { DELEGATION_DAYS_MAX, type DelegationList, type GiveDelegation } from '../model/api/approvals.ts';
import { findStaff, listStaff, type StaffRow } from '../store/access/staff.ts';
import {
  type DelegationRow,
  findDelegation,
  insertDelegation,
  listDelegations,
  listDelegationsInForce,
  lockDelegation,
  revokeDelegation,
} from '../store/tables/delegations.ts';
import { type Trx, tx } from '../store/transaction.ts';
import type { Approver } from './approvals.ts';
import { recordEvent } from './audit.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';
import { DELEGATION, TRANSFER } from './errors.ts';
import { dayIn, startOfDay } from './zones.ts';

const LISTED = 200;
/** A delegation is prepared before a journey, not for next year. */
const AHEAD_DAYS_MAX = 90;

/**
 * Gives a delegation. Returns its id.
 *
 * @throws `delegation.not_an_officer`, `delegation.bad_days`, `delegation.not_possible` (nobody active by that id, an auditor, oneself)
 */
export async function giveDelegation(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  command: GiveDelegation,
): Promise<{ readonly id: string }> {
  const id = deps.ids.uuid();
  await tx(deps.db, async (trx) => {
    const at = deps.clock.now();
    const term = termOf(deps.settings.timeZone, command, at);
    await checkPeople(trx, tenant, actor.id, command.toStaffId);
    await insertDelegation(trx, {
      org_id: tenant.orgId,
      delegation_id: id,
      from_staff: actor.id,
      to_staff: command.toStaffId,
      starts_at: term.startsAt,
      ends_at: term.endsAt,
      reason_sealed: await deps.fields.seal(`delegation.reason:${id}`, command.reason),
      created_at: at,
      revoked_at: null,
      revoked_by: null,
    });
    await recordEvent(deps, trx, tenant, {
      kind: 'delegation.given',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: command.toStaffId,
      detail: { delegation: id, from: term.startsAt.toISOString(), until: term.endsAt.toISOString() },
    });
  });
  deps.log.nudge();
  return { id };
}

/** From the first moment of the first day, or now when that is today, to the last of the last day. @throws `delegation.bad_days` */
function termOf(zone: string, command: GiveDelegation, at: Date): { readonly startsAt: Date; readonly endsAt: Date } {
  const { startsOn, endsOn } = command;
  const today = dayIn(zone, at);
  const days = daysBetween(startsOn, endsOn) + 1;
  const isSound =
    days >= 1 && days <= DELEGATION_DAYS_MAX && startsOn >= today && daysBetween(today, startsOn) <= AHEAD_DAYS_MAX;
  if (!isSound) throw DELEGATION.bad_days();
  const start = startOfDay(zone, startsOn);
  return { startsAt: start < at ? at : start, endsAt: startOfDay(zone, addCalendarDays(endsOn, 1)) };
}

async function checkPeople(trx: Trx, tenant: Tenant, fromId: string, toId: string): Promise<void> {
  const from = await findStaff(trx, tenant.orgId, fromId);
  if (from?.role !== 'officer' || from.state !== 'active') throw DELEGATION.not_an_officer();
  const to = await findStaff(trx, tenant.orgId, toId);
  if (to === undefined || toId === fromId || !mayStandIn(to)) throw DELEGATION.not_possible();
}

function mayStandIn(person: StaffRow): boolean {
  return person.state === 'active' && person.role !== 'auditor';
}

/**
 * Ends a delegation before its time; any officer may. What was answered stays answered.
 *
 * @throws `delegation.not_found`, `delegation.ended`
 */
export async function endDelegation(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  delegationId: string,
): Promise<void> {
  await tx(deps.db, async (trx) => {
    const row = await findDelegation(trx, tenant.orgId, delegationId);
    if (row === undefined) throw DELEGATION.not_found();
    const at = deps.clock.now();
    if (!(await revokeDelegation(trx, tenant.orgId, delegationId, actor.id, at))) throw DELEGATION.ended();
    await recordEvent(deps, trx, tenant, {
      kind: 'delegation.revoked',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: row.to_staff,
      detail: { delegation: delegationId },
    });
  });
  deps.log.nudge();
}

/** Delegations with names: all of them for an officer, otherwise those that name the reader. */
export async function readDelegations(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  isOfficer: boolean,
): Promise<DelegationList> {
  const rows = await listDelegations(deps.db.query, tenant.orgId, isOfficer ? null : actor.id, LISTED);
  const staff = await listStaff(deps.db.query, tenant.orgId);
  const names = new Map(
    await Promise.all(
      staff.map(
        async (row) => [row.staff_id, await deps.fields.open(`staff.name:${row.staff_id}`, row.name_sealed)] as const,
      ),
    ),
  );
  const person = (id: string): { id: string; name: string } => ({ id, name: names.get(id) ?? '?' });
  const now = deps.clock.now();
  return {
    delegations: await Promise.all(
      rows.map(async (row) => {
        const state = stateOf(row, now);
        return {
          id: row.delegation_id,
          from: person(row.from_staff),
          to: person(row.to_staff),
          startsAt: row.starts_at.toISOString(),
          endsAt: row.ends_at.toISOString(),
          reason: await deps.fields.open(`delegation.reason:${row.delegation_id}`, row.reason_sealed),
          state,
          mayRevoke: isOfficer && (state === 'active' || state === 'planned'),
        };
      }),
    ),
    choices: isOfficer
      ? staff
          .filter((row) => row.staff_id !== actor.id && mayStandIn(row))
          .map((row) => ({ ...person(row.staff_id), role: row.role }))
      : [],
    today: dayIn(deps.settings.timeZone, now),
  };
}

function stateOf(row: DelegationRow, now: Date): DelegationList['delegations'][number]['state'] {
  if (row.revoked_at !== null) return 'revoked';
  if (row.ends_at <= now) return 'ended';
  return row.starts_at <= now ? 'active' : 'planned';
}

/** Who asks, with the delegations in force that name him. Auditors stand in for nobody. */
export async function readApprover(
  deps: Pick<TransferDeps, 'db' | 'clock'>,
  tenant: Tenant,
  actor: StaffActor,
  isOfficer: boolean,
): Promise<Approver> {
  const delegations =
    actor.role === 'auditor'
      ? []
      : await listDelegationsInForce(deps.db.query, tenant.orgId, deps.clock.now(), actor.id);
  return { id: actor.id, isOfficer, delegations };
}

/**
 * The officer in whose name `actor` answers about a transfer, checked in the transaction of the answer: himself, or an officer who let him.
 * Neither may be the sender.
 *
 * @throws `transfer.self_approval`, `transfer.not_delegated`
 */
export async function principalOf(
  trx: Trx,
  tenant: Tenant,
  actor: StaffActor & { readonly isOfficer: boolean },
  senderId: string,
  onBehalfOf: string | null,
  at: Date,
): Promise<{ readonly principalId: string; readonly onBehalfOf: string | null }> {
  if (senderId === actor.id || senderId === onBehalfOf) throw TRANSFER.self_approval();
  if (onBehalfOf === null || onBehalfOf === actor.id) {
    if (!actor.isOfficer) throw TRANSFER.not_delegated();
    return { principalId: actor.id, onBehalfOf: null };
  }
  const delegation = await lockDelegation(trx, tenant.orgId, onBehalfOf, actor.id, at);
  if (delegation === undefined) throw TRANSFER.not_delegated();
  return { principalId: onBehalfOf, onBehalfOf };
}

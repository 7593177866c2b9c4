/** Staff: invited by an officer, enrolled by a one-time link, known to the database only by sealed fields. */
import { issueEnrolment, useEnrolment } from '../../access/enrolment.ts';
import type { StaffSession } from '../../access/staff-session.ts';
import type { EnrolRequest, InviteStaff, Role, StaffList } from '../../model/api/staff.ts';
import { createEnrolmentStore } from '../../store/access/enrolments.ts';
import {
  findStaff,
  findStaffByAccount,
  insertStaff,
  linkAccount,
  listStaff,
  moveStaff,
  type StaffRow,
} from '../../store/access/staff.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { OrganisationDeps } from './deps.ts';
import { ORGANISATION } from './errors.ts';

export type Person = {
  readonly id: string;
  readonly role: Role;
  readonly name: string;
  readonly email: string;
  readonly state: StaffRow['state'];
};

/** The person behind a session; undefined for an account that no (active) person has. */
export async function findPerson(
  deps: OrganisationDeps,
  orgId: string,
  session: StaffSession,
): Promise<Person | undefined> {
  const row = await findStaffByAccount(deps.db.query, orgId, session.authUserId);
  if (row === undefined || row.state === 'disabled') return undefined;
  return { id: row.staff_id, role: row.role, state: row.state, ...(await openStaff(deps, row)) };
}

/** After a second factor was set up: from now on the person counts as active staff. Does nothing for a weak session or a second time. */
export async function completeEnrolment(deps: OrganisationDeps, orgId: string, session: StaffSession): Promise<void> {
  const row = await findStaffByAccount(deps.db.query, orgId, session.authUserId);
  if (row === undefined || !session.strong || row.state !== 'enrolling') return;
  const staffId = row.staff_id;
  await tx(deps.db, async (trx) => {
    if (!(await moveStaff(trx, orgId, staffId, ['enrolling'], 'active'))) return;
    await recordEvent(
      deps,
      trx,
      { orgId },
      { kind: 'staff.enrolled', at: deps.clock.now(), actor: { kind: 'staff', id: staffId }, subjectId: staffId },
    );
  });
  deps.log.nudge();
}

export type Invitation = { readonly staffId: string; readonly enrolmentLink: string; readonly expiresAt: string };

/** Adds a person and returns the link to hand over in person. Inviting somebody who has not enrolled yet makes a new link. @throws `organisation.staff_exists` */
export async function inviteStaff(
  deps: OrganisationDeps,
  orgId: string,
  officerId: string,
  command: InviteStaff,
): Promise<Invitation> {
  const staffId = deps.ids.uuid();
  const now = deps.clock.now();
  const row = {
    org_id: orgId,
    staff_id: staffId,
    auth_user_id: null,
    name_sealed: await deps.fields.seal(`staff.name:${staffId}`, command.name),
    email_sealed: await deps.fields.seal(`staff.email:${staffId}`, command.email),
    email_index: await deps.fields.addressIndex(command.email),
    role: command.role,
    state: 'invited' as const,
    created_at: now,
  };
  const issued = await tx(deps.db, async (trx) => {
    if (!(await insertStaff(trx, row))) throw ORGANISATION.staff_exists();
    await recordEvent(
      deps,
      trx,
      { orgId },
      {
        kind: 'staff.invited',
        at: now,
        actor: { kind: 'staff', id: officerId },
        subjectId: staffId,
        detail: { role: command.role },
      },
    );
    return issueEnrolment(createEnrolmentStore(trx, orgId), deps, { purpose: 'staff', staffId });
  });
  deps.log.nudge();
  return {
    staffId,
    enrolmentLink: `${deps.publicUrl}/enrol#${issued.token.reveal()}`,
    expiresAt: issued.expiresAt.toISOString(),
  };
}

/** Makes a new link for somebody who has not finished enrolling; the old one ends. @throws `organisation.staff_not_found` */
export async function renewInvitation(deps: OrganisationDeps, orgId: string, staffId: string): Promise<Invitation> {
  const row = await findStaff(deps.db.query, orgId, staffId);
  if (row === undefined || (row.state !== 'invited' && row.state !== 'enrolling')) throw ORGANISATION.staff_not_found();
  const issued = await tx(deps.db, (trx) =>
    issueEnrolment(createEnrolmentStore(trx, orgId), deps, { purpose: 'staff', staffId }),
  );
  return {
    staffId,
    enrolmentLink: `${deps.publicUrl}/enrol#${issued.token.reveal()}`,
    expiresAt: issued.expiresAt.toISOString(),
  };
}

/**
 * Uses an enrolment link: makes the account and returns the cookies of a session at stage `enrol`.
 *
 * @throws `organisation.link_not_valid`, `access.password_too_weak`, `access.account_exists`
 */
export async function enrol(deps: OrganisationDeps, orgId: string, command: EnrolRequest): Promise<readonly string[]> {
  const credentials = await tx(deps.db, async (trx) => {
    const used = await useEnrolment(createEnrolmentStore(trx, orgId), deps.clock, 'staff', command.token);
    const row =
      used.outcome === 'accepted' && used.staffId !== null ? await findStaff(trx, orgId, used.staffId) : undefined;
    if (row === undefined) throw ORGANISATION.link_not_valid();
    const { email } = await openStaff(deps, row);
    // The account is in better-auth's own tables. When this transaction is rolled back, the link lives on and the
    // next try takes the account over (createAccount).
    const authUserId = await deps.auth.createAccount({ email, password: command.password, staffId: row.staff_id });
    if (!(await linkAccount(trx, orgId, row.staff_id, authUserId))) throw ORGANISATION.link_not_valid();
    return { email, password: command.password };
  });
  return deps.auth.startEnrolSession(credentials);
}

/** Ends a person's access at once. @throws `organisation.not_yourself`, `organisation.staff_not_found` */
export async function disableStaff(
  deps: OrganisationDeps,
  orgId: string,
  officerId: string,
  staffId: string,
): Promise<void> {
  if (officerId === staffId) throw ORGANISATION.not_yourself();
  const row = await tx(deps.db, async (trx) => {
    const found = await findStaff(trx, orgId, staffId);
    if (found === undefined || !(await moveStaff(trx, orgId, staffId, ['invited', 'enrolling', 'active'], 'disabled')))
      throw ORGANISATION.staff_not_found();
    await recordEvent(
      deps,
      trx,
      { orgId },
      { kind: 'staff.disabled', at: deps.clock.now(), actor: { kind: 'staff', id: officerId }, subjectId: staffId },
    );
    return found;
  });
  if (row.auth_user_id !== null) await deps.auth.setDisabled(row.auth_user_id, true);
  deps.log.nudge();
}

export async function readStaff(deps: OrganisationDeps, orgId: string): Promise<StaffList> {
  const rows = await listStaff(deps.db.query, orgId);
  return {
    staff: await Promise.all(
      rows.map(async (row) => ({
        id: row.staff_id,
        ...(await openStaff(deps, row)),
        role: row.role,
        state: row.state,
        createdAt: row.created_at.toISOString(),
      })),
    ),
  };
}

/** Names by id, for lists and timelines. */
export async function staffNames(
  deps: Pick<OrganisationDeps, 'db' | 'fields'>,
  orgId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = (await listStaff(deps.db.query, orgId)).filter((row) => ids.includes(row.staff_id));
  return new Map(
    await Promise.all(
      rows.map(
        async (row) => [row.staff_id, await deps.fields.open(`staff.name:${row.staff_id}`, row.name_sealed)] as const,
      ),
    ),
  );
}

async function openStaff(
  deps: Pick<OrganisationDeps, 'fields'>,
  row: StaffRow,
): Promise<{ name: string; email: string }> {
  return {
    name: await deps.fields.open(`staff.name:${row.staff_id}`, row.name_sealed),
    email: await deps.fields.open(`staff.email:${row.staff_id}`, row.email_sealed),
  };
}

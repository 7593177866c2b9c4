/** Somebody of the house asks who looked at what is another's. That is a look at what is his as well, and he sees it. */
import type { AccessesOf, AccessList, AccessPeople } from '../../model/api/accesses.ts';
import { findStaff, listStaff } from '../../store/access/staff.ts';
import { findRecipients, listRecipients } from '../../store/tables/recipients.ts';
import { tx } from '../../store/transaction.ts';
import { recordLook } from '../../transfers/accesses.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import type { Concerned } from '../../transfers/subject-tags.ts';
import { ACCESSES } from './errors.ts';
import { listAccesses } from './list.ts';

/** Recorded before it is shown, each page anew. @throws `accesses.not_found` */
export async function listAccessesOf(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  asked: AccessesOf,
  place: string,
): Promise<AccessList> {
  await recordAsking(deps, tenant, actor, 'accesses.read', asked, place);
  return listAccesses(deps, tenant, asked.of, asked.before);
}

/** @throws `accesses.not_found` */
export async function recordAsking(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  kind: 'accesses.read' | 'accesses.exported',
  { of, purpose, reason }: Pick<AccessesOf, 'of' | 'purpose' | 'reason'>,
  place: string,
): Promise<void> {
  if (!(await isKnown(deps, tenant, of))) throw ACCESSES.not_found();
  await tx(deps.db, (trx) =>
    recordLook(deps, trx, tenant, {
      kind,
      at: deps.clock.now(),
      actor: { kind: 'staff', id: actor.id },
      subjectId: of.id,
      place,
      why: { purpose, reason },
      whom: [of],
    }),
  );
  deps.log.nudge();
}

async function isKnown({ db }: TransferDeps, { orgId }: Tenant, { kind, id }: Concerned): Promise<boolean> {
  if (kind === 'staff') return (await findStaff(db.query, orgId, id)) !== undefined;
  return (await findRecipients(db.query, orgId, [id])).length > 0;
}

/** Whom one can ask about: staff by name; recipients by organisation and the end of their number, for a name would be a look already. */
export async function listPeople(deps: TransferDeps, { orgId }: Tenant): Promise<AccessPeople> {
  const staff = await Promise.all(
    (await listStaff(deps.db.query, orgId)).map(async ({ staff_id: id, name_sealed: name }) => ({
      kind: 'staff' as const,
      id,
      label: await deps.fields.open(`staff.name:${id}`, name),
    })),
  );
  const recipients = await Promise.all(
    (await listRecipients(deps.db.query, orgId)).map(
      async ({ recipient_id: id, organisation_sealed: organisation }) => ({
        kind: 'recipient' as const,
        id,
        label: `${await deps.fields.open(`recipient.organisation:${id}`, organisation)} · ${id.slice(-6)}`,
      }),
    ),
  );
  return { people: [...staff, ...recipients] };
}

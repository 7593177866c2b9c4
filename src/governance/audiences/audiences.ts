/** Audiences: who is in a group decides who may open what was sent to it, at every single opening. */
import type { Json } from '../../base/canonical-json.ts';
import { AUDIENCE_MAX, type Audience, type ChangeMembers, type CreateAudience } from '../../model/api/audiences.ts';
import {
  addMembers,
  type AudienceRow,
  countMembers,
  deleteAudience,
  insertAudience,
  listAudienceMembers,
  listAudiences,
  lockAudience,
  type MemberRow,
  removeMembers,
  renameAudience,
} from '../../store/tables/audience-admin.ts';
import { type DoorRow, listDoors } from '../../store/tables/door-admin.ts';
import { findRecipients } from '../../store/tables/recipients.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { type EventKind, recordEvent } from '../../transfers/audit.ts';
import { audienceNameContext, doorNameContext } from '../../transfers/border-contexts.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import { AUDIENCE } from './errors.ts';

/** Makes a group and returns its id. @throws `audience.unknown_recipient` */
export async function createAudience(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  command: CreateAudience,
): Promise<string> {
  const id = deps.ids.uuid();
  const at = deps.clock.now();
  const name = await deps.fields.seal(audienceNameContext(id), command.name);
  await tx(deps.db, async (trx) => {
    const row = { org_id: tenant.orgId, audience_id: id, name_sealed: name, created_by: actor.id, created_at: at };
    await insertAudience(trx, row);
    const added = await add(trx, tenant, id, command.recipientIds, at);
    await record(deps, trx, tenant, actor, 'audience.added', id, at, { added });
  });
  deps.log.nudge();
  return id;
}

/** @throws `audience.not_found` */
export async function rename(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  id: string,
  name: string,
): Promise<void> {
  const at = deps.clock.now();
  const sealed = await deps.fields.seal(audienceNameContext(id), name);
  await tx(deps.db, async (trx) => {
    if (!(await renameAudience(trx, tenant.orgId, id, sealed))) throw AUDIENCE.not_found();
    await record(deps, trx, tenant, actor, 'audience.renamed', id, at);
  });
  deps.log.nudge();
}

/**
 * Adds and removes members. Whoever is removed opens nothing more from the next request on, also what was sent before.
 *
 * @throws `audience.not_found`, `audience.unknown_recipient`, `audience.too_many`
 */
export async function changeMembers(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  id: string,
  command: ChangeMembers,
): Promise<void> {
  const at = deps.clock.now();
  await tx(deps.db, async (trx) => {
    // INVARIANT: changes of one audience come one after another, so the count below is the count that is stored.
    if ((await lockAudience(trx, tenant.orgId, id, 'update')) === undefined) throw AUDIENCE.not_found();
    const removed = await removeMembers(trx, tenant.orgId, id, command.remove);
    const added = await add(trx, tenant, id, command.add, at);
    if ((await countMembers(trx, tenant.orgId, id)) > AUDIENCE_MAX) throw AUDIENCE.too_many({ limit: AUDIENCE_MAX });
    if (added.length + removed.length > 0)
      await record(deps, trx, tenant, actor, 'audience.changed', id, at, { added, removed });
  });
  deps.log.nudge();
}

/** Deletes a group; what was sent to it can be opened by nobody more. @throws `audience.not_found`, `audience.in_use` */
export async function removeAudience(deps: TransferDeps, tenant: Tenant, actor: StaffActor, id: string): Promise<void> {
  const at = deps.clock.now();
  await tx(deps.db, async (trx) => {
    // INVARIANT: a door is made under a shared lock of its audience; whoever holds this lock sees every door there is.
    if ((await lockAudience(trx, tenant.orgId, id, 'update')) === undefined) throw AUDIENCE.not_found();
    const doors = (await listDoors(trx, tenant.orgId)).filter((door) => door.settings.route.audienceId === id);
    if (doors.length > 0) throw AUDIENCE.in_use({ doors: doors.length });
    await deleteAudience(trx, tenant.orgId, id);
    await record(deps, trx, tenant, actor, 'audience.removed', id, at);
  });
  deps.log.nudge();
}

/** Every group with its members, where they are and which doors send to it; by name. */
export async function readAudiences(deps: TransferDeps, tenant: Tenant): Promise<Audience[]> {
  const [rows, members, doors] = await Promise.all([
    listAudiences(deps.db.query, tenant.orgId),
    listAudienceMembers(deps.db.query, tenant.orgId),
    listDoors(deps.db.query, tenant.orgId),
  ]);
  const audiences = await Promise.all(rows.map((row) => openAudience(deps, row, members, doors)));
  return audiences.sort((a, b) => a.name.localeCompare(b.name));
}

async function openAudience(
  deps: TransferDeps,
  row: AudienceRow,
  allMembers: readonly MemberRow[],
  allDoors: readonly DoorRow[],
): Promise<Audience> {
  const id = row.audience_id;
  const members = allMembers.filter((member) => member.audience_id === id);
  const doors = allDoors.filter((door) => door.settings.route.audienceId === id);
  return {
    id,
    name: await deps.fields.open(audienceNameContext(id), row.name_sealed),
    createdAt: row.created_at.toISOString(),
    members: await Promise.all(members.map((member) => openMember(deps, member))),
    places: placesOf(members),
    doors: await Promise.all(
      doors.map(async (door) => ({
        id: door.door_id,
        name: await deps.fields.open(doorNameContext(door.door_id), door.name_sealed),
      })),
    ),
  };
}

async function openMember(deps: TransferDeps, row: MemberRow): Promise<Audience['members'][number]> {
  const id = row.recipient_id;
  return {
    recipientId: id,
    name: await deps.fields.open(`recipient.name:${id}`, row.name_sealed),
    organisation: await deps.fields.open(`recipient.organisation:${id}`, row.organisation_sealed),
    jurisdiction: row.jurisdiction,
    city: row.city,
    addedAt: row.added_at.toISOString(),
  };
}

/** Places with how many members are there, most first. */
function placesOf(members: readonly Pick<MemberRow, 'jurisdiction'>[]): Audience['places'] {
  const counts = new Map<string, number>();
  for (const { jurisdiction } of members) counts.set(jurisdiction, (counts.get(jurisdiction) ?? 0) + 1);
  return [...counts]
    .map(([jurisdiction, count]) => ({ jurisdiction, members: count }))
    .sort((a, b) => b.members - a.members || (a.jurisdiction < b.jurisdiction ? -1 : 1));
}

async function add(
  trx: Trx,
  { orgId }: Tenant,
  id: string,
  recipientIds: readonly string[],
  at: Date,
): Promise<string[]> {
  const wanted = [...new Set(recipientIds)];
  const known = await findRecipients(trx, orgId, wanted);
  if (known.length !== wanted.length) throw AUDIENCE.unknown_recipient();
  return addMembers(
    trx,
    wanted.map((recipientId) => ({ org_id: orgId, audience_id: id, recipient_id: recipientId, added_at: at })),
  );
}

async function record(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  actor: StaffActor,
  kind: EventKind,
  id: string,
  at: Date,
  detail?: Json,
): Promise<void> {
  const event = { kind, at, actor: { kind: 'staff', id: actor.id }, subjectId: id } as const;
  await recordEvent(deps, trx, tenant, detail === undefined ? event : { ...event, detail });
}

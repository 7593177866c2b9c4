/** Doors: made, changed, given new credentials, paused and removed. Each act and its event are one transaction. */
import type { Json } from '../../base/canonical-json.ts';
import { HOUR } from '../../base/units.ts';
import type { CreateDoor, DoorChoices, DoorCreated, DoorRotated } from '../../model/api/doors.ts';
import { type DoorSettings, doorSettingsSchema } from '../../model/door.ts';
import { type DoorRow, endDoorTokens, insertDoor, lockDoor, updateDoor } from '../../store/tables/door-admin.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { type EventKind, recordEvent } from '../../transfers/audit.ts';
import { doorNameContext } from '../../transfers/border-contexts.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import type { DoorDeps } from './deps.ts';
import { DOOR } from './errors.ts';
import { type Made, makeApp, makeRobot, newAgentId, newAppKey } from './secrets.ts';
import { requireUsable } from './validate.ts';

/** Makes a door. What is returned is shown once: nothing of it can be read again. @throws what `requireUsable` throws */
export async function createDoor(
  deps: DoorDeps,
  tenant: Tenant,
  actor: StaffActor,
  command: CreateDoor,
): Promise<DoorCreated> {
  const { orgId } = tenant;
  const id = deps.ids.uuid();
  const at = deps.clock.now();
  const appKey = command.kind === 'app' ? newAppKey(deps.random) : null;
  const settings = settingsOf(
    command,
    appKey === null ? null : { robotCode: appKey, agentId: newAgentId(deps.random) },
  );
  const made =
    appKey === null || settings.app === null ? await makeRobot(deps, id) : makeApp(deps, appKey, settings.app);
  const row = {
    org_id: orgId,
    door_id: id,
    kind: command.kind,
    name_sealed: await deps.fields.seal(doorNameContext(id), command.name),
    app_key: appKey,
    ...made.kept,
    settings: JSON.stringify(settings),
    state: 'active' as const,
    owner_id: actor.id,
    created_at: at,
    changed_at: at,
  };
  await tx(deps.db, async (trx) => {
    await requireUsable(deps, trx, tenant, command.kind, command);
    await insertDoor(trx, row);
    await record(deps, trx, tenant, actor, 'door.added', id, at, factsOf(command.kind, settings));
  });
  deps.log.nudge();
  return { id, credentials: made.credentials };
}

/** What is stored of what was chosen. `names`: what the server calls an app; null for a robot. */
function settingsOf(
  { route, security, answers, app }: DoorChoices,
  names: { readonly robotCode: string; readonly agentId: number } | null,
): DoorSettings {
  return doorSettingsSchema.parse({
    route,
    security,
    answers,
    app: names === null || app === null ? null : { ...names, ...app },
  });
}

/** @throws `door.not_found`, `door.wrong_state`, what `requireUsable` throws */
export async function changeDoor(
  deps: DoorDeps,
  tenant: Tenant,
  actor: StaffActor,
  id: string,
  choices: DoorChoices,
): Promise<void> {
  const at = deps.clock.now();
  const name = await deps.fields.seal(doorNameContext(id), choices.name);
  await tx(deps.db, async (trx) => {
    const row = await requireDoor(trx, tenant, id);
    await requireUsable(deps, trx, tenant, row.kind, choices);
    const settings = settingsOf(choices, row.settings.app);
    await updateDoor(trx, tenant.orgId, id, {
      name_sealed: name,
      settings: JSON.stringify(settings),
      changed_at: at,
    });
    await record(deps, trx, tenant, actor, 'door.changed', id, at, factsOf(row.kind, settings));
  });
  deps.log.nudge();
}

/** New credentials; those in force until now go on for `oldForHours`. @throws `door.not_found`, `door.wrong_state` */
export async function rotateDoor(
  deps: DoorDeps,
  tenant: Tenant,
  actor: StaffActor,
  id: string,
  oldForHours: number,
): Promise<DoorRotated> {
  const at = deps.clock.now();
  const until = oldForHours === 0 ? null : new Date(at.getTime() + oldForHours * HOUR);
  const made = await tx(deps.db, async (trx) => {
    const row = await requireDoor(trx, tenant, id);
    const fresh = await remake(deps, row);
    await updateDoor(trx, tenant.orgId, id, {
      ...fresh.kept,
      previous_hash: until === null ? null : row.token_hash,
      previous_secret_sealed: until === null ? null : row.secret_sealed,
      previous_until: until,
      changed_at: at,
    });
    // Whoever holds a token that the old secret fetched holds the old secret's power.
    if (until === null) await endDoorTokens(trx, tenant.orgId, id);
    await record(deps, trx, tenant, actor, 'door.rotated', id, at, { oldForHours });
    return fresh;
  });
  deps.log.nudge();
  return { credentials: made.credentials, previousUntil: until?.toISOString() ?? null };
}

function remake(deps: DoorDeps, row: DoorRow): Promise<Made> | Made {
  const { app } = row.settings;
  return app === null || row.app_key === null ? makeRobot(deps, row.door_id) : makeApp(deps, row.app_key, app);
}

/** Ends the credentials that a rotation let go on. @throws `door.not_found`, `door.wrong_state`, `door.nothing_old` */
export async function endOldCredentials(deps: DoorDeps, tenant: Tenant, actor: StaffActor, id: string): Promise<void> {
  const at = deps.clock.now();
  await tx(deps.db, async (trx) => {
    const row = await requireDoor(trx, tenant, id);
    if (row.previous_until === null || row.previous_until <= at) throw DOOR.nothing_old();
    await updateDoor(trx, tenant.orgId, id, {
      previous_hash: null,
      previous_secret_sealed: null,
      previous_until: null,
      changed_at: at,
    });
    // An app's tokens do not say which secret fetched them: all end, and the program fetches another.
    await endDoorTokens(trx, tenant.orgId, id);
    await record(deps, trx, tenant, actor, 'door.old_ended', id, at);
  });
  deps.log.nudge();
}

const MOVES = {
  pause: { from: ['active'], to: 'paused', kind: 'door.paused' },
  resume: { from: ['paused'], to: 'active', kind: 'door.resumed' },
  remove: { from: ['active', 'paused'], to: 'removed', kind: 'door.removed' },
} as const;

/** Pauses, resumes or removes; what came through before stays as it is. @throws `door.not_found`, `door.wrong_state` */
export async function moveDoor(
  deps: DoorDeps,
  tenant: Tenant,
  actor: StaffActor,
  id: string,
  move: keyof typeof MOVES,
): Promise<void> {
  const at = deps.clock.now();
  const { from, to, kind } = MOVES[move];
  await tx(deps.db, async (trx) => {
    const row = await requireDoor(trx, tenant, id);
    if (!from.some((state) => state === row.state)) throw DOOR.wrong_state();
    await updateDoor(trx, tenant.orgId, id, {
      state: to,
      changed_at: at,
      ...(to === 'removed' ? { previous_hash: null, previous_secret_sealed: null, previous_until: null } : {}),
    });
    if (to === 'removed') await endDoorTokens(trx, tenant.orgId, id);
    await record(deps, trx, tenant, actor, kind, id, at);
  });
  deps.log.nudge();
}

/** Locked until the transaction ends. @throws `door.not_found`, also for one that was removed */
async function requireDoor(trx: Trx, { orgId }: Tenant, id: string): Promise<DoorRow> {
  const row = await lockDoor(trx, orgId, id);
  if (row === undefined || row.state === 'removed') throw DOOR.not_found();
  return row;
}

/** For the record: where it leads, and how it is guarded; keywords and networks by their number. */
function factsOf(kind: DoorRow['kind'], { route, security }: DoorSettings): Json {
  return {
    kind,
    entity: route.entityId,
    audience: route.audienceId,
    connection: route.connectionId,
    purpose: route.purpose,
    passPublic: route.passPublic,
    signed: security.signed,
    keywords: security.keywords.length,
    networks: security.networks.length,
  };
}

async function record(
  deps: DoorDeps,
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

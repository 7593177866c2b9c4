/** Doors as officers and auditors see them: where they lead, what went through. Never a token, never a secret. */
import { DAY } from '../../base/units.ts';
import type { DoorDetail, DoorList, DoorRefusalList, DoorSummary, DoorUsage } from '../../model/api/doors.ts';
import { doorSettingsSchema } from '../../model/door.ts';
import { listAudiences } from '../../store/tables/audience-admin.ts';
import {
  countDoorCalls,
  countDoorEgress,
  type DoorRow,
  findDoor,
  listDoors,
  listRefusals,
  type RefusalRow,
} from '../../store/tables/door-admin.ts';
import { audienceNameContext, doorNameContext } from '../../transfers/border-contexts.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { refusalCallerContext } from '../../transfers/doors.ts';
import type { StaffNames } from '../../transfers/read.ts';
import type { DoorDeps } from './deps.ts';
import { DOOR } from './errors.ts';

const REFUSALS_SHOWN = 500;

/** All doors with what went through them in the last day and the last thirty. */
export async function readDoors(deps: DoorDeps, tenant: Tenant, names: StaffNames): Promise<DoorList> {
  const rows = await listDoors(deps.db.query, tenant.orgId);
  return {
    gatewayUrl: deps.gatewayUrl,
    doors: await summarise(deps, tenant, names, rows),
    connections: deps.channels
      .connections()
      .flatMap(({ id, kind, label, reaches, sandbox }) =>
        reaches === 'group' || reaches === 'user' ? [{ id, label: label ?? kind, reaches, sandbox }] : [],
      ),
  };
}

/** @throws `door.not_found` */
export async function readDoor(deps: DoorDeps, tenant: Tenant, names: StaffNames, id: string): Promise<DoorDetail> {
  const row = await findDoor(deps.db.query, tenant.orgId, id);
  if (row === undefined || row.state === 'removed') throw DOOR.not_found();
  const [summary] = await summarise(deps, tenant, names, [row]);
  if (summary === undefined) throw DOOR.not_found();
  return {
    ...summary,
    gatewayUrl: deps.gatewayUrl,
    appKey: row.app_key,
    settings: doorSettingsSchema.parse(row.settings),
  };
}

/** Calls that were not answered as asked, last first. */
export async function readRefusals(deps: DoorDeps, { orgId }: Tenant): Promise<DoorRefusalList> {
  const rows = await listRefusals(deps.db.query, orgId, REFUSALS_SHOWN);
  const names = new Map<string, Promise<string>>();
  const nameOf = (id: string): Promise<string> => {
    const known = names.get(id) ?? doorName(deps, orgId, id);
    names.set(id, known);
    return known;
  };
  return {
    refusals: await Promise.all(
      rows.map(async (row) => ({
        endpoint: row.endpoint,
        reason: row.reason,
        caller: await callerOf(deps, row),
        program: row.agent,
        door: row.door_id === null ? null : { id: row.door_id, name: await nameOf(row.door_id) },
        firstAt: row.first_at.toISOString(),
        lastAt: row.last_at.toISOString(),
        count: row.count,
      })),
    ),
  };
}

async function doorName(deps: DoorDeps, orgId: string, id: string): Promise<string> {
  const row = await findDoor(deps.db.query, orgId, id);
  return row === undefined ? '' : deps.fields.open(doorNameContext(id), row.name_sealed);
}

/** One line that cannot be read back does not keep the others from being shown. */
async function callerOf(deps: DoorDeps, row: RefusalRow): Promise<string | null> {
  try {
    return await deps.fields.open(refusalCallerContext(row.refusal_key), row.caller_sealed);
  } catch {
    return null;
  }
}

async function summarise(
  deps: DoorDeps,
  { orgId }: Tenant,
  names: StaffNames,
  rows: readonly DoorRow[],
): Promise<DoorSummary[]> {
  const now = deps.clock.now();
  const [audiences, owners, day, month] = await Promise.all([
    listAudiences(deps.db.query, orgId),
    names(rows.map((row) => row.owner_id)),
    readUsage(deps, orgId, new Date(now.getTime() - DAY)),
    readUsage(deps, orgId, new Date(now.getTime() - 30 * DAY)),
  ]);
  return Promise.all(
    rows.map(async (row) => {
      const audience = audiences.find((one) => one.audience_id === row.settings.route.audienceId);
      const id = row.door_id;
      return {
        id,
        kind: row.kind,
        name: await deps.fields.open(doorNameContext(id), row.name_sealed),
        state: row.state,
        audience:
          audience === undefined
            ? null
            : {
                id: audience.audience_id,
                name: await deps.fields.open(audienceNameContext(audience.audience_id), audience.name_sealed),
              },
        connectionId: row.settings.route.connectionId,
        owner: owners.get(row.owner_id) ?? '',
        createdAt: row.created_at.toISOString(),
        changedAt: row.changed_at.toISOString(),
        lastCallAt: row.last_call_at?.toISOString() ?? null,
        previousUntil:
          row.previous_until !== null && row.previous_until > now ? row.previous_until.toISOString() : null,
        day: day(id),
        month: month(id),
      };
    }),
  );
}

/** Returns the usage of each door since `from`. */
async function readUsage(deps: DoorDeps, orgId: string, from: Date): Promise<(doorId: string) => DoorUsage> {
  const [calls, crossed] = await Promise.all([
    countDoorCalls(deps.db.query, orgId, from),
    countDoorEgress(deps.db.query, orgId, from),
  ]);
  return (doorId) => {
    const {
      calls: came,
      granted,
      held,
      refused,
      arrivedBytes,
    } = calls.find((one) => one.doorId === doorId) ?? NO_CALLS;
    const { notices, bytes: crossedBytes } = crossed.find((one) => one.doorId === doorId) ?? NOTHING_CROSSED;
    const keptShare = arrivedBytes === 0 ? null : Math.max(0, 1 - crossedBytes / arrivedBytes);
    return { calls: came, granted, held, refused, notices, arrivedBytes, crossedBytes, keptShare };
  };
}

const NO_CALLS = { calls: 0, granted: 0, held: 0, refused: 0, arrivedBytes: 0 };
const NOTHING_CROSSED = { notices: 0, bytes: 0 };

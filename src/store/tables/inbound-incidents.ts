/** Rows of incident and inbound_request: what officers have to look at. */
import { type Insertable, type Selectable, sql } from 'kysely';
import type { Executor } from '../database.ts';
import type { InboundRequestTable, IncidentTable } from '../schema-border.ts';
import type { Trx } from '../transaction.ts';

export type IncidentRow = Selectable<IncidentTable>;
export type RequestRow = Selectable<InboundRequestTable>;

export async function insertIncident(trx: Trx, row: Insertable<IncidentTable>): Promise<void> {
  await trx.insertInto('incident').values(row).execute();
}

export function findIncident(db: Executor, orgId: string, incidentId: string): Promise<IncidentRow | undefined> {
  return db
    .selectFrom('incident')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
}

/** What was found once more in a message that is an incident already. */
export async function addToIncident(
  trx: Trx,
  orgId: string,
  incidentId: string,
  part: Pick<IncidentRow, 'level' | 'found'>,
): Promise<void> {
  await trx
    .updateTable('incident')
    .set({ level: part.level, found: JSON.stringify(part.found) })
    .where('org_id', '=', orgId)
    .where('incident_id', '=', incidentId)
    .execute();
}

/** Whether such an incident is open already since `since`: the same fault at every attempt is one incident. */
export async function hasOpenStop(
  db: Executor,
  orgId: string,
  connection: string,
  outboxId: string | null,
  since: Date,
): Promise<boolean> {
  let query = db
    .selectFrom('incident')
    .select('incident_id')
    .where('org_id', '=', orgId)
    .where('kind', '=', 'stopped_at_egress')
    .where('connection', '=', connection)
    .where('state', '=', 'open');
  query =
    outboxId === null
      ? query.where('outbox_id', 'is', null).where('at', '>', since)
      : query.where('outbox_id', '=', outboxId);
  return (await query.limit(1).executeTakeFirst()) !== undefined;
}

/** Newest first. */
export function pageIncidents(
  db: Executor,
  orgId: string,
  state: IncidentRow['state'] | undefined,
  before: string | undefined,
  limit: number,
): Promise<IncidentRow[]> {
  let query = db.selectFrom('incident').selectAll().where('org_id', '=', orgId);
  if (state !== undefined) query = query.where('state', '=', state);
  if (before !== undefined) query = query.where('incident_id', '<', before);
  return query.orderBy('incident_id', 'desc').limit(limit).execute();
}

export async function countOpen(
  db: Executor,
  orgId: string,
): Promise<{ readonly incidents: number; readonly requests: number }> {
  const incidents = await db
    .selectFrom('incident')
    .select(sql<number>`count(*)::bigint`.as('n'))
    .where('org_id', '=', orgId)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  const requests = await db
    .selectFrom('inbound_request')
    .select(sql<number>`count(*)::bigint`.as('n'))
    .where('org_id', '=', orgId)
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return { incidents: incidents.n, requests: requests.n };
}

/** False when it is closed already. */
export async function closeIncident(
  trx: Trx,
  orgId: string,
  incidentId: string,
  by: string,
  at: Date,
  note: Uint8Array,
): Promise<boolean> {
  const result = await trx
    .updateTable('incident')
    .set({ state: 'closed', closed_by: by, closed_at: at, note_sealed: note })
    .where('org_id', '=', orgId)
    .where('incident_id', '=', incidentId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function insertRequest(trx: Trx, row: Insertable<InboundRequestTable>): Promise<void> {
  await trx.insertInto('inbound_request').values(row).execute();
}

export function findRequest(db: Executor, orgId: string, requestId: string): Promise<RequestRow | undefined> {
  return db
    .selectFrom('inbound_request')
    .selectAll()
    .where('org_id', '=', orgId)
    .where('request_id', '=', requestId)
    .executeTakeFirst();
}

/** Newest first. */
export function pageRequests(
  db: Executor,
  orgId: string,
  state: 'open' | 'closed' | undefined,
  before: string | undefined,
  limit: number,
): Promise<RequestRow[]> {
  let query = db.selectFrom('inbound_request').selectAll().where('org_id', '=', orgId);
  if (state !== undefined) query = query.where('state', state === 'open' ? '=' : '!=', 'open');
  if (before !== undefined) query = query.where('request_id', '<', before);
  return query.orderBy('request_id', 'desc').limit(limit).execute();
}

/** False when it was answered already. */
export async function closeRequest(
  trx: Trx,
  orgId: string,
  requestId: string,
  state: 'done' | 'declined',
  by: string,
  at: Date,
): Promise<boolean> {
  const result = await trx
    .updateTable('inbound_request')
    .set({ state, closed_by: by, closed_at: at })
    .where('org_id', '=', orgId)
    .where('request_id', '=', requestId)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

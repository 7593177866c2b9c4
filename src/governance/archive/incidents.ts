/** Incidents as officers see them: what kind of thing was found where, never what it says. */
import type { Incident, IncidentList } from '../../model/api/archive.ts';
import {
  closeIncident as closeRow,
  countOpen,
  findIncident,
  type IncidentRow,
  pageIncidents,
} from '../../store/tables/inbound-incidents.ts';
import { findTransfers } from '../../store/tables/transfers.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import { incidentNoteContext } from '../../transfers/inbound/contexts.ts';
import { INCIDENT } from '../../transfers/inbound/errors.ts';
import { staffNames } from '../organisation/staff.ts';
import { titlesOf } from './view.ts';

const SHOWN = 50;

/** Newest first; the counts are over all of them. */
export async function listIncidents(
  deps: TransferDeps,
  tenant: Tenant,
  state: Incident['state'] | undefined,
  before: string | undefined,
): Promise<IncidentList> {
  const { query } = deps.db;
  const rows = await pageIncidents(query, tenant.orgId, state, before, SHOWN + 1);
  const page = rows.slice(0, SHOWN);
  const titles = await titlesOf(
    deps,
    tenant,
    page.flatMap((row) => row.thread_id ?? []),
  );
  const transfers = await findTransfers(query, tenant.orgId, [
    ...new Set(page.flatMap((row) => row.transfer_id ?? [])),
  ]);
  const references = new Map(transfers.map((one) => [one.transfer_id, one.reference]));
  const staff = await staffNames(deps, tenant.orgId, [...new Set(page.flatMap((row) => row.closed_by ?? []))]);
  return {
    incidents: await Promise.all(page.map((row) => viewIncident(deps, row, titles, references, staff))),
    nextCursor: rows.length > SHOWN ? (page.at(-1)?.incident_id ?? null) : null,
    open: await countOpen(query, tenant.orgId),
  };
}

async function viewIncident(
  deps: TransferDeps,
  row: IncidentRow,
  titles: ReadonlyMap<string, string>,
  references: ReadonlyMap<string, string>,
  staff: ReadonlyMap<string, string>,
): Promise<Incident> {
  const { incident_id: id, thread_id: threadId, note_sealed: note, closed_by: closedBy, transfer_id: transferId } = row;
  return {
    id,
    kind: row.kind,
    at: row.at.toISOString(),
    connection: row.connection,
    level: row.level,
    found: row.found,
    thread: threadId === null ? null : { id: threadId, title: titles.get(threadId) ?? '' },
    messageId: row.message_id,
    transfer: transferId === null ? null : { id: transferId, reference: references.get(transferId) ?? '' },
    state: row.state,
    answeredAt: row.answered_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
    closedBy: closedBy === null ? null : (staff.get(closedBy) ?? '?'),
    note: note === null ? null : await deps.fields.open(incidentNoteContext(id), note),
  };
}

/** Closes an incident with a note that is sealed. @throws `incident.not_found`, `incident.closed` */
export async function closeIncident(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  incidentId: string,
  note: string,
): Promise<'closed'> {
  const at = deps.clock.now();
  const sealed = await deps.fields.seal(incidentNoteContext(incidentId), note);
  await tx(deps.db, async (trx) => {
    if (!(await closeRow(trx, tenant.orgId, incidentId, actor.id, at, sealed))) {
      const known = await findIncident(trx, tenant.orgId, incidentId);
      throw known === undefined ? INCIDENT.not_found() : INCIDENT.closed();
    }
    await recordEvent(deps, trx, tenant, {
      kind: 'incident.closed',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: incidentId,
    });
  });
  deps.log.nudge();
  return 'closed';
}

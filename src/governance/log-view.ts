/** The audit log as the console shows it: its public identity and the events behind the entries. */
import type { LogEventList, LogInfo } from '../model/api/system.ts';
import type { Database } from '../store/database.ts';
import { countPendingEntries, findLog } from '../store/log/postgres-log.ts';
import { pageEvents } from '../store/tables/audit.ts';
import { findTransfer } from '../store/tables/transfers.ts';
import { type AuditDeps, onBehalfIn, openEventFields } from '../transfers/audit.ts';
import type { StaffNames } from '../transfers/read.ts';
import { readServedPage } from './served-page.ts';

const PAGE = 50;

export type LogViewDeps = Pick<AuditDeps, 'fields'> & {
  readonly db: Database;
  readonly size: () => Promise<number>;
  readonly identity: { readonly origin: string; readonly vkey: string };
};

export async function readLogInfo(deps: LogViewDeps, orgId: string): Promise<LogInfo> {
  const log = await findLog(deps.db, orgId);
  const isReadOnly = deps.db.writes.refusedFor() !== undefined || (log !== undefined && log.state !== 'active');
  return {
    origin: log?.origin ?? deps.identity.origin,
    vkey: log?.vkey ?? deps.identity.vkey,
    path: '/log/1/',
    size: await deps.size(),
    pending: await countPendingEntries(deps.db, orgId),
    state: isReadOnly ? 'read_only' : 'active',
    page: await readServedPage(deps.db, orgId),
  };
}

/** Newest first, 50 a page; `before` is the id of the last event of the page before. */
export async function readLogEvents(
  deps: LogViewDeps,
  orgId: string,
  names: StaffNames,
  before: string | undefined,
): Promise<LogEventList> {
  const rows = await pageEvents(deps.db.query, orgId, before, PAGE + 1);
  const page = rows.slice(0, PAGE);
  const opened = await Promise.all(
    page.map(async (row) => {
      const fields = row.fields_sealed === null ? [] : await openEventFields(deps, row.event_id, row.fields_sealed);
      return { row, fields, onBehalfOf: onBehalfIn(fields) };
    }),
  );
  const staff = await names([
    ...new Set(opened.flatMap(({ row, onBehalfOf }) => [row.staff_id, onBehalfOf].filter((id) => id !== null))),
  ]);
  const references = new Map<string, string>();
  for (const id of new Set(page.flatMap((row) => (row.transfer_id === null ? [] : [row.transfer_id])))) {
    const transfer = await findTransfer(deps.db.query, orgId, id);
    if (transfer !== undefined) references.set(id, transfer.reference);
  }
  const events = opened.map(({ row, fields, onBehalfOf }) => ({
    id: row.event_id,
    index: row.idx,
    at: row.at.toISOString(),
    kind: row.kind,
    actor:
      row.staff_id !== null ? (staff.get(row.staff_id) ?? '?') : row.recipient_id !== null ? 'recipient' : 'system',
    onBehalfOf: onBehalfOf === null ? null : (staff.get(onBehalfOf) ?? '?'),
    reference: row.transfer_id === null ? null : (references.get(row.transfer_id) ?? null),
    transferId: row.transfer_id,
    outcome: outcomeOf(fields[6]),
  }));
  return { events, nextBefore: rows.length > PAGE ? (page.at(-1)?.event_id ?? null) : null };
}

function outcomeOf(decision: unknown): string | null {
  if (typeof decision !== 'object' || decision === null || !('outcome' in decision)) return null;
  return typeof decision.outcome === 'string' ? decision.outcome : null;
}

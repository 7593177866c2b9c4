/** What exactly was sent: of one connection or about one transfer, with the digest that was recorded before it left. */
import { equal, hex } from '../../base/bytes.ts';
import type { SentBody, SentList, SentMessage } from '../../model/api/connections.ts';
import { listEgressOf } from '../../store/tables/egress.ts';
import { findOutbox, listSentBy } from '../../store/tables/outbox-after.ts';
import { listOutboxOf, type OutboxRow } from '../../store/tables/outbox.ts';
import { findTransfers } from '../../store/tables/transfers.ts';
import { sentBodyContext } from '../../transfers/border-contexts.ts';
import type { Tenant } from '../../transfers/deps.ts';
import type { ConnectionDeps } from './deps.ts';
import { CONNECTION } from './errors.ts';

const PAGE = 50;
const CONFIRMED = ['delivered', 'read', 'failed', 'unknown'] as const;

/** Messages by one connection, the newest first, 50 at a time. */
export async function listSent(
  deps: ConnectionDeps,
  tenant: Tenant,
  connectionId: string,
  before: Date | undefined,
): Promise<SentList> {
  const rows = await listSentBy(deps.transfers.db.query, tenant.orgId, connectionId, before, PAGE + 1);
  return { messages: await viewSent(deps, tenant, rows.slice(0, PAGE)), more: rows.length > PAGE };
}

/** Notices about one transfer, those to a group that tell of others too among them. */
export async function listSentAbout(deps: ConnectionDeps, tenant: Tenant, transferId: string): Promise<SentList> {
  const rows = (await listOutboxOf(deps.transfers.db.query, tenant.orgId, transferId)).filter(isShown).toReversed();
  return { messages: await viewSent(deps, tenant, rows), more: false };
}

const isShown = (row: OutboxRow): boolean => row.state === 'sent' && row.kind !== 'code';

/** The exact body of a message by this connection. @throws `connection.not_found` */
export async function readSentBy(
  deps: ConnectionDeps,
  tenant: Tenant,
  connectionId: string,
  outboxId: string,
): Promise<SentBody> {
  const row = await findOutbox(deps.transfers.db.query, tenant.orgId, outboxId);
  if (row === undefined || row.connection !== connectionId || !isShown(row)) throw CONNECTION.not_found();
  return readBody(deps, tenant, row);
}

/** The exact body of a message about this transfer. @throws `connection.not_found` */
export async function readSentAbout(
  deps: ConnectionDeps,
  tenant: Tenant,
  transferId: string,
  outboxId: string,
): Promise<SentBody> {
  const rows = await listOutboxOf(deps.transfers.db.query, tenant.orgId, transferId);
  const row = rows.find((one) => one.outbox_id === outboxId && isShown(one));
  if (row === undefined) throw CONNECTION.not_found();
  return readBody(deps, tenant, row);
}

/** Bodies are ours and always UTF-8. */
async function readBody(deps: ConnectionDeps, tenant: Tenant, row: OutboxRow): Promise<SentBody> {
  const [message] = await viewSent(deps, tenant, [row]);
  if (message === undefined) throw CONNECTION.not_found();
  const { db, fields, sha256 } = deps.transfers;
  const recorded = await listEgressOf(db.query, tenant.orgId, row.outbox_id);
  const body =
    row.sent_sealed === null ? null : await fields.openBytes(sentBodyContext(row.outbox_id), row.sent_sealed);
  return {
    ...message,
    body: body === null ? null : new TextDecoder().decode(body),
    matches: body === null ? null : equal(sha256(body), row.sent_hash ?? new Uint8Array()),
    recorded: recorded.map((one) => ({ at: one.at.toISOString(), bytes: one.bytes, hash: hex(one.hash) })),
  };
}

async function viewSent(deps: ConnectionDeps, tenant: Tenant, rows: readonly OutboxRow[]): Promise<SentMessage[]> {
  const known = await deps.office.known();
  const { query } = deps.transfers.db;
  const ids = [...new Set(rows.flatMap((row) => (row.transfer_id === null ? [] : [row.transfer_id])))];
  const transfers = new Map((await findTransfers(query, tenant.orgId, ids)).map((one) => [one.transfer_id, one]));
  return rows.map((row) => {
    const transfer = row.transfer_id === null ? undefined : transfers.get(row.transfer_id);
    return {
      id: row.outbox_id,
      kind: row.kind,
      connection: row.connection,
      label: known.find((one) => one.id === row.connection)?.label ?? null,
      queuedAt: row.created_at.toISOString(),
      sentAt: (row.sent_at ?? row.created_at).toISOString(),
      bytes: row.sent_bytes ?? 0,
      hash: hex(row.sent_hash ?? new Uint8Array()),
      providerRef: row.provider_ref,
      confirmed: CONFIRMED.find((one) => one === row.confirmed) ?? null,
      confirmedAt: row.confirmed_at?.toISOString() ?? null,
      recalledAt: row.recalled_at?.toISOString() ?? null,
      movedFrom: row.moved_from,
      kept: row.sent_sealed !== null,
      transfer: transfer === undefined ? null : { id: transfer.transfer_id, reference: transfer.reference },
    };
  });
}

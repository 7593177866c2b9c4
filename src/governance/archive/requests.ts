/** What people asked the robot for: access to a transfer, or files. An officer does it by the usual means and says here that it is done. */
import type { CloseRequest, InboundRequest, RequestList } from '../../model/api/archive.ts';
import {
  closeRequest as closeRow,
  countOpen,
  findRequest,
  pageRequests,
  type RequestRow,
} from '../../store/tables/inbound-incidents.ts';
import { listMessages } from '../../store/tables/inbound.ts';
import { findRecipients } from '../../store/tables/recipients.ts';
import { findTransfer } from '../../store/tables/transfers.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant, TransferDeps } from '../../transfers/deps.ts';
import { REQUEST } from '../../transfers/inbound/errors.ts';
import { staffNames } from '../organisation/staff.ts';
import { senderName, titlesOf } from './view.ts';

const SHOWN = 50;

type Names = {
  readonly titles: ReadonlyMap<string, string>;
  readonly senders: ReadonlyMap<string, string>;
  readonly recipients: ReadonlyMap<string, string>;
  readonly references: ReadonlyMap<string, string>;
  readonly staff: ReadonlyMap<string, string>;
};

/** Newest first; the counts are over all of them. */
export async function listRequests(
  deps: TransferDeps,
  tenant: Tenant,
  state: 'open' | 'closed' | undefined,
  before: string | undefined,
): Promise<RequestList> {
  const { query } = deps.db;
  const rows = await pageRequests(query, tenant.orgId, state, before, SHOWN + 1);
  const page = rows.slice(0, SHOWN);
  const names = await namesFor(deps, tenant, page);
  return {
    requests: page.map((row) => viewRequest(row, names)),
    nextCursor: rows.length > SHOWN ? (page.at(-1)?.request_id ?? null) : null,
    open: await countOpen(query, tenant.orgId),
  };
}

async function namesFor(deps: TransferDeps, tenant: Tenant, rows: readonly RequestRow[]): Promise<Names> {
  const { orgId } = tenant;
  const { query } = deps.db;
  const messages = await listMessages(query, orgId, [...new Set(rows.map((row) => row.message_id))]);
  const recipients = await findRecipients(query, orgId, [...new Set(rows.flatMap((row) => row.recipient_id ?? []))]);
  const references = new Map<string, string>();
  for (const id of new Set(rows.flatMap((row) => row.transfer_id ?? []))) {
    const transfer = await findTransfer(query, orgId, id);
    if (transfer !== undefined) references.set(id, transfer.reference);
  }
  return {
    references,
    titles: await titlesOf(
      deps,
      tenant,
      rows.map((row) => row.thread_id),
    ),
    senders: new Map(
      await Promise.all(messages.map(async (row) => [row.message_id, await senderName(deps, row)] as const)),
    ),
    recipients: new Map(
      await Promise.all(
        recipients.map(async (row) => {
          const name = await deps.fields.open(`recipient.name:${row.recipient_id}`, row.name_sealed);
          return [row.recipient_id, name] as const;
        }),
      ),
    ),
    staff: await staffNames(deps, orgId, [...new Set(rows.flatMap((row) => row.closed_by ?? []))]),
  };
}

function viewRequest(row: RequestRow, names: Names): InboundRequest {
  const { transfer_id: transferId, recipient_id: recipientId, closed_by: closedBy } = row;
  const reference = transferId === null ? undefined : names.references.get(transferId);
  return {
    id: row.request_id,
    kind: row.kind,
    at: row.at.toISOString(),
    thread: { id: row.thread_id, title: names.titles.get(row.thread_id) ?? '' },
    messageId: row.message_id,
    sender: names.senders.get(row.message_id) ?? '',
    transfer: transferId === null || reference === undefined ? null : { id: transferId, reference },
    recipient: recipientId === null ? null : (names.recipients.get(recipientId) ?? null),
    state: row.state,
    closedAt: row.closed_at?.toISOString() ?? null,
    closedBy: closedBy === null ? null : (names.staff.get(closedBy) ?? '?'),
  };
}

/** @throws `request.not_found`, `request.closed` */
export async function closeRequest(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  requestId: string,
  { state }: CloseRequest,
): Promise<InboundRequest['state']> {
  const at = deps.clock.now();
  await tx(deps.db, async (trx) => {
    if (!(await closeRow(trx, tenant.orgId, requestId, state, actor.id, at))) {
      const known = await findRequest(trx, tenant.orgId, requestId);
      throw known === undefined ? REQUEST.not_found() : REQUEST.closed();
    }
    await recordEvent(deps, trx, tenant, {
      kind: `request.${state}`,
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: requestId,
    });
  });
  deps.log.nudge();
  return state;
}

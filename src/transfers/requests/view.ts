/** Requests as staff see them. What was written and by whom is covered for everybody but the sender, until somebody says why he looks. */
import type { AccessRequest, AccessRequestList } from '../../model/api/access-requests.ts';
import type { LookReason } from '../../model/api/accesses.ts';
import type { Executor } from '../../store/database.ts';
import {
  type AccessRequestRow,
  countOpenAccessRequests,
  findAccessRequest,
  pageAccessRequests,
} from '../../store/tables/access-requests.ts';
import { findRecipients } from '../../store/tables/recipients.ts';
import { findTransfers, listTransferObjects, type TransferRow } from '../../store/tables/transfers.ts';
import { tx } from '../../store/transaction.ts';
import { recordLook } from '../accesses.ts';
import type { StaffActor, Tenant, TransferDeps } from '../deps.ts';
import type { StaffNames } from '../read.ts';
import { requestContexts } from './contexts.ts';
import { ACCESS_REQUEST } from './errors.ts';
import { NOTHING_POSSIBLE, possibleFor } from './possible.ts';

const SHOWN = 50;

/** What the reader's role allows; decided by the caller. */
export type RequestReader = {
  readonly actor: StaffActor;
  readonly readAll: boolean;
  /** An officer: he may answer everything, and sees reports. */
  readonly answerAll: boolean;
  readonly locale: Parameters<TransferDeps['policy']['explain']>[2];
};

/** Newest first. Without `readAll` only what is about the reader's own transfers. */
export async function listAccessRequests(
  deps: TransferDeps,
  tenant: Tenant,
  names: StaffNames,
  reader: RequestReader,
  filter: { readonly state?: 'open' | 'closed'; readonly transferId?: string; readonly before?: string },
): Promise<AccessRequestList> {
  const { query } = deps.db;
  const own = reader.readAll ? {} : { senderId: reader.actor.id };
  const rows = await pageAccessRequests(query, tenant.orgId, { ...own, ...filter }, SHOWN + 1);
  const page = rows.slice(0, SHOWN);
  return {
    requests: await viewAll(deps, tenant, names, reader, page),
    nextCursor: rows.length > SHOWN ? (page.at(-1)?.request_id ?? null) : null,
    open: await countForReader(query, tenant, reader),
  };
}

/** How many wait for an answer that the reader may give. */
export function countForReader(
  db: Executor,
  { orgId }: Tenant,
  { actor, answerAll }: Pick<RequestReader, 'actor' | 'answerAll'>,
): Promise<number> {
  return countOpenAccessRequests(db, orgId, answerAll ? undefined : actor.id);
}

/**
 * One request with what was written, for somebody of the house who is not the sender. The look is recorded before it is shown, and the
 * recipient and the sender find it among the looks at what is theirs.
 *
 * @throws `access_request.not_found`
 */
export async function readAccessRequest(
  deps: TransferDeps,
  tenant: Tenant,
  names: StaffNames,
  reader: RequestReader,
  requestId: string,
  look: LookReason & { readonly place: string },
): Promise<AccessRequest> {
  const { row, transfer } = await requireRequest(deps, tenant, reader, requestId);
  if (transfer.sender_id !== reader.actor.id) {
    await tx(deps.db, (trx) =>
      recordLook(deps, trx, tenant, {
        kind: 'access_request.read',
        at: deps.clock.now(),
        actor: { kind: 'staff', id: reader.actor.id },
        subjectId: requestId,
        transferId: row.transfer_id,
        place: look.place,
        why: { purpose: look.purpose, reason: look.reason },
        // A report stays unknown to whom it is about.
        whom: [
          ...(row.recipient_id === null ? [] : [{ kind: 'recipient', id: row.recipient_id } as const]),
          ...(row.kind === 'abuse' ? [] : [{ kind: 'staff', id: transfer.sender_id } as const]),
        ],
      }),
    );
    deps.log.nudge();
  }
  const [view] = await viewAll(deps, tenant, names, reader, [row], true);
  if (view === undefined) throw ACCESS_REQUEST.not_found();
  return view;
}

/** The request and its transfer, if the reader may see them. @throws `access_request.not_found` */
export async function requireRequest(
  deps: Pick<TransferDeps, 'db'>,
  tenant: Tenant,
  reader: RequestReader,
  requestId: string,
): Promise<{ readonly row: AccessRequestRow; readonly transfer: TransferRow }> {
  const row = await findAccessRequest(deps.db.query, tenant.orgId, requestId);
  const [transfer] = row === undefined ? [] : await findTransfers(deps.db.query, tenant.orgId, [row.transfer_id]);
  if (row === undefined || transfer === undefined) throw ACCESS_REQUEST.not_found();
  const isOwn = transfer.sender_id === reader.actor.id && row.kind !== 'abuse';
  if (!reader.readAll && !isOwn) throw ACCESS_REQUEST.not_found();
  return { row, transfer };
}

/** What the reader may answer. */
export function answersOf(
  row: AccessRequestRow,
  transfer: TransferRow,
  { actor, answerAll }: RequestReader,
): AccessRequest['answers'] {
  const isOwn = transfer.sender_id === actor.id && row.kind !== 'abuse' && actor.role !== 'auditor';
  if (row.state !== 'open' || (!isOwn && !answerAll)) return [];
  if (row.kind === 'abuse' || row.kind === 'declined') return ['noted'];
  // Who is not known gets nothing by an answer: he has to come in first.
  return row.proved ? ['granted', 'declined'] : ['noted', 'declined'];
}

async function viewAll(
  deps: TransferDeps,
  tenant: Tenant,
  names: StaffNames,
  reader: RequestReader,
  rows: readonly AccessRequestRow[],
  uncovered = false,
): Promise<AccessRequest[]> {
  const { orgId } = tenant;
  const { query } = deps.db;
  const transfers = new Map(
    (await findTransfers(query, orgId, [...new Set(rows.map((row) => row.transfer_id))])).map((one) => [
      one.transfer_id,
      one,
    ]),
  );
  const staff = await names([
    ...new Set([
      ...[...transfers.values()].map((one) => one.sender_id),
      ...rows.flatMap((row) => row.answered_by ?? []),
    ]),
  ]);
  const objects = await listTransferObjects(query, orgId, [...transfers.keys()]);
  const views: AccessRequest[] = [];
  for (const row of rows) {
    const transfer = transfers.get(row.transfer_id);
    if (transfer === undefined) continue;
    const isOwn = transfer.sender_id === reader.actor.id && row.kind !== 'abuse';
    const object = objects.find((one) => one.object_id === row.object_id);
    const answers = answersOf(row, transfer, reader);
    views.push({
      id: row.request_id,
      kind: row.kind,
      state: row.state,
      at: row.created_at.toISOString(),
      proved: row.proved,
      place: row.place,
      transfer: {
        id: row.transfer_id,
        reference: transfer.reference,
        state: transfer.state,
        sender: staff.get(transfer.sender_id) ?? '?',
      },
      object: object === undefined ? null : { id: object.object_id, kind: object.kind },
      words: isOwn || uncovered ? await wordsOf(deps, tenant, row, object) : null,
      answeredAt: row.answered_at?.toISOString() ?? null,
      answeredBy: row.answered_by === null ? null : (staff.get(row.answered_by) ?? '?'),
      incidentId: row.incident_id,
      answers,
      possible: answers.includes('granted')
        ? await possibleFor(deps, tenant, transfer, row, reader.locale)
        : NOTHING_POSSIBLE,
    });
  }
  return views;
}

async function wordsOf(
  deps: TransferDeps,
  { orgId }: Tenant,
  row: AccessRequestRow,
  object: { readonly object_id: string; readonly kind: string; readonly name_sealed: Uint8Array } | undefined,
): Promise<NonNullable<AccessRequest['words']>> {
  const contexts = requestContexts(row.request_id);
  const [recipient] = row.recipient_id === null ? [] : await findRecipients(deps.db.query, orgId, [row.recipient_id]);
  return {
    reason: await deps.fields.open(contexts.reason, row.reason_sealed),
    answer: row.answer_sealed === null ? '' : await deps.fields.open(contexts.answer, row.answer_sealed),
    recipient:
      recipient === undefined
        ? null
        : await deps.fields.open(`recipient.name:${recipient.recipient_id}`, recipient.name_sealed),
    object:
      object === undefined || object.kind === 'message'
        ? ''
        : await deps.fields.open(`transfer_object.name:${object.object_id}`, object.name_sealed),
  };
}

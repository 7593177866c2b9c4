/** What staff see of transfers: lists and details, opened for whoever may read them. */
import type {
  TimelineEntry,
  TransferDetail,
  TransferList,
  TransferRow as TransferView,
} from '../model/api/transfers.ts';
import { TIMELINE_KINDS } from '../model/api/transfers.ts';
import { purposeSchema } from '../model/facts.ts';
import { type Locale, pickLocale } from '../model/locale.ts';
import type { TransferState } from '../model/transfer-states.ts';
import { listTransferEvents } from '../store/tables/audit.ts';
import { latestSendDecisions } from '../store/tables/decisions.ts';
import { type GrantRow, listGrants } from '../store/tables/grants.ts';
import { listEntities } from '../store/tables/organisation.ts';
import { listOutboxOf } from '../store/tables/outbox.ts';
import { findRecipients } from '../store/tables/recipients.ts';
import { listApprovals } from '../store/tables/approvals.ts';
import {
  findTransfer,
  listTransferObjects,
  listTransferRecipients,
  pageTransfers,
  type TransferRow,
} from '../store/tables/transfers.ts';
import { type Approver, answersAs, asksOf, namedAnswers, peopleIn, viewApproval } from './approvals.ts';
import { onBehalfIn, openEventFields } from './audit.ts';
import { explainDecision } from './decide-transfer.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';
import { TRANSFER } from './errors.ts';
import { mergeDecisions } from './merge-decisions.ts';
import { openRecipient } from './recipients.ts';
import { viewClassification } from './view-classification.ts';
import { listRecordsOf, viewRecord } from './view-records.ts';
import { isViewOnly } from './widen.ts';

/** Names of staff by id; the sign-in side knows them. */
export type StaffNames = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** What the reader's role allows; decided by the caller. `approver`: what he may do about approvals, by role or as a delegate. */
export type Reader = {
  readonly actor: StaffActor;
  readonly readAll: boolean;
  readonly locale: Locale;
  readonly approver?: Approver;
};

const PAGE = 50;

/** Newest first. Without `readAll` only the reader's own. */
export async function listTransfers(
  deps: TransferDeps,
  tenant: Tenant,
  names: StaffNames,
  reader: Reader,
  filter: { readonly state?: TransferState; readonly cursor?: string },
): Promise<TransferList> {
  const rows = await pageTransfers(
    deps.db.query,
    tenant.orgId,
    {
      ...(reader.readAll ? {} : { senderId: reader.actor.id }),
      ...(filter.state === undefined ? {} : { state: filter.state }),
      ...(filter.cursor === undefined ? {} : { before: filter.cursor }),
    },
    PAGE + 1,
  );
  const page = rows.slice(0, PAGE);
  return {
    transfers: await viewRows(deps, tenant, names, reader, page),
    nextCursor: rows.length > PAGE ? (page.at(-1)?.transfer_id ?? null) : null,
  };
}

/** Names of those it goes to are covered for everybody but the sender: see `lookAtTransfer`. */
async function viewRows(
  deps: TransferDeps,
  tenant: Tenant,
  names: StaffNames,
  reader: Reader,
  rows: readonly TransferRow[],
): Promise<TransferView[]> {
  const ids = rows.map((row) => row.transfer_id);
  const objects = await listTransferObjects(deps.db.query, tenant.orgId, ids);
  const links = await listTransferRecipients(deps.db.query, tenant.orgId, ids);
  const recipients = new Map(
    await Promise.all(
      (await findRecipients(deps.db.query, tenant.orgId, [...new Set(links.map((link) => link.recipient_id))])).map(
        async (row) => [row.recipient_id, await openRecipient(deps, row)] as const,
      ),
    ),
  );
  const senders = await names([...new Set(rows.map((row) => row.sender_id))]);
  return rows.map((row) => {
    const own = objects.filter((object) => object.transfer_id === row.transfer_id);
    return {
      id: row.transfer_id,
      reference: row.reference,
      state: row.state,
      level: row.level,
      purpose: purposeSchema.parse(row.purpose),
      sender: senders.get(row.sender_id) ?? '?',
      recipients: links
        .filter((link) => link.transfer_id === row.transfer_id)
        .flatMap((link) => {
          const one = recipients.get(link.recipient_id);
          return one === undefined
            ? []
            : [
                {
                  id: one.id,
                  name: isOwn(reader, row) ? one.name : '',
                  organisation: one.organisation,
                  jurisdiction: one.jurisdiction,
                },
              ];
        }),
      files: own.filter((object) => object.kind === 'file').length,
      bytes: own.reduce((sum, object) => sum + object.size, 0),
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at?.toISOString() ?? null,
    };
  });
}

function isOwn({ actor }: Reader, row: TransferRow): boolean {
  return row.sender_id === actor.id;
}

/**
 * Finds a transfer that the reader may see: his own, any with `readAll`, and as a delegate one that he may answer about or has answered about.
 *
 * @throws `transfer.not_found`, the same for what is not there and not theirs.
 */
export async function requireTransfer(
  deps: TransferDeps,
  tenant: Tenant,
  reader: Reader,
  transferId: string,
): Promise<TransferRow> {
  const row = await findTransfer(deps.db.query, tenant.orgId, transferId);
  if (row === undefined) throw TRANSFER.not_found();
  const isTheirs = reader.readAll || row.sender_id === reader.actor.id;
  if (!isTheirs && !(await isForDelegate(deps, tenant, reader, row))) throw TRANSFER.not_found();
  return row;
}

async function isForDelegate(deps: TransferDeps, tenant: Tenant, reader: Reader, row: TransferRow): Promise<boolean> {
  const { approver } = reader;
  if (approver === undefined || approver.delegations.length === 0) return false;
  const approvals = await listApprovals(deps.db.query, tenant.orgId, [row.transfer_id]);
  if (approvals.some((one) => one.approver_id === approver.id)) return true;
  if (row.state !== 'held' || answersAs(approver, row, approvals, deps.clock.now()).length === 0) return false;
  const [first, ...others] = (await latestSendDecisions(deps.db.query, tenant.orgId, row.transfer_id)).map(
    (one) => one.decision,
  );
  return first !== undefined && asksOf(mergeDecisions(first, ...others)) !== undefined;
}

/** Everything about one transfer. @throws `transfer.not_found` */
export async function readTransfer(
  deps: TransferDeps,
  tenant: Tenant,
  names: StaffNames,
  reader: Reader,
  transferId: string,
  permissions: { readonly revoke: boolean; readonly recordBasis: boolean },
): Promise<TransferDetail> {
  const row = await requireTransfer(deps, tenant, reader, transferId);
  const [view] = await viewRows(deps, tenant, names, reader, [row]);
  if (view === undefined) throw TRANSFER.not_found();
  const { query } = deps.db;
  const bases = await listRecordsOf(query, tenant, row);
  const now = deps.clock.now();
  const approvals = await listApprovals(query, tenant.orgId, [transferId]);
  const isOpen =
    row.state === 'held' || (row.state === 'granted' && (await isViewOnly(query, tenant.orgId, transferId)));
  const answers = !isOpen || reader.approver === undefined ? [] : answersAs(reader.approver, row, approvals, now);
  const outbox = await listOutboxOf(query, tenant.orgId, transferId);
  const people = await names([
    ...new Set([
      reader.actor.id,
      ...bases.map((one) => one.recorded_by),
      ...peopleIn(approvals),
      ...answers.flatMap((id) => (id === null ? [] : [id])),
    ]),
  ]);
  const entity = (await listEntities(query, tenant.orgId)).find((one) => one.id === row.entity_id);
  const own = isOwn(reader, row);
  return {
    ...view,
    entity: entity?.name ?? '?',
    ...(await objectsOf(deps, tenant, transferId, own)),
    covered: !own,
    classification: await viewClassification(query, tenant.orgId, names, row.classification),
    decision: await explainLatest(deps, tenant, reader, transferId),
    limits: { expiresInDays: row.expires_days, opensMax: row.opens_max },
    connection: connectionLabel(deps, row.connection),
    noticeLocale: pickLocale([row.notice_locale]),
    bases: await Promise.all(
      bases.map(async (one) => ({
        ...(await viewRecord(deps, one, people)),
        standing: one.transfer_id !== transferId,
      })),
    ),
    approvals: approvals.map((one) => viewApproval(one, row, now, people)),
    answerAs: namedAnswers(answers, people, reader.actor.id),
    grants: (await listGrants(query, tenant.orgId, transferId)).flatMap((grant) => viewGrant(grant, now)),
    notices: outbox
      .filter((one) => one.kind === 'notice')
      .map((one) => ({
        id: one.outbox_id,
        connection: connectionLabel(deps, one.connection),
        state: one.state,
        attempts: one.attempt,
        lastError: one.last_error,
        sentAt: one.sent_at?.toISOString() ?? null,
        bytes: one.sent_bytes,
      })),
    timeline: await readTimeline(deps, tenant, names, transferId, own),
    may: {
      recordBasis: row.state === 'held' && permissions.recordBasis,
      approve: answers.length > 0,
      revoke: row.state === 'granted' && permissions.revoke,
      withdraw: row.state === 'held' && own,
      resend:
        row.state === 'granted' &&
        permissions.revoke &&
        outbox.some((one) => one.kind === 'notice' && one.state === 'dead'),
    },
  };
}

/** The name that it was given, or its id: those of the settings file are called after their kind. */
function connectionLabel(deps: TransferDeps, connectionId: string): string {
  return deps.channels.connections().find((one) => one.id === connectionId)?.label ?? connectionId;
}

async function objectsOf(
  deps: TransferDeps,
  tenant: Tenant,
  transferId: string,
  own: boolean,
): Promise<Pick<TransferDetail, 'objects' | 'message'>> {
  const rows = await listTransferObjects(deps.db.query, tenant.orgId, [transferId]);
  const objects = await Promise.all(
    rows.map(async (row) => ({
      id: row.object_id,
      kind: row.kind,
      name: own ? await deps.fields.open(`transfer_object.name:${row.object_id}`, row.name_sealed) : '',
      size: row.size,
      mediaType: await deps.fields.open(`transfer_object.media:${row.object_id}`, row.media_sealed),
    })),
  );
  return { objects, message: rows.some((row) => row.kind === 'message') };
}

async function explainLatest(
  deps: TransferDeps,
  tenant: Tenant,
  reader: Reader,
  transferId: string,
): Promise<TransferDetail['decision']> {
  const [first, ...others] = (await latestSendDecisions(deps.db.query, tenant.orgId, transferId)).map(
    (row) => row.decision,
  );
  return first === undefined ? null : explainDecision(deps.policy, mergeDecisions(first, ...others), reader.locale);
}

function viewGrant(grant: GrantRow, now: Date): TransferDetail['grants'] {
  if (grant.recipient_id === null || grant.permission === 'records') return [];
  const state =
    grant.revoked_at !== null || grant.wrapped_secret === null
      ? 'revoked'
      : grant.expires_at <= now
        ? 'expired'
        : grant.opens_left === 0
          ? 'used_up'
          : 'active';
  return [
    {
      recipientId: grant.recipient_id,
      objectId: grant.object_id,
      permission: grant.permission,
      opensLeft: grant.opens_left,
      expiresAt: grant.expires_at.toISOString(),
      state,
    },
  ];
}

/** The transfer's audit events, oldest first, in the words of the timeline. */
async function readTimeline(
  deps: TransferDeps,
  tenant: Tenant,
  names: StaffNames,
  transferId: string,
  own: boolean,
): Promise<TimelineEntry[]> {
  const rows = await listTransferEvents(deps.db.query, tenant.orgId, transferId);
  const opened = await Promise.all(
    rows.map(async (row) =>
      row.fields_sealed === null ? [] : await openEventFields(deps, row.event_id, row.fields_sealed),
    ),
  );
  const staff = await names([
    ...new Set([...rows.map((row) => row.staff_id), ...opened.map(onBehalfIn)].filter((id) => id !== null)),
  ]);
  const known = own
    ? await findRecipients(deps.db.query, tenant.orgId, [...new Set(rows.flatMap((row) => row.recipient_id ?? []))])
    : [];
  const recipients = new Map(
    await Promise.all(
      known.map(
        async (row) =>
          [row.recipient_id, await deps.fields.open(`recipient.name:${row.recipient_id}`, row.name_sealed)] as const,
      ),
    ),
  );
  const entries: TimelineEntry[] = [];
  for (const [at, row] of rows.entries()) {
    const kind = TIMELINE_KINDS.find((one) => one === row.kind);
    if (kind === undefined) continue;
    const fields = opened[at] ?? [];
    const onBehalfOf = onBehalfIn(fields);
    const [, , , , , , decision, , , place] = fields;
    entries.push({
      kind,
      at: row.at.toISOString(),
      actor:
        row.staff_id !== null
          ? (staff.get(row.staff_id) ?? '?')
          : row.recipient_id !== null
            ? (recipients.get(row.recipient_id) ?? '')
            : 'system',
      onBehalfOf: onBehalfOf === null ? null : (staff.get(onBehalfOf) ?? '?'),
      recipientId: row.recipient_id,
      outcome: outcomeOf(decision),
      place: typeof place === 'string' ? place : null,
      logIndex: row.idx,
    });
  }
  return entries;
}

function outcomeOf(decision: unknown): string | null {
  if (typeof decision !== 'object' || decision === null || !('outcome' in decision)) return null;
  return typeof decision.outcome === 'string' ? decision.outcome : null;
}

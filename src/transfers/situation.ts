/** What the decision about a transfer rests on, read from the store in one place, so that preview, submission, re-decision and opening agree. */
import type { ClassificationSummary } from '../model/classification.ts';
import { type ApprovalKind, type Purpose, purposeSchema } from '../model/facts.ts';
import type { Executor } from '../store/database.ts';
import { type EntityRow, listEntities } from '../store/tables/organisation.ts';
import { listRecordsFor } from '../store/tables/records.ts';
import { findRecipients, type RecipientRow } from '../store/tables/recipients.ts';
import { listTransferObjects, listTransferRecipients, type TransferRow } from '../store/tables/transfers.ts';
import type { Trx } from '../store/transaction.ts';
import { approvalsOf } from './approvals.ts';
import type { RecipientPlace, SendSituation, Situation } from './decide-transfer.ts';
import type { Tenant } from './deps.ts';
import { TRANSFER } from './errors.ts';
import type { Sender } from './facts.ts';
import { fromRow, type OnRecord } from './records.ts';

export type SituationInput = {
  readonly entityId: string;
  /** null before it is stored. */
  readonly transferId: string | null;
  readonly classification: ClassificationSummary;
  readonly purpose: Purpose;
  /** What is only being typed, or about to be stored. */
  readonly drafts: readonly OnRecord[];
  readonly approvals: readonly ApprovalKind[];
};

/**
 * Returns the situation of a transfer as it stands in the store.
 *
 * @throws `transfer.unknown_entity`
 */
export async function readSituation(db: Executor, orgId: string, input: SituationInput): Promise<Situation> {
  const entity = (await listEntities(db, orgId)).find((one) => one.id === input.entityId);
  if (entity === undefined) throw TRANSFER.unknown_entity();
  const rows = await listRecordsFor(db, orgId, input.transferId, input.entityId);
  return {
    sender: senderOf(entity),
    classification: input.classification,
    purpose: input.purpose,
    records: [...rows.map((row) => fromRow(row, input.transferId)), ...input.drafts],
    approvals: input.approvals,
    year: undefined,
  };
}

/** Returns the situation of a stored transfer, with its recipients, as of now. The caller holds its lock or only reads. */
export async function readStoredSituation(
  trx: Trx,
  tenant: Tenant,
  transfer: TransferRow,
  at: Date,
): Promise<SendSituation> {
  const { orgId } = tenant;
  const links = await listTransferRecipients(trx, orgId, [transfer.transfer_id]);
  const ids = links.map((link) => link.recipient_id);
  const objects = await listTransferObjects(trx, orgId, [transfer.transfer_id]);
  const situation = await readSituation(trx, orgId, {
    entityId: transfer.entity_id,
    transferId: transfer.transfer_id,
    classification: transfer.classification,
    purpose: purposeSchema.parse(transfer.purpose),
    drafts: [],
    approvals: await approvalsOf(trx, tenant, transfer, at),
  });
  return {
    ...situation,
    recipients: (await findRecipients(trx, orgId, ids)).map(recipientPlace),
    hasFiles: objects.some((one) => one.kind === 'file'),
  };
}

function senderOf({ id, jurisdiction, city, profile }: EntityRow): Sender {
  return { id, jurisdiction, city, profile };
}

/** A recipient as the rules see it. */
export function recipientPlace(row: RecipientRow): RecipientPlace {
  return { id: row.recipient_id, jurisdiction: row.jurisdiction, city: row.city, kind: row.kind };
}

/** What the decision about a transfer rests on, read from the store in one place, so that preview, submission, re-decision and opening agree. */
import type { Bytes } from '../base/bytes.ts';
import type { ClassificationSummary } from '../model/classification.ts';
import { type ApprovalKind, type Purpose, purposeSchema } from '../model/facts.ts';
import type { Executor } from '../store/database.ts';
import { type EntityRow, listEntities, lockEntity } from '../store/tables/organisation.ts';
import { countThisYear } from '../store/tables/persons.ts';
import { listRecordsFor } from '../store/tables/records.ts';
import { findRecipients, type RecipientRow } from '../store/tables/recipients.ts';
import { listTransferRecipients, type TransferRow } from '../store/tables/transfers.ts';
import type { Trx } from '../store/transaction.ts';
import { approvalsOf } from './approvals.ts';
import type { RecipientPlace, Situation } from './decide-transfer.ts';
import type { Tenant } from './deps.ts';
import { TRANSFER } from './errors.ts';
import type { Sender, YearCount } from './facts.ts';
import { fromRow, type OnRecord } from './records.ts';
import { yearIn, zoneOf } from './zones.ts';

export type SituationInput = {
  readonly entityId: string;
  /** null before it is stored. */
  readonly transferId: string | null;
  readonly at: Date;
  readonly classification: ClassificationSummary;
  /** Keyed hashes of the persons of a transfer that is not stored yet. */
  readonly persons: readonly Bytes[];
  readonly purpose: Purpose;
  /** What is only being typed, or about to be stored. */
  readonly drafts: readonly OnRecord[];
  readonly approvals: readonly ApprovalKind[];
};

/**
 * Returns the situation of a transfer as it stands in the store.
 *
 * @param deciding - The transaction that will store what is decided: no other transfer of the entity is counted until it ends. Without
 *   one nothing is locked, and what is decided may be decided otherwise a moment later.
 * @throws `transfer.unknown_entity`
 */
export async function readSituation(
  db: Executor,
  orgId: string,
  input: SituationInput,
  deciding?: Trx,
): Promise<Situation> {
  const entity = (await listEntities(db, orgId)).find((one) => one.id === input.entityId);
  if (entity === undefined) throw TRANSFER.unknown_entity();
  const year = await readYear(db, orgId, entity, input, deciding);
  const rows = await listRecordsFor(db, orgId, input.transferId, input.entityId);
  return {
    sender: senderOf(entity),
    classification: input.classification,
    purpose: input.purpose,
    records: [...rows.map((row) => fromRow(row, input.transferId)), ...input.drafts],
    approvals: input.approvals,
    year,
  };
}

/** The mainland's limits count persons of a calendar year; other places have none. */
const COUNTED_PLACE = 'CN';

async function readYear(
  db: Executor,
  orgId: string,
  entity: EntityRow,
  { at, transferId, persons }: SituationInput,
  deciding: Trx | undefined,
): Promise<YearCount | undefined> {
  if (entity.jurisdiction !== COUNTED_PLACE) return undefined;
  // INVARIANT: of two transfers at the same moment the second counts the first, or both could pass below one limit.
  if (deciding !== undefined) await lockEntity(deciding, orgId, entity.id);
  const year = yearIn(zoneOf(COUNTED_PLACE, 'UTC'), at);
  const own = transferId === null ? { hashes: persons } : { transferId };
  const { pi, spi } = await countThisYear(db, orgId, entity.id, COUNTED_PLACE, year, own);
  return { pi, spi };
}

export type StoredSituation = Situation & { readonly recipients: readonly RecipientPlace[] };

/** Returns the situation of a stored transfer, with its recipients, as of now. The caller holds its lock and decides, or only reads. */
export async function readStoredSituation(
  trx: Trx,
  tenant: Tenant,
  transfer: TransferRow,
  at: Date,
  intent: 'decide' | 'read',
): Promise<StoredSituation> {
  const { orgId } = tenant;
  const links = await listTransferRecipients(trx, orgId, [transfer.transfer_id]);
  const ids = links.map((link) => link.recipient_id);
  const input: SituationInput = {
    entityId: transfer.entity_id,
    transferId: transfer.transfer_id,
    at,
    classification: transfer.classification,
    persons: [],
    purpose: purposeSchema.parse(transfer.purpose),
    drafts: [],
    approvals: await approvalsOf(trx, tenant, transfer, at),
  };
  const situation = await readSituation(trx, orgId, input, intent === 'decide' ? trx : undefined);
  return { ...situation, recipients: (await findRecipients(trx, orgId, ids)).map(recipientPlace) };
}

function senderOf({ id, jurisdiction, city, profile }: EntityRow): Sender {
  return { id, jurisdiction, city, profile };
}

/** A recipient as the rules see it. */
export function recipientPlace(row: RecipientRow): RecipientPlace {
  return { id: row.recipient_id, jurisdiction: row.jurisdiction, city: row.city, kind: row.kind };
}

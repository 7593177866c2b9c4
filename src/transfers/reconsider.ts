/** A held transfer is decided anew when somebody lifts an objection: a basis recorded, an approval given. */
import type { ApprovalRequest, RecordBasis } from '../model/api/transfers.ts';
import { ownBytes } from '../base/bytes.ts';
import { codeOf } from '../base/errors.ts';
import { describeError } from '../base/logger.ts';
import { DAY } from '../base/units.ts';
import { purposeSchema } from '../model/facts.ts';
import type { RecordScope } from '../model/legal-record.ts';
import type { TransferState } from '../model/transfer-states.ts';
import { insertDecisions } from '../store/tables/decisions.ts';
import { insertRecord, replaceRecordUses } from '../store/tables/records.ts';
import { findRecipients } from '../store/tables/recipients.ts';
import { insertApproval, lapseApprovals } from '../store/tables/approvals.ts';
import {
  listHeldBehindRecords,
  listTransferObjects,
  listTransferRecipients,
  lockTransfer,
  moveTransfer,
  type TransferRow,
} from '../store/tables/transfers.ts';
import { findObjects } from '../store/tables/uploads.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import { basisRow } from './basis-row.ts';
import { decideSend, decisionRows } from './decide-transfer.ts';
import { principalOf } from './delegations.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';
import { openSendDuties } from './duties.ts';
import { endTransfer } from './end.ts';
import { RECORD, TRANSFER } from './errors.ts';
import { asAllowed, type GrantedPart, grantTransfer } from './grant.ts';
import { registerDecision } from './register.ts';
import { showsAllOf } from './showable.ts';
import { readStoredSituation } from './situation.ts';
import { checkStated } from './stated.ts';
import { alignGranted } from './terms/align.ts';
import { namesOf } from './submit.ts';
import { decideWider, isViewOnly } from './widen.ts';

/**
 * Records a basis for a held transfer and decides again, in one transaction. Returns the state afterwards.
 *
 * @throws `transfer.not_found`, `transfer.wrong_state`, `record.empty`, `record.fewer_persons`
 */
export async function recordBasis(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  transferId: string,
  basis: RecordBasis,
): Promise<TransferState> {
  const state = await tx(deps.db, async (trx) => {
    const transfer = await lockHeld(trx, tenant, transferId);
    if (isEmptyRecord(basis)) throw RECORD.empty();
    checkStated(actor, transfer.classification, basis);
    const at = deps.clock.now();
    const scope = basis.reuse ? await scopeOfTransfer(trx, tenant, transfer) : null;
    const place = { transferId, scope, entityId: transfer.entity_id, dutyId: null };
    await insertRecord(trx, await basisRow(deps, tenant.orgId, actor.id, basis, place, at));
    await recordEvent(deps, trx, tenant, {
      kind: 'basis.recorded',
      at,
      actor: { kind: 'staff', id: actor.id },
      transferId,
      legalBasis: namesOf(basis),
      detail: { necessary: basis.necessary, reuse: basis.reuse, facts: Object.keys(basis.facts) },
    });
    return decideAgain(deps, trx, tenant, transfer, at);
  });
  deps.log.nudge();
  return state;
}

/**
 * Approves or declines a held transfer, in the actor's own name or in that of an officer who let him; the approval is bound to the content
 * hash and to its end. Declining ends the transfer. What was granted for viewing only can be approved further: by two officers the rules let
 * it be taken along.
 *
 * @throws `transfer.self_approval`, `transfer.not_delegated`, `transfer.already_answered`, `transfer.not_found`, `transfer.wrong_state`
 */
export async function answerApproval(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor & { readonly isOfficer: boolean },
  transferId: string,
  answer: ApprovalRequest,
): Promise<TransferState> {
  const state = await tx(deps.db, async (trx) => {
    const transfer = await lockAnswerable(trx, tenant, transferId, answer.outcome);
    const at = deps.clock.now();
    const name = await principalOf(trx, tenant, actor, transfer.sender_id, answer.onBehalfOf, at);
    const approvalId = deps.ids.uuid();
    const replaced = name.onBehalfOf === null ? actor.id : null;
    await lapseApprovals(trx, tenant.orgId, transferId, ownBytes(transfer.content_hash), replaced, at);
    const isNew = await insertApproval(trx, {
      org_id: tenant.orgId,
      approval_id: approvalId,
      transfer_id: transferId,
      content_hash: transfer.content_hash,
      approver_id: actor.id,
      outcome: answer.outcome,
      reason_sealed: await deps.fields.seal(`approval.reason:${approvalId}`, answer.reason),
      at,
      valid_until: new Date(at.getTime() + answer.validDays * DAY),
      on_behalf_of: name.onBehalfOf,
      principal_id: name.principalId,
    });
    if (!isNew) throw TRANSFER.already_answered();
    await recordEvent(deps, trx, tenant, {
      kind: answer.outcome === 'approved' ? 'transfer.approved' : 'transfer.declined',
      at,
      actor: { kind: 'staff', id: actor.id },
      transferId,
      ...(name.onBehalfOf === null ? {} : { subjectId: name.onBehalfOf }),
      detail: { approval: approvalId, onBehalfOf: name.onBehalfOf },
    });
    if (transfer.state === 'granted') return decideWider(deps, trx, tenant, transfer, at);
    if (answer.outcome === 'approved') return decideAgain(deps, trx, tenant, transfer, at);
    await endTransfer(deps, trx, tenant, transfer, 'refused', at);
    return 'refused' as const;
  });
  deps.log.nudge();
  return state;
}

/** Nothing is said: no kind, no necessity, no fact. */
function isEmptyRecord(record: RecordBasis): boolean {
  return namesOf(record).length === 0 && !record.necessary && Object.keys(record.facts).length === 0;
}

async function lockHeld(trx: Trx, tenant: Tenant, transferId: string): Promise<TransferRow> {
  const transfer = await lockTransfer(trx, tenant.orgId, transferId);
  if (transfer === undefined) throw TRANSFER.not_found();
  if (transfer.state !== 'held') throw TRANSFER.wrong_state({ state: transfer.state });
  return transfer;
}

/** Held; or granted for viewing only, about which an officer more can say yes. */
async function lockAnswerable(
  trx: Trx,
  tenant: Tenant,
  transferId: string,
  outcome: ApprovalRequest['outcome'],
): Promise<TransferRow> {
  const transfer = await lockTransfer(trx, tenant.orgId, transferId);
  if (transfer === undefined) throw TRANSFER.not_found();
  const isMore =
    transfer.state === 'granted' && outcome === 'approved' && (await isViewOnly(trx, tenant.orgId, transferId));
  if (transfer.state !== 'held' && !isMore) throw TRANSFER.wrong_state({ state: transfer.state });
  return transfer;
}

/** The transfer's row is locked: bases and approvals cannot change between reading and deciding. */
async function decideAgain(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  transfer: TransferRow,
  at: Date,
): Promise<TransferState> {
  const situation = await readStoredSituation(trx, tenant, transfer, at, 'decide');
  const decision = decideSend(deps, at, {
    ...situation,
    showsAll: await showsAllOf(deps, trx, tenant, transfer.transfer_id),
  });
  if (decision === undefined) throw TRANSFER.unknown_recipient();
  const rows = decisionRows(deps, transfer.transfer_id, decision, at);
  const decisionId = rows[0]?.id ?? deps.ids.uuid();
  await insertDecisions(trx, tenant.orgId, rows);
  await replaceRecordUses(trx, tenant.orgId, transfer.transfer_id, decision.standing, at);
  await registerDecision(deps, trx, tenant, transfer, rows, transfer.state);
  await recordEvent(deps, trx, tenant, {
    kind: 'transfer.decided',
    at,
    actor: { kind: 'system' },
    transferId: transfer.transfer_id,
    decision: { id: decisionId, outcome: decision.merged.outcome },
    packs: decision.merged.packs,
    detail: { rules: decision.merged.objections.map((one) => one.ruleId) },
  });
  await openSendDuties(deps, trx, tenant, transfer, decision, at);
  const allowed = asAllowed(decision.merged, decisionId);
  if (allowed !== undefined) {
    const parts = await loadParts(deps, trx, tenant, transfer.transfer_id);
    const recipients = (await listTransferRecipients(trx, tenant.orgId, [transfer.transfer_id])).map((row) => ({
      id: row.recipient_id,
      handle: row.handle,
    }));
    const expiresAt = await grantTransfer(deps, trx, tenant, allowed, { transfer, parts, recipients, at });
    await moveTransfer(trx, tenant.orgId, transfer.transfer_id, 'held', 'granted', {
      decision_id: decisionId,
      granted_at: at,
      expires_at: expiresAt,
    });
    await alignGranted(deps, trx, tenant, transfer.transfer_id);
    return 'granted';
  }
  if (decision.merged.outcome === 'refused') {
    await endTransfer(deps, trx, tenant, transfer, 'refused', at);
    return 'refused';
  }
  await moveTransfer(trx, tenant.orgId, transfer.transfer_id, 'held', 'held', { decision_id: decisionId });
  return 'held';
}

/** What a record made for this transfer serves when it is kept for later ones. */
async function scopeOfTransfer(trx: Trx, tenant: Tenant, transfer: TransferRow): Promise<RecordScope> {
  const links = await listTransferRecipients(trx, tenant.orgId, [transfer.transfer_id]);
  const ids = links.map((link) => link.recipient_id);
  const rows = await findRecipients(trx, tenant.orgId, ids);
  return {
    entityId: transfer.entity_id,
    purpose: purposeSchema.parse(transfer.purpose),
    categories: [...transfer.classification.categories],
    recipients: rows.map((row) => ({ id: row.recipient_id, jurisdiction: row.jurisdiction, city: row.city })),
  };
}

/**
 * Decides held transfers again, each in a transaction of its own, after something changed that may lift their objections: a standing record,
 * a filing, a statement about the entity. Transfers that are not held any more are passed over. Returns how many were granted.
 */
export async function reconsiderHeld(
  deps: TransferDeps,
  tenant: Tenant,
  transferIds: readonly string[],
): Promise<number> {
  let granted = 0;
  for (const transferId of transferIds) if ((await decideHeld(deps, tenant, transferId)) === 'granted') granted += 1;
  deps.log.nudge();
  return granted;
}

/** One broken transfer keeps no other waiting, and does not undo the act that let the others go: it stays held, and the sweep tries again. */
async function decideHeld(deps: TransferDeps, tenant: Tenant, transferId: string): Promise<TransferState | undefined> {
  try {
    return await tx(deps.db, async (trx) => {
      const transfer = await lockTransfer(trx, tenant.orgId, transferId);
      if (transfer?.state !== 'held') return undefined;
      return decideAgain(deps, trx, tenant, transfer, deps.clock.now());
    });
  } catch (error) {
    deps.logger.error(
      { ...describeError(error), errorCode: codeOf(error) },
      'a held transfer could not be decided again',
    );
    return undefined;
  }
}

/** Decides again what a crash left waiting between a standing record and the transfers that it serves. */
export async function reconsiderLeftBehind(deps: TransferDeps, tenant: Tenant): Promise<void> {
  const left = await listHeldBehindRecords(deps.db.query, tenant.orgId);
  if (left.length > 0) await reconsiderHeld(deps, tenant, left);
}

async function loadParts(deps: TransferDeps, trx: Trx, tenant: Tenant, transferId: string): Promise<GrantedPart[]> {
  const rows = await listTransferObjects(trx, tenant.orgId, [transferId]);
  const objects = new Map(
    (
      await findObjects(
        trx,
        tenant.orgId,
        rows.map((row) => row.object_id),
      )
    ).map((object) => [object.object_id, object]),
  );
  const parts: GrantedPart[] = [];
  for (const row of rows) {
    const object = objects.get(row.object_id);
    if (object === undefined) throw TRANSFER.not_found();
    parts.push({
      object,
      name: await deps.fields.open(`transfer_object.name:${row.object_id}`, row.name_sealed),
      mediaType: await deps.fields.open(`transfer_object.media:${row.object_id}`, row.media_sealed),
    });
  }
  return parts;
}

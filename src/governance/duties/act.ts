/** Completing, setting aside and reopening a duty. A filing that completes one becomes a record that lifts objections. */
import type { CompleteDuty, DismissDuty } from '../../model/api/duties.ts';
import { type FilingKind, filingKindSchema, purposeSchema } from '../../model/facts.ts';
import type { LegalRecord } from '../../model/legal-record.ts';
import { dayAt } from '../../policy/periods.ts';
import { type DutyRow, type DutyState, lockDuty, moveDuty, withdrawDutyRecords } from '../../store/tables/duties.ts';
import { listHeldTransfers, listProcessedCategories, listProcessingRecipients } from '../../store/tables/processing.ts';
import { findRecord, insertRecord } from '../../store/tables/records.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import { basisRow } from '../../transfers/basis-row.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import { reconsiderHeld } from '../../transfers/reconsider.ts';
import { type NewRecord, writeStandingRecord } from '../../transfers/standing-records.ts';
import type { DutyDeps } from './deps.ts';
import { DUTY } from './errors.ts';
import { keyOf, liftsHeld } from './list.ts';
import { lawOf } from './view.ts';

/** Years that a simplified registration holds. */
const SIMPLIFIED_YEARS = 3;

export type Completed = { readonly state: DutyState; readonly granted: number };

/**
 * Records that a duty is done. Its filing becomes a standing record for the transfers of the same entity, purpose, categories and recipients as
 * they are now, and what was held for it is decided again.
 *
 * Crash after the commit: the record is there and the transfers are still held; whatever decides them next takes it into account.
 *
 * @throws `duty.not_found`, `duty.wrong_state`, `duty.in_the_future`
 */
export async function completeDuty(
  deps: DutyDeps,
  tenant: Tenant,
  actor: StaffActor,
  dutyId: string,
  command: CompleteDuty,
): Promise<Completed> {
  const { transfers } = deps;
  const row = await tx(transfers.db, async (trx) => {
    const duty = await lockIn(trx, tenant, dutyId, ['open']);
    const at = transfers.clock.now();
    const { time } = lawOf(deps.engine(), duty, 'en');
    if (command.filedOn > dayAt(at.getTime(), time.utcOffset)) throw DUTY.in_the_future();
    await moveDuty(trx, tenant.orgId, dutyId, ['open'], {
      state: 'done',
      closed_at: at,
      closed_by: actor.id,
      reference_sealed: await transfers.fields.seal(`duty.reference:${dutyId}`, command.reference),
      note_sealed: await transfers.fields.seal(`duty.note:${dutyId}`, command.evidence),
    });
    const filing = filingKindSchema.safeParse(duty.filing).data;
    await recordEvent(transfers, trx, tenant, {
      kind: 'duty.completed',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: dutyId,
      ...(duty.transfer_id === null ? {} : { transferId: duty.transfer_id }),
      ...(filing === undefined ? {} : { legalBasis: [filing] }),
      detail: { rule: duty.rule_id, filedOn: command.filedOn },
    });
    if (filing !== undefined && liftsHeld(duty))
      await recordFiling(deps, trx, tenant, actor, duty, filing, command, at);
    return duty;
  });
  transfers.log.nudge();
  const held = liftsHeld(row) ? await listHeldTransfers(transfers.db.query, tenant.orgId, keyOf(row)) : [];
  return { state: 'done', granted: await reconsiderHeld(transfers, tenant, held) };
}

async function lockIn(trx: Trx, tenant: Tenant, dutyId: string, states: readonly DutyState[]): Promise<DutyRow> {
  const duty = await lockDuty(trx, tenant.orgId, dutyId);
  if (duty === undefined) throw DUTY.not_found();
  if (!states.includes(duty.state)) throw DUTY.wrong_state({ state: duty.state });
  return duty;
}

/** The filing as a record. With it begin clocks of its own, such as that of its renewal. */
async function recordFiling(
  deps: DutyDeps,
  trx: Trx,
  tenant: Tenant,
  actor: StaffActor,
  duty: DutyRow,
  filing: FilingKind,
  command: CompleteDuty,
  at: Date,
): Promise<void> {
  const { transfers } = deps;
  const covered = await coveredBy(trx, tenant, duty);
  const record: LegalRecord = {
    bases: [],
    contracts: [],
    filings: [filing],
    assessments: [],
    necessary: false,
    facts: {},
    evidence: command.evidence,
    reference: command.reference,
    effectiveAt: command.filedOn,
    expiresAt: filing === 'mo_simplified' ? addYears(command.filedOn, SIMPLIFIED_YEARS) : null,
    reuse: covered !== null,
  };
  const common = { entityId: duty.entity_id, dutyId: duty.duty_id };
  if (covered !== null) await writeStandingRecord(transfers, trx, tenant, actor, { ...common, ...covered, record });
  else if (duty.transfer_id !== null) {
    const place = { ...common, transferId: duty.transfer_id, scope: null };
    await insertRecord(trx, await basisRow(transfers, tenant.orgId, actor.id, record, place, at));
  }
}

type Covered = Pick<NewRecord, 'purpose' | 'categories' | 'recipientIds'>;

/**
 * What the filing covers: for a contract or registration on record what that was made for, else the processing as it is known now. null when that is
 * one transfer only, or nothing yet.
 */
async function coveredBy(trx: Trx, tenant: Tenant, duty: DutyRow): Promise<Covered | null> {
  const recordId = /^record:(.+)$/.exec(duty.subject_key)?.[1];
  if (recordId !== undefined) {
    const scope = (await findRecord(trx, tenant.orgId, recordId))?.scope ?? null;
    if (scope === null) return null;
    const { purpose, categories, recipients } = scope;
    return { purpose, categories, recipientIds: recipients.map(({ id }) => id) };
  }
  const purpose = purposeSchema.safeParse(duty.purpose).data;
  if (purpose === undefined) return null;
  const recipients = await listProcessingRecipients(trx, tenant.orgId, keyOf(duty));
  if (recipients.length === 0) return null;
  return {
    purpose,
    categories: await listProcessedCategories(trx, tenant.orgId, keyOf(duty)),
    recipientIds: recipients.map((one) => one.recipient_id),
  };
}

function addYears(day: string, years: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  // 29 February becomes 28 February: never later than it may be.
  const target = new Date(Date.UTC(date.getUTCFullYear() + years, date.getUTCMonth() + 1, 0)).getUTCDate();
  const end = Date.UTC(date.getUTCFullYear() + years, date.getUTCMonth(), Math.min(date.getUTCDate(), target));
  return new Date(end).toISOString().slice(0, 10);
}

/**
 * Records that a duty need not be done, and why. A duty of the law asks for its own id: somebody looked twice.
 *
 * @throws `duty.not_found`, `duty.wrong_state`, `duty.not_confirmed`
 */
export async function dismissDuty(
  deps: DutyDeps,
  tenant: Tenant,
  actor: StaffActor,
  dutyId: string,
  command: DismissDuty,
): Promise<DutyState> {
  const { transfers } = deps;
  await tx(transfers.db, async (trx) => {
    const duty = await lockIn(trx, tenant, dutyId, ['open']);
    const { text } = lawOf(deps.engine(), duty, 'en');
    if (text.kind === 'statutory' && command.confirmation.trim() !== duty.rule_id) throw DUTY.not_confirmed();
    const at = transfers.clock.now();
    await moveDuty(trx, tenant.orgId, dutyId, ['open'], {
      state: 'not_needed',
      closed_at: at,
      closed_by: actor.id,
      reference_sealed: null,
      note_sealed: await transfers.fields.seal(`duty.note:${dutyId}`, command.reason),
    });
    await recordEvent(transfers, trx, tenant, {
      kind: 'duty.dismissed',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: dutyId,
      ...(duty.transfer_id === null ? {} : { transferId: duty.transfer_id }),
      detail: { rule: duty.rule_id },
    });
  });
  transfers.log.nudge();
  return 'not_needed';
}

/**
 * Undoes completing or setting aside: the clock runs on as it was, and records made with it no longer count. What was granted meanwhile is
 * decided again whenever it is opened.
 *
 * @throws `duty.not_found`, `duty.wrong_state`
 */
export async function reopenDuty(
  deps: DutyDeps,
  tenant: Tenant,
  actor: StaffActor,
  dutyId: string,
): Promise<DutyState> {
  const { transfers } = deps;
  await tx(transfers.db, async (trx) => {
    const duty = await lockIn(trx, tenant, dutyId, ['done', 'not_needed']);
    const at = transfers.clock.now();
    await moveDuty(trx, tenant.orgId, dutyId, ['done', 'not_needed'], {
      state: 'open',
      closed_at: null,
      closed_by: null,
      reference_sealed: null,
      note_sealed: null,
    });
    const withdrawn = await withdrawDutyRecords(trx, tenant.orgId, dutyId, actor.id, at);
    await recordEvent(transfers, trx, tenant, {
      kind: 'duty.reopened',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: dutyId,
      ...(duty.transfer_id === null ? {} : { transferId: duty.transfer_id }),
      detail: { rule: duty.rule_id, before: duty.state, recordsWithdrawn: withdrawn },
    });
  });
  transfers.log.nudge();
  return 'open';
}

/**
 * Opens the clocks of the law in the transaction of the act that starts them: a transfer, a contract on record, an incident.
 * Asked again for the same thing it changes nothing, except that a duty whose filing is on record by now is closed.
 */
import type { Facts } from '../model/facts.ts';
import { citySchema } from '../model/jurisdiction.ts';
import type { LegalRecord } from '../model/legal-record.ts';
import type { Duty } from '../policy/duties.ts';
import { advanceDuty, type DutyRow, insertDuty, lockDutyOf, moveDuty } from '../store/tables/duties.ts';
import type { EntityRow } from '../store/tables/organisation.ts';
import type { TransferRow } from '../store/tables/transfers.ts';
import type { Trx } from '../store/transaction.ts';
import { type EventActor, recordEvent } from './audit.ts';
import type { SendDecision } from './decide-transfer.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { dueTime } from './duty-clock.ts';
import { type DutyOccasion, type DutySubject, subjectsOf } from './duty-subject.ts';

export type DutyAct = DutyOccasion & {
  /** One per recipient or place. */
  readonly facts: readonly Facts[];
  readonly actor: EventActor;
  /** When it is recorded, where that is not when it happened. */
  readonly recordedAt?: Date;
  /** When a transfer that is held comes to its end. */
  readonly heldUntil?: Date;
  /** Only duties about a record among the facts: a contract, a filing, an assessment. */
  readonly ofRecordsOnly?: boolean;
  /** What somebody stated, as JSON; sealed with each duty. */
  readonly details?: string;
};

type Deps = Pick<TransferDeps, 'ids' | 'random' | 'sha256' | 'fields' | 'policy'>;

/** Returns the ids of the duties that are new. Those that are satisfied, or exempted, are not opened. */
export async function openDuties(deps: Deps, trx: Trx, tenant: Tenant, act: DutyAct): Promise<string[]> {
  const opened: string[] = [];
  for (const { duty, facts, subject } of findDuties(deps, act)) {
    if (duty.exemption !== null) continue;
    if (duty.satisfied) await settle(deps, trx, tenant, act, duty, subject);
    else opened.push(...(await open(deps, trx, tenant, act, duty, facts, subject)));
  }
  return opened;
}

/** The clocks that sending starts, once it is decided. What is refused starts none: it is not processed for its purpose. */
export async function openSendDuties(
  deps: Deps,
  trx: Trx,
  tenant: Tenant,
  transfer: Pick<TransferRow, 'transfer_id' | 'entity_id' | 'purpose' | 'expires_at'>,
  decision: SendDecision,
  at: Date,
): Promise<void> {
  const { outcome } = decision.merged;
  if (outcome === 'refused') return;
  await openDuties(deps, trx, tenant, {
    entityId: transfer.entity_id,
    purpose: transfer.purpose,
    transferId: transfer.transfer_id,
    incidentId: null,
    at,
    granted: outcome === 'allow',
    ...(transfer.expires_at === null ? {} : { heldUntil: transfer.expires_at }),
    facts: decision.perRecipient.map((one) => one.facts),
    actor: { kind: 'system' },
  });
}

export type RecordedAct = {
  readonly recordId: string;
  readonly record: Pick<LegalRecord, 'contracts' | 'filings' | 'assessments' | 'effectiveAt'>;
  readonly entity: EntityRow;
  readonly purpose: string;
  readonly categories: readonly string[];
  readonly recipients: readonly { readonly jurisdiction: string; readonly city: string | null }[];
  readonly at: Date;
  readonly actor: EventActor;
};

/** The clocks that a record starts by itself: filing a contract, renewing a registration, keeping an assessment. */
export async function openRecordDuties(deps: Deps, trx: Trx, tenant: Tenant, act: RecordedAct): Promise<void> {
  const { record, entity, at } = act;
  const begun = { id: act.recordId, effective_at: record.effectiveAt ?? at.toISOString() };
  const all = (kinds: readonly string[]) => Object.fromEntries(kinds.map((kind) => [kind, begun]));
  const facts = act.recipients.map((one): Facts => {
    const city = citySchema.safeParse(one.city).data;
    return {
      at: at.toISOString(),
      event: 'send',
      origin: entity.jurisdiction,
      dest: one.jurisdiction,
      ...(city === undefined ? {} : { dest_city: city }),
      cats: [...act.categories],
      purpose: { use: act.purpose },
      contract: all(record.contracts),
      filing: all(record.filings),
      pia: all(record.assessments),
      ...(entity.profile.org === undefined ? {} : { org: entity.profile.org }),
    };
  });
  await openDuties(deps, trx, tenant, {
    entityId: entity.id,
    purpose: act.purpose,
    transferId: null,
    incidentId: null,
    at,
    granted: false,
    facts,
    actor: act.actor,
    ofRecordsOnly: true,
  });
}

type Found = { readonly duty: Duty; readonly facts: Facts; readonly subject: DutySubject };

/** One duty per rule and thing: what still has to be done for one recipient has to be done. */
function findDuties({ policy }: Deps, act: DutyAct): readonly Found[] {
  const found = new Map<string, Found>();
  for (const facts of act.facts) {
    for (const duty of policy.duties(facts)) {
      for (const subject of subjectsOf(duty, facts, act)) {
        if (act.ofRecordsOnly === true && !subject.ofRecord) continue;
        const key = `${duty.id} ${subject.key}`;
        const known = found.get(key);
        if (known === undefined || rank(duty) > rank(known.duty)) found.set(key, { duty, facts, subject });
      }
    }
  }
  return [...found.values()];
}

/** Open before satisfied before exempted. */
function rank({ satisfied, exemption }: Duty): number {
  if (exemption !== null) return 0;
  return satisfied ? 1 : 2;
}

async function open(
  deps: Deps,
  trx: Trx,
  tenant: Tenant,
  act: DutyAct,
  duty: Duty,
  facts: Facts,
  subject: DutySubject,
): Promise<string[]> {
  const dutyId = deps.ids.uuid();
  // Held transfers wait for it, and not for ever.
  const due =
    subject.isWaitedFor && act.heldUntil !== undefined
      ? { at: act.heldUntil, calendarKnown: true }
      : dueTime(duty, subject.startedAt);
  const isNew = await insertDuty(trx, {
    org_id: tenant.orgId,
    duty_id: dutyId,
    rule_id: duty.id,
    pack: duty.pack,
    entity_id: act.entityId,
    subject_key: subject.key,
    form: duty.form,
    filing: duty.filing,
    transfer_id: act.transferId,
    started_at: subject.startedAt,
    due_at: due.at,
    calendar_known: due.calendarKnown,
    state: 'open',
    closed_at: null,
    closed_by: null,
    reference_sealed: null,
    note_sealed: null,
    purpose: act.purpose,
    facts: JSON.stringify(facts),
    details_sealed: act.details === undefined ? null : await deps.fields.seal(`duty.details:${dutyId}`, act.details),
    draft_sealed: null,
    overdue_at: null,
    created_at: act.recordedAt ?? act.at,
  });
  if (!isNew) {
    // It went out without: what was waited for is due now.
    if (duty.term.unit === 'before' && act.granted) await advanceDuty(trx, tenant.orgId, duty.id, subject.key, act.at);
    return [];
  }
  await recordEvent(deps, trx, tenant, {
    kind: 'duty.opened',
    at: act.recordedAt ?? act.at,
    actor: act.actor,
    subjectId: dutyId,
    ...(act.transferId === null ? {} : { transferId: act.transferId }),
    detail: { rule: duty.id, pack: duty.pack, due: due.at.toISOString(), calendarKnown: due.calendarKnown },
  });
  return [dutyId];
}

/**
 * Closes an open duty whose filing is on record. A filing counts for the recipients it was made for: so where a duty is about more than these
 * facts say, only the transfer that opened it can close it this way.
 */
async function settle(
  deps: Deps,
  trx: Trx,
  tenant: Tenant,
  act: DutyAct,
  duty: Duty,
  subject: DutySubject,
): Promise<void> {
  const row = await lockDutyOf(trx, tenant.orgId, duty.id, subject.key);
  if (row?.state !== 'open' || !(subject.isExact || isOwn(row, act))) return;
  await moveDuty(trx, tenant.orgId, row.duty_id, ['open'], { state: 'done', closed_at: act.at, closed_by: null });
  await recordEvent(deps, trx, tenant, {
    kind: 'duty.completed',
    at: act.recordedAt ?? act.at,
    actor: act.actor,
    subjectId: row.duty_id,
    ...(act.transferId === null ? {} : { transferId: act.transferId }),
    detail: { rule: duty.id, by: 'record' },
  });
}

function isOwn(row: DutyRow, act: DutyAct): boolean {
  return row.transfer_id !== null && row.transfer_id === act.transferId;
}

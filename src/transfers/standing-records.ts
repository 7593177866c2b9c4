/** Records that serve every later transfer of their scope: recorded once, used until they expire, are withdrawn, or the scope changes. */
import type { EntityProfile, LegalRecord, RecordScope } from '../model/legal-record.ts';
import { findRecipients } from '../store/tables/recipients.ts';
import { listEntities, updateEntityProfile } from '../store/tables/organisation.ts';
import { findRecord, insertRecord, withdrawRecord } from '../store/tables/records.ts';
import { listHeldOf } from '../store/tables/transfers.ts';
import { type Trx, tx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import { basisRow } from './basis-row.ts';
import type { StaffActor, Tenant, TransferDeps } from './deps.ts';
import { openRecordDuties } from './duties.ts';
import { RECORD, TRANSFER } from './errors.ts';
import { reconsiderHeld } from './reconsider.ts';
import { namesOf } from './submit.ts';

export type NewRecord = {
  readonly record: LegalRecord;
  readonly entityId: string;
  readonly purpose: RecordScope['purpose'];
  readonly categories: readonly string[];
  readonly recipientIds: readonly string[];
  /** The duty that is done with it; null otherwise. */
  readonly dutyId: string | null;
};

/**
 * Writes a standing record into the caller's transaction, with the recipients where they are registered now. Returns its id.
 *
 * @throws `transfer.unknown_entity`, `transfer.unknown_recipient`, `record.empty`
 */
export async function writeStandingRecord(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  actor: StaffActor,
  command: NewRecord,
): Promise<string> {
  const { record, entityId, purpose, categories } = command;
  if (namesOf(record).length === 0) throw RECORD.empty();
  const entity = (await listEntities(trx, tenant.orgId)).find(({ id }) => id === entityId);
  if (entity === undefined) throw TRANSFER.unknown_entity();
  const wanted = new Set(command.recipientIds);
  const rows = await findRecipients(trx, tenant.orgId, [...wanted]);
  if (rows.length === 0 || rows.length !== wanted.size) throw TRANSFER.unknown_recipient();
  const scope: RecordScope = {
    entityId,
    purpose,
    categories: [...new Set(categories)].sort(),
    recipients: rows.map((row) => ({ id: row.recipient_id, jurisdiction: row.jurisdiction, city: row.city })),
  };
  const at = deps.clock.now();
  const place = { transferId: null, scope, entityId, dutyId: command.dutyId };
  const row = await basisRow(deps, tenant.orgId, actor.id, record, place, at);
  await insertRecord(trx, row);
  await recordEvent(deps, trx, tenant, {
    kind: 'basis.recorded',
    at,
    actor: { kind: 'staff', id: actor.id },
    subjectId: row.basis_id,
    legalBasis: namesOf(record),
    detail: { necessary: record.necessary, standing: true, scope: row.scope_hash, facts: Object.keys(record.facts) },
  });
  await openRecordDuties(deps, trx, tenant, {
    recordId: row.basis_id,
    record,
    entity,
    purpose,
    categories: scope.categories,
    recipients: scope.recipients,
    at,
    actor: { kind: 'staff', id: actor.id },
  });
  return row.basis_id;
}

/** Records once for later transfers, then decides again what waits. Returns the id and how many held transfers it let go. */
export async function recordStanding(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  command: NewRecord,
): Promise<{ readonly id: string; readonly granted: number }> {
  const id = await tx(deps.db, (trx) => writeStandingRecord(deps, trx, tenant, actor, command));
  return { id, granted: await reconsiderEntity(deps, tenant, command.entityId) };
}

/** Decides every held transfer of an entity again. */
export async function reconsiderEntity(deps: TransferDeps, tenant: Tenant, entityId: string): Promise<number> {
  const held = await listHeldOf(deps.db.query, tenant.orgId, entityId);
  return reconsiderHeld(deps, tenant, held);
}

/**
 * Withdraws a record: it serves nothing from now on. What was granted on it stays granted; openings are decided without it.
 *
 * @throws `record.not_found`, `record.withdrawn`
 */
export async function withdrawStanding(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  recordId: string,
): Promise<void> {
  await tx(deps.db, async (trx) => {
    const row = await findRecord(trx, tenant.orgId, recordId);
    if (row === undefined) throw RECORD.not_found();
    const at = deps.clock.now();
    if (!(await withdrawRecord(trx, tenant.orgId, recordId, actor.id, at))) throw RECORD.withdrawn();
    await recordEvent(deps, trx, tenant, {
      kind: 'basis.withdrawn',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: recordId,
      ...(row.transfer_id === null ? {} : { transferId: row.transfer_id }),
    });
  });
  deps.log.nudge();
}

/** States facts about a legal entity anew and decides again what waits. @throws `transfer.unknown_entity` */
export async function stateEntityProfile(
  deps: TransferDeps,
  tenant: Tenant,
  actor: StaffActor,
  entityId: string,
  profile: EntityProfile,
): Promise<{ readonly granted: number }> {
  await tx(deps.db, async (trx) => {
    if (!(await updateEntityProfile(trx, tenant.orgId, entityId, profile))) throw TRANSFER.unknown_entity();
    await recordEvent(deps, trx, tenant, {
      kind: 'entity.stated',
      at: deps.clock.now(),
      actor: { kind: 'staff', id: actor.id },
      subjectId: entityId,
      detail: { profile: JSON.stringify(profile) },
    });
  });
  return { granted: await reconsiderEntity(deps, tenant, entityId) };
}

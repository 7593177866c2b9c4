/** Standing records as staff see them: what each serves, whether it still does, and which transfers counted on it. */
import { DAY } from '../base/units.ts';
import type { RecordDetail, RecordState, StandingRecord } from '../model/api/records.ts';
import type { RecordScope } from '../model/legal-record.ts';
import { listEntities } from '../store/tables/organisation.ts';
import { countRecordUses, findRecord, listRecordUses, listStandingRecords } from '../store/tables/records.ts';
import { findRecipients } from '../store/tables/recipients.ts';
import { findTransfers, type LegalBasisRow } from '../store/tables/transfers.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { RECORD } from './errors.ts';
import type { Reader, StaffNames } from './read.ts';
import { openRecipient } from './recipients.ts';
import { viewRecord } from './view-records.ts';

const LISTED = 500;
const SOON_MS = 30 * DAY;

/** Standing records, newest first. `names` are names of staff by id. */
export async function readStandingRecords(
  deps: TransferDeps,
  tenant: Tenant,
  names: StaffNames,
): Promise<StandingRecord[]> {
  return viewAll(deps, tenant, names, await listStandingRecords(deps.db.query, tenant.orgId, LISTED));
}

/** One standing record with the transfers that counted on it. @throws `record.not_found` */
export async function readStandingRecord(
  deps: TransferDeps,
  tenant: Tenant,
  names: StaffNames,
  reader: Reader,
  recordId: string,
): Promise<RecordDetail> {
  const row = await findRecord(deps.db.query, tenant.orgId, recordId);
  const [record] = row === undefined ? [] : await viewAll(deps, tenant, names, [row]);
  if (record === undefined) throw RECORD.not_found();
  const ids = await listRecordUses(deps.db.query, tenant.orgId, recordId, LISTED);
  const rows = await findTransfers(deps.db.query, tenant.orgId, ids);
  const visible = rows.filter((one) => reader.readAll || one.sender_id === reader.actor.id);
  return {
    record,
    transfers: visible.map((one) => ({
      id: one.transfer_id,
      reference: one.reference,
      state: one.state,
      createdAt: one.created_at.toISOString(),
    })),
  };
}

async function viewAll(
  deps: TransferDeps,
  tenant: Tenant,
  names: StaffNames,
  rows: readonly LegalBasisRow[],
): Promise<StandingRecord[]> {
  const { query } = deps.db;
  const people = await names([...new Set(rows.map((row) => row.recorded_by))]);
  const entities = new Map((await listEntities(query, tenant.orgId)).map((one) => [one.id, one.name]));
  const uses = new Map((await countRecordUses(query, tenant.orgId)).map((one) => [one.id, one]));
  const wanted = [...new Set(rows.flatMap((row) => row.scope?.recipients.map(({ id }) => id) ?? []))];
  const recipients = new Map(
    await Promise.all(
      (await findRecipients(query, tenant.orgId, wanted)).map(
        async (row) => [row.recipient_id, await openRecipient(deps, row)] as const,
      ),
    ),
  );
  const now = deps.clock.now();
  const views = rows.map(async (row) => {
    if (row.scope === null) return [];
    const recipientsOf = row.scope.recipients.map((one) => viewRecipient(one, recipients.get(one.id)));
    const use = uses.get(row.basis_id);
    return [
      {
        ...(await viewRecord(deps, row, people)),
        scope: row.scope,
        state: stateOf(
          row,
          now,
          recipientsOf.some((one) => one.movedTo !== null),
        ),
        entity: entities.get(row.scope.entityId) ?? '?',
        recipients: recipientsOf,
        used: use?.used ?? 0,
        granted: use?.granted ?? 0,
      },
    ];
  });
  return (await Promise.all(views)).flat();
}

type Registered = {
  readonly name: string;
  readonly organisation: string;
  readonly jurisdiction: string;
  readonly city: string | null;
};

function viewRecipient(
  one: RecordScope['recipients'][number],
  now: Registered | undefined,
): StandingRecord['recipients'][number] {
  const moved = now !== undefined && (now.jurisdiction !== one.jurisdiction || now.city !== one.city);
  return {
    ...one,
    name: now?.name ?? '?',
    organisation: now?.organisation ?? '?',
    movedTo: moved ? (now.city ?? now.jurisdiction) : null,
  };
}

function stateOf(row: LegalBasisRow, now: Date, hasMoved: boolean): RecordState {
  if (row.withdrawn_at !== null) return 'withdrawn';
  if (row.expires_at !== null && row.expires_at <= now) return 'expired';
  if (row.effective_at !== null && row.effective_at > now) return 'planned';
  if (hasMoved) return 'outgrown';
  return row.expires_at !== null && row.expires_at.getTime() - now.getTime() <= SOON_MS ? 'soon' : 'in_force';
}

/** One list of everything that has to be handed in or done by a time, the most urgent first. */
import { DAY } from '../../base/units.ts';
import { type DutyDetail, type DutyList, incidentDetailsSchema } from '../../model/api/duties.ts';
import type { Locale } from '../../model/locale.ts';
import { countDuties, type DutyFilter, type DutyRow, findDuty, listDutyRows } from '../../store/tables/duties.ts';
import { listEntities } from '../../store/tables/organisation.ts';
import { listHeldTransfers } from '../../store/tables/processing.ts';
import { findTransfer } from '../../store/tables/transfers.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { staffNames } from '../organisation/staff.ts';
import type { DutyDeps } from './deps.ts';
import { DUTY } from './errors.ts';
import { formsOf, variantsOf } from './forms-of.ts';
import { type DutyNames, lawOf, viewDuty } from './view.ts';

const SHOWN = 500;
const SOON_DAYS = 7;

/** `place`: the pack's jurisdiction; `none` stands for the organisation's own duties. */
export type DutyQuery = Omit<DutyFilter, 'subjectKey'> & { readonly place?: string };

/** Returns at most 500 duties. The counts are over all of them, whatever is asked for. */
export async function listDuties(deps: DutyDeps, tenant: Tenant, locale: Locale, query: DutyQuery): Promise<DutyList> {
  const { db, clock } = deps.transfers;
  const engine = deps.engine();
  const now = clock.now();
  const { place, ...filter } = query;
  const rows = await listDutyRows(db.query, tenant.orgId, filter, SHOWN);
  const names = await namesFor(deps, tenant, rows);
  const views = rows.map((row) => viewDuty(engine, row, names, locale, now));
  const soon = new Date(now.getTime() + SOON_DAYS * DAY);
  return {
    duties: views.filter((one) => place === undefined || (one.place ?? 'none') === place),
    counts: await countDuties(db.query, tenant.orgId, now, soon),
  };
}

/** @throws `duty.not_found` */
export async function requireDuty(deps: DutyDeps, tenant: Tenant, dutyId: string): Promise<DutyRow> {
  const row = await findDuty(deps.transfers.db.query, tenant.orgId, dutyId);
  if (row === undefined) throw DUTY.not_found();
  return row;
}

/** @throws `duty.not_found` */
export async function readDuty(
  deps: DutyDeps,
  tenant: Tenant,
  locale: Locale,
  dutyId: string,
  mayManage: boolean,
): Promise<DutyDetail> {
  const { db, clock } = deps.transfers;
  const engine = deps.engine();
  const row = await requireDuty(deps, tenant, dutyId);
  const view = viewDuty(engine, row, await namesFor(deps, tenant, [row]), locale, clock.now());
  const { text } = lawOf(engine, row, locale);
  const { why, lift, statute, url, checked, note } = text;
  const isOpen = row.state === 'open';
  const waiting = isOpen && liftsHeld(row) ? await listHeldTransfers(db.query, tenant.orgId, keyOf(row)) : [];
  return {
    ...view,
    why,
    lift,
    statute,
    url,
    checked,
    note,
    forms: formsOf(view.form).map((form) => ({ form, variants: [...variantsOf(form)] })),
    reference: await openOptional(deps, `duty.reference:${dutyId}`, row.reference_sealed),
    remark: await openOptional(deps, `duty.note:${dutyId}`, row.note_sealed),
    details: await readDetails(deps, row),
    waiting: waiting.length,
    may: { complete: mayManage && isOpen, dismiss: mayManage && isOpen, reopen: mayManage && !isOpen },
  };
}

/** Whether transfers may be held for what this duty asks to file; reports of incidents lift nothing. */
export function liftsHeld(row: DutyRow): boolean {
  return row.filing !== null && row.facts.event !== 'breach';
}

/** The transfers that a duty is about. */
export function keyOf(row: DutyRow): { entityId: string; purpose: string | null; transferId: null } {
  return { entityId: row.entity_id, purpose: row.purpose, transferId: null };
}

/** What was stated when the duty was opened by hand, empty entries left out. */
export async function readDetails(deps: DutyDeps, row: DutyRow): Promise<{ key: string; value: string }[]> {
  const text = await openOptional(deps, `duty.details:${row.duty_id}`, row.details_sealed);
  if (text === null) return [];
  const parsed = incidentDetailsSchema.partial().safeParse(JSON.parse(text));
  return Object.entries(parsed.data ?? {}).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [{ key, value }],
  );
}

async function openOptional(deps: DutyDeps, context: string, sealed: Uint8Array | null): Promise<string | null> {
  return sealed === null ? null : deps.transfers.fields.open(context, sealed);
}

async function namesFor(deps: DutyDeps, tenant: Tenant, rows: readonly DutyRow[]): Promise<DutyNames> {
  const { db } = deps.transfers;
  const entities = await listEntities(db.query, tenant.orgId);
  const references = new Map<string, string>();
  for (const id of new Set(rows.flatMap((row) => row.transfer_id ?? []))) {
    const transfer = await findTransfer(db.query, tenant.orgId, id);
    if (transfer !== undefined) references.set(id, transfer.reference);
  }
  return {
    entities: new Map(entities.map((one) => [one.id, one.name])),
    references,
    staff: await staffNames(deps.transfers, tenant.orgId, [...new Set(rows.flatMap((row) => row.closed_by ?? []))]),
  };
}

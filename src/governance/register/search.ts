/** Looking through the register. Names and organisations are opened for whoever may read it; nothing is changed. */
import type { RegisterEntry, RegisterPage, RegisterSearch } from '../../model/api/register.ts';
import { DAY } from '../../base/units.ts';
import { listEntities } from '../../store/tables/organisation.ts';
import {
  countRegister,
  pageRegister,
  type RegisterEntryRow,
  type RegisterFilter,
} from '../../store/tables/register.ts';
import { listTablesOfTransfers } from '../../store/tables/pseudonyms.ts';
import { findRecipients } from '../../store/tables/recipients.ts';
import type { Tenant, TransferDeps } from '../../transfers/deps.ts';
import { readRecipients } from '../../transfers/recipients.ts';
import { startOfDay } from '../../transfers/zones.ts';

const PAGE = 50;
const COUNTED_TO = 10_000;

/** Returns one page, newest first. `before` is the id of the last entry of the page before. */
export async function searchRegister(
  deps: TransferDeps,
  tenant: Tenant,
  search: RegisterSearch,
  before: string | undefined,
): Promise<RegisterPage> {
  const filter = await filterOf(deps, tenant, search);
  const { query } = deps.db;
  const rows = await pageRegister(query, tenant.orgId, filter, before, PAGE + 1);
  const page = rows.slice(0, PAGE);
  const { rows: matching } = await countRegister(query, tenant.orgId, filter, COUNTED_TO);
  return {
    entries: await createEntryViews(deps, tenant)(page),
    nextBefore: rows.length > PAGE ? (page.at(-1)?.entry_id ?? null) : null,
    matching: Math.min(matching, COUNTED_TO),
    countedTo: COUNTED_TO,
  };
}

/** The search as the store understands it: days become moments, and text becomes the recipients whose sealed names hold it. */
export async function filterOf(deps: TransferDeps, tenant: Tenant, search: RegisterSearch): Promise<RegisterFilter> {
  const { from, to, text, ...same } = search;
  const zone = deps.settings.timeZone;
  const wanted = text?.trim() ?? '';
  const set = Object.fromEntries(Object.entries(same).filter(([, value]) => value !== undefined));
  return {
    ...set,
    ...(from === undefined ? {} : { from: startOfDay(zone, from) }),
    ...(to === undefined ? {} : { to: startOfDay(zone, dayAfter(to)) }),
    ...(wanted === '' ? {} : { text: { reference: wanted, recipientIds: await recipientsWith(deps, tenant, wanted) } }),
  };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
}

async function recipientsWith(deps: TransferDeps, tenant: Tenant, text: string): Promise<string[]> {
  const folded = fold(text);
  return (await readRecipients(deps, tenant))
    .filter((one) => fold(one.organisation).includes(folded) || fold(one.name).includes(folded))
    .map((one) => one.id);
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Returns the function that turns rows into entries; what it opened once it does not open again. */
export function createEntryViews(
  deps: TransferDeps,
  tenant: Tenant,
): (rows: readonly RegisterEntryRow[]) => Promise<RegisterEntry[]> {
  const parties = new Map<string, RegisterEntry['recipient']>();
  let names: Promise<ReadonlyMap<string, string>> | undefined;
  return async (rows) => {
    const lists = await listsOf(deps, tenant, rows);
    names ??= listEntities(deps.db.query, tenant.orgId).then((all) => new Map(all.map((one) => [one.id, one.name])));
    const entities = await names;
    const missing = [...new Set(rows.map((row) => row.recipient_id))].filter((id) => !parties.has(id));
    for (const row of await findRecipients(deps.db.query, tenant.orgId, missing)) {
      const id = row.recipient_id;
      parties.set(id, {
        id,
        name: await deps.fields.open(`recipient.name:${id}`, row.name_sealed),
        organisation: await deps.fields.open(`recipient.organisation:${id}`, row.organisation_sealed),
      });
    }
    return rows.map((row) => viewEntry(row, entities, parties, lists.get(row.transfer_id) ?? []));
  };
}

/** Why lists were sent, by transfer. */
async function listsOf(
  deps: TransferDeps,
  { orgId }: Tenant,
  rows: readonly RegisterEntryRow[],
): Promise<ReadonlyMap<string, RegisterEntry['pseudonymised']>> {
  const ids = rows.filter((row) => row.safeguards.includes('pseudonymised')).map((row) => row.transfer_id);
  const lists = new Map<string, RegisterEntry['pseudonymised']>();
  for (const table of await listTablesOfTransfers(deps.db.query, orgId, [...new Set(ids)])) {
    const context = `pseudonym_table.justification:${table.table_id}`;
    const justification = await deps.fields.open(context, table.justification_sealed);
    const id = table.transfer_id ?? '';
    lists.set(id, [...(lists.get(id) ?? []), { justification, erased: table.erased_at !== null }]);
  }
  return lists;
}

function viewEntry(
  row: RegisterEntryRow,
  entities: ReadonlyMap<string, string>,
  parties: ReadonlyMap<string, RegisterEntry['recipient']>,
  pseudonymised: RegisterEntry['pseudonymised'],
): RegisterEntry {
  return {
    id: row.entry_id,
    transferId: row.transfer_id,
    reference: row.reference,
    event: row.event,
    state: row.state,
    at: row.at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    grantedAt: row.granted_at?.toISOString() ?? null,
    retainUntil: row.retain_until?.toISOString() ?? null,
    entity: { id: row.entity_id, name: entities.get(row.entity_id) ?? '?' },
    recipient: parties.get(row.recipient_id) ?? { id: row.recipient_id, name: '?', organisation: '?' },
    recipientKind: row.recipient_kind,
    origin: row.origin,
    destination: row.destination,
    destinationCity: row.destination_city,
    crosses: row.origin !== row.destination,
    purpose: row.purpose,
    level: row.level,
    bases: row.bases,
    contracts: row.contracts,
    filings: row.filings,
    assessments: row.assessments,
    categories: row.categories,
    sensitiveFor: row.sensitive_for,
    safeguards: row.safeguards,
    pseudonymised,
    rules: row.rules,
    evidence: row.evidence,
    packs: row.packs,
    persons: row.persons,
    files: row.files,
    bytes: row.bytes,
    decisionId: row.decision_id,
    outcome: row.outcome,
    effect: row.effect,
  };
}

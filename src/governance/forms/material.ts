/** What is known for a form: the duty, the entity, everything that was sent for its purpose, and what is on record. Nothing is guessed. */
import { hex, utf8 } from '../../base/bytes.ts';
import { canonicalJson, type Json } from '../../base/canonical-json.ts';
import type { DutyView } from '../../model/api/duties.ts';
import type { Facts } from '../../model/facts.ts';
import type { Locale } from '../../model/locale.ts';
import { sensitivePlaces } from '../../policy/context.ts';
import { decide } from '../../policy/decide.ts';
import { regulatorAt } from '../../policy/engine.ts';
import { type DutyRow, listDutyRows } from '../../store/tables/duties.ts';
import { type EntityRow, listEntities } from '../../store/tables/organisation.ts';
import {
  countProcessedPersons,
  listProcessedCategories,
  listProcessingRecipients,
  listProcessingRecords,
  type ProcessingTotals,
  readProcessingTotals,
} from '../../store/tables/processing.ts';
import type { RecipientRow } from '../../store/tables/recipients.ts';
import type { LegalBasisRow } from '../../store/tables/transfers.ts';
import type { Tenant } from '../../transfers/deps.ts';
import type { DutyDeps } from '../duties/deps.ts';
import { DUTY } from '../duties/errors.ts';
import { keyOf, readDetails } from '../duties/list.ts';
import { viewDuty } from '../duties/view.ts';

export type FormRecipient = {
  readonly name: string;
  readonly organisation: string;
  readonly jurisdiction: string;
  readonly city: string | null;
  readonly kind: string;
};

export type FormRecords = {
  readonly bases: readonly string[];
  readonly contracts: readonly string[];
  readonly filings: readonly string[];
  readonly assessments: readonly string[];
  readonly necessary: boolean;
  /** Day from which an assessment counts, the newest; null when none is on record. */
  readonly assessedOn: string | null;
};

export type Material = {
  readonly row: DutyRow;
  readonly view: DutyView;
  readonly entity: EntityRow;
  readonly facts: Facts;
  readonly now: Date;
  readonly totals: ProcessingTotals;
  readonly categories: readonly string[];
  /** Categories that the law of a place calls sensitive today. */
  readonly sensitive: (place: string) => readonly string[];
  /** The regulator of a place by its name of today, in the given language. */
  readonly regulator: (place: string, locale: Locale) => string | null;
  readonly persons: number | null;
  readonly recipients: readonly FormRecipient[];
  readonly records: FormRecords;
  /** What was stated about an incident. */
  readonly details: ReadonlyMap<string, string>;
  /** The other clocks of the same incident or record. */
  readonly siblings: readonly DutyView[];
  readonly packs: readonly {
    readonly pack: string;
    readonly version: string;
    readonly digest: string;
    readonly reviewed: boolean;
  }[];
  readonly rules: readonly string[];
  /** Lower-case hex SHA-256 over the canonical JSON of the facts the duty was opened with. */
  readonly factsDigest: string;
};

/** @throws `duty.unknown_entity` when its entity is gone. */
export async function readMaterial(deps: DutyDeps, tenant: Tenant, row: DutyRow, locale: Locale): Promise<Material> {
  const { db, clock, sha256 } = deps.transfers;
  const { orgId } = tenant;
  const engine = deps.engine();
  const key = keyOf(row);
  const entities = await listEntities(db.query, orgId);
  const entity = entities.find((one) => one.id === row.entity_id);
  if (entity === undefined) throw DUTY.unknown_entity();
  const now = clock.now();
  const names = { entities: new Map([[entity.id, entity.name]]), references: new Map(), staff: new Map() };
  const siblings = await listDutyRows(db.query, orgId, { subjectKey: row.subject_key }, 100);
  const decision = decide(engine, row.facts);
  const found = await listProcessedCategories(db.query, orgId, key);
  const at = now.toISOString();
  return {
    row,
    view: viewDuty(engine, row, names, locale, now),
    entity,
    facts: row.facts,
    now,
    totals: await readProcessingTotals(db.query, orgId, key),
    categories: found,
    sensitive: (place) =>
      found.filter((category) =>
        sensitivePlaces({ at, cats: [category] }, engine.packs, now.getTime()).includes(place),
      ),
    regulator: (place, tongue) => regulatorAt(engine, place, at, tongue)?.name ?? null,
    persons: (await countProcessedPersons(db.query, orgId, key)) ?? row.facts.n ?? null,
    recipients: await Promise.all(
      (await listProcessingRecipients(db.query, orgId, key)).map((one) => openRecipient(deps, one)),
    ),
    records: summarise(await listProcessingRecords(db.query, orgId, key), row.purpose, now),
    details: new Map((await readDetails(deps, row)).map(({ key: name, value }) => [name, value])),
    siblings: siblings.map((one) => viewDuty(engine, one, names, locale, now)),
    packs: decision.packs,
    rules: [row.rule_id, ...decision.objections.map((one) => one.ruleId)],
    factsDigest: hex(sha256(utf8(canonicalJson(plain(row.facts))))),
  };
}

/** Facts came out of the database as JSON. */
function plain(facts: Facts): Json {
  const parsed: Json = JSON.parse(JSON.stringify(facts));
  return parsed;
}

async function openRecipient(deps: DutyDeps, row: RecipientRow): Promise<FormRecipient> {
  const { fields } = deps.transfers;
  return {
    name: await fields.open(`recipient.name:${row.recipient_id}`, row.name_sealed),
    organisation: await fields.open(`recipient.organisation:${row.recipient_id}`, row.organisation_sealed),
    jurisdiction: row.jurisdiction,
    city: row.city,
    kind: row.kind,
  };
}

function summarise(rows: readonly LegalBasisRow[], purpose: string | null, now: Date): FormRecords {
  const current = rows.filter(
    (row) =>
      (row.expires_at === null || row.expires_at > now) &&
      (row.scope === null || purpose === null || row.scope.purpose === purpose),
  );
  const union = (pick: (row: LegalBasisRow) => readonly string[]): string[] =>
    [...new Set(current.flatMap(pick))].sort();
  const assessed = current.find((row) => row.assessments.length > 0);
  return {
    bases: union((row) => row.bases),
    contracts: union((row) => row.contracts),
    filings: union((row) => row.filings),
    assessments: union((row) => row.assessments),
    necessary: current.some((row) => row.necessary),
    assessedOn: assessed === undefined ? null : dayOf(assessed.effective_at ?? assessed.recorded_at),
  };
}

const UTC_8_MS = 8 * 3_600_000;

/** The day at UTC+8, where Macau, Hong Kong and the mainland are. */
export function dayOf(time: Date): string {
  return new Date(time.getTime() + UTC_8_MS).toISOString().slice(0, 10);
}

/** Day and time at UTC+8. */
export function momentOf(time: Date): string {
  return `${new Date(time.getTime() + UTC_8_MS).toISOString().slice(0, 16).replace('T', ' ')} UTC+8`;
}

/**
 * Facts as the rules see them: the members of `packs/schema.cedarschema`.
 * INVARIANT: a fact that nobody knows never opens a way; how each is read is in readings.ts.
 */
import { ASSESSMENTS, type FactRecord, type Facts, isCategory, RECIPIENT_KINDS, ROLES } from '../model/facts.ts';
import { GBA_CITIES } from '../model/jurisdiction.ts';
import type { CedarContext } from './cedar-port.ts';
import type { Limits } from './engine.ts';
import type { Pack } from './load-pack.ts';
import { dayAt, inForce } from './periods.ts';

/** Deeper keys exist in no list; the limit keeps a hostile key of a million dots cheap. */
const MAX_KEY_DEPTH = 8;
const EVERYBODY = Number.MAX_SAFE_INTEGER;
const CONVENIENCE: ReadonlySet<string> = new Set(['cheaper', 'convenient', 'vendor_default']);

/** What is taken for granted about facts that nobody knows. */
export type Reading = 'strict' | 'lenient';

/** Whether the content becomes readable in another place than where it started; an unknown place is another place. */
export function isCrossing(facts: Facts): boolean {
  const { origin = 'unknown', dest = 'unknown' } = facts;
  return origin !== dest || origin === 'unknown';
}

/** Whether the content says something about persons. Categories that nobody knows, and keys of no known family, may do so. */
export function hasPersonalData(facts: Facts): boolean {
  const personal = facts.cats?.some((key) => !/^(?:biz|system)\./.test(`${key}.`) || !isCategory(key)) ?? true;
  return personal || (facts.n ?? 0) > 0 || isUnreadable(facts);
}

/** Unreadable when it is said so, or when somebody says that it is not known. */
export function isUnreadable(facts: Facts): boolean {
  return facts.unreadable === true || says(facts, 'unreadable');
}

function says(facts: Facts, name: string): boolean {
  return facts.unknown?.includes(name) === true;
}

/**
 * Returns the Cedar context for facts from which `withoutUnknown` has taken what is not known.
 *
 * @param packs - The packs that attach: their lists of sensitive categories, adequate places and instruments are applied.
 * @param instant - Milliseconds of `facts.at`.
 */
export function contextOf(
  facts: Facts,
  packs: readonly Pack[],
  limits: Limits,
  instant: number,
  reading: Reading,
): CedarContext {
  return {
    ...placesOf(facts),
    ...partiesOf(facts, reading),
    ...contentOf(facts, packs, instant, reading),
    ...recordOf(facts, packs, instant),
    ...peopleOf(facts, reading),
    unknown: [...new Set(facts.unknown ?? [])].sort(),
    limits: { recordReview: limits.recordReview },
  };
}

function placesOf(facts: Facts): CedarContext {
  const { origin = 'unknown', dest = 'unknown', subject_loc: subjects = [] } = facts;
  const inBay = (city: string | null | undefined): boolean => GBA_CITIES.some((one) => one === city);
  return {
    origin,
    destination: dest,
    crossing: isCrossing(facts),
    originCity: facts.origin_city ?? '',
    destinationCity: facts.dest_city ?? '',
    originInGreaterBayArea: origin === 'CN' && inBay(facts.origin_city),
    inGreaterBayArea: dest === 'CN' && inBay(facts.dest_city),
    subjectPlaces: [...new Set(subjects)].sort(),
    collectedAbroad: subjects.length > 0 && !subjects.includes('unknown') && !subjects.includes(origin),
    freeTradeZoneUnlisted: facts.ftz_unlisted === true,
    onwardAgreed: facts.onward_agreed === true,
  };
}

/** A flag that makes rules object: its value, or when nobody knows it what the reading takes for granted. */
function strictFlag(value: boolean | undefined, reading: Reading): boolean {
  return value ?? reading === 'strict';
}

function partiesOf(facts: Facts, reading: Reading): CedarContext {
  const { recipient = {}, org = {} } = facts;
  const may = <T>(known: T | undefined, any: readonly T[], mild: T): readonly T[] =>
    known === undefined ? (reading === 'strict' ? any : [mild]) : [known];
  return {
    recipientKinds: may(recipient.type, RECIPIENT_KINDS, 'controller').map((kind) => entity('RecipientKind', kind)),
    roles: may(facts.role, ROLES, 'controller').map((role) => entity('Role', role)),
    recipientCertified: recipient.certified === true,
    criticalOperator: strictFlag(org.ciio, reading),
    macauCriticalOperator: strictFlag(org.mo_ci_operator, reading),
    hongKongCriticalOperator: strictFlag(org.hk_ci_operator, reading),
    mainlandPresence: org.prc_presence === true,
    staff: strictNumber(org.size, reading),
    sector: org.sector ?? '',
  };
}

/** A number that nobody knows; it can only be stated, nobody can vouch for it. */
function strictNumber(value: number | undefined, reading: Reading): number {
  return value ?? (reading === 'strict' ? EVERYBODY : 0);
}

function contentOf(facts: Facts, packs: readonly Pack[], instant: number, reading: Reading): CedarContext {
  const { dest = 'unknown', purpose = {} } = facts;
  return {
    ...numbersOf(facts, reading),
    ...sealOf(facts),
    level: entity('Level', says(facts, 'level') ? 'restricted' : (facts.level ?? 'unstated')),
    categories: withAncestors(facts.cats ?? []),
    hasPersonalData: hasPersonalData(facts),
    sensitiveFor: sensitivePlaces(facts, packs, instant),
    adequateFor: adequateFor(dest, packs, instant),
    sameLawFor: sameLawFor(dest, packs),
    minors: strictFlag(facts.minor14, reading),
    unreadable: isUnreadable(facts),
    purpose: purpose.use ?? (reading === 'strict' ? 'unknown' : ''),
    purposeChanged: strictFlag(not(purpose.same_as_collection), reading),
    dataCombined: facts.data_combined === true,
    importantData: strictFlag(answer(facts.important_data), reading),
    stateSecret: strictFlag(answer(facts.state_secret), reading),
    volumeSplit: facts.volume_split === true,
    informed: facts.informed !== false,
    textUnchanged: facts.text_unchanged !== false,
  };
}

function numbersOf({ n, ytd, held }: Facts, reading: Reading): CedarContext {
  return {
    persons: strictNumber(n, reading),
    yearPersons: strictNumber(ytd?.cn?.pi, reading),
    yearSensitive: strictNumber(ytd?.cn?.spi, reading),
    heldPersons: strictNumber(held?.pi, reading),
    heldFaces: strictNumber(held?.face, reading),
  };
}

function sealOf(facts: Facts): CedarContext {
  return {
    custody: entity('Custody', says(facts, 'custody') ? 'server' : (facts.sealed?.custody ?? 'server')),
    viewOnly: facts.sealed?.view_only === true || says(facts, 'viewOnly'),
  };
}

/** A question answered with yes, no or unknown. */
function answer(value: Facts['important_data']): boolean | undefined {
  return value === undefined || value === 'unknown' ? undefined : value === 'yes';
}

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

/** What is on record. Only what is in force at the time and made for this scope counts. */
function recordOf(facts: Facts, packs: readonly Pack[], instant: number): CedarContext {
  const outOfScope: string[] = [];
  const counting = (kind: string, entries: Readonly<Record<string, FactRecord | undefined>> | undefined): string[] =>
    Object.entries(entries ?? {}).flatMap(([name, record]) => {
      if (record === undefined || !isInForce(record, instant)) return [];
      const fits = covers(record, facts);
      if (!fits) outOfScope.push(`${kind}:${name}`);
      return fits ? [name] : [];
    });
  const contracts = counting('contract', facts.contract).filter((name) => existed(name, packs, instant));
  const filings = counting('filing', facts.filing).filter((name) => existed(name, packs, instant));
  const assessments = counting('pia', facts.pia).flatMap((name) => (name === 'any' ? [...ASSESSMENTS] : [name]));
  return {
    bases: [...new Set(facts.basis ?? [])].map((basis) => entity('Basis', basis)),
    necessary: facts.necessary === true && !CONVENIENCE.has(facts.reason ?? ''),
    contracts: contracts.map((name) => entity('Contract', name)),
    filings: filings.map((name) => entity('Filing', name)),
    assessments: [...new Set(assessments)].map((name) => entity('Assessment', name)),
    outOfScope: outOfScope.sort(),
    approvals: [...new Set(facts.approvals ?? [])].map((approval) => entity('Approval', approval)),
  };
}

/** Names of the records that are in force at the time of the facts and made for their scope. */
export function recordsInForce(
  entries: Readonly<Record<string, FactRecord | undefined>> | undefined,
  facts: Facts,
): readonly string[] {
  const instant = Date.parse(facts.at);
  return Object.entries(entries ?? {}).flatMap(([name, record]) =>
    record !== undefined && isInForce(record, instant) && covers(record, facts) ? [name] : [],
  );
}

function covers(record: FactRecord, facts: Facts): boolean {
  return record.scope_hash === undefined || facts.scope_hash === undefined || record.scope_hash === facts.scope_hash;
}

/**
 * A record counts from the last of its days on, and to the end of its last day. Days without a time begin and end at UTC+8, where all
 * the filings of these packs are made. A record without any day counts: it is stated that it is there.
 */
function isInForce(record: FactRecord, instant: number): boolean {
  const begins = record.effective_at ?? record.filed_at ?? record.done_at ?? record.signed_at;
  const begun = begins === undefined || startOf(begins) <= instant;
  return begun && (record.expires_at === undefined || instant < endOf(record.expires_at));
}

function startOf(moment: string): number {
  return Date.parse(moment.length === 10 ? `${moment}T00:00:00+08:00` : moment);
}

function endOf(moment: string): number {
  return Date.parse(moment.length === 10 ? `${moment}T23:59:59.999+08:00` : moment) + 1;
}

function peopleOf(facts: Facts, reading: Reading): CedarContext {
  const { work, monitoring } = facts;
  return {
    outsideHours: strictFlag(work?.outside_hours, reading),
    escalation: strictFlag(work === undefined ? undefined : work.escalation === true, reading),
    forceMajeure: work?.force_majeure === true,
    emergency: work?.emergency === true,
    approverNamed: work?.approver === true,
    disconnectAgreement: work?.agreement === true,
    covert: strictFlag(monitoring?.covert, reading),
    performance: strictFlag(monitoring?.performance, reading),
    monitoringAssessed: monitoring?.assessment === true,
    monitoringPolicy: monitoring?.policy === true,
    suspicion: monitoring?.suspicion === true,
    employeesInformed: monitoring?.informed === true,
    alternativeOffered: monitoring?.alternative === true,
  };
}

function entity(type: string, id: string): { __entity: { type: string; id: string } } {
  return { __entity: { type, id } };
}

/** A contract or filing that did not exist on the day counts for nothing, however it came into the facts. */
function existed(name: string, packs: readonly Pack[], instant: number): boolean {
  return packs.every(({ file }) => {
    const periods = file.instruments.filter((entry) => entry.name === name);
    return periods.length === 0 || periods.some((entry) => inForce(entry, dayAt(instant, file.utcOffset)));
  });
}

function withAncestors(categories: readonly string[]): string[] {
  const out = new Set<string>();
  for (const key of categories) {
    out.add(key);
    const parts = key.split('.', MAX_KEY_DEPTH);
    for (let depth = 1; depth < parts.length; depth += 1) out.add(parts.slice(0, depth).join('.'));
  }
  return [...out].sort();
}

/** Returns the laws, among the packs', that treat one of the categories as sensitive at that instant. */
export function sensitivePlaces(facts: Facts, packs: readonly Pack[], instant: number): string[] {
  const places = new Set<string>();
  for (const { file } of packs) {
    if (file.jurisdiction === null || file.sensitive.length === 0) continue;
    const day = dayAt(instant, file.utcOffset);
    const keys = file.sensitive.filter((entry) => inForce(entry, day)).map((entry) => entry.key);
    const hit = facts.cats?.some(
      (category) => !isCategory(category) || keys.some((key) => category === key || category.startsWith(`${key}.`)),
    );
    // Unknown categories, and keys of no known family, may be any, so they may be sensitive ones; a child's data are sensitive where the law has that category.
    const child = facts.minor14 === true && keys.includes('user.childrens');
    if (hit !== false || child) places.add(file.jurisdiction);
  }
  return [...places].sort();
}

function adequateFor(destination: string, packs: readonly Pack[], instant: number): string[] {
  return packs.flatMap(({ file }) => {
    const day = dayAt(instant, file.utcOffset);
    const found = file.adequate.some((entry) => entry.destination === destination && inForce(entry, day));
    return found && file.jurisdiction !== null ? [file.jurisdiction] : [];
  });
}

/** Laws of the packs that attach at the destination too. */
function sameLawFor(destination: string, packs: readonly Pack[]): string[] {
  return packs.flatMap(({ file }) =>
    file.jurisdiction !== null && file.origins?.includes(destination) === true ? [file.jurisdiction] : [],
  );
}

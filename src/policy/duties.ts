/**
 * Dated duties: what has to be handed in or done by a time. A duty never holds a transfer; it runs a clock (docs/law/README.md).
 * Which duties attach is decided here from the same facts as the transfer; when a clock started is the caller's record.
 */
import type { Facts, FilingKind } from '../model/facts.ts';
import { hasPersonalData, isCrossing, recordsInForce, sensitivePlaces } from './context.ts';
import { attaches } from './decide.ts';
import { instantOf } from './engine.ts';
import type { PolicyEngine } from './engine.ts';
import type { Pack } from './load-pack.ts';
import type { PackDuty } from './pack-schema.ts';
import { dayAt, inForce } from './periods.ts';

type CalendarName = 'MO' | 'HK' | 'CN';

export type Duty = {
  readonly id: string;
  readonly pack: string;
  readonly filing: FilingKind | null;
  /** Form that the product drafts; null where there is none. */
  readonly form: string | null;
  readonly cite: string;
  readonly confidence: 'H' | 'M' | 'L';
  readonly kind: 'statutory' | 'org_policy';
  readonly starts: PackDuty['starts'];
  readonly attaches: PackDuty['attaches'];
  /** `calendars` is always there: whose working days a term in working days runs in. */
  readonly term: Omit<PackDuty['term'], 'calendars'> & { readonly calendars: readonly CalendarName[] };
  readonly utcOffset: string;
  /** What ends the clock is on record already. */
  readonly satisfied: boolean;
  /** Id of the exemption that applies; null: none, or it was lost. */
  readonly exemption: string | null;
};

/**
 * Returns the duties that these facts bring with them, satisfied and exempted ones included and marked.
 *
 * @throws `policy.bad_facts` when `facts.at` is no time.
 */
export function dutiesFor(engine: PolicyEngine, facts: Facts): readonly Duty[] {
  const instant = instantOf(facts.at);
  return engine.packs.flatMap((pack) => {
    const day = dayAt(instant, pack.file.utcOffset);
    // A law that reaches beyond its place has duties for those outside it too.
    const reaches = (duty: PackDuty): boolean => duty.attaches === 'foreign_controller' || attaches(pack, facts);
    return pack.file.duties
      .filter((duty) => inForce(duty, day) && reaches(duty) && ATTACHMENTS[duty.attaches](facts, pack, instant, engine))
      .map((duty) => dutyOf(pack, duty, facts, day));
  });
}

function dutyOf(pack: Pack, duty: PackDuty, facts: Facts, day: string): Duty {
  const { id, filing, form, cite, confidence, kind, starts, attaches: when, term } = duty;
  const made = recordsInForce(facts.filing, facts);
  return {
    id,
    pack: pack.file.pack,
    filing,
    form,
    cite,
    confidence,
    kind,
    starts,
    attaches: when,
    term: { ...term, calendars: term.calendars ?? ownCalendars(pack) },
    utcOffset: pack.file.utcOffset,
    satisfied: duty.satisfiedBy.some((name) => made.includes(name)),
    exemption: exemptionOf(duty, facts, day),
  };
}

/** The working days of the pack's own place; of a place without a calendar all three, of which the earliest counts. */
function ownCalendars({ file }: Pack): readonly CalendarName[] {
  const own = CALENDARS.filter((place) => place === file.jurisdiction);
  return own.length > 0 ? own : CALENDARS;
}

const CALENDARS: readonly CalendarName[] = ['MO', 'HK', 'CN'];

type Attachment = (facts: Facts, pack: Pack, instant: number, engine: PolicyEngine) => boolean;

const MILLION = 1_000_000;
const has = (facts: Facts, contract: 'gba_mo' | 'gba_hk' | 'prc_scc'): boolean =>
  facts.contract?.[contract] !== undefined;
const isIncident = ({ event }: Facts): boolean => event === 'breach';

/** The stated facts, not the strictest reading: not knowing the record must not hide a duty. */
const ATTACHMENTS: Readonly<Record<PackDuty['attaches'], Attachment>> = {
  personal_data: (facts) => hasPersonalData(facts),
  crossing: (facts) => hasPersonalData(facts) && isCrossing(facts),
  sensitive_vital: (facts, pack, instant) =>
    facts.basis?.includes('vital') === true && sensitivePlaces(facts, [pack], instant).length > 0,
  gba_mo_contract: (facts) => has(facts, 'gba_mo'),
  gba_hk_contract: (facts) => has(facts, 'gba_hk'),
  prc_scc_contract: (facts) => has(facts, 'prc_scc'),
  cac_assessment: (facts) => facts.filing?.cac_assessment !== undefined,
  simplified_registration: (facts) => facts.filing?.mo_simplified !== undefined,
  certificate: (facts) => facts.filing?.cac_cert !== undefined,
  held_1m: (facts) => (facts.held?.pi ?? 0) >= MILLION,
  held_10m: (facts) => (facts.held?.pi ?? 0) > 10 * MILLION,
  faces_100k: (facts) => (facts.held?.face ?? 0) >= 100_000,
  foreign_controller: (facts) =>
    facts.subject_loc?.includes('CN') === true && facts.origin !== 'CN' && facts.org?.prc_presence === false,
  assessment_done: (facts) => facts.pia !== undefined && Object.keys(facts.pia).length > 0,
  processor_agreement: (facts) => facts.recipient?.type === 'processor',
  breach: (facts) => isIncident(facts) && hasPersonalData(facts),
  gba_breach: (facts) => isIncident(facts) && (has(facts, 'gba_mo') || has(facts, 'gba_hk')),
  incident_mo: (facts) => isIncident(facts) && facts.org?.mo_ci_operator === true,
  incident_hk: (facts) => isIncident(facts) && facts.org?.hk_ci_operator === true,
  incident_cn: (facts) => isIncident(facts) && facts.origin === 'CN',
  incident_ciio: (facts) => isIncident(facts) && facts.origin === 'CN' && facts.org?.ciio === true,
  record_review: (facts, _pack, _instant, engine) =>
    hasPersonalData(facts) && (facts.n ?? 0) >= engine.limits.recordReview,
  never_automatically: () => false,
};

/** Exemptions hold within their scope only: for the purpose, and, where the law says so, while the data stay in the place. */
function exemptionOf(duty: PackDuty, facts: Facts, day: string): string | null {
  const use = facts.purpose?.use ?? '';
  const found = duty.exemptions.find((exemption) => {
    const lost = exemption.lostOnCrossing && isCrossing(facts);
    const covered = exemption.purposes.some((purpose) => use === purpose || use.startsWith(`${purpose}.`));
    return !lost && covered && inForce(exemption, day);
  });
  return found?.id ?? null;
}

/** The day `n` working days after `day`, the earliest over the places; the earliest there may be where a calendar knows no more. */
export type WorkingDays = (places: readonly CalendarName[], day: string, n: number) => string;

/**
 * Returns the last moment at which the duty is done in time: the end of its last day in the regulator's zone, or the end of its hours.
 * The day of the start is not counted. `before` and `at_once` are due when they start.
 *
 * @param startedAt - Instant from which the clock runs.
 */
export function dutyDue(duty: Pick<Duty, 'term' | 'utcOffset'>, startedAt: Date, workingDays: WorkingDays): Date {
  const { amount, unit, calendars } = duty.term;
  if (unit === 'before' || unit === 'at_once') return startedAt;
  if (unit === 'hours') return new Date(startedAt.getTime() + amount * 3_600_000);
  const start = dayAt(startedAt.getTime(), duty.utcOffset);
  const lastDay =
    unit === 'days'
      ? addDays(start, amount)
      : unit === 'working_days'
        ? workingDays(calendars, start, amount)
        : addMonths(start, unit === 'months' ? amount : amount * 12);
  return new Date(Date.parse(`${lastDay}T00:00:00${duty.utcOffset}`) + 86_400_000 - 1);
}

/** Whether the duty is late at `now`: neither satisfied nor exempted, and its last moment is over. */
export function isOverdue(duty: Duty, startedAt: Date, now: Date, workingDays: WorkingDays): boolean {
  if (duty.satisfied || duty.exemption !== null) return false;
  return now > dutyDue(duty, startedAt, workingDays);
}

function addDays(day: string, days: number): string {
  return dayAt(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000, '+00:00');
}

/** The same day of a later month, or that month's last day. */
function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

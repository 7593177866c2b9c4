/**
 * Dated duties: what has to be handed in by a day. A duty never holds a transfer; it runs a clock (docs/law/README.md).
 * Which duties attach is decided here from the same facts as the transfer; when a clock started is the caller's record.
 */
import type { Facts, FilingKind } from '../model/facts.ts';
import { isCrossing, sensitivePlaces, strictest } from './context.ts';
import { instantOf } from './engine.ts';
import type { PolicyEngine } from './engine.ts';
import type { Pack } from './load-pack.ts';
import type { PackDuty } from './pack-schema.ts';
import { dayAt, inForce } from './periods.ts';

export type Duty = {
  readonly id: string;
  readonly pack: string;
  readonly filing: FilingKind | null;
  readonly cite: string;
  readonly confidence: 'H' | 'M' | 'L';
  readonly starts: PackDuty['starts'];
  readonly term: PackDuty['term'];
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
  const packs = engine.packs.filter((pack) => pack.file.jurisdiction === facts.origin);
  return packs.flatMap((pack) => {
    const day = dayAt(instant, pack.file.utcOffset);
    return pack.file.duties
      .filter((duty) => inForce(duty, day) && ATTACHMENTS[duty.attaches](facts, pack, instant))
      .map((duty) => ({
        id: duty.id,
        pack: pack.file.pack,
        filing: duty.filing,
        cite: duty.cite,
        confidence: duty.confidence,
        starts: duty.starts,
        term: duty.term,
        utcOffset: pack.file.utcOffset,
        satisfied: duty.satisfiedBy.some((filing) => strictest(facts).filings.includes(filing)),
        exemption: exemptionOf(duty, facts, day),
      }));
  });
}

type Attachment = (facts: Facts, pack: Pack, instant: number) => boolean;

const ATTACHMENTS: Readonly<Record<PackDuty['attaches'], Attachment>> = {
  personal_data: (facts) => strictest(facts).hasPersonalData,
  // The stated bases, not the strictest reading: not knowing the record must not hide a duty.
  sensitive_vital: (facts, pack, instant) =>
    facts.bases.includes('vital') && sensitivePlaces(facts, [pack], instant).length > 0,
  gba_contract: (facts) => facts.filings.includes('gba_mo'),
  simplified_registration: (facts) => facts.filings.includes('mo_simplified'),
  never_automatically: () => false,
};

/** Exemptions hold within their scope only: for the purpose, and, where the law says so, while the data stay in the place. */
function exemptionOf(duty: PackDuty, facts: Facts, day: string): string | null {
  const { purpose } = strictest(facts);
  const found = duty.exemptions.find((exemption) => {
    const lost = exemption.lostOnCrossing && isCrossing(facts);
    return !lost && exemption.purposes.includes(purpose) && inForce(exemption, day);
  });
  return found?.id ?? null;
}

/** Whether a day (`YYYY-MM-DD`) is a working day of the regulator; holidays are the calendar's business. */
export type WorkingDayTest = (day: string) => boolean;

/**
 * Returns the last day on which the duty can be done in time. The day of the start is not counted.
 *
 * @param startedAt - Instant from which the clock runs.
 * @throws `RangeError` when no working day is found within a year: a calendar that fails closed knows no day there.
 */
export function dutyDueDay(duty: Duty, startedAt: Date, isWorkingDay: WorkingDayTest): string {
  const start = dayAt(startedAt.getTime(), duty.utcOffset);
  const { amount, unit } = duty.term;
  if (unit === 'days') return addDays(start, amount);
  if (unit === 'years') return `${Number(start.slice(0, 4)) + amount}${start.slice(4)}`;
  let day = start;
  let counted = 0;
  for (let steps = 0; counted < amount; steps += 1) {
    if (steps > 366) throw new RangeError('no working day within a year');
    day = addDays(day, 1);
    if (isWorkingDay(day)) counted += 1;
  }
  return day;
}

/** Whether the duty is late at `now`: neither satisfied nor exempted, and its last day is over in the regulator's zone. */
export function isOverdue(duty: Duty, startedAt: Date, now: Date, isWorkingDay: WorkingDayTest): boolean {
  if (duty.satisfied || duty.exemption !== null) return false;
  return dayAt(now.getTime(), duty.utcOffset) > dutyDueDay(duty, startedAt, isWorkingDay);
}

function addDays(day: string, days: number): string {
  return dayAt(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000, '+00:00');
}

/** A row of duty as people see it: in their language, with how long there is. */
import type { DutyView } from '../../model/api/duties.ts';
import { purposeSchema } from '../../model/facts.ts';
import type { Locale } from '../../model/locale.ts';
import { explainRule, type RuleExplanation } from '../../policy/explain.ts';
import { type PolicyEngine, regulatorAt } from '../../policy/engine.ts';
import type { DutyRow } from '../../store/tables/duties.ts';
import { type DutyTime, timeLeft } from '../../transfers/duty-clock.ts';
import { formOf } from './forms-of.ts';

/** Names that the rows only point to. */
export type DutyNames = {
  readonly entities: ReadonlyMap<string, string>;
  readonly references: ReadonlyMap<string, string>;
  readonly staff: ReadonlyMap<string, string>;
};

export type DutyLaw = {
  /** null: the organisation's own rule. */
  readonly place: string | null;
  readonly time: DutyTime;
  readonly text: RuleExplanation;
  readonly attaches: string;
};

/** The rule of a duty and its pack as they are today; a pack that is gone leaves the bare id. */
export function lawOf(engine: PolicyEngine, row: Pick<DutyRow, 'rule_id' | 'pack' | 'facts'>, locale: Locale): DutyLaw {
  const pack = engine.packs.find(({ file }) => file.pack === row.pack)?.file;
  const rule = pack?.duties.find(({ id }) => id === row.rule_id);
  if (pack === undefined || rule === undefined) return lawGone(row.rule_id);
  const { amount, unit, calendars = calendarsOf(pack.jurisdiction) } = rule.term;
  return {
    // A law of several places is handed in where the clock started.
    place: pack.jurisdiction ?? (pack.kind === 'law' ? (row.facts.origin ?? null) : null),
    attaches: rule.attaches,
    time: { utcOffset: pack.utcOffset, term: { amount, unit, calendars } },
    text: explainRule(engine, row.rule_id, locale),
  };
}

/** The pack that opened the duty is not in use any more: its clock runs on, and nothing else is known. */
function lawGone(ruleId: string): DutyLaw {
  const term = { amount: 0, unit: 'days', calendars: CALENDARS } as const;
  return { place: null, attaches: '', time: { utcOffset: '+08:00', term }, text: unknownRule(ruleId) };
}

const CALENDARS = ['MO', 'HK', 'CN'] as const;

function calendarsOf(place: string | null): DutyTime['term']['calendars'] {
  const own = CALENDARS.filter((one) => one === place);
  return own.length > 0 ? own : CALENDARS;
}

function unknownRule(ruleId: string): RuleExplanation {
  const nothing = { statute: null, url: null, checked: null, note: null };
  return {
    ...nothing,
    ruleId,
    title: ruleId,
    why: '',
    lift: '',
    cite: '',
    confidence: 'L',
    kind: 'statutory',
    reviewed: false,
  };
}

export function viewDuty(engine: PolicyEngine, row: DutyRow, names: DutyNames, locale: Locale, now: Date): DutyView {
  const { place, time, text, attaches } = lawOf(engine, row, locale);
  const reference = row.transfer_id === null ? undefined : names.references.get(row.transfer_id);
  const regulator = place === null ? null : regulatorAt(engine, place, row.started_at.toISOString(), locale);
  return {
    id: row.duty_id,
    ruleId: row.rule_id,
    pack: row.pack,
    place,
    title: text.title,
    kind: text.kind,
    cite: text.cite,
    confidence: text.confidence,
    reviewed: text.reviewed,
    regulator: regulator === null ? null : { name: regulator.name, url: regulator.url },
    entity: { id: row.entity_id, name: names.entities.get(row.entity_id) ?? '' },
    purpose: purposeSchema.nullable().safeParse(row.purpose).data ?? null,
    about: aboutOf(row.subject_key),
    transfer: row.transfer_id === null || reference === undefined ? null : { id: row.transfer_id, reference },
    startedAt: row.started_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    utcOffset: time.utcOffset,
    term: { ...time.term, calendars: [...time.term.calendars] },
    calendarKnown: row.calendar_known,
    left: row.state === 'open' ? leftOf(time, row, now) : null,
    state: row.state,
    form: formOf({ form: row.form, filing: row.filing, attaches }),
    filing: row.filing,
    closedAt: row.closed_at?.toISOString() ?? null,
    closedBy: row.closed_by === null ? null : (names.staff.get(row.closed_by) ?? null),
  };
}

function leftOf(time: DutyTime, row: DutyRow, now: Date): DutyView['left'] {
  const due = { at: row.due_at, calendarKnown: row.calendar_known };
  const { unit } = time.term;
  if (unit !== 'at_once' && unit !== 'before') return { ...timeLeft(time, due, now) };
  return { unit, amount: 0, overdue: now > row.due_at };
}

const ABOUT = ['purpose', 'record', 'transfer', 'entity', 'incident'] as const;

function aboutOf(subjectKey: string): DutyView['about'] {
  return ABOUT.find((kind) => subjectKey.startsWith(`${kind}:`)) ?? 'entity';
}

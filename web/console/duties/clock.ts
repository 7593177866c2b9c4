/** A clock in words: how long there is, until when, in the regulator's zone. */
import type { DutyView } from '../../../src/model/api/duties.ts';
import { LANGUAGE_TAGS } from '../i18n/locale.ts';
import type { Translation } from '../i18n/translate.tsx';
import type { Tone } from '../ui/badge.tsx';

/** From this much on a clock is shown as waiting for somebody. */
const SOON: Readonly<Record<NonNullable<DutyView['left']>['unit'], number>> = {
  minutes: Number.MAX_SAFE_INTEGER,
  hours: 24,
  days: 3,
  working_days: 3,
  at_once: Number.MAX_SAFE_INTEGER,
  before: Number.MAX_SAFE_INTEGER,
};

/** `3 working days left`, `overdue by 2 days`; what became of it when it is closed. */
export function leftText({ t }: Pick<Translation, 't'>, { left, state }: Pick<DutyView, 'left' | 'state'>): string {
  if (left === null) return t(`duty.state.${state}`);
  return t(`duty.${left.overdue ? 'over' : 'left'}.${left.unit}`, { n: left.amount });
}

export function toneOf({ left, state }: Pick<DutyView, 'left' | 'state'>): Tone {
  if (left === null) return state === 'done' ? 'good' : 'calm';
  if (left.overdue) return 'stop';
  return left.amount <= SOON[left.unit] ? 'wait' : 'calm';
}

type Timed = Pick<DutyView, 'dueAt' | 'utcOffset' | 'left'>;

/** The end of a day is said as the day; any other moment with its time. Always in the regulator's zone, which is named. */
export function dueText(translation: Pick<Translation, 't' | 'locale'>, duty: Timed): string {
  const shifted = new Date(Date.parse(duty.dueAt) + offsetMs(duty.utcOffset));
  const tag = LANGUAGE_TAGS[translation.locale];
  const zone = zoneName(duty.utcOffset);
  const day = new Intl.DateTimeFormat(tag, {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(shifted);
  // Nothing is sent before it is done; held transfers wait until then.
  if (duty.left?.unit === 'before' && !duty.left.overdue) return translation.t('duty.due_held', { day, zone });
  if (shifted.getUTCHours() === 23 && shifted.getUTCMinutes() === 59)
    return translation.t('duty.due_day', { day, zone });
  const time = new Intl.DateTimeFormat(tag, {
    timeZone: 'UTC',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(shifted);
  return translation.t('duty.due_time', { day, time, zone });
}

/** `+08:00` as people write it: `UTC+8`. */
export function zoneName(utcOffset: string): string {
  const [hours = '', minutes = ''] = utcOffset.slice(1).split(':');
  const rest = minutes === '00' ? '' : `:${minutes}`;
  return `UTC${utcOffset[0] ?? '+'}${Number(hours)}${rest}`;
}

function offsetMs(utcOffset: string): number {
  const sign = utcOffset.startsWith('-') ? -1 : 1;
  return sign * (Number(utcOffset.slice(1, 3)) * 60 + Number(utcOffset.slice(4, 6))) * 60_000;
}

/** The term as the law counts it, and whose working days. */
export function termText({ t, format }: Pick<Translation, 't' | 'format'>, { term }: Pick<DutyView, 'term'>): string {
  const text = t(`duty.term.${term.unit}`, { n: term.amount });
  if (term.unit !== 'working_days') return text;
  return t('duty.term.of', { term: text, places: format.list(term.calendars.map((place) => t(`place.${place}`))) });
}

/** The last days of the meter, gaps filled: a day on which nothing crossed is a statement too. */
import type { Meter } from '../../../src/model/api/system.ts';

export type Day = Meter['days'][number];

const DAY_MS = 86_400_000;
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
/** Days are names, not moments: counting in UTC keeps every one 24 hours long. */
const numberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const nameOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/**
 * Returns exactly `count` consecutive days, oldest first, ending today or on the newest day that the server knows: its
 * time zone may be ahead of the reader's.
 */
export function lastDays(days: readonly Day[], today: string, count: number): readonly Day[] {
  const known = new Map(days.filter(({ day }) => isDay(day)).map((day) => [day.day, day]));
  const end = Math.max(numberOf(today), ...[...known.keys()].map(numberOf));
  return Array.from({ length: count }, (_, at) => {
    const day = nameOf(end - count + 1 + at);
    return known.get(day) ?? { day, contentBytes: 0, crossedBytes: 0, notices: 0 };
  });
}

/** Returns the reader's day as `YYYY-MM-DD`. */
export function dayOf(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** From one in a hundred on, the percentage says it better. */
const MILLION_BELOW = 10_000;

/**
 * Returns how many of a million bytes crossed, rounded up: what is more than nothing never reads as nothing. Null without
 * content, and for a share so large that it needs no such words.
 */
export function crossedPerMillion(contentBytes: number, crossedBytes: number): number | null {
  if (contentBytes === 0) return null;
  const crossed = Math.ceil((crossedBytes / contentBytes) * 1_000_000);
  return crossed < MILLION_BELOW ? crossed : null;
}

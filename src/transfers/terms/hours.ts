/** Whether a moment is within hours of the week in a zone. Pure. */
import type { Hours } from '../../model/access-terms.ts';
import { DAY } from '../../base/units.ts';

const MINUTES = 24 * 60;

/** False as well for a zone that this machine does not know. */
export function isWithinHours({ days, from, to, zone }: Hours, at: Date): boolean {
  const local = localTime(zone, at);
  const start = minuteOf(from);
  const end = minuteOf(to);
  if (local === undefined || start === undefined || end === undefined) return false;
  const length = end > start ? end - start : end - start + MINUTES;
  // Today's hours, or what is left of those that began yesterday.
  const today = local.minute - start;
  if (today >= 0 && today < length) return days.includes(local.day);
  const yesterday = today + MINUTES;
  return yesterday < length && days.includes(local.day === 1 ? 7 : local.day - 1);
}

/** Whether the name of a zone is known here. */
export function isZone(zone: string): boolean {
  return clockOf(zone) !== undefined;
}

/** Making one costs a hundred times as much as using it. */
const CLOCKS = new Map<string, Intl.DateTimeFormat>();
const CLOCKS_AT_MOST = 600;

function clockOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = CLOCKS.get(zone);
  if (known !== undefined) return known;
  try {
    const clock = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    if (CLOCKS.size < CLOCKS_AT_MOST) CLOCKS.set(zone, clock);
    return clock;
  } catch (error) {
    // RangeError: no such zone.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function localTime(zone: string, at: Date): { readonly day: number; readonly minute: number } | undefined {
  const clock = clockOf(zone);
  if (clock === undefined) return undefined;
  const parts = new Map(clock.formatToParts(at).map((part) => [part.type, Number(part.value)]));
  const [year = 0, month = 1, day = 1] = [parts.get('year'), parts.get('month'), parts.get('day')];
  const weekday = (Math.floor(Date.UTC(year, month - 1, day) / DAY) + 3) % 7;
  return { day: weekday + 1, minute: (parts.get('hour') ?? 0) * 60 + (parts.get('minute') ?? 0) };
}

function minuteOf(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}

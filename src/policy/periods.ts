/** Days and effective periods. Both ends are inclusive; a day is a `YYYY-MM-DD` text, which sorts as it counts. */

export type Period = { readonly from: string | null; readonly to: string | null };

/** Whether `day` lies in the period. */
export function inForce(period: Period, day: string): boolean {
  return (period.from === null || day >= period.from) && (period.to === null || day <= period.to);
}

/** The calendar day that an instant falls on at a fixed offset (`+08:00`). Macau has known no summer time since the Act came into force. */
export function dayAt(instantMs: number, utcOffset: string): string {
  const last = lastDays.get(utcOffset);
  if (last?.instant === instantMs) return last.day;
  const day = dayOf(instantMs, utcOffset);
  lastDays.set(utcOffset, { instant: instantMs, day });
  return day;
}

/** One decision asks for the same day of every pack and every list in it. As many entries as packs have zones. */
const lastDays = new Map<string, { readonly instant: number; readonly day: string }>();

function dayOf(instantMs: number, utcOffset: string): string {
  const sign = utcOffset.startsWith('-') ? -1 : 1;
  const minutes = Number(utcOffset.slice(1, 3)) * 60 + Number(utcOffset.slice(4, 6));
  return new Date(instantMs + sign * minutes * 60_000).toISOString().slice(0, 10);
}

/** Days in an ISO 8601 duration of whole days (`P8D`) or hours (`PT72H`); `PT0S` means before the act. null when it is none of them. */
export function durationDays(text: string): number | null {
  if (text === 'PT0S') return 0;
  const match = /^P(?:(\d{1,4})D|T(\d{1,4})H)$/.exec(text);
  if (match === null) return null;
  return match[1] === undefined ? Number(match[2]) / 24 : Number(match[1]);
}

/** The earliest of several deadlines as `durationDays` counts them; null when there is none. */
export function earliestDeadline(deadlines: readonly (string | null)[]): string | null {
  const set = deadlines.flatMap((one) => (one === null ? [] : [one]));
  return set.sort((a, b) => (durationDays(a) ?? 0) - (durationDays(b) ?? 0))[0] ?? null;
}

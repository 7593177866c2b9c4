/** The time that places live by: a calendar year of the law begins at midnight there. */

/** Places with one time that these packs speak of. Others follow the organisation's own zone. */
const ZONES: Readonly<Record<string, string>> = {
  MO: 'Asia/Macau',
  HK: 'Asia/Hong_Kong',
  CN: 'Asia/Shanghai',
  TW: 'Asia/Taipei',
  SG: 'Asia/Singapore',
  JP: 'Asia/Tokyo',
  GB: 'Europe/London',
  IE: 'Europe/Dublin',
  PT: 'Europe/Lisbon',
  ES: 'Europe/Madrid',
  FR: 'Europe/Paris',
  DE: 'Europe/Berlin',
  IT: 'Europe/Rome',
  NL: 'Europe/Amsterdam',
};

/** IANA name of the zone of a place. `fallback`: the organisation's. */
export function zoneOf(place: string, fallback: string): string {
  return ZONES[place] ?? fallback;
}

/** Making one costs a hundred times as much as using it. */
const YEARS = new Map<string, Intl.DateTimeFormat>();

/** The calendar year of a moment in a zone. */
export function yearIn(zone: string, at: Date): number {
  const known = YEARS.get(zone);
  const years = known ?? new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', calendar: 'gregory' });
  if (known === undefined) YEARS.set(zone, years);
  return Number(years.format(at));
}

/** The calendar day of a moment in a zone, `YYYY-MM-DD`. */
export function dayIn(zone: string, at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at);
}

/** The first moment of a calendar day in a zone. */
export function startOfDay(zone: string, day: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`);
  // Twice, because the offset may be another one at the first guess.
  const once = utc - offsetAt(zone, new Date(utc));
  return new Date(utc - offsetAt(zone, new Date(once)));
}

/** The same for clocks. */
const CLOCKS = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = CLOCKS.get(zone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  CLOCKS.set(zone, clock);
  return clock;
}

/** Milliseconds that the zone is ahead of UTC. */
function offsetAt(zone: string, at: Date): number {
  const parts = clockOf(zone).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(at.getTime() / 1000) * 1000;
}

/** Minutes that the zone is ahead of UTC at that moment. */
export function offsetMinutesIn(zone: string, at: Date): number {
  return Math.round(offsetAt(zone, at) / 60_000);
}

/** Dates, numbers, sizes and places as the reader writes them. Times always show their zone. */

export type Formats = {
  /** Date and time of an ISO string with the zone, e.g. `23 Nov 2026, 22:17 GMT+8`. */
  readonly dateTime: (iso: string) => string;
  /** Date alone. */
  readonly date: (iso: string) => string;
  readonly number: (value: number) => string;
  /** Share between 0 and 1 with up to four decimals: 99.98 % and 100 % are different statements. */
  readonly percent: (share: number) => string;
  /** Bytes in units of 1000, as a reader compares them with a limit. */
  readonly bytes: (count: number) => string;
  /** Name of an ISO 3166-1 code; the code itself where no name is known. */
  readonly place: (code: string) => string;
  readonly list: (parts: readonly string[]) => string;
  /** ISO 8601 duration of days, weeks, months or years in words; other texts come back as they are. */
  readonly duration: (text: string) => string;
};

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function bytesIn(tag: string, count: number): string {
  const step = count < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** step;
  return new Intl.NumberFormat(tag, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}

const DURATION_UNITS: Readonly<Record<string, string>> = { Y: 'year', M: 'month', W: 'week', D: 'day' };

function durationIn(tag: string, text: string): string {
  const match = /^P(\d+)([YMWD])$/.exec(text);
  const unit = DURATION_UNITS[match?.[2] ?? ''];
  if (match === null || unit === undefined) return text;
  return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(Number(match[1]));
}

function placeIn(names: Intl.DisplayNames, code: string): string {
  // `unknown` and anything else that is no code is left to the caller's words.
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}

/** `GMT+8`: some languages bracket it or put it before the time when it is formatted together with it. */
function zoneOf(format: Intl.DateTimeFormat, iso: string): string {
  return format.formatToParts(new Date(iso)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

export function formatsFor(tag: string): Formats {
  const dateTime = new Intl.DateTimeFormat(tag, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const zone = new Intl.DateTimeFormat(tag, { timeZoneName: 'short' });
  const date = new Intl.DateTimeFormat(tag, { year: 'numeric', month: 'short', day: 'numeric' });
  const number = new Intl.NumberFormat(tag);
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 4 });
  const names = new Intl.DisplayNames(tag, { type: 'region', style: 'short', fallback: 'code' });
  const list = new Intl.ListFormat(tag, { type: 'conjunction' });
  return {
    dateTime: (iso) => `${dateTime.format(new Date(iso))} ${zoneOf(zone, iso)}`,
    date: (iso) => date.format(new Date(iso)),
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    bytes: (count) => bytesIn(tag, count),
    place: (code) => placeIn(names, code),
    list: (parts) => list.format(parts),
    duration: (text) => durationIn(tag, text),
  };
}

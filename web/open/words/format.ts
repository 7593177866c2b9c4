/** Sizes, dates and times as the reader writes them. Only what a browser of 2018 can do. */

const UNITS: readonly string[] = ['B', 'kB', 'MB', 'GB', 'TB'];
const NO_BREAK = '\u00a0';

/** Returns a size in units of 1000, one decimal below ten: `312 B`, `1.4 MB`. */
export function formatBytes(tag: string, count: number): string {
  let value = count;
  let step = 0;
  // 999.5 would be written as 1000.
  while (value >= 999.5 && step < UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  const digits = step > 0 && value < 9.95 ? 1 : 0;
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: digits }).format(value);
  return `${number}${NO_BREAK}${UNITS[step] || ''}`;
}

/** Returns `18:05` in the reader's zone. */
export function formatTime(date: Date): string {
  return `${pad(date.getHours())}:${pad(date.getMinutes())}`;
}

/** Returns date and time in the reader's zone, the month in words: `29 November 2026, 18:05`. */
export function formatWhen(tag: string, date: Date): string {
  const day = new Intl.DateTimeFormat(tag, { year: 'numeric', month: 'long', day: 'numeric' }).format(date);
  return `${day}${tag.startsWith('zh') ? ' ' : ', '}${formatTime(date)}`;
}

const NAMED_ZONES: Readonly<Record<string, string>> = {
  'Asia/Macau': 'macau',
  'Asia/Macao': 'macau',
  'Asia/Hong_Kong': 'hongkong',
  Hongkong: 'hongkong',
  'Asia/Shanghai': 'shanghai',
  'Asia/Chongqing': 'shanghai',
  PRC: 'shanghai',
  'Asia/Taipei': 'taipei',
  'Asia/Singapore': 'singapore',
  'Europe/Lisbon': 'lisbon',
  'Europe/London': 'london',
};

/** Returns the choice of the catalogue's `content.zone` for an IANA zone name; `other` where there is no word for it. */
export function zoneName(timeZone: string): string {
  return NAMED_ZONES[timeZone] || 'other';
}

/** Returns `UTC+8`, `UTC-3:30`; at exactly the date, so that summer time is right. */
export function zoneOffset(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const rest = Math.abs(minutes) % 60;
  const hours = Math.floor(Math.abs(minutes) / 60);
  return `UTC${minutes < 0 ? '-' : '+'}${hours}${rest === 0 ? '' : `:${pad(rest)}`}`;
}

/** Returns `4:05` for 245 seconds; never below zero. */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
}

export type Remaining = { readonly unit: 'days' | 'hours' | 'soon'; readonly n: number };

/** Whole days from two days on, then whole hours, then `soon`. */
export function remaining(milliseconds: number): Remaining {
  const hours = Math.floor(milliseconds / 3_600_000);
  if (hours >= 48) return { unit: 'days', n: Math.floor(hours / 24) };
  return hours >= 1 ? { unit: 'hours', n: hours } : { unit: 'soon', n: 0 };
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** Dates in the forms in which lists have them, moved by whole days and written in the form they had. */
import { DAY } from '../../base/units.ts';

type Parsed = { readonly time: number; readonly write: (time: number) => string };

const NUMERIC = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})((?:[ T].*)?)$/;
const CHINESE = /^(\d{4})(\s?年\s?)(\d{1,2})(\s?月\s?)(\d{1,2})(\s?日.*)$/;
const COMPACT = /^(?:19|20)\d{6}$/;

/** Returns `text` moved by `days`, or undefined when it is no date. Day before month, as it is written here. */
export function shiftDate(text: string, days: number): string | undefined {
  const parsed = parseDate(text.trim());
  return parsed?.write(parsed.time + days * DAY);
}

function parseDate(text: string): Parsed | undefined {
  return compactDate(text) ?? chineseDate(text) ?? numericDate(text);
}

function compactDate(text: string): Parsed | undefined {
  if (!COMPACT.test(text)) return undefined;
  const time = timeOf(text.slice(0, 4), text.slice(4, 6), text.slice(6));
  return time === undefined
    ? undefined
    : { time, write: (moved) => new Date(moved).toISOString().slice(0, 10).replaceAll('-', '') };
}

function chineseDate(text: string): Parsed | undefined {
  const match = CHINESE.exec(text);
  if (match === null) return undefined;
  const [, year = '', a = '', month = '', b = '', day = '', rest = ''] = match;
  const time = timeOf(year, month, day);
  return time === undefined
    ? undefined
    : {
        time,
        write: (moved) => {
          const [y = '', m = '', d = ''] = partsOf(moved);
          return `${y}${a}${like(month, m)}${b}${like(day, d)}${rest}`;
        },
      };
}

function numericDate(text: string): Parsed | undefined {
  const match = NUMERIC.exec(text);
  if (match === null) return undefined;
  const [, first = '', mark = '', month = '', last = '', rest = ''] = match;
  const isYearFirst = first.length === 4;
  if (!isYearFirst && last.length !== 4) return undefined;
  const [year, day] = isYearFirst ? [first, last] : [last, first];
  // A month above 12 can only be the day: month first, as in American exports.
  const isAmerican = !isYearFirst && Number(month) > 12;
  const time = isAmerican ? timeOf(year, day, month) : timeOf(year, month, day);
  if (time === undefined) return undefined;
  return {
    time,
    write: (moved) => {
      const [y = '', m = '', d = ''] = partsOf(moved);
      const written = isYearFirst
        ? [y, like(month, m), like(last, d)]
        : isAmerican
          ? [like(first, m), like(month, d), y]
          : [like(first, d), like(month, m), y];
      return written.join(mark) + rest;
    },
  };
}

function timeOf(year: string, month: string, day: string): number | undefined {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const isReal = Number(year) > 1000 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return isReal ? date.getTime() : undefined;
}

function partsOf(time: number): string[] {
  return new Date(time).toISOString().slice(0, 10).split('-');
}

/** With a leading zero where the old one had two digits. */
function like(old: string, part: string): string {
  return old.length === 1 ? String(Number(part)) : part;
}

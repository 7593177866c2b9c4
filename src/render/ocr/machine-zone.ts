/**
 * Repairs machine-readable lines (ICAO 9303): fillers are read as letters, some are lost or doubled, and digits as letters that look like them.
 * Only what a line's format fixes is changed; the check digits are for whoever classifies.
 */

const LENGTHS = [30, 36, 44];
/** What `<` is read as, in a run of fillers. */
const FILLER = '[<KLCESGR]';
const DIGITS: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
};
const LETTERS: Readonly<Record<string, string>> = { '0': 'O', '1': 'I', '2': 'Z', '5': 'S', '6': 'G', '8': 'B' };
/** Places of digits in the second line by its length: birth date, expiry, their checks, the last check. */
const NUMERIC: Readonly<Record<number, readonly (readonly [from: number, to: number])[]>> = {
  30: [[0, 7], [8, 15], [29, 30]],
  36: [[13, 20], [21, 28], [35, 36]],
  44: [[13, 20], [21, 28], [43, 44]],
}; // biome-ignore format: places read better in rows

/** Returns the line with fillers as fillers, of the nearest length there is, digits where only digits stand. */
export function repairMachineLine(raw: string): string {
  const text = raw.toUpperCase().replace(/[^A-Z0-9<]/g, '');
  const filled = fixLength(
    text
      // A run of at least four of which two are fillers, or the rest of the line behind two of them.
      .replace(new RegExp(`<<${FILLER}+`, 'g'), (run) => '<'.repeat(run.length))
      .replace(new RegExp(`${FILLER}{6,}$`), (run) => '<'.repeat(run.length)),
  );
  return isNumberLine(filled) ? fixDigits(filled) : filled;
}

function fixLength(text: string): string {
  const wanted = LENGTHS.find((length) => Math.abs(length - text.length) <= 3);
  if (wanted === undefined || text.length === wanted) return text;
  const runs = [...text.matchAll(/<+/g)].sort((a, b) => b[0].length - a[0].length);
  const longest = runs[0];
  if (longest === undefined || longest[0].length < 2) return text;
  const length = longest[0].length + wanted - text.length;
  return length < 1
    ? text
    : text.slice(0, longest.index) + '<'.repeat(length) + text.slice(longest.index + longest[0].length);
}

/** The line with birth date, sex and expiry: mostly digits at these places already. */
function isNumberLine(text: string): boolean {
  const places = NUMERIC[text.length];
  if (places === undefined) return false;
  const dates = places
    .slice(0, 2)
    .map(([from, to]) => text.slice(from, to))
    .join('');
  return (dates.match(/\d/g)?.length ?? 0) >= 10;
}

function fixDigits(text: string): string {
  const chars = Array.from(text);
  for (const [from, to] of NUMERIC[text.length] ?? []) {
    for (let at = from; at < to; at += 1) chars[at] = DIGITS[chars[at] ?? ''] ?? chars[at] ?? '';
  }
  const country = text.length === 30 ? 15 : 10;
  for (let at = country; at < country + 3; at += 1) chars[at] = LETTERS[chars[at] ?? ''] ?? chars[at] ?? '';
  return chars.join('');
}

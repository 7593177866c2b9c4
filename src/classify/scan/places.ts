/** Where somebody or a machine is: IPv6 addresses and coordinates. (IPv4 is a shape of the numbers.) */
import { clampScore, type Hit } from './hit.ts';
import { type Source, supportOf } from './source.ts';

/** RFC 4291 text forms; at most 45 units. */
const IPV6 =
  /(?<![0-9A-Za-z:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,5})?|::(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){6}(?:\d{1,3}\.){3}\d{1,3}|::ffff:(?:\d{1,3}\.){3}\d{1,3})(?![0-9A-Za-z:])/iy;
/** Degrees with four decimals or more (about ten metres), latitude first or longitude first. */
const DECIMAL =
  /(?<![\d.-])-?\d{1,3}\.\d{4,10}°?(?: ?[NSEW北南東西东])?[ ,，;/]{1,3}[ ]?(?:[NSEW東西东] ?|long?(?:gitude)?[:=] ?)?-?\d{1,3}\.\d{4,10}(?!\d|\.\d)°?(?: ?[NSEW])?/y;
const DEGREES =
  /\d{1,3}° ?\d{1,2}[′'’] ?(?:\d{1,2}(?:\.\d{1,4})?(?:[″"”]|''))? ?[NSEW](?:[ ,，]{1,2}\d{1,3}° ?\d{1,2}[′'’] ?(?:\d{1,2}(?:\.\d{1,4})?(?:[″"”]|''))? ?[NSEW])?/y;

export function findPlaces(source: Source): Hit[] {
  const hits: Hit[] = [];
  let doneTo = 0;
  for (const at of source.candidates.colons) {
    if (at < doneTo) continue;
    const start = hexStart(source.view.codes, at);
    const found = matchAt(source, IPV6, start, 'ip_address', 0.65) ?? matchAt(source, IPV6, at, 'ip_address', 0.65);
    if (found === null || !/[0-9a-f].*[0-9a-f]/i.test(source.view.text.slice(found.start, found.end))) continue;
    hits.push(found);
    doneTo = found.end;
  }
  for (const at of source.candidates.fractions) {
    const found = matchAt(source, DECIMAL, at, 'location', 0.55);
    if (
      found !== null &&
      !isDrawn(source.view.text, found) &&
      isOnEarth(source.view.text.slice(found.start, found.end))
    )
      hits.push(found);
  }
  for (const at of source.candidates.degrees) {
    const found = matchAt(source, DEGREES, at, 'location', 0.6);
    if (found !== null) hits.push(found);
  }
  return hits;
}

/** Pairs with only a blank between, or right behind a letter, are the points of a drawing (`L14.5 50.7`) unless a label or a direction says more. */
function isDrawn(text: string, { start, end, cue }: Hit): boolean {
  if (cue !== null) return false;
  const value = text.slice(start, end);
  return /[A-Za-z]/.test(text.charAt(start - 1)) || (!/[,，;/]/.test(value) && !/[NSEW北南東西东°]/.test(value));
}

function matchAt(
  source: Source,
  pattern: RegExp,
  at: number,
  type: 'ip_address' | 'location',
  base: number,
): Hit | null {
  pattern.lastIndex = at;
  const match = pattern.exec(source.view.text);
  if (match === null) return null;
  const end = at + match[0].length;
  const support = supportOf(source, at, end, type);
  return {
    type,
    start: at,
    end,
    score: clampScore(base + support.bonus),
    check: 'none',
    cue: support.cue,
    pack: 'intl',
    role: false,
    strength: 2,
  };
}

function hexStart(codes: Uint16Array, at: number): number {
  let start = at;
  while (start > 0 && at - start < 4 && isHex(codes[start - 1] ?? 0)) start -= 1;
  return start;
}

function isHex(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
}

function isOnEarth(value: string): boolean {
  const [a = 999, b = 999] = (value.match(/\d+\.\d+/g) ?? []).map(Number);
  return Math.min(a, b) <= 90 && Math.max(a, b) <= 180;
}

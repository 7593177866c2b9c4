/** Machine-readable zones (ICAO 9303): two lines of 44 (TD3), three of 30 (TD1), two of 36 (TD2), and single TD3 second lines. */
import { mrzDigit } from '../packs/checks.ts';
import { clampScore, type Hit } from './hit.ts';
import type { Source } from './source.ts';

type Line = { readonly start: number; readonly end: number; readonly text: string };

const ZONE = /^[A-Z0-9<]{30,44}$/;
const LENGTHS = new Set([30, 36, 44]);

export function findMrz(source: Source): Hit[] {
  const hits: Hit[] = [];
  let doneTo = 0;
  for (const filler of source.candidates.fillers) {
    if (filler < doneTo) continue;
    const lines = zoneLines(source.view.text, filler);
    const last = lines.at(-1);
    const first = lines[0];
    if (first === undefined || last === undefined) continue;
    const check = checkZone(lines.map((line) => line.text));
    if (check === null) continue;
    hits.push({
      type: 'mrz',
      start: first.start,
      end: last.end,
      score: clampScore(check === 'ok' ? 0.99 : 0.6),
      check,
      cue: null,
      pack: 'intl',
      role: false,
    });
    doneTo = last.end;
  }
  return hits;
}

/** The line of `at` and the zone lines of the same length directly around it. */
function zoneLines(text: string, at: number): Line[] {
  const lines: Line[] = [];
  let line = lineAt(text, at);
  if (line === null) return [];
  const length = line.text.length;
  while (line !== null && line.text.length === length && lines.length < 3) {
    lines.push(line);
    line = line.end + 1 < text.length ? lineAt(text, skipBreak(text, line.end)) : null;
  }
  const previous = (lines[0]?.start ?? 0) > 1 ? lineAt(text, (lines[0]?.start ?? 0) - 2) : null;
  if (previous !== null && previous.text.length === length && lines.length < 3) lines.unshift(previous);
  return lines;
}

function skipBreak(text: string, end: number): number {
  return text[end] === '\r' ? end + 2 : end + 1;
}

function lineAt(text: string, at: number): Line | null {
  let start = at;
  while (start > 0 && at - start < 50 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start -= 1;
  let end = at;
  while (end < text.length && end - start < 50 && text[end] !== '\n' && text[end] !== '\r') end += 1;
  while (start < end && text[start] === ' ') start += 1;
  while (end > start && text[end - 1] === ' ') end -= 1;
  const line = text.slice(start, end);
  return ZONE.test(line) && LENGTHS.has(line.length) ? { start, end, text: line } : null;
}

/** `ok` when every check digit holds; null when the lines have no zone's shape. */
function checkZone(lines: readonly string[]): 'ok' | 'fail' | null {
  const width = lines[0]?.length ?? 0;
  if (width === 30) return lines.length === 3 ? checkTd1(lines[0] ?? '', lines[1] ?? '') : null;
  const second = lines.length >= 2 ? (lines[1] ?? '') : (lines[0] ?? '');
  const dates = /^[A-Z0-9<]{9}[0-9<][A-Z<]{3}\d{6}[0-9<][A-Z<]\d{6}[0-9<]/;
  if (!dates.test(second)) return null;
  if (!/^[MF<]$/.test(second[20] ?? '')) return 'fail';
  const parts: [string, string | undefined][] = [
    [second.slice(0, 9), second[9]],
    [second.slice(13, 19), second[19]],
    [second.slice(21, 27), second[27]],
  ];
  if (width === 44) parts.push([second.slice(0, 10) + second.slice(13, 20) + second.slice(21, 43), second[43]]);
  if (width === 36) parts.push([second.slice(0, 10) + second.slice(13, 20) + second.slice(21, 35), second[35]]);
  return holds(parts);
}

function checkTd1(first: string, second: string): 'ok' | 'fail' | null {
  if (!/^[ACI]/.test(first) || !/^\d{6}[0-9<][MF<]\d{6}/.test(second)) return null;
  return holds([
    [first.slice(5, 14), first[14]],
    [second.slice(0, 6), second[6]],
    [second.slice(8, 14), second[14]],
    [first.slice(5, 30) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29), second[29]],
  ]);
}

function holds(parts: readonly (readonly [string, string | undefined])[]): 'ok' | 'fail' {
  return parts.every(([field, digit]) => mrzDigit(field) === (digit === '<' ? '0' : digit)) ? 'ok' : 'fail';
}

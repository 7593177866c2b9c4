/** Health terms become findings of weight when the sentence or what is near is about a person. */
import { type CueHit, hasRole, labels } from './cues.ts';
import { clampScore, COUNTING_SCORE, type Hit } from './hit.ts';
import { cellAt, type Source } from './source.ts';

const BASE = 0.3;
const NEAR = 200;
const ICD = /(?:CID|ICD)-?10 ?[:：]? ?(?<v>[A-TV-Z]\d[0-9AB](?:\.\w{1,4})?|[A-TV-Z]\d{2})/gu;
const MODIFIER = /(?:急性|慢性|甲型|乙型|丙型|[一二1２12]型|原發性|原发性|早期|晚期|惡性|恶性|良性){1,3}$/;

/** In a text with this many sure health findings, the others are about the same patient. */
const MEDICAL_TEXT = 4;
const DOSE = /\p{L}{4,30} \d{1,4}(?:[.,]\d)? $/u;

/** `persons`: findings that name or number a person, in order of place. */
export function findHealth(source: Source, persons: readonly Hit[]): Hit[] {
  const patients = source.cues.filter((hit) => hasRole(hit.cue, 'patient'));
  const hits: Hit[] = [];
  for (const hit of source.cues) {
    if (!hasRole(hit.cue, 'term')) continue;
    const found = judge(source, hit, patients, persons);
    if (found !== null) hits.push(found);
  }
  const medical = hits.filter((hit) => hit.score >= COUNTING_SCORE).length >= MEDICAL_TEXT;
  return [...hits.map((hit) => (medical ? { ...hit, score: Math.max(hit.score, 0.55) } : hit)), ...codes(source)];
}

function judge(source: Source, hit: CueHit, patients: readonly CueHit[], persons: readonly Hit[]): Hit | null {
  const cell = cellAt(source.tables.cells, hit.start);
  if (cell !== null && labels(cell.header.cue, 'health')) return null;
  const patient = nearest(patients, hit.start, (other) => other !== hit);
  const person = nearest(persons, hit.start, () => true);
  let score = BASE;
  if (patient !== null) score += 0.35;
  if (person !== null) score += 0.2;
  const isDose = hit.cue.text === 'mg';
  const before = source.view.text.slice(Math.max(0, hit.start - (isDose ? 40 : 8)), hit.start);
  const dose = isDose ? DOSE.exec(before) : null;
  if (hit.cue.text === 'mg' && dose === null) return null;
  const modifier = /[性型期]$/.test(before) ? MODIFIER.exec(before.slice(-8)) : null;
  const start = hit.start - ((dose ?? modifier)?.[0].length ?? 0);
  return {
    type: 'health',
    start,
    end: hit.end,
    score: clampScore(score),
    check: 'none',
    cue: patient?.cue.text ?? hit.cue.text,
    pack: 'intl',
    role: false,
  };
}

/** The item with the smallest distance, if within reach; binary search over items in order of place. */
function nearest<T extends { readonly start: number; readonly end: number }>(
  items: readonly T[],
  at: number,
  wanted: (item: T) => boolean,
): T | null {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.end ?? 0) > at - NEAR) high = middle;
    else low = middle + 1;
  }
  let best: T | null = null;
  for (let i = low; i < items.length && i < low + 32; i += 1) {
    const item = items[i];
    if (item === undefined || item.start > at + NEAR) break;
    if (wanted(item) && (best === null || Math.abs(item.start - at) < Math.abs(best.start - at))) best = item;
  }
  return best;
}

function codes(source: Source): Hit[] {
  const hits: Hit[] = [];
  for (const hit of source.cues) {
    if (hit.cue.text !== 'CID-10' && hit.cue.text !== 'ICD-10') continue;
    ICD.lastIndex = 0;
    const match = ICD.exec(source.view.text.slice(hit.start, hit.start + 24));
    const value = match?.groups?.['v'];
    if (match === null || value === undefined) continue;
    const start = hit.start + match.index + match[0].length - value.length;
    hits.push({
      type: 'health',
      start,
      end: start + value.length,
      score: 0.85,
      check: 'none',
      cue: hit.cue.text,
      pack: 'intl',
      role: false,
    });
  }
  return hits;
}

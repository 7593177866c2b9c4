/** Finds all cue words of all packs in one pass and answers what stands around a place. */
import type { FindingType } from '../../model/classification.ts';
import { CUE_AUTOMATON, CUES, type Cue, ROLE_BIT } from '../packs/all.ts';
import type { CueRole } from '../packs/pack.ts';
import { findWords } from './automaton.ts';
import { isDigit, isHan, isLatinLetter, isUpper } from './chars.ts';

export type CueHit = { readonly start: number; readonly end: number; readonly cue: Cue };

export const CUE_WINDOW_BEFORE = 40;
export const CUE_WINDOW_AFTER = 12;

/** What detectors look for; a word may be of several sorts. `labelled`: labels and negative words; `special`: statements and labels of fields. */
const SORTS = {
  labelled: 0,
  naming: 1,
  address: 2,
  trigger: 3,
  marker: 4,
  age: 5,
  term: 6,
  patient: 7,
  special: 8,
  about: 9,
} as const;

export type CueSort = keyof typeof SORTS;

const NAMING_ROLES: readonly CueRole[] = ['title', 'honorific', 'role', 'field', 'closing'];

/** The numbers of each word's sorts. */
const SORTS_OF: readonly (readonly number[])[] = CUES.map((cue) => {
  const roles: readonly (readonly [CueSort, boolean])[] = [
    ['labelled', hasRole(cue, 'label') || hasRole(cue, 'negative')],
    ['naming', labels(cue, 'person_name') || NAMING_ROLES.some((role) => hasRole(cue, role))],
    ['address', labels(cue, 'address') || hasRole(cue, 'place')],
    ['trigger', hasRole(cue, 'trigger')],
    ['marker', hasRole(cue, 'marker')],
    ['age', cue.groups.some((group) => group.types.includes('minor'))],
    ['term', hasRole(cue, 'term')],
    ['patient', hasRole(cue, 'patient')],
    ['special', hasRole(cue, 'special') || hasRole(cue, 'label')],
    ['about', hasRole(cue, 'about')],
  ];
  return roles.flatMap(([sort, isOf]) => (isOf ? [SORTS[sort]] : []));
});

const NO_HITS: readonly CueHit[] = [];

/** The cue words of a text by what they are looked for, so that each detector goes through its own only. */
export class CueHits {
  readonly #lists: readonly CueHit[][] = Object.keys(SORTS).map(() => []);

  add(hit: CueHit): void {
    for (const sort of SORTS_OF[hit.cue.index] ?? []) this.#lists[sort]?.push(hit);
  }

  /** In order of the end. */
  of(sort: CueSort): readonly CueHit[] {
    return this.#lists[SORTS[sort]] ?? NO_HITS;
  }
}

/** Returns every occurrence of every cue word, Latin words only where they stand alone. */
export function findCues(codes: Uint16Array): CueHits {
  const hits = new CueHits();
  findWords(CUE_AUTOMATON, codes, (word, end) => {
    const cue = CUES[word];
    if (cue === undefined) return;
    const start = end - cue.length;
    if (cue.boundBefore && start > 0 && isWordUnit(codes[start - 1] ?? 0) && !isHump(codes, start)) return;
    if (cue.boundAfter && end < codes.length && isLatinLetter(codes[end] ?? 0) && !isHump(codes, end)) return;
    hits.add({ start, end, cue });
  });
  return hits;
}

/** A capital behind a small letter begins a word: `phoneNumber`, `homePhone`. */
function isHump(codes: Uint16Array, at: number): boolean {
  const before = codes[at - 1] ?? 0;
  return isUpper(codes[at] ?? 0) && before >= 0x61 && before <= 0x7a;
}

function isWordUnit(code: number): boolean {
  return isLatinLetter(code) || isDigit(code);
}

export function hasRole(cue: Cue, role: CueRole): boolean {
  return (cue.roles & ROLE_BIT[role]) !== 0;
}

export function labels(cue: Cue, type: FindingType): boolean {
  return cue.labels.has(type);
}

/** What the labels around a value say about it. */
export type Support = {
  readonly bonus: number;
  readonly cue: string | null;
  /** The nearest label names the type. */
  readonly exact: boolean;
  /** ... and hardly any other type. */
  readonly own: boolean;
};

export const NO_SUPPORT: Support = { bonus: 0, cue: null, exact: false, own: false };

/** Index of the first hit that ends after `offset`; hits are in order of the end. */
export function firstEndingAfter(hits: readonly CueHit[], offset: number): number {
  let low = 0;
  let high = hits.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hits[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Returns the support of the labels near `[start, end)` for a value of `type`.
 *
 * The nearest label or negative word before the value decides: +0.35 when it names the type, -0.3 when it names something
 * else that is numbered. A farther label on the same line still gives +0.2, because two labels may share one value.
 */
export function supportAt(
  labelled: readonly CueHit[],
  start: number,
  end: number,
  type: FindingType,
  codes: Uint16Array,
): Support {
  const before = supportBefore(labelled, start, type, codes);
  if (before.bonus > 0) return before;
  const after = supportAfter(labelled, end, type, codes);
  if (after.bonus > 0 && before.bonus === 0) return after;
  return before;
}

function supportBefore(hits: readonly CueHit[], start: number, type: FindingType, codes: Uint16Array): Support {
  const last = nearestBefore(hits, start, codes);
  if (last < 0) return NO_SUPPORT;
  const group = readGroup(hits, last, start, type, codes);
  if (group.near !== null) return group.near;
  if (group.negative && !standsAlone(hits[last], codes)) return { ...NO_SUPPORT, bonus: NEGATIVE };
  const far = group.inner ?? farther(hits, group.next, start, type);
  // 永久性居民身份證持有人，編號 …: the number of what was named before it.
  if (group.negative && far !== null && sameLine(codes, far.end, start)) return atLabel(far, type, EXACT);
  if (group.negative) return { ...NO_SUPPORT, bonus: NEGATIVE };
  return far !== null && sameLine(codes, far.end, start)
    ? { bonus: 0.2, cue: far.cue.text, exact: false, own: false }
    : NO_SUPPORT;
}

/** 編號 behind a comma or blank, not as the end of 會議編號. */
function standsAlone(hit: CueHit | undefined, codes: Uint16Array): boolean {
  return hit?.cue.text === NUMBER_OF && !isHan(codes[hit.start - 1] ?? 0);
}

type Group = {
  readonly near: Support | null;
  /** Names the type, but is a part of a longer label. */
  readonly inner: CueHit | null;
  readonly negative: boolean;
  /** Index of the first hit before the group. */
  readonly next: number;
};

/** Words that overlap the nearest one ("identity card" in "resident identity card") speak together with it. */
function readGroup(hits: readonly CueHit[], last: number, start: number, type: FindingType, codes: Uint16Array): Group {
  const nearest = hits[last];
  if (nearest === undefined) return { near: null, inner: null, negative: false, next: last };
  let near: Support | null = null;
  let inner: CueHit | null = null;
  let negative = false;
  let i = last;
  for (; i >= 0; i -= 1) {
    const hit = hits[i];
    if (hit === undefined || !together(hit, nearest)) break;
    const covered = isCovered(hits, i, nearest.start);
    if (labels(hit.cue, type)) {
      if (covered === null) near = firmer(near, atLabel(hit, type, reach(codes, hit.end, start)));
      if (covered === 'label') inner ??= hit;
    }
    negative ||= hasRole(hit.cue, 'negative') && covered !== 'label';
  }
  return { near, inner, negative, next: i };
}

function together(hit: CueHit, nearest: CueHit): boolean {
  return hit.end > nearest.start || (hit.end === nearest.start && nearest.cue.text === NUMBER_OF);
}

/** Behind a label without a gap it belongs to the label: 護照編號. */
const NUMBER_OF = '編號';

/** Of two labels that overlap (香港身份證, 身份證號碼) the one that names the type alone speaks. */
function firmer(near: Support | null, other: Support): Support {
  return near === null || (other.own && !near.own) ? other : near;
}

/** Index of the nearest hit in the window before `start`, or -1. */
function nearestBefore(hits: readonly CueHit[], start: number, codes: Uint16Array): number {
  let i = firstEndingAfter(hits, start) - 1;
  while (i >= 0 && isAside(hits, i, codes)) i -= 1;
  return (hits[i]?.end ?? -1) < start - CUE_WINDOW_BEFORE ? -1 : i;
}

function farther(hits: readonly CueHit[], from: number, start: number, type: FindingType): CueHit | null {
  for (let i = from; i >= 0; i -= 1) {
    const hit = hits[i];
    if (hit === undefined || hit.end < start - CUE_WINDOW_BEFORE) return null;
    if (labels(hit.cue, type)) return hit;
  }
  return null;
}

/** What a label says about a value that it names. */
export function atLabel(hit: CueHit, type: FindingType, bonus: number): Support {
  return {
    bonus,
    cue: bonus === 0 ? null : hit.cue.text,
    exact: bonus === EXACT,
    own: bonus > 0 && isOwn(hit.cue, type),
  };
}

/** A label of one or two types; "document number" is one of many. */
function isOwn(cue: Cue, type: FindingType): boolean {
  return cue.groups.some((group) => group.role === 'label' && group.types.length <= 2 && group.types.includes(type));
}

/** In brackets directly behind another label: 銀行戶口（出糧用）. */
function isAside(hits: readonly CueHit[], index: number, codes: Uint16Array): boolean {
  const hit = hits[index];
  if (hit === undefined || codes[hit.start - 1] !== 0x28) return false;
  return hits[index - 1]?.end === hit.start - 1;
}

/** What the nearest label adds, and what a word such as "order number" takes away. */
export const EXACT = 0.35;
export const NEGATIVE = -0.35;

/** What a longer word that contains the one at `index` says: "order id" is no identity card, "ID card no" no order. */
function isCovered(hits: readonly CueHit[], index: number, least: number): 'label' | 'negative' | null {
  const outer = coverOf(hits, index, least);
  return outer === null ? null : hasRole(outer.cue, 'negative') ? 'negative' : 'label';
}

/** Returns the last longer word that contains the one at `index` and ends behind `least`, or null. */
export function coverOf(hits: readonly CueHit[], index: number, least = 0): CueHit | null {
  const hit = hits[index];
  if (hit === undefined) return null;
  for (let i = index + OVERLAPS; i >= 0 && i > index - OVERLAPS; i -= 1) {
    const other = hits[i];
    if (other !== undefined && other.end > least && contains(other, hit)) return other;
  }
  return null;
}

/** No more words than this overlap one. */
const OVERLAPS = 8;

function contains(outer: CueHit, inner: CueHit): boolean {
  return outer.start <= inner.start && outer.end >= inner.end && outer.end - outer.start > inner.end - inner.start;
}

/** A label at the end of its line names what stands below; one whose line goes on with a value of its own does not. */
function reach(codes: Uint16Array, from: number, to: number): number {
  let value = false;
  for (let i = from; i < to; i += 1) {
    const code = codes[i] ?? 0;
    if (code === 0x0a) return value ? 0 : rest(codes, i + 1, to);
    if (isDigit(code) || code === 0x40) value = true;
  }
  return EXACT;
}

/** Below its label stands the value, or a few words before it; a second line between is too far. */
function rest(codes: Uint16Array, from: number, to: number): number {
  for (let i = from; i < to; i += 1) if (codes[i] === 0x0a && i > from + 1) return 0.2;
  return EXACT;
}

function supportAfter(hits: readonly CueHit[], end: number, type: FindingType, codes: Uint16Array): Support {
  for (let i = firstEndingAfter(hits, end); i < hits.length; i += 1) {
    const hit = hits[i];
    if (hit === undefined || hit.start > end + CUE_WINDOW_AFTER) break;
    if (hit.start >= end && labels(hit.cue, type) && sameLine(codes, end, hit.start))
      return { bonus: hit.start <= end + 1 ? 0.25 : 0.2, cue: hit.cue.text, exact: false, own: isOwn(hit.cue, type) };
  }
  return NO_SUPPORT;
}

function sameLine(codes: Uint16Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (codes[i] === 0x0a) return false;
  return true;
}

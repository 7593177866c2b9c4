/** What the names model finds, as hits, and how it goes together with what the rules found. */
import type { FindingType } from '../../model/classification.ts';
import type { ModelSpan, NamesModel, WordKind } from '../model/names-model.ts';
import { NOT_IN_NAMES } from '../packs/name-cues.ts';
import { addressesWithin, isFigureAndWords } from './address-shape.ts';
import { foldText, isHan } from './chars.ts';
import { clampScore, COUNTING_SCORE, type Hit, LEAST_SCORE } from './hit.ts';
import { type Bounds, isCode, nameWithin, withNeighbours } from './name-shape.ts';
import { isInTable, type Source } from './source.ts';

/** Margins from which a find counts; what is below is reported with a low score. Chinese names are short and have less to go by. */
const FAIR_HAN = 40;
const FAIR_LATIN = 44;
/** A wrong organisation raises no level. */
const FAIR_ORGANISATION = 24;

/** In a row of a table the columns say more than the words around. */
const IN_ROW = 2;
/** One capitalised word alone may be anything, most of all one that no list of names has. */
const ONE_WORD = 1.8;
const ONE_STRANGE_WORD = 2.3;
/** Among Chinese, in menus and lists in two languages, even more so. */
const ONE_WORD_IN_HAN = 2.6;
const NEAR = 24;
/** Who writes names in small letters writes other words so as well. */
const SMALL_LETTERS = 1.5;
/** An ordinary word needs more to be somebody. */
const ORDINARY = 1.8;
/** "the Cron", "each Hudson": who has an article in English is hardly a person. */
const WITH_ARTICLE = 1.6;
const ARTICLE_BEFORE = /(?:^|[^\p{L}])(?:the|a|an|this|each|any|every|no) $/iu;
const ARTICLE_REACH = 7;
/** What ends with a price is of a menu, a bill or a list of goods; in narrow columns it stands a line or two below. */
const PRICED = 1.5;
const PRICE_AT_END = /(?:MOP|HKD|RMB|CNY|USD|EUR|HK\$|[$¥￥€])\s?\d[\d,.]{0,12}$|\d\s?(?:元|圓|€|MOP|HKD)$/mu;
const PRICE_REACH = 80;
const FIGURE_AND_WORDS = 3;

/** Persons, addresses and organisations that the model sees in the text. */
export function findByModel(source: Source, model: NamesModel): Hit[] {
  const { text, codes } = source.view;
  const isInRow = rowFinder(source);
  const hits: Hit[] = [];
  for (const span of spansIn(codes, model)) {
    const inRow = isInRow(span.start);
    if (isInTable(source, span.start) || isTail(text, span.start)) continue;
    for (const bounds of boundsOf(source, span, model))
      if (isPlausible(text.slice(bounds.start, bounds.end), span))
        hits.push(toHit(source, { ...span, start: bounds.start, end: bounds.end }, inRow));
  }
  return hits;
}

/** Of a text beyond `NAMES_WITHIN` units so many are looked at, in windows spread over all of it: a list of people is met wherever it stands. */
function spansIn(codes: Source['view']['codes'], model: NamesModel): readonly ModelSpan[] {
  if (codes.length <= NAMES_WITHIN) return model.find(codes);
  const step = Math.ceil((codes.length * WINDOW) / NAMES_WITHIN);
  const spans: ModelSpan[] = [];
  for (let from = 0; from < codes.length; from += step)
    for (const span of model.find(codes.subarray(from, from + WINDOW)))
      spans.push({ ...span, start: span.start + from, end: span.end + from });
  return spans;
}

/** Longest text of which the model reads all: about two seconds. */
export const NAMES_WITHIN = 1_000_000;
const WINDOW = 10_000;

function boundsOf(source: Source, span: ModelSpan, model: NamesModel): readonly Bounds[] {
  if (span.entity === 'address') return addressesWithin(source.view.text, span.start, span.end);
  const bounds = span.entity === 'person_name' ? nameBounds(source, span, model) : span;
  return bounds === null ? [] : [bounds];
}

/** A name of several words is often seen in part, most of all in capitals: the neighbours that may be names belong to it. */
function nameBounds({ view: { text, codes } }: Source, { start, end }: ModelSpan, model: NamesModel): Bounds | null {
  const bounds = nameWithin(text, start, end);
  if (bounds === null || isHan(codes[bounds.start] ?? 0)) return bounds;
  const kind = (from: number, to: number): WordKind => model.word(codes, from, to);
  if (isCode(text, bounds, kind)) return null;
  const whole = withNeighbours(text, bounds, kind);
  return whole.start === bounds.start && whole.end === bounds.end ? bounds : nameWithin(text, whole.start, whole.end);
}

/** Whether a place is in a row of a table; places must be asked for in order, so that the text is walked once. */
function rowFinder({ view: { text }, tables }: Source): (at: number) => boolean {
  if (tables.rows.length === 0) return () => false;
  const rows = new Set(tables.rows);
  let line = 0;
  let next = text.indexOf('\n');
  return (at) => {
    while (next !== -1 && next < at) {
      line = next + 1;
      next = text.indexOf('\n', line);
    }
    return rows.has(line);
  };
}

/** The second half of `Set-Cookie` is nobody; of a name like Jean-Marc both halves belong to it. */
function isTail(text: string, start: number): boolean {
  return text[start - 1] === '-' && /[A-Za-z]/.test(text[start - 2] ?? '');
}

/** Nothing goes over the edge of a cell, and an address is more than numbers. */
function isPlausible(value: string, { entity }: ModelSpan): boolean {
  if (value.includes('\t')) return false;
  if (entity === 'person_name')
    return !NOT_IN_NAMES.has(foldText(lastWord(value))) || /^[hk]ong$/i.test(lastWord(value));
  return entity === 'address' ? ADDRESS_LETTERS.test(value) && !ROOM_ONLY.test(value) : !NO_ORGANISATION.test(value);
}

/** "holder of Hong Kong", and documents and laws that are written like bodies. */
const NO_ORGANISATION =
  /^(?:\p{Ll}|Bilhete|Cartão|Constituição|Código|Lei|Decreto|Regulamento|統一社會信用|统一社会信用)/u;

/** Of a name in Latin letters; the last word tells a shop or a department from a person. "Hong" ends many names. */
function lastWord(value: string): string {
  return /[A-Za-z]+$/.exec(value)?.[0] ?? '';
}

/** "Room 1203" is an address only with a street. */
const ROOM_ONLY = /^(?:Room|Rm|Suite|Unit|Flat|Floor|Level|Hall|Block|Booth|Sala|Piso|Bloco)\.? ?[\p{L}\d]{1,5}$/iu;
/** A word of three letters, which codes ("8 Knd9e6a5") have not. */
const ADDRESS_LETTERS = /\p{Script=Han}.{0,8}\p{Script=Han}|(?<![\p{L}\p{N}])\p{L}{3,}(?![\p{L}\p{N}])/su;

function toHit(source: Source, { entity, start, end, margin, ordinary, known }: ModelSpan, inRow: boolean): Hit {
  const { codes, text } = source.view;
  const inHan = isHan(codes[start] ?? 0);
  let fair = entity === 'organisation' ? FAIR_ORGANISATION : inHan ? FAIR_HAN : FAIR_LATIN;
  if (inRow) fair *= IN_ROW;
  if (ordinary) fair *= ORDINARY;
  if (!inHan) fair *= inLatin(text, start, end, known, entity === 'person_name');
  if (entity === 'address' && isFigureAndWords(text.slice(start, end))) fair *= FIGURE_AND_WORDS;
  if (entity === 'person_name' && PRICE_AT_END.test(text.slice(end, end + PRICE_REACH))) fair *= PRICED;
  const score = margin < fair ? 0.3 + 0.19 * (margin / fair) : Math.min(0.8, 0.5 + 0.2 * (margin / fair - 1));
  return { type: entity, start, end, score: clampScore(score), check: 'none', cue: null, pack: 'intl', role: false };
}

/** How much more margin than usual a find in Latin letters needs. */
function inLatin(text: string, start: number, end: number, known: boolean, isPerson: boolean): number {
  const value = text.slice(start, end);
  let more = value.includes(' ') ? 1 : oneWord(text, start, end, known);
  if (!/\p{Lu}/u.test(value)) more *= SMALL_LETTERS;
  if (isPerson && ARTICLE_BEFORE.test(text.slice(Math.max(0, start - ARTICLE_REACH), start))) more *= WITH_ARTICLE;
  return more;
}

function oneWord(text: string, start: number, end: number, known: boolean): number {
  const isAmongHan = /\p{Script=Han}/u.test(text.slice(Math.max(0, start - NEAR), end + NEAR));
  return isAmongHan ? ONE_WORD_IN_HAN : known ? ONE_WORD : ONE_STRANGE_WORD;
}

/** A rule this sure needs no second opinion. */
const SURE = 0.75;
/** Part of the score that is left to a name that a rule takes for likely and the model does not see, not even hardly. */
const UNSEEN = 0.75;
const HARDLY = 0.4;

/**
 * Rules' names and the model's. Where both found one, both together are surer; a sure rule decides how far it goes unless the model
 * goes further on both sides, and otherwise the model does when it is sure enough to count by itself.
 */
export function mergeNames(ruled: readonly Hit[], modelled: readonly Hit[]): Hit[] {
  const rules = byStart(ruled);
  const byModel = modelled.flatMap((hit) => {
    const rule = hit.type === 'address' ? null : overlapping(rules, hit);
    if (rule === null) return [hit];
    const isWithin = hit.start <= rule.start && rule.end <= hit.end;
    if (hit.score < COUNTING_SCORE || (rule.score >= SURE && !isWithin)) return [];
    if (hit.type !== 'person_name') return rule.score >= SURE ? [] : [hit];
    return [{ ...hit, score: clampScore(Math.max(hit.score, rule.score) + 0.05), cue: rule.cue }];
  });
  const spans = byStart(byModel.filter((hit) => hit.type !== 'address'));
  const hardly = byStart(modelled.filter((hit) => hit.type === 'person_name' && hit.score >= HARDLY));
  const byRule = ruled.flatMap((rule) => {
    if (overlapping(spans, rule) !== null) return [];
    const isSure = rule.score >= SURE || isSurnameOnly(rule) || overlapping(hardly, rule) !== null;
    return [isSure ? rule : { ...rule, score: clampScore(rule.score * UNSEEN) }];
  });
  return [...byRule, ...byModel];
}

/** A text of several lines without anybody who is named for sure is a menu or a manual rather than about people. */
const LONG_TEXT = 200;
const MANY_LINES = 2;
/** A Chinese character says as much as some letters. */
const HAN_WEIGHT = 3;
const NAMED_FOR_SURE = 0.72;
const AMONG_NOBODY = 0.7;

/** Names that only the model saw, hardly, in a text of some length that names nobody for sure, with less of a score. */
export function doubtLonely(source: Source, hits: readonly Hit[], firm: readonly Hit[]): readonly Hit[] {
  if (hits.some(isSurePerson) || firm.some(isOfPerson) || !isLong(source.view.codes)) return hits;
  return hits.map((hit) =>
    hit.type === 'person_name' && hit.cue === null ? { ...hit, score: clampScore(hit.score * AMONG_NOBODY) } : hit,
  );
}

/** What is said of somebody only. */
const OF_PERSONS: ReadonlySet<FindingType> = new Set<FindingType>([
  'hkid', 'mo_bir', 'cn_resident_id', 'tw_id', 'pt_cc', 'us_ssn', 'passport', 'home_return_permit', 'travel_permit', 'mrz', 'date_of_birth', 'salary', 'minor', 'criminal_record',
  'wechat_id', 'qq_id', 'alipay_id', 'health', 'bank_account', 'bank_card', 'personal_amount', 'vehicle_plate',
]); // biome-ignore format: a list reads better in rows

function isOfPerson(hit: Hit): boolean {
  if (hit.type === 'phone' || hit.type === 'email') return hit.score >= SURE && !hit.role;
  return hit.score >= COUNTING_SCORE && OF_PERSONS.has(hit.type);
}

const LINE_END = 10;

function isLong(codes: Uint16Array): boolean {
  let weight = 0;
  let lines = 1;
  for (let i = 0; i < codes.length && (weight < LONG_TEXT || lines < MANY_LINES); i += 1) {
    weight += isHan(codes[i] ?? 0) ? HAN_WEIGHT : 1;
    if (codes[i] === LINE_END) lines += 1;
  }
  return weight >= LONG_TEXT && lines >= MANY_LINES;
}

function isSurePerson(hit: Hit): boolean {
  return hit.type === 'person_name' && hit.score >= NAMED_FOR_SURE;
}

/** "陳先生": the form of address says enough. */
function isSurnameOnly(hit: Hit): boolean {
  return hit.end - hit.start === 1;
}

/** Rules' addresses that the model does not see; where it does, its span is the better one. */
export function withoutModelled(ruled: readonly Hit[], modelled: readonly Hit[]): Hit[] {
  const spans = byStart(modelled.filter((hit) => hit.type === 'address' && hit.score >= COUNTING_SCORE));
  return ruled.filter((rule) => rule.type !== 'address' || overlapping(spans, rule) === null);
}

/** An address does not go on behind a telephone number or a mailbox: what is left before it, without signs and blanks at the end. */
export function cutAtNumbers(source: Source, modelled: readonly Hit[], firm: readonly Hit[]): Hit[] {
  const sure = byStart(
    firm.filter((hit) => hit.score >= SURE || (hit.type === 'phone' && hit.score >= COUNTING_SCORE)),
  );
  return modelled.map((hit) => {
    if (hit.type !== 'address') return hit;
    const other = overlapping(sure, hit);
    if (other === null) return hit;
    const { text } = source.view;
    const kept = text.slice(hit.start, other.start).replace(/[\s,;:，；：(（-]+$/u, '');
    if (other.start - hit.start >= SHORTEST_ADDRESS && /[\d\p{Script=Han}]/u.test(kept)) {
      return { ...hit, end: hit.start + kept.length };
    }
    const rest = text.slice(other.end, hit.end).replace(/^[\s,;:，；：)）-]+/u, '');
    // Without a number of its own what is left is no address.
    return rest.length >= SHORTEST_ADDRESS && /\d/.test(rest)
      ? { ...hit, start: hit.end - rest.length }
      : { ...hit, score: LEAST_SCORE };
  });
}

const SHORTEST_ADDRESS = 8;

function byStart(hits: readonly Hit[]): Hit[] {
  return hits.toSorted((a, b) => a.start - b.start);
}

/** Some hit of the list (in order of place, without overlaps or nearly so) that shares a unit with `one`. */
function overlapping(list: readonly Hit[], one: Hit): Hit | null {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.start ?? 0) >= one.end) high = middle;
    else low = middle + 1;
  }
  for (let i = low - 1; i >= Math.max(0, low - 3); i -= 1) {
    const hit = list[i];
    if (hit !== undefined && hit.end > one.start) return hit;
  }
  return null;
}

/** Health terms become findings of weight when the sentence or what is near is about a person. */
import { CUES } from '../packs/all.ts';
import { type CueHit, labels } from './cues.ts';
import { clampScore, COUNTING_SCORE, type Hit } from './hit.ts';
import { cellAt, type Source } from './source.ts';
import { Sentences } from './sentences.ts';
import { GENERAL } from './special.ts';
import { WordsNear } from './words-near.ts';

const BASE = 0.3;
const NEAR = 200;
const ICD = /(?:CID|ICD)(?:-?10)? ?[:：]? ?(?<v>[A-TV-Z]\d[0-9AB](?:\.\w{1,4})?|[A-TV-Z]\d{2})/gu;
const CODED = /^(?:CID|ICD)(?:-10)?$/;
const MODIFIER =
  /(?:(?:急性|慢性|甲型|乙型|丙型|[一二1２12]型|原發性|原发性|早期|晚期|惡性|恶性|良性){1,3}|(?<![a-z])(?:type [12I]{1,2}|chronic|acute|severe|breast|lung|colon|liver|skin|pancreatic|prostate|ovarian|cervical|bowel|stomach|kidney|bladder|thyroid|brain|terminal) )$/iu;
/** Behind the term: mellitus tipo 2, type 2, hepatite B, cancro da mama. */
const KIND =
  /^(?: mellitus)?(?: (?:tipo|type) [12I]{1,2}| [ABC]| d[aeo]s? (?:mama|pulmão|próstata|cólon|fígado|pele))(?![0-9\p{L}])/u;

/** 對花生嚴重過敏; what somebody is allergic to. */
const ALLERGY = /^(?:過敏|allergic to|alérgic[oa] a|alergia ao?|alergia à)$/;
const CAUSE = /[對对](?<v>[\u4e00-\u9fff]{1,8})$/u;
const TO_WHAT = /^ \p{L}{3,20}/u;
const SUFFERER = /^(?:患者|病人)$/;
/** In a text with this many sure health findings, the others are about the same patient. */
const MEDICAL_TEXT = 4;
const DOSE = /\p{L}{4,30} \d{1,4}(?:[.,]\d)? $/u;

/** `persons`: findings that name or number a person, in order of place. */
export function findHealth(source: Source, persons: readonly Hit[]): Hit[] {
  const { text } = source.view;
  const around: Around = {
    sentences: new Sentences(source.view.codes),
    patients: source.cues.of('patient'),
    persons,
    somebody: new WordsNear(text, SOMEBODY),
    general: new WordsNear(text, GENERAL),
    advice: new WordsNear(text, ADVICE),
  };
  const hits: Hit[] = [];
  for (const hit of source.cues.of('term')) {
    const found = judge(source, hit, around);
    if (found !== null) hits.push(found);
  }
  const medical = hits.filter((hit) => hit.score >= COUNTING_SCORE).length >= MEDICAL_TEXT;
  const sure = medical ? hits.map((hit) => (hit.score < 0.55 ? { ...hit, score: 0.55 } : hit)) : hits;
  return [...sure, ...codes(source)];
}

type Around = {
  readonly sentences: Sentences;
  readonly patients: readonly CueHit[];
  readonly persons: readonly Hit[];
  readonly somebody: WordsNear;
  readonly general: WordsNear;
  readonly advice: WordsNear;
};

function judge(source: Source, hit: CueHit, around: Around): Hit | null {
  const cell = cellAt(source.tables.cells, hit.start);
  if (cell !== null && labels(cell.header.cue, 'health')) return null;
  const place = placeOf(source, hit);
  if (place === null || isAsked(source.view.text, hit)) return null;
  // 高血壓患者 is whoever has it.
  const patient = nearest(
    around.patients,
    hit.start,
    (other) => other !== hit && !(other.start === hit.end && SUFFERER.test(other.cue.text)),
  );
  return {
    type: 'health',
    start: place[0],
    end: place[1],
    score: clampScore(BASE + personal(hit, patient, around)),
    check: 'none',
    cue: patient?.cue.text ?? hit.cue.text,
    pack: 'intl',
    role: false,
    // 焦虑症 is no name, though 焦 is a surname.
    strength: 1,
  };
}

/** A question without a yes behind it: 是否懷孕？否 */
const QUESTION = /(?:是否|有否|有無|有无|曾否)[^，,。；;？?：:\n]{0,6}$/;
const YES = /^[？?：:)） ]{0,3}(?:是|有|☑|√)/;

function isAsked(text: string, hit: CueHit): boolean {
  return (
    QUESTION.test(text.slice(Math.max(0, hit.start - 8), hit.start)) && !YES.test(text.slice(hit.end, hit.end + 5))
  );
}

function personal(hit: CueHit, patient: CueHit | null, around: Around): number {
  if (isAdvice(hit, around) && nearest(around.persons, hit.start, isName) === null) return 0;
  if (nearest(around.persons, hit.start, () => true) !== null) return patient === null ? 0.2 : 0.55;
  if (patient !== null) return 0.35;
  return isAboutSomebody(hit, around) ? 0.2 : 0;
}

/** The term with what belongs to it: the dose before `mg`, 慢性 before an illness, "type 2" before or behind. Null for `mg` without a dose. */
function placeOf({ view }: Source, hit: CueHit): readonly [number, number] | null {
  const { text, codes } = view;
  const sort = TERM_SORT[hit.cue.index];
  if (sort === DOSE_TERM) {
    const dose = DOSE.exec(text.slice(Math.max(0, hit.start - 40), hit.start));
    return dose === null ? null : [hit.start - dose[0].length, hit.end];
  }
  if (sort === ALLERGY_TERM) return allergyOf(text, hit);
  const modifier = MODIFIER_ENDS.has(codes[hit.start - 1] ?? 0)
    ? MODIFIER.exec(text.slice(Math.max(0, hit.start - 12), hit.start))
    : null;
  const kind = codes[hit.end] === 0x20 ? KIND.exec(text.slice(hit.end, hit.end + 24)) : null;
  return [hit.start - (modifier?.[0].length ?? 0), hit.end + (kind?.[0].length ?? 0)];
}

/** With what somebody does not tolerate; null for 過敏 in general. */
function allergyOf(text: string, hit: CueHit): readonly [number, number] | null {
  if (hit.cue.text === '過敏') {
    const cause = CAUSE.exec(text.slice(Math.max(0, hit.start - 12), hit.start))?.groups?.['v'];
    return cause === undefined ? null : [hit.start - cause.length, hit.end];
  }
  return [hit.start, hit.end + (TO_WHAT.exec(text.slice(hit.end, hit.end + 24))?.[0].length ?? 0)];
}

const DOSE_TERM = 1;
const ALLERGY_TERM = 2;
/** By cue word. */
const TERM_SORT = Uint8Array.from(CUES, ({ text }) =>
  text === 'mg' ? DOSE_TERM : ALLERGY.test(text) ? ALLERGY_TERM : 0,
);
/** What `MODIFIER` ends with. */
const MODIFIER_ENDS: ReadonlySet<number> = new Set(Array.from('性型期 ', (sign) => sign.charCodeAt(0)));

/** A pronoun of the third person or a relative stands for somebody whose name is elsewhere; rules and talks about diseases do not count. */
const SOMEBODY =
  /(?<!其)[他她佢](?![們们人])|(?<!自)我(?![們们司行院校國国方市省縣县區区港澳])|閣下|阁下|you (?:told|informed) us|\b(?:I am|I'm|I was|I have been)\b|\b(?:tenho|estou com|fui)\b|其[妻夫父母子女]|妻子|丈夫|太太|母親|母亲|父親|父亲|兒子|儿子|女兒|女儿|\b(?:he|she|his|her|him|wife|husband|mother|father|son|daughter|ele|ela|dele|dela|mulher|marido|mãe|pai|filho|filha)(?![\p{L}])/giu;

/** What all who have it are told: 高血壓患者覆診請帶齊藥物, patients with diabetes should … */
const ADVICE =
  /(?:患者|病人|人士|孕婦|孕妇|孩子|同學|同学|學生|学生|旅客|客人|家長|家长|長者|长者)[^。；\n]{0,8}(?:[請请](?!假)|須|须|[應应](?:避免|減少|减少|先)|不宜|慎用|禁用)|\b(?:patients|people|persons|those|guests) (?:with|who|suffering|should|must|may|are)\b|\b(?:doentes|pacientes|pessoas|utentes) (?:com|que|devem|podem)(?![\p{L}])/giu;

function isName(hit: Hit): boolean {
  return hit.type === 'person_name';
}

function isAdvice(hit: CueHit, { sentences, advice }: Around): boolean {
  sentences.seek(hit.start, hit.end);
  return advice.isWhole(sentences.from, sentences.to);
}

function isAboutSomebody(hit: CueHit, { sentences, somebody, general }: Around): boolean {
  sentences.seek(hit.start, hit.end);
  const { from, to } = sentences;
  return somebody.isAny(from, to) && !general.isWhole(from, to);
}

/** The item with the smallest distance, if within reach; binary search over items in order of place. */
function nearest<T extends { readonly start: number; readonly end: number }>(
  items: readonly T[],
  at: number,
  wanted: (item: T) => boolean,
): T | null {
  if (items.length === 0) return null;
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
  for (const hit of source.labelled) {
    if (!CODED.test(hit.cue.text)) continue;
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

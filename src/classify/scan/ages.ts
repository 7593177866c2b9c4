/** Persons under age: an age below 18 that is said of somebody, not a limit in a rule. */
import { isDigit } from './chars.ts';
import { clampScore, type Hit } from './hit.ts';
import type { Source } from './source.ts';

/** Years of age up to 歲, in figures and in characters, and words that stand behind a number in English and Portuguese. */
const HAN_AGE =
  /(?<![\d.,:\-第])(?:1[0-7]|[0-9]) ?[周週]?[歲岁](?!以上|以下|以內|以内|或以上|或以下|及以上|及以下|起|至|或|[-~到至])/y;
const HAN_NUMERAL =
  /(?<![一二三四五六七八九十百])(?:十[一二三四五六七]?|[一二三四五六七八九]) ?[周週]?[歲岁](?!以上|以下|以內|以内|或以上|或以下|起|至|或|[-~到])/y;
const LIMIT =
  /(?:滿|满|未滿|未满|不滿|不满|不足|超過|超过|大於|大于|小於|小于|至|到|[-~至到]|低於|低于|適合|适合|建議|建议|年齡限制|凡|須)[ \d]{0,3}$/;
const LATIN_AGE =
  /\b(?:aged|age|age of|turned|turning|is only|is just)[ :]{1,2}(?<a>1[0-7]|[1-9])\b(?!(?:[-.,]\d| ?[-–] ?\d|\+| ?(?:and|or) (?:over|under|above|below|older|younger)| ?%| to \d))|\b(?<b>(?:1[0-7]|[1-9])[- ](?:years?|yrs?|months?)[- ](?:old|of age))\b|\b(?<c>(?:1[0-7]|[1-9])[- ]?y\/?o)\b|\b(?<d>(?:1[0-7]|[1-9]) (?:anos|meses) de idade)\b|\bidade[ :]{1,2}(?<e>(?:1[0-7]|[1-9])(?: anos)?)\b|\b(?:menor|criança|crianças|filho|filha|aluno|aluna|menino|menina|neto|neta|sobrinho|sobrinha)\b[^.;\n]{0,40}?(?:de |com |tem )(?<f>(?:1[0-7]|[1-9]) (?:anos|meses))\b/giu;
const LATIN_LIMIT =
  /(?:under|over|below|above|at least|than|minimum|maximum|up to|from|between|until|menores de|maiores de|mais de|menos de|mínimo de|superior a|inferior a|a partir dos|até aos|com menos de|the age of|under the)\s{1,2}(?:age of |ages? )?$/i;
const OBJECT =
  /(?:car|vehicle|building|company|firm|whisky|wine|contract|house|system|machine|server|equipment|business|brand|ship|empresa|edifício|viatura|vinho)\W{0,3}(?:\w{1,10}\W){0,3}$/i;

export function findAges(source: Source): Hit[] {
  return [...hanAges(source), ...latinAges(source)];
}

function hanAges(source: Source): Hit[] {
  const { codes } = source.view;
  const hits: Hit[] = [];
  for (const at of source.candidates.ages) {
    const start = numberBefore(codes, at);
    if (start === at || (!isPlain(codes, start, at) && isNoAge(source, start))) continue;
    hits.push(finding(start, at + 1, 0.6));
  }
  return hits;
}

/** Whether the expressions say that the number is no age below 18, or a limit of age. */
function isNoAge({ view }: Source, start: number): boolean {
  const pattern = isDigit(view.codes[start] ?? 0) ? HAN_AGE : HAN_NUMERAL;
  pattern.lastIndex = start;
  return !pattern.test(view.text) || LIMIT.test(view.text.slice(Math.max(0, start - 5), start));
}

/** A single figure with nothing beside it that an expression looks for: most ages of children, and cheaper than asking. */
function isPlain(codes: Uint16Array, start: number, at: number): boolean {
  return (
    start === at - 1 &&
    isDigit(codes[start] ?? 0) &&
    !BESIDE.has(codes[start - 1] ?? 0) &&
    !BESIDE.has(codes[at + 1] ?? 0)
  );
}

/** Signs and ends of words before an age, and beginnings of those behind it, that `HAN_AGE` and `LIMIT` look for. */
const BESIDE: ReadonlySet<number> = new Set(
  Array.from('0123456789.,:-~ 第滿满足過过於于至到合議议制凡須以或及起', (char) => char.charCodeAt(0)),
);

/** Where the number of one or two figures before 歲 begins; `at` when there is none. */
function numberBefore(codes: Uint16Array, at: number): number {
  let end = at;
  if (codes[end - 1] === 0x5468 || codes[end - 1] === 0x9031) end -= 1;
  if (codes[end - 1] === 0x20) end -= 1;
  const last = codes[end - 1] ?? 0;
  if (isDigit(last)) return isDigit(codes[end - 2] ?? 0) ? end - 2 : end - 1;
  if (!HAN_NUMERALS.has(last)) return at;
  return codes[end - 2] === TEN && last !== TEN ? end - 2 : end - 1;
}

const TEN = 0x5341;
const HAN_NUMERALS: ReadonlySet<number> = new Set(Array.from('一二三四五六七八九十', (char) => char.charCodeAt(0)));

/** The words that a Latin age needs are cues, so that texts without them cost nothing. */
function latinAges(source: Source): Hit[] {
  const { text } = source.view;
  const hits: Hit[] = [];
  let doneTo = 0;
  for (const cue of source.cues.of('age')) {
    if (cue.start < doneTo) continue;
    const from = Math.max(doneTo, cue.start - 64);
    const window = text.slice(from, cue.end + 24);
    LATIN_AGE.lastIndex = 0;
    for (let match = LATIN_AGE.exec(window); match !== null; match = LATIN_AGE.exec(window)) {
      const value = Object.values(match.groups ?? {}).find((group) => group !== undefined) ?? '';
      const start = from + match.index + match[0].lastIndexOf(value);
      const before = text.slice(Math.max(0, start - 40), from + match.index);
      if (
        LATIN_LIMIT.test(before) ||
        OBJECT.test(before) ||
        LATIN_LIMIT.test(text.slice(Math.max(0, start - 40), start))
      )
        continue;
      hits.push(finding(start, start + value.length, 0.6));
      doneTo = start + value.length;
    }
    doneTo = Math.max(doneTo, cue.end);
  }
  return hits;
}

function finding(start: number, end: number, score: number): Hit {
  return { type: 'minor', start, end, score: clampScore(score), check: 'none', cue: null, pack: 'intl', role: false };
}

/** Values that only a label gives a meaning: dates of birth, pay, balances, addresses, accounts of messengers, plates. */
import type { FindingType } from '../../model/classification.ts';
import { CUES } from '../packs/all.ts';
import { isLatinLetter } from './chars.ts';
import type { CueHit } from './cues.ts';
import { clampScore, type Hit } from './hit.ts';
import { coverOf, hasRole, labels } from './cues.ts';
import { isInside, isInTable, type Source } from './source.ts';

const MONTH =
  '(?:Jan(?:uary|eiro|\\.)?|Feb(?:ruary|\\.)?|Fev(?:ereiro|\\.)?|Mar(?:ch|ço|co|\\.)?|Apr(?:il|\\.)?|Abr(?:il|\\.)?|May|Maio|Mai\\.?|June?|Jun(?:ho|\\.)?|July?|Jul(?:ho|\\.)?|Aug(?:ust|\\.)?|Ago(?:sto|\\.)?|Sep(?:tember|t?\\.)?|Sept|Set(?:embro|\\.)?|Oct(?:ober|\\.)?|Out(?:ubro|\\.)?|Nov(?:ember|embro|\\.)?|Dec(?:ember|\\.)?|Dez(?:embro|\\.)?)';
const HAN_NUMBER = '[〇○零一二三四五六七八九十百廿卅]';
const YEAR = '(?:19|20)\\d{2}';
const DATE = `(?:${[
  `(?:民[國国] ?)?\\d{2,4} ?年 ?\\d{1,2} ?月(?: ?\\d{1,2} ?[日號号]?)?`,
  `${HAN_NUMBER}{4} ?年 ?${HAN_NUMBER}{1,3} ?月(?: ?${HAN_NUMBER}{1,3} ?[日號号]?)?`,
  `${YEAR} ?[/.-] ?\\d{1,2} ?[/.-] ?\\d{1,2}(?!\\d)`,
  `\\d{1,2} ?[/.-] ?\\d{1,2} ?[/.-] ?${YEAR}`,
  `\\d{1,2}(?:st|nd|rd|th|º)?[ -]?(?:of |de )?${MONTH}(?: de|,)?[ -]?${YEAR}`,
  `${MONTH} \\d{1,2}(?:st|nd|rd|th)?,? ${YEAR}`,
  `${YEAR}[ -]${MONTH}[ -]\\d{1,2}`,
  '(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?!\\d)',
  `\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2}(?![\\d/.-])`,
  // Passports: the month in two languages, two figures for the year.
  `\\d{1,2} ${MONTH}(?: ?/ ?[A-ZÀ-Ý]{3,5}\\.?)? (?:${YEAR}|\\d{2})(?!\\d)`,
  `\\d{2} \\d{2} ${YEAR}(?!\\d)`,
  `${MONTH}(?: de)? ${YEAR}`,
  `${YEAR}[/.-](?:0?[1-9]|1[0-2])(?![\\d/.-])`,
].join('|')})`;
const BORN = /^(?:出生|日生)$/;
const DATE_BEFORE = new RegExp(`(?<!\\d)${DATE}[ ]?$`, 'i');
const CURRENCY =
  '(?:R\\$|MOP\\$?|HKD\\$?|HK\\$|CNY|RMB|USD|US\\$|EUR|GBP|TWD|NT\\$|€|£|￥|¥|\\$|澳門元|澳门元|澳門幣|澳门币|澳幣|澳币|港元|港幣|港币|人民幣|人民币|新台幣|葡幣|葡币|歐元|欧元|美元|patacas|euros)';
const NUMBER = '\\d{1,3}(?:[,. ]\\d{3}){1,3}(?:[.,]\\d{1,2})?(?![\\d])|\\d{3,9}(?:[.,]\\d{1,2})?(?!\\d)';
/** Amounts as contracts write them out: 人民幣叁拾萬元整, dezoito mil patacas, twenty-eight thousand dollars. */
const HAN_AMOUNT =
  '[零〇一二三四五六七八九十百千萬万億亿兩两壹貳贰叁參叄肆伍陸陆柒捌玖拾佰仟]{2,20}(?:[元圓圆塊块](?:[零一二三四五六七八九壹貳贰叁參叄肆伍陸陆柒捌玖]角)?[正整]?|[蚊])';
const WORD_AMOUNT =
  '(?!(?:of|de|em|a|is|at)\\b)(?:[A-Za-zçãêéí-]{2,12} ){1,8}(?:patacas|euros|dollars|pounds|yuan|renminbi|dólares)';
const AMOUNT = `(?:${CURRENCY} ?(?:(?:${NUMBER})(?:[萬万kK](?![A-Za-z])|\\.\\d[萬万])?|${HAN_AMOUNT})|(?:${NUMBER}|\\d{1,3}(?:\\.\\d{1,2})?(?= ?[萬万kK])) ?(?:${CURRENCY}|元|圓|蚊|[萬万](?:元)?|[kK](?![A-Za-z]))|${HAN_AMOUNT})`;

/** ISO 9362: bank, country of ISO 3166 (those with banks that are met here), place, branch. */
const BIC =
  '(?<![0-9A-Za-z])[A-Z]{4}(?:A[DEFGILMORTUWZ]|B[ABDEFGHIJMNORSTWYZ]|C[ADFGHILMNORUVWXYZ]|D[EJKMOZ]|E[CEGRST]|F[IJKMOR]|G[ABDEFGHILMNPQRTUWY]|H[KNRTU]|I[DELMNOQRST]|J[EMOP]|K[EGHIMNPRWYZ]|L[ABCIKRSTUVY]|M[ACDEGHKLMNOPQRSTUVWXYZ]|N[ACEFGILOPRUZ]|OM|P[AEFGHKLMNRSTWY]|QA|R[EOSUW]|S[ABCDEGHIJKLMNORSTVXYZ]|T[CDFGHJKLMNORTVWZ]|U[AGSYZ]|V[ACEGINU]|W[FS]|XK|Y[ET]|Z[AMW])[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![0-9A-Za-z])';

const NO_HITS: readonly Hit[] = [];

type LabelRule = {
  /** What may stand between the label and the value; anything without it. */
  readonly gap?: RegExp;
  /** Only behind these words. */
  readonly words?: RegExp;
  readonly type: FindingType;
  /** How far behind the label the value may begin. */
  readonly window: number;
  readonly pattern: RegExp;
  readonly score: (distance: number) => number;
  /** All values in the window, not only the first. */
  readonly all?: boolean;
};

const LABEL_RULES: readonly LabelRule[] = [
  { type: 'date_of_birth', window: 24, pattern: new RegExp(DATE, 'gi'), score: () => 0.85 },
  {
    type: 'salary',
    window: 64,
    pattern: new RegExp(AMOUNT, 'g'),
    score: (distance) => (distance <= 24 ? 0.8 : 0.55),
    all: true,
  },
  { type: 'salary', window: 40, pattern: new RegExp(WORD_AMOUNT, 'gi'), score: () => 0.6 },
  {
    type: 'salary',
    window: 6,
    pattern: new RegExp(`(?<![\\d.,-])(?:${NUMBER})(?![-/\\d]|[.,]\\d)`, 'g'),
    score: () => 0.55,
  },
  { type: 'personal_amount', window: 24, pattern: new RegExp(AMOUNT, 'g'), score: () => 0.65 },
  {
    type: 'wechat_id',
    gap: /^[ \t]*(?:ID|id|号|號|no\.?|number|is|是|為|为|係|還是|还是|[:：=#"'(（@-]|[ \t]){0,5}$/,
    window: 8,
    pattern:
      /(?<![0-9A-Za-z_-])(?!(?:wechat|weixin|number|account|accounts|official|message|messages|friend|friends|moments|group|groups|payment|payments|mini|public|contact|userid|user_id|username|work|article|channel|channels|platform|wxid_?$)(?![-_0-9A-Za-z]))[A-Za-z][-_A-Za-z0-9]{5,19}(?![-_A-Za-z0-9@.])/gi,
    score: () => 0.75,
  },
  // Further signs between, or the next line: then a word alone is none, a figure or sign must be in it.
  {
    type: 'wechat_id',
    gap: /^(?: ?(?:ID|id|号|號))?(?:[^0-9A-Za-z\u3400-\u9fff\n]{1,12}|[^0-9A-Za-z\u3400-\u9fff\n]{0,6}\n[ \t]*)$/,
    window: 14,
    pattern: /(?<![0-9A-Za-z_-])(?=[A-Za-z_-]{1,19}[0-9])[A-Za-z][-_A-Za-z0-9]{5,19}(?![-_A-Za-z0-9@.])/gi,
    score: () => 0.7,
  },
  {
    type: 'alipay_id',
    window: 12,
    pattern: /(?<!\d)(?:2088\d{12}|1[3-9]\d{9})(?!\d)|(?<![\w.])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,24}){1,3}/g,
    score: () => 0.8,
  },
  {
    type: 'bank_card',
    words: /尾|末四|後四|ending/,
    window: 8,
    pattern: /(?<![\d*])(?:[*xX]{0,4})\d{4}(?!\d)/g,
    score: () => 0.6,
  },
  {
    type: 'bank_swift',
    window: 14,
    pattern: new RegExp(BIC, 'g'),
    score: () => 0.85,
  },
  {
    type: 'minor',
    window: 4,
    pattern: /(?<![\d.,A-Za-z_~-])(?:1[0-7]|[1-9])(?![\d.,+%_-]|(?! ?y)[A-Za-z]| ?(?:以上|以下|至|to|years? of exp))/g,
    score: () => 0.6,
  },
  {
    type: 'ip_address',
    window: 6,
    pattern: /(?<![\d.])(?:\d{1,3}\.){3}(?:\d{1,3}|[*xX]{1,3})(?![\d.])/g,
    score: () => 0.8,
  },
];

/** The currency of a cell's amount may stand behind it. */
const BEHIND = `(?: ?(?:${CURRENCY}|元|圓|圆))?`;

/** Cells under a header of these types are values as a whole when they look like one. */
const CELL_PATTERNS: Readonly<Partial<Record<FindingType, RegExp>>> = {
  date_of_birth: new RegExp(`^${DATE}`, 'i'),
  salary: new RegExp(`^(?:${CURRENCY} ?)?(?:${NUMBER}|[1-9]\\d{0,2}(?:\\.\\d+)?)${BEHIND}$`),
  personal_amount: new RegExp(`^(?:${CURRENCY} ?)?-?(?:\\d+(?:\\.\\d+)?|${NUMBER})${BEHIND}$`),
  address: /^.{4,200}$/s,
  wechat_id: /^[A-Za-z][-_A-Za-z0-9]{5,19}$/,
  alipay_id: /^\S{6,64}$/,
  health: /^(?=.*\p{L}{2})(?!(?:無|无|none|nil|n\/a|nenhum|nenhuma|正常|良好|否|no|não)$).{2,120}$/isu,
  qq_id: /^[1-9]\d{4,10}$/,
  bank_swift: new RegExp(`^${BIC}$`),
  minor: /^(?:\d|1[0-7])(?: ?(?:歲|岁|years|anos))?$/,
};

/** The rules that each cue word starts. */
const RULES_OF: readonly (readonly LabelRule[])[] = CUES.map((cue) =>
  LABEL_RULES.filter((rule) => labels(cue, rule.type) && rule.words?.test(cue.text) !== false),
);

export function findValues(source: Source): Hit[] {
  return [...source.labelled.flatMap((hit, i) => behindLabel(source, hit, i)), ...inCells(source), ...plates(source)];
}

function behindLabel(source: Source, hit: CueHit, index: number): readonly Hit[] {
  if ((RULES_OF[hit.cue.index] ?? NO_HITS).length === 0 || isInTable(source, hit.start)) return NO_HITS;
  const found: Hit[] = BORN.test(hit.cue.text) ? bornBefore(source, hit) : [];
  // Born on the day before the word: the next one is another's.
  if (found.length > 0) return found;
  for (const rule of RULES_OF[hit.cue.index] ?? []) {
    if (speaksOfElse(source.labelled, index, rule.type)) continue;
    const window = source.view.text.slice(hit.end, hit.end + rule.window + 40);
    rule.pattern.lastIndex = 0;
    for (
      let match = rule.pattern.exec(window);
      match !== null && match.index <= rule.window;
      match = rule.pattern.exec(window)
    ) {
      if (isElse(source, rule, hit, window.slice(0, match.index), match[0])) break;
      found.push(labelled(rule.type, hit, hit.end + match.index, match[0].length, rule.score(match.index)));
      if (rule.all !== true) break;
    }
  }
  return found;
}

/** Inside a longer word that names something else: 頭獎獎金, 手機尾號. */
function speaksOfElse(labelled: readonly CueHit[], index: number, type: FindingType): boolean {
  const outer = coverOf(labelled, index);
  return outer !== null && !labels(outer.cue, type);
}

/** Whether what was matched behind the label is something else: another word stands between, it is a part of a link, or it goes on with the label. */
function isElse(source: Source, rule: LabelRule, hit: CueHit, gap: string, value: string): boolean {
  if (rule.gap?.test(gap) === false) return true;
  if (
    rule.type === 'salary' &&
    !EXPECTED.test(hit.cue.text) &&
    isTariff(source, hit.end + gap.length, hit.end + gap.length + value.length)
  )
    return true;
  if (rule.type === 'wechat_id' && isInside(source.candidates.urls, hit.end + gap.length)) return true;
  return isLatinLetter(source.view.codes[hit.end - 1] ?? 0) && isJustAWord(rule.type, gap, value);
}

/** What an applicant asks for is a range as well. */
const EXPECTED = /期望|expect|pretens/i;

/** A range (9-12K) or a rate of a rule (每日80元) is nobody's pay. */
function isTariff(source: Source, start: number, end: number): boolean {
  const { text } = source.view;
  return (
    /(?:\d ?[萬万kK]?[元圓]? ?(?:-|~|至|到|to|a) ?|每[日天晚餐次張张單单件]|per (?:day|night|meal|trip) )$/.test(
      text.slice(Math.max(0, start - 10), start),
    ) || /^ ?[萬万kK]?[元圓]? ?(?:-|~|至|到) ?(?:[A-Z$¥]{0,4} ?)?\d/.test(text.slice(end, end + 10))
  );
}

/** Behind a Latin label: what touches it goes on with it (`age1pq`); an account of letters alone needs a sign between. */
function isJustAWord(type: FindingType, gap: string, value: string): boolean {
  return gap === '' || (type === 'wechat_id' && gap.trim() === '' && !/[-_\d]/.test(value));
}

/** 1988年11月5日出生: the date stands before the word. */
function bornBefore(source: Source, hit: CueHit): Hit[] {
  if (/[效產产活成意動动物]/.test(source.view.text.charAt(hit.end))) return [];
  // 日 of 日生 belongs to the date.
  const end = hit.cue.text === '日生' ? hit.start + 1 : hit.start;
  const before = source.view.text.slice(Math.max(0, end - 24), end);
  const match = DATE_BEFORE.exec(before);
  if (match === null) return [];
  const start = end - before.length + match.index;
  return [labelled('date_of_birth', hit, start, match[0].trimEnd().length, 0.85)];
}

function labelled(type: FindingType, hit: CueHit, start: number, length: number, score: number): Hit {
  return {
    type,
    start,
    end: start + length,
    score: clampScore(score),
    check: 'none',
    cue: hit.cue.text,
    pack: 'intl',
    role: false,
    strength: 2,
  };
}

function inCells(source: Source): Hit[] {
  const found: Hit[] = [];
  for (const cell of source.tables.cells) {
    if (hasRole(cell.header.cue, 'negative')) continue;
    const value = source.view.text.slice(cell.start, cell.end);
    for (const group of cell.header.cue.groups) {
      if (group.role !== 'label') continue;
      for (const type of group.types) {
        if (CELL_PATTERNS[type]?.test(value) === true)
          found.push(labelled(type, cell.header, cell.start, value.length, 0.85));
      }
    }
  }
  return found;
}

const PLATE = /[\u4e00-\u9fff][A-HJ-NP-Z][·・•‧]?[A-HJ-NP-Z0-9]{4,6}[挂学警港澳學掛]?(?![0-9A-Za-z])/y;

/** Mainland plates (GA 36): region, letter, five or six characters; the last may be a word such as 澳. */
function plates(source: Source): Hit[] {
  const found: Hit[] = [];
  for (const at of source.candidates.plates) {
    PLATE.lastIndex = at;
    const match = PLATE.exec(source.view.text);
    if (match === null || !/^.[A-Z][·・•‧]?(?:[A-Z0-9]{4}[挂学警港澳學掛]|[A-Z0-9]{5,6})$/.test(match[0])) continue;
    found.push({
      type: 'vehicle_plate',
      start: at,
      end: at + match[0].length,
      score: 0.8,
      check: 'none',
      cue: null,
      pack: 'cn',
      role: false,
      strength: 2,
    });
  }
  return found;
}

/** Values that only a label gives a meaning: dates of birth, pay, balances, addresses, accounts of messengers, plates. */
import type { FindingType } from '../../model/classification.ts';
import type { CueHit } from './cues.ts';
import { clampScore, type Hit } from './hit.ts';
import { hasRole, labels } from './cues.ts';
import { isInTable, type Source } from './source.ts';

const MONTH =
  '(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Janeiro|Fevereiro|Março|Abril|Maio|Junho|Julho|Agosto|Setembro|Outubro|Novembro|Dezembro)\\.?';
const DATE = `(?:\\d{4} ?[年/.-] ?\\d{1,2} ?[月/.-] ?\\d{1,2}(?: ?日)?|\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{4}|\\d{1,2}(?:º)? (?:de )?${MONTH}(?: de)?,? \\d{4}|${MONTH} \\d{1,2},? \\d{4}|(?:19|20)\\d{6}|\\d{4} ?年 ?\\d{1,2} ?月)`;
const CURRENCY =
  '(?:MOP\\$?|HKD|HK\\$|CNY|RMB|USD|US\\$|EUR|€|￥|¥|\\$|澳門元|澳门元|澳門幣|澳门币|港元|港幣|港币|人民幣|人民币|葡幣|patacas)';
const NUMBER = '\\d{1,3}(?:[,. ]\\d{3}){1,3}(?:[.,]\\d{1,2})?|\\d{3,9}(?:[.,]\\d{1,2})?';
const AMOUNT = `(?:${CURRENCY} ?(?:${NUMBER})|(?:${NUMBER}) ?(?:${CURRENCY}|元|萬|万))`;

type LabelRule = {
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
  { type: 'salary', window: 6, pattern: new RegExp(NUMBER, 'g'), score: () => 0.55 },
  { type: 'personal_amount', window: 16, pattern: new RegExp(AMOUNT, 'g'), score: () => 0.65 },
  {
    type: 'wechat_id',
    window: 6,
    pattern: /(?<![0-9A-Za-z])[A-Za-z][-_A-Za-z0-9]{5,19}(?![-_A-Za-z0-9])/g,
    score: () => 0.75,
  },
  { type: 'alipay_id', window: 6, pattern: /(?<!\d)(?:2088\d{12}|1[3-9]\d{9})(?!\d)/g, score: () => 0.8 },
];

/** Cells under a header of these types are values as a whole when they look like one. */
const CELL_PATTERNS: Readonly<Partial<Record<FindingType, RegExp>>> = {
  date_of_birth: new RegExp(`^${DATE}`, 'i'),
  salary: new RegExp(`^(?:${CURRENCY} ?)?(?:${NUMBER}|[1-9]\\d{0,2}(?:\\.\\d+)?)$`),
  personal_amount: new RegExp(`^(?:${CURRENCY} ?)?-?(?:\\d+(?:\\.\\d+)?|${NUMBER})$`),
  address: /^.{4,200}$/s,
  wechat_id: /^[A-Za-z][-_A-Za-z0-9]{5,19}$/,
  alipay_id: /^\S{6,64}$/,
  health: /^(?=.*\p{L}{2}).{2,120}$/su,
};

export function findValues(source: Source): Hit[] {
  return [...source.labelled.flatMap((hit) => behindLabel(source, hit)), ...inCells(source), ...plates(source)];
}

function behindLabel(source: Source, hit: CueHit): Hit[] {
  if (isInTable(source, hit.start)) return [];
  const found: Hit[] = [];
  for (const rule of LABEL_RULES) {
    if (!labels(hit.cue, rule.type)) continue;
    const window = source.view.text.slice(hit.end, hit.end + rule.window + 40);
    rule.pattern.lastIndex = 0;
    for (
      let match = rule.pattern.exec(window);
      match !== null && match.index <= rule.window;
      match = rule.pattern.exec(window)
    ) {
      // A dash or letter before a bare number makes it a part of something else.
      found.push(labelled(rule.type, hit, hit.end + match.index, match[0].length, rule.score(match.index)));
      if (rule.all !== true) break;
    }
  }
  return found;
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

const PLATE = /[\u4e00-\u9fff][A-HJ-NP-Z][A-HJ-NP-Z0-9]{4,6}[挂学警港澳學掛]?(?![0-9A-Za-z])/y;

/** Mainland plates (GA 36): region, letter, five or six characters; the last may be a word such as 澳. */
function plates(source: Source): Hit[] {
  const found: Hit[] = [];
  for (const at of source.candidates.plates) {
    PLATE.lastIndex = at;
    const match = PLATE.exec(source.view.text);
    if (match === null || !/^.[A-Z](?:[A-Z0-9]{4}[挂学警港澳學掛]|[A-Z0-9]{5,6})$/.test(match[0])) continue;
    found.push({
      type: 'vehicle_plate',
      start: at,
      end: at + match[0].length,
      score: 0.8,
      check: 'none',
      cue: null,
      pack: 'cn',
      role: false,
    });
  }
  return found;
}

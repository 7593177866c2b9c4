/** Special categories: the value of a labelled field, and words that say something about somebody. */
import type { FindingType } from '../../model/classification.ts';
import { CUES } from '../packs/all.ts';
import { foldText } from './chars.ts';
import { HEALTH_FIELDS } from '../packs/health.ts';
import { type CueHit, firstEndingAfter, hasRole, labels } from './cues.ts';
import { clampScore, type Hit } from './hit.ts';
import { cellAt, isInTable, type Source } from './source.ts';
import { Sentences } from './sentences.ts';
import { WordsNear } from './words-near.ts';

const SPECIAL = [
  'religion',
  'political_opinion',
  'union_membership',
  'sexual_orientation',
  'ethnicity',
  'criminal_record',
  'biometric',
  'genetic',
] as const satisfies readonly FindingType[];

const NONE: readonly FindingType[] = [];
/** The special categories of each cue word. */
const SPECIAL_OF: readonly (readonly FindingType[])[] = CUES.map((cue) =>
  SPECIAL.filter((type) =>
    cue.groups.some((group) => (group.role === 'label' || group.role === 'special') && group.types.includes(type)),
  ),
).map((types, i) => (HEALTH_FIELDS.has(CUES[i]?.text ?? '') ? [...types, 'health'] : types));

/** A catalogue of captions gives one name of a field for another: `"religion": "Religious belief"`. */
const NAMES_OF_FIELDS: ReadonlySet<string> = new Set(
  CUES.filter((cue) => hasRole(cue, 'label') && !hasRole(cue, 'special')).map((cue) => foldText(cue.text)),
);

/** A form's value: up to the end of the clause. */
const FIELD =
  /^(?!["'][ \t]{0,4}\|)["'」』】]?[ \t]{0,4}(?:\([^)\n]{0,16}\)[ \t]?)?[:：=|][ \t]{0,4}["'「]?(?<v>[^\n:：;；,，。|"'<>]{1,40})/u;
/** What `FIELD` may begin with. */
const FIELD_SIGNS: ReadonlySet<number> = new Set(Array.from('"\'」』】 \t(:：=|', (sign) => sign.charCodeAt(0)));
/** Not a value: nothing to say, a choice that is not made, a placeholder. */
const EMPTY =
  /^(?:[-–—_./\\□☐○]*|無|无|沒有|没有|不適用|不适用|未填|保密|否|n\/?a|none|nil|no|null\W{0,4}|undefined|not applicable|not stated|prefer not to say|unknown|[\d.,%/ -]+|nenhum[a]?|não|n\.?a\.?|não aplicável|não indicado|\[.*|<.*|\{.*|\$.*|yes\/no.*|是\/否.*|有\/無.*)$/iu;
/** Words for a condition; not a date, a number, a person, that all is well, or what the reader is asked to do. */
const CONDITION =
  /^(?!.*(?:informe|pergunte|consulte|por favor|avise|please|\b(?:ask|tell|inform|contact|see)\b|let us|告知|告诉|通知|先生|女士|小姐|醫生|医生|日期|正常|良好|待定|待查|詳見|详见))(?=.*\p{L}{2})/iu;
/** Words of the first, second or third person that make a sentence about somebody. */
const SOMEBODY =
  /(?:他|她|佢|我|你|您|該同志|该同志|該生|该生|該名|该名|其本人|被告|原告|嫌疑人|嫌犯|死者|傷者|伤者|證人|证人|借款人|租客|會員|会员|該員工|该员工|此人|本人|當事人|当事人|申請人|申请人|員工|员工|客戶|客户|病人|患者|學生|学生|候選人|候选人|先生|女士|小姐|太太)|\b(?:he|she|his|her|him|my|your|who|employee|patient|applicant|candidate|client|colleague|tenant|student|witness|defendant|claimant|Mr|Mrs|Ms|Dr)\b|\b(?:ele|ela|seu|sua|dele|dela|doente|paciente|utente|trabalhador|trabalhadora|colaborador|colaboradora|funcionário|funcionária|arguido|arguida|cliente|candidato|candidata|aluno|aluna|Sr|Sra)\b/giu;
/** What concerns rules, products and places rather than somebody. */
export const GENERAL =
  /(?:政策|指引|守則|守则|條例|条例|法規|法规|法例|規定|规定|產品|产品|設備|设备|機具|報價|报价|系統功能|系统功能|考勤機|考勤机|門禁機|门禁机|感應器|传感器|博物館|博物馆|課程|课程|代表大會|代表大会|一律|不得|禁止|如需|如有)|\b(?:policy|policies|products?|devices?|readers?|sensors?|terminals?|act|law|regulation|market|vendor|supplier|must not|shall not|may not|museum|festival|course)\b|\b(?:política de|regulamento|lei|leitor|leitores|equipamento|terminal|fornecedor|mercado|não podem|é proibid)/giu;

/** `persons`: findings that name or number a person, in order of place. */
export function findSpecial(source: Source, persons: readonly Hit[]): Hit[] {
  const hits: Hit[] = [];
  const { text } = source.view;
  const around: Around = {
    sentences: new Sentences(source.view.codes),
    persons: new Overlaps(persons),
    somebody: new WordsNear(text, SOMEBODY),
    general: new WordsNear(text, GENERAL),
  };
  for (const hit of source.cues.of('special')) {
    for (const type of SPECIAL_OF[hit.cue.index] ?? NONE) {
      const found = field(source, hit, type) ?? statement(source, hit, type, around);
      if (found !== null) hits.push(found);
    }
  }
  return [...hits, ...cells(source)];
}

type Around = {
  readonly sentences: Sentences;
  readonly persons: Overlaps;
  readonly somebody: WordsNear;
  readonly general: WordsNear;
};

function field(source: Source, hit: CueHit, type: FindingType): Hit | null {
  if (!labels(hit.cue, type) || isInTable(source, hit.start)) return null;
  const match = fieldBehind(source, hit);
  const value = match?.groups?.['v']?.replace(/\. .*$/, '').trimEnd();
  if (match === null || value === undefined || EMPTY.test(value.trim())) return null;
  if (NAMES_OF_FIELDS.has(foldText(value.trim())) || (type === 'health' && !CONDITION.test(value))) return null;
  const start = hit.end + match[0].length - (match.groups?.['v']?.length ?? 0);
  return finding(type, start, start + fieldLength(value, type), 0.75, hit.cue.text);
}

/** Forms put the next field behind a blank: 民族：壯族 是否獨生子女. Conditions have several words. */
function fieldLength(value: string, type: FindingType): number {
  return (type === 'health' ? value : value.replace(/(?<=[\u4e00-\u9fff]) .*$/u, '')).length;
}

/** The value of a form behind the word; most words have another sign behind them than a form has. */
function fieldBehind({ view }: Source, { end }: CueHit): RegExpExecArray | null {
  return FIELD_SIGNS.has(view.codes[end] ?? 0) ? FIELD.exec(view.text.slice(end, end + 80)) : null;
}

function statement(source: Source, hit: CueHit, type: FindingType, around: Around): Hit | null {
  if (!hasRole(hit.cue, 'special')) return null;
  const group = hit.cue.groups.find((one) => one.role === 'special' && one.types.includes(type));
  if (group === undefined) return null;
  if (isInTable(source, hit.start) && cellAt(source.tables.cells, hit.start) === null) return null;
  const answer = fieldBehind(source, hit)?.groups?.['v']?.trim();
  if (answer !== undefined && EMPTY.test(answer)) return null;
  around.sentences.seek(hit.start, hit.end);
  const { from, to } = around.sentences;
  let score = group.strong === true ? 0.5 : 0.3;
  if (around.persons.isAny(from, to)) score += 0.3;
  if (around.somebody.isAny(from, to)) score += 0.2;
  if (isAboutSomebody(source, hit, type, from, to)) score += 0.2;
  if (around.general.isWhole(from, to)) score -= 0.2;
  return finding(type, hit.start, hit.end, score, hit.cue.text);
}

/** Whether another word in `[from, to)`, or over its edge, makes the type one of somebody. */
function isAboutSomebody(source: Source, hit: CueHit, type: FindingType, from: number, to: number): boolean {
  const words = source.cues.of('about');
  for (let i = firstEndingAfter(words, from); i < words.length; i += 1) {
    const other = words[i];
    if (other === undefined || other.end >= to + LONGEST_CUE) return false;
    if (other.start < to && other !== hit && isAbout(other, type)) return true;
  }
  return false;
}

const LONGEST_CUE = Math.max(...CUES.map((cue) => cue.length));

function isAbout(hit: CueHit, type: FindingType): boolean {
  return hit.cue.groups.some((group) => group.role === 'about' && group.types.includes(type));
}

/** Whether some hit of a list in order of place lies in a stretch of text: by the farthest end of those that begin before its end. */
class Overlaps {
  readonly #hits: readonly Hit[];
  /** The farthest end of the hits up to each one. */
  readonly #reach: Int32Array;

  constructor(hits: readonly Hit[]) {
    this.#hits = hits;
    this.#reach = new Int32Array(hits.length);
    let reach = 0;
    hits.forEach((hit, i) => {
      reach = Math.max(reach, hit.end);
      this.#reach[i] = reach;
    });
  }

  isAny(from: number, to: number): boolean {
    let low = 0;
    let high = this.#hits.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#hits[middle]?.start ?? 0) >= to) high = middle;
      else low = middle + 1;
    }
    return (this.#reach[low - 1] ?? 0) > from;
  }
}

function cells(source: Source): Hit[] {
  const hits: Hit[] = [];
  for (const cell of source.tables.cells) {
    for (const type of SPECIAL) {
      if (!labels(cell.header.cue, type) || cell.end - cell.start > 60) continue;
      if (EMPTY.test(source.view.text.slice(cell.start, cell.end))) continue;
      hits.push(finding(type, cell.start, cell.end, 0.7, cell.header.cue.text));
    }
  }
  return hits;
}

function finding(type: FindingType, start: number, end: number, score: number, cue: string): Hit {
  return { type, start, end, score: clampScore(score), check: 'none', cue, pack: 'intl', role: false, strength: 2 };
}

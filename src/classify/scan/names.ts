/** Names of persons by rule: behind a label, before or behind a form of address, beside an e-mail address, in a name column. */
import { NO_HAN_NAMES } from '../packs/name-cues-words.ts';
import { DOUBLE_SURNAMES, NAME_FOLLOWERS, NOT_IN_NAMES, SURNAMES } from '../packs/name-cues.ts';
import { foldText, isHan, isUpper } from './chars.ts';
import { type CueHit, hasRole, labels } from './cues.ts';
import type { Hit } from './hit.ts';
import { type Bounds, nameWithin } from './name-shape.ts';
import { isInTable, type Source } from './source.ts';
import { WordSet } from './word-set.ts';

const WORD = "\\p{Lu}(?:[\\p{L}'’]|-(?=\\p{L})){0,24}";
const PARTICLE = '(?:de|da|do|dos|das|e|van|von|der|del|di|la|bin|D\\.)';
const LATIN_WORDS = `${WORD}(?:,? (?:${PARTICLE} )?${WORD}|\\r?\\n${PARTICLE} ${WORD}){0,6}`;
const LATIN = new RegExp(LATIN_WORDS, 'uy');
/** The same for letters without accents, five times as fast: the tables of all letters of the world are long. */
const PLAIN_LATIN = new RegExp(
  LATIN_WORDS.replaceAll("[\\p{L}'’]", "[A-Za-z']").replaceAll('\\p{L}', '[A-Za-z]').replaceAll('\\p{Lu}', '[A-Z]'),
  'y',
);
/** Signs, a particle and a letter that may go on with a name. */
const GOES_ON = 10;
/** Between a label and its value: blanks, colon, brackets, table bars. */
const GAP = /[ \t]*(?:[)」』】"']?[ \t]*[:：=|][ \t]*|\([^)\n]{0,10}\)[ \t]*[:：]?[ \t]*|\t+|[ \t]+)?["“「`|]?[ \t]*/y;
const COMPANY =
  /公司|有限|集團|集团|銀行|银行|中心|部門|部门|學校|学校|大學|大学|醫院|医院|\b(?:ltd|limited|lda|inc|corp|llc|gmbh)\b/i;

export function findNames(source: Source): Hit[] {
  const hits: Hit[] = [];
  let doneTo = 0;
  for (const hit of source.cues.of('naming')) {
    // A word inside the name that was just found begins no other: names do not overlap, and a line of titles stays cheap.
    if (hit.end <= doneTo || isInTable(source, hit.start)) continue;
    const found = fromCue(source, hit);
    if (found === null) continue;
    hits.push(found);
    doneTo = found.end;
  }
  return [...hits, ...nameColumns(source)];
}

function fromCue(source: Source, hit: CueHit): Hit | null {
  if (labels(hit.cue, 'person_name')) return isOfThing(source.view.text, hit) ? null : behind(source, hit, 'label');
  if (hasRole(hit.cue, 'title')) return afterTitle(source, hit);
  if (hasRole(hit.cue, 'honorific') && !isBrand(source.view.text, hit)) {
    const found = beforeHonorific(source, hit);
    if (found !== null) return found;
  }
  if (hasRole(hit.cue, 'closing')) return signature(source, hit);
  const found = hasRole(hit.cue, 'field') ? behind(source, hit, 'field') : null;
  return found ?? (hasRole(hit.cue, 'role') ? behind(source, hit, 'role') : null);
}

const TITLES = /^(?:(?:Mr|Mrs|Ms|Dr|Sr|Sra|Dra|D|Prof)\.? ){1,2}/;

/** Before the word "name": what has it. */
const THING_BEFORE =
  /(?<![A-Za-z])(?:file|folder|path|host|domain|server|device|bluetooth|network|wi-?fi|printer|machine|cluster|node|container|image|package|module|class|function|method|variable|parameter|field|column|table|database|schema|bucket|key|branch|tag|repo|repository|app|application|service|job|task|queue|event|product|item|model|brand|trade|company|business|firm|shop|store|project|programme|program|plan|scheme|fund|stock|vessel|ship|hotel|venue|room|building|street|road|city|country|school|bank|department|team|group|course|dish|drug|medicine|trademark|theme|font|game|song|book|film|category|type)[ _-]$/i;
const THING_REACH = 14;

/** "Bluetooth name: Falcon-V3", "Event name: Spring Gala". */
function isOfThing(text: string, { start, cue }: CueHit): boolean {
  return cue.word === 'name' && THING_BEFORE.test(text.slice(Math.max(0, start - THING_REACH), start));
}

/**
 * `label`: a colon, tab or bracket makes any plausible name count; without one it must look like a name by itself, as behind a `role`.
 * `field`: there must be a colon, and what has no known surname counts only when the names model sees a name there too.
 */
type Before = 'label' | 'field' | 'role';

function behind({ view: { text } }: Source, hit: CueHit, before: Before): Hit | null {
  const cue = hit.cue.text;
  GAP.lastIndex = hit.end;
  const gap = isHan(text.charCodeAt(hit.end)) ? '' : (GAP.exec(text)?.[0] ?? '');
  if (before === 'field' && !/[:：=|\t]/.test(gap)) return null;
  const explicit = before !== 'role' && /[:：=|\t(]/.test(gap);
  const at = afterTitles(text, hit.end + gap.length);
  const han = hanNameAt(text, at, explicit);
  if (han > 0) return hanNameBehind(text, { start: at, end: at + han }, explicit, before === 'field', cue);
  const latin = latinNameAt(text, at);
  if (latin === null || (gap === '' && /[A-Za-z]$/.test(cue)) || (!explicit && !isTwoWords(latin, cue))) return null;
  return nameHit(at, at + latin.length, before === 'label' && explicit ? 0.8 : 0.65, cue);
}

function afterTitles(text: string, at: number): number {
  return isUpper(text.charCodeAt(at)) ? at + (TITLES.exec(text.slice(at, at + 12))?.[0].length ?? 0) : at;
}

/** "to" and "from" are labels in the head of a message only. */
function isTwoWords(latin: string, cue: string): boolean {
  return latin.includes(' ') && !/^(?:from|to|cc|sender|author)$/i.test(cue);
}

/** Behind the colon of a label anything may be a name; otherwise what looks like none is none. */
function hanNameBehind(text: string, found: Bounds, explicit: boolean, isField: boolean, cue: string): Hit | null {
  const bounds = explicit && !isField ? found : nameWithin(text, found.start, found.end);
  if (bounds === null) return null;
  const score = !explicit ? 0.7 : !isField ? 0.9 : beginsWithSurname(text, bounds.start) ? 0.85 : 0.65;
  return nameHit(bounds.start, bounds.end, score, cue);
}

function beginsWithSurname(text: string, at: number): boolean {
  const folded = foldText(text.slice(at, at + 2));
  return DOUBLE_SURNAMES.has(folded) || SURNAMES.has(folded.slice(0, 1));
}

/** Length of the Chinese name at `at`, or 0. */
function hanNameAt(text: string, at: number, explicit: boolean): number {
  const run = hanRun(text, at, 8);
  if (run.length < 2) return 0;
  if (!beginsWithSurname(text, at)) return unusualName(text, at, run, explicit);
  const folded = foldText(run);
  const double = DOUBLE_SURNAMES.has(folded.slice(0, 2));
  const longest = double ? 4 : 3;
  if (run.length <= longest) return run.length === 2 && !explicit && !isWholeClause(text, at + 2) ? 0 : run.length;
  for (const length of [longest, longest - 1]) if (NAME_FOLLOWERS.test(folded.slice(length))) return length;
  return 0;
}

/** Without a known surname: a clause of its own behind a label, or one with a character beyond the basic plane. */
function unusualName(text: string, at: number, run: string, explicit: boolean): number {
  // Such characters (U+20000 and on) are hardly used but in names.
  const rare = /[\ud840-\ud8ff]/.test(run);
  if (!(explicit || rare) || run.length > (rare ? 6 : 4) || COMPANY.test(run)) return 0;
  return isWholeClause(text, at + run.length) ? run.length : 0;
}

/** The text goes on with something that is no Chinese character. */
function isWholeClause(text: string, at: number): boolean {
  return at >= text.length || !isHan(text.charCodeAt(at));
}

function hanRun(text: string, at: number, limit: number): string {
  let end = at;
  while (end < text.length && end - at < limit && isHan(text.charCodeAt(end))) end += 1;
  return text.slice(at, end);
}

function latinNameAt(text: string, at: number): string | null {
  const first = text.charCodeAt(at);
  if (isHan(first) || (first < 0x80 && !isUpper(first))) return null;
  const words = latinWordsAt(text, at);
  if (words === null) return null;
  const comma = words.indexOf(',');
  // "CHAN, Tai Man" is one name; behind any other comma stands a title or another person.
  const whole = comma === -1 || /^[A-Z]+,/.test(words) ? words : words.slice(0, comma);
  const value = withoutLabel(text, at, withoutLastLabel(whole));
  return isLatinName(value) ? value : null;
}

function latinWordsAt(text: string, at: number): string | null {
  PLAIN_LATIN.lastIndex = at;
  const plain = PLAIN_LATIN.exec(text);
  if (plain !== null && isPlainBehind(text, at + plain[0].length)) return plain[0];
  LATIN.lastIndex = at;
  return LATIN.exec(text)?.[0] ?? null;
}

/** Whether nothing but ASCII stands so near behind that it could go on with a name. */
function isPlainBehind(text: string, end: number): boolean {
  for (let i = end; i < end + GOES_ON && i < text.length; i += 1) if (text.charCodeAt(i) >= 0x80) return false;
  return true;
}

const LAST_LABEL = /,? (?:[A-Z]{1,4}|NIF|BIR|Tel|Telefone|Date|Data)$/;

function withoutLastLabel(words: string): string {
  const label = LAST_LABEL.exec(words)?.[0];
  if (label === undefined) return words;
  return label.startsWith(',') || /^ \p{Lu}\p{Ll}/u.test(label) ? words.slice(0, -label.length) : words;
}

/** "Ana Sousa Nationality: Portuguese", "Ana Sousa Date of birth": the label of the next field is no part of the name. A firm has none. */
function withoutLabel(text: string, at: number, value: string): string {
  const third = value.indexOf(' ', value.indexOf(' ') + 1);
  // Most names have two words.
  if (third === -1) return value;
  for (let before = third; before !== -1; ) {
    const next = value.indexOf(' ', before + 1);
    if (FIRM_WORDS.has(value, before + 1, next === -1 ? value.length : next)) return '';
    if (OTHER_WORDS.has(value, before + 1, next === -1 ? value.length : next)) return value.slice(0, before);
    before = next;
  }
  return /^ ?[:：]/.test(text.slice(at + value.length, at + value.length + 2))
    ? value.slice(0, value.lastIndexOf(' '))
    : value;
}

const OTHER_WORDS = new WordSet(NOT_IN_NAMES);
const FIRM_WORDS = new WordSet([
  'ltd',
  'limited',
  'limitada',
  'lda',
  'inc',
  'corp',
  'company',
  'group',
  'holdings',
  'trading',
]);

function isLatinName(text: string): boolean {
  return text.length >= 3 && text.length <= 80 && /\p{L}{2}/u.test(text) && !OTHER_WORDS.isAnyIn(text);
}

const LINE_BELOW = /[,.]?[ \t]*(?:\r?\n[ \t]*){1,3}/y;

/** A line of its own below "Yours sincerely"; a firm may sign as well, so that the names model is asked too. */
function signature({ view: { text } }: Source, hit: CueHit): Hit | null {
  LINE_BELOW.lastIndex = hit.end;
  const gap = LINE_BELOW.exec(text)?.[0];
  if (gap === undefined) return null;
  const at = hit.end + gap.length;
  const latin = isHan(text.charCodeAt(at)) ? null : latinNameAt(text, at);
  if (
    latin === null ||
    !latin.includes(' ') ||
    !/^[ \t]*(?:[\r\n,]|$)/.test(text.slice(at + latin.length, at + latin.length + 4))
  )
    return null;
  return nameHit(at, at + latin.length, 0.65, hit.cue.text);
}

function afterTitle(source: Source, hit: CueHit): Hit | null {
  const { text } = source.view;
  const at = behindTitle(text, hit.end);
  if (at === hit.end) return null;
  const latin = latinNameAt(text, at);
  return latin === null ? null : nameHit(at, at + latin.length, 0.85, hit.cue.text);
}

/** Behind a blank and, now and then, a second title. */
function behindTitle(text: string, end: number): number {
  const at = text.charCodeAt(end) === 0x20 ? end + 1 : end;
  return /[DE]/.test(text.charAt(at)) ? at + (SECOND_TITLE.exec(text.slice(at, at + 7))?.[0].length ?? 0) : at;
}

const SECOND_TITLE = /^(?:D|Dr|Dra|Eng)\.ª? /;

/** 康師傅: a brand, not Mr Kang. */
function isBrand(text: string, { start, end }: CueHit): boolean {
  return NO_HAN_NAMES.has(foldText(text.slice(start - 1, end)));
}

function beforeHonorific(source: Source, hit: CueHit): Hit | null {
  const { text } = source.view;
  let start = hit.start;
  while (start > 0 && hit.start - start < 4 && isHan(text.charCodeAt(start - 1))) start -= 1;
  const run = foldText(text.slice(start, hit.start));
  const weak = !/^(?:先生|女士|小姐|太太)$/.test(hit.cue.text);
  if (run.length >= 4 && DOUBLE_SURNAMES.has(run.slice(-4, -2)))
    return nameHit(hit.start - 4, hit.start, 0.85, hit.cue.text);
  if (run.length >= 3 && SURNAMES.has(run.slice(-3, -2)))
    return nameHit(hit.start - 3, hit.start, weak ? 0.6 : 0.85, hit.cue.text);
  if (weak) return isSurnameAlone(run) ? nameHit(hit.start - 1, hit.start, 0.6, hit.cue.text) : null;
  if (run.length >= 2 && SURNAMES.has(run.slice(-2, -1)) && !SURNAMES.has(run.slice(-1)))
    return nameHit(hit.start - 2, hit.start, 0.8, hit.cue.text);
  return SURNAMES.has(run.slice(-1)) ? nameHit(hit.start - 1, hit.start, 0.6, hit.cue.text) : null;
}

/** Words before a surname in front of an office: "請李經理", "老王主任"; nothing else before it may be Chinese. */
const BEFORE_SURNAME = /^[請请找搵和與与給给問问跟叫謝谢由對对向讓让約约]?$/u;
/** Surnames that mean something else before an office: 任主席, 全經理. */
const NO_SURNAME_ALONE = /[任常全时应和成于向连单安计许管席查]/u;

function isSurnameAlone(run: string): boolean {
  const surname = run.slice(-1);
  return BEFORE_SURNAME.test(run.slice(0, -1)) && SURNAMES.has(surname) && !NO_SURNAME_ALONE.test(surname);
}

function nameColumns(source: Source): Hit[] {
  const hits: Hit[] = [];
  for (const cell of source.tables.cells) {
    if (!labels(cell.header.cue, 'person_name')) continue;
    const value = source.view.text.slice(cell.start, cell.end);
    if (value.length > 80 || /\d|@/.test(value) || !/\p{L}{2}/u.test(value) || COMPANY.test(value)) continue;
    hits.push(nameHit(cell.start, cell.end, 0.9, cell.header.cue.text));
  }
  return hits;
}

const BEFORE_MAIL = new RegExp(
  `(?<v>${WORD}(?: (?:${PARTICLE} )?${WORD}){1,5}|[\\u4e00-\\u9fff]{2,4})["”]?[ \\t]*[<,(（:：]?[ \\t]*$`,
  'u',
);

/** Names directly before an e-mail address, and whole Chinese or capitalised names beside another strong finding. */
export function findNamesBeside(source: Source, others: readonly Hit[]): Hit[] {
  const hits: Hit[] = [];
  for (const other of others) {
    if (other.score < 0.5) continue;
    const found = other.type === 'email' && !other.role ? beforeMail(source, other) : null;
    if (found !== null) hits.push(found);
    if (other.type === 'phone') hits.push(...besidePhone(source, other));
  }
  return hits;
}

function beforeMail(source: Source, mail: Hit): Hit | null {
  const { text } = source.view;
  const from = Math.max(0, mail.start - 60);
  const before = text.slice(Math.max(from, text.lastIndexOf('\n', mail.start - 1) + 1), mail.start);
  const match = BEFORE_MAIL.exec(before);
  const value = match?.groups?.['v'];
  if (match === null || value === undefined) return null;
  if (/^[\u4e00-\u9fff]/.test(value) ? !SURNAMES.has(foldText(value).slice(0, 1)) : !isLatinName(value)) return null;
  const start = mail.start - before.length + match.index;
  return nameHit(start, start + value.length, 0.75, null);
}

const BESIDE_BEFORE = /(?<v>[\u4e00-\u9fff]{2,3})[ ,，:：]{0,2}$/;
const BESIDE_AFTER = new RegExp(`^(?:[ ,，]{0,2}[找搵聯联]?[絡络]?[ :：]?)(?<v>${WORD}(?: ${WORD}){1,3})`, 'u');

function besidePhone(source: Source, phone: Hit): Hit[] {
  const { text } = source.view;
  const hits: Hit[] = [];
  const before = text.slice(Math.max(0, phone.start - 6), phone.start);
  const han = BESIDE_BEFORE.exec(before);
  const value = han?.groups?.['v'];
  const whole = han !== null && !isHan(before.charCodeAt(han.index - 1));
  if (han !== null && value !== undefined && whole && SURNAMES.has(foldText(value).slice(0, 1))) {
    const start = phone.start - before.length + han.index;
    hits.push(nameHit(start, start + value.length, 0.6, null));
  }
  const after = BESIDE_AFTER.exec(text.slice(phone.end, phone.end + 60));
  const latin = after?.groups?.['v'];
  if (after !== null && latin !== undefined && isLatinName(latin)) {
    const start = phone.end + after[0].length - latin.length;
    hits.push(nameHit(start, start + latin.length, 0.6, null));
  }
  return hits;
}

/** A person's name as a finding. */
export function nameHit(start: number, end: number, score: number, cue: string | null): Hit {
  return { type: 'person_name', start, end, score, check: 'none', cue, pack: 'intl', role: false };
}

/** Key under which two spellings of a name are one: folded, without blanks. */
export function nameKey(text: string): string {
  return foldText(text)
    .replace(/[\s,]+/g, ' ')
    .trim();
}

const ALIAS = new RegExp(`^[(（/] ?(?<v>[A-Z]{2,12}(?:,? [A-Z]{2,12}){1,3}|${WORD}(?: ${WORD}){1,3}) ?[)）]?`, 'u');

const ALIAS_SIGNS: ReadonlySet<number> = new Set(Array.from('(（/', (char) => char.charCodeAt(0)));

/** The name again in Latin letters, directly behind a Chinese one: "陳大文（CHAN TAI MAN）". */
export function findAliases(source: Source, names: readonly Hit[]): Hit[] {
  const hits: Hit[] = [];
  for (const hit of names) {
    if (!ALIAS_SIGNS.has(source.view.codes[hit.end] ?? 0)) continue;
    const match = ALIAS.exec(source.view.text.slice(hit.end, hit.end + 50));
    const value = match?.groups?.['v'];
    if (match === null || value === undefined || !isLatinName(value)) continue;
    const start = hit.end + match[0].indexOf(value);
    hits.push(nameHit(start, start + value.length, 0.75, null));
  }
  return hits;
}

/** What stands beside a presumed name, and what it ends with: where it really ends, and whether it is a name at all. */
import { NO_HAN_NAMES } from '../packs/name-cues-words.ts';
import { SURNAMES } from '../packs/name-cues.ts';
import type { WordKind } from '../model/names-model.ts';
import { foldText, isHan } from './chars.ts';

/** Offsets in the text; `end` is exclusive. */
export type Bounds = { readonly start: number; readonly end: number };

/** Returns the bounds of the name within `start..end`, or null where the surroundings show that it is none. Bounded work. */
export function nameWithin(text: string, start: number, end: number): Bounds | null {
  return isHan(text.charCodeAt(start)) ? hanName(text, start, end) : latinName(text, start, end);
}

const HONORIFIC =
  /(?:先生|女士|小姐|太太|師傅|师傅|醫生|医生|大夫|老師|老师|教授|律師|律师|經理|经理|主任|董事長?|董事长?|局長|局长|處長|处长|科長|科长|校長|校长|院長|院长|部長|部长|主席|總監|总监|阿姨|同學|同学|同志)$/u;
/** After a surname alone: 梁生, 李總. */
const SHORT_HONORIFIC = /^.[生總总工董太姐哥叔]$/u;
/** Words of grammar that no given name ends with; only when the sentence goes on. */
const GRAMMAR = /[將将等的已被稱称說说則则仍也都就又並并卻却在]$/u;
/** What no given name ends with: amounts, offices, buildings, goods. */
const NO_LAST =
  /[元圓圆角號号額额款價价率券票廠厂局處处組组部站街縣县省廳厅館馆層层室種种個个件份塊块條条噸吨類类項项倍的了嗎吗呢吧啊寺廟庙堡鎮镇雞鸡鴨鸭鵝鹅蝦虾蟹肉粥飯饭菜糕餅饼醬酱蛋絲丝粉糖油鹽盐醋皮腸肠菇瓜椒筍笋餃饺卷鍋锅灣湾塘涌埔墟邨圍围坊圖图閥阀器]$/u;
/** Numerals as banks write them: 伍佰元整. */
const AMOUNT = /^.?[零壹貳贰叁參肆伍陸陆柒捌玖拾佰仟萬万億亿元圓圆角分整]{2,}$/u;
const AMOUNT_AFTER = /^[元圓圆佰仟拾整]/u;
/** What the last character begins instead of ending the name: 付清[余|额]. */
const SPLIT_WORD =
  /^(?:余额|余款|餘額|餘款|单号|單號|单价|單價|单位|單位|毛重|毛利|时间|時間|金额|金額|成本|方式|方案|管理)/u;
/** Banks, schools, places that bear a name are nobody. */
const BODY_AFTER =
  /^(?:銀行|银行|大學|大学|學院|学院|中學|中学|小學|小学|公司|集團|集团|酒店|機場|机场|車站|车站|廣場|广场|公園|公园|大廈|大厦|花園|花园|大橋|大桥|口岸|海灘|海滩|俱樂部|俱乐部|[記记](?!者)|(?:縣|县|省|州|村|寺|廟|庙|宮|宫)(?![長长民友]))/u;

function hanName(text: string, start: number, to: number): Bounds | null {
  const end = hanEnd(text, start, to);
  const value = text.slice(start, end);
  // A surname alone is somebody only by the form of address that was taken off.
  if (value.length < 2) return end < to ? { start, end } : null;
  return isNoHanName(value, text.slice(end - 1, end + 4)) ? null : { start, end };
}

/** Without forms of address and words of grammar at the end. */
function hanEnd(text: string, start: number, to: number): number {
  let end = to;
  const value = text.slice(start, to);
  const honorific = HONORIFIC.exec(value);
  if (honorific !== null && value.length > honorific[0].length) end -= honorific[0].length;
  else if (SHORT_HONORIFIC.test(value) && isSurname(value.charAt(0))) end -= 1;
  while (end - start > 2 && isHan(text.charCodeAt(end)) && GRAMMAR.test(text.slice(start, end))) end -= 1;
  return end - start > 3 && isHan(text.charCodeAt(end)) && text.charAt(end - 1) === '之' ? end - 1 : end;
}

/** `around`: the last character and the four behind it. */
function isNoHanName(value: string, around: string): boolean {
  if (AMOUNT.test(value) || AMOUNT_AFTER.test(around.slice(1)) || NO_HAN_NAMES.has(foldText(value))) return true;
  return NO_LAST.test(value) || SPLIT_WORD.test(around) || BODY_AFTER.test(around.slice(1));
}

function isSurname(char: string): boolean {
  return SURNAMES.has(foldText(char));
}

/** Words that make what stands before them a firm, a street, a building or an event. */
const BODY =
  '(?:Ltd|Limited|Inc|Incorporated|LLC|LLP|PLC|Corp|Corporation|Company|Co|Group|Holdings|Partners|Associates|Consulting|Solutions|Systems|Technologies|Industries|Foundation|Institute|University|College|School|Hospital|Bank|Hotel|Restaurant|Orchestra|(?:Country )?Club|Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Square|Bridge|River|Island|Airport|Station|Tower|Building|Centre|Center|Plaza|Museum|Theatre|Theater|Festival|Award|Prize|Valley|Beach|Mall|Research|Insurance|Logistics|Trading|Engineering|Sons|Brothers|Filhos|Irmãos|Lda|Limitada|Ltda|Unipessoal|GmbH)(?![\\p{L}])';
/** What begins like this is a place, a house or a shop. */
const BODY_FIRST =
  /^(?:Clínica|Hospital|Hotel|Restaurante|Restaurant|Café|Farmácia|Escola|Centro|Bairro|Edifício|Quinta|Praia|Igreja|Loja|Casa|Grupo|São|Santa|Santo|Saint|Mount|Lake|Fort|Port|New)(?: |$)/u;
const WORD = "\\p{Lu}[\\p{L}'’-]{1,24}";
const BODY_BEHIND = new RegExp(`^(?: (?:(?:and|e|&) )?(?:${WORD} )?|, ?)${BODY}`, 'u');
/** "Jones, Smith and Davis Orchestra": none of them is a person. */
const CHAIN_BEHIND = new RegExp(`^(?:, ${WORD}){0,3},? (?:and|e|&) ${WORD},? ${BODY}`, 'u');
const BODY_LAST = new RegExp(`(?:^| )${BODY}\\.?$`, 'u');
/** A street's or a square's name is of somebody, but not him. */
const STREET_BEFORE =
  /(?:^|[^\p{L}])(?:Rua|Avenida|Av\.?|Travessa|Praça|Largo|Estrada|Alameda|Calçada|Rue|Via|Calle|Jalan|University of|Universidade|Hotel|Port|Mount|Lake|Fort|Princess|Prince|Escola|Hospital|Aeroporto|Ponte|Edifício|Edf\.) (?:d[aeo]s? |of )?$/iu;
/** A dash between blanks ends a name. */
const DASH = / [-–—] /u;
const LEADING = /^(?:I|We|You|He|She|It|The|And|But|Dear|Hi|Hello|From|To|Cc)(?:, | )(?=\p{Lu})/u;
const TRAILING = /[\s,;:.\-–—]*[^\p{Script=Latin}\p{M}.'’)]+$/u;
const BEFORE = 24;
const BEHIND = 110;

/** "Don't", "ARC no. 12". */
const NOT_BEHIND = /^(?:[_=]|['’]t(?!\p{L})| (?:no|nos|nr|n)?[.º°]{1,2} ?\d| number )/iu;
/** "nesta Corte", "this Agreement": nobody. */
const DEMONSTRATIVE = /(?:^|[^\p{L}])(?:[nd]?est[ae]s?|[nd]?ess[ae]s?|aquel[ae]s?|these|those|such) $/iu;

function latinName(text: string, from: number, to: number): Bounds | null {
  const value = text.slice(from, to);
  const start = from + (LEADING.exec(value)?.[0].length ?? 0);
  const dash = DASH.exec(value);
  const end = dash === null ? to - (TRAILING.exec(value)?.[0].length ?? 0) : from + dash.index;
  if (end - start < 2) return null;
  const behind = text.slice(end, end + BEHIND);
  if (isCommand(text, start, end, behind) || NOT_BEHIND.test(behind)) return null;
  if (BODY_BEHIND.test(behind) || CHAIN_BEHIND.test(behind) || isBody(text.slice(start, end))) return null;
  const before = text.slice(Math.max(0, start - BEFORE), start);
  return STREET_BEFORE.test(before) || DEMONSTRATIVE.test(before) ? null : { start, end };
}

/** "inciso II": small letters first and capitals later. */
const MIXED_START = /^\p{Ll}{3,} \p{Lu}/u;
const CAPITALISED = /\p{Lu}[\p{L}'’]+/gu;

/** Whether all the capitalised words are known for something else than names: "Constituição Federal". */
function isOrdinary(value: string, start: number, kind: Kind): boolean {
  const words = [...value.matchAll(CAPITALISED)];
  return (
    words.length > 0 &&
    words.every(({ 0: word, index }) => kind(start + index, start + index + word.length) === 'other')
  );
}

const CODE = /^[\p{Lu}\p{N}]{1,5}$/u;

/** "JSON, XML", "STAVANGER, Weeks-Rivas", "TIFF": before a comma stands a known name, and what is short and in capitals is one or none. */
export function isCode(text: string, { start, end }: Bounds, kind: Kind): boolean {
  const value = text.slice(start, end);
  if (/\d/.test(value) || MIXED_START.test(value) || isOrdinary(value, start, kind)) return true;
  const comma = value.indexOf(',');
  const first = comma === -1 ? value : value.slice(0, comma);
  if (comma === -1 && !CODE.test(value)) return false;
  const last = first.slice(first.lastIndexOf(' ') + 1);
  return kind(start + first.length - last.length, start + first.length) !== 'name';
}

function isBody(value: string): boolean {
  return BODY_LAST.test(value) || BODY_FIRST.test(value);
}

const DETERMINER = /^ (?:the|an?|all|your|our|each|every|any|this|these|those)(?![\p{L}])/u;

/** "Mark the parcel": one word that begins a sentence, with an article behind it, is a verb. */
function isCommand(text: string, start: number, end: number, behind: string): boolean {
  return (
    !text.slice(start, end).includes(' ') &&
    DETERMINER.test(behind) &&
    /(?:^|[.!?:\n] ?|[-*•] )$/u.test(text.slice(Math.max(0, start - 3), start))
  );
}

const NEXT_WORD = /^ (?:d[aeo]s? )?(?<w>\p{Lu}[\p{L}'’]{2,24})(?![\p{L}'’.@-])/u;
const PREVIOUS_WORD = /(?<![\p{L}'’.@-])(?<w>\p{Lu}[\p{L}'’]{2,24})(?: d[aeo]s?)? $/u;
const MOST_WORDS = 3;
const NAME_REACH = 34;

/**
 * Returns the bounds with the words to the left and right that are written alike and may be names: to the right known names and words
 * that nothing is known of, to the left known names, and unknown words where all is in capitals.
 */
export function withNeighbours(text: string, bounds: Bounds, kind: Kind): Bounds {
  const isUpper = !/\p{Ll}/u.test(text.slice(bounds.start, bounds.end));
  return { start: leftOf(text, bounds.start, isUpper, kind), end: rightOf(text, bounds.end, isUpper, kind) };
}

type Kind = (start: number, end: number) => WordKind;

function isAlike(word: string, isUpper: boolean): boolean {
  return !/\p{Ll}/u.test(word) === isUpper;
}

function rightOf(text: string, from: number, isUpper: boolean, kind: Kind): number {
  let end = from;
  for (let i = 0; i < MOST_WORDS; i += 1) {
    const next = NEXT_WORD.exec(text.slice(end, end + NAME_REACH));
    const word = next?.groups?.['w'] ?? '';
    const to = end + (next?.[0].length ?? 0);
    if (word === '' || !isAlike(word, isUpper) || kind(to - word.length, to) === 'other') break;
    end = to;
  }
  return end;
}

function leftOf(text: string, to: number, isUpper: boolean, kind: Kind): number {
  let start = to;
  for (let i = 0; i < MOST_WORDS; i += 1) {
    const before = text.slice(Math.max(0, start - NAME_REACH), start);
    const previous = PREVIOUS_WORD.exec(before);
    const word = previous?.groups?.['w'] ?? '';
    if (previous === null || !isAlike(word, isUpper)) break;
    const from = start - before.length + previous.index;
    const known = kind(from, from + word.length);
    if (known === 'other' || (known === 'unknown' && !isUpper)) break;
    start = from;
  }
  return start;
}

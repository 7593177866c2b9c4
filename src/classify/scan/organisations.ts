/** Organisations by what they are called at the end or at the beginning: firms, banks, schools, authorities. They raise no level. */
import { isHan } from './chars.ts';
import type { Hit } from './hit.ts';
import { isInTable, type Source } from './source.ts';

/** What the name of a body ends with in Chinese, in both scripts. */
const HAN_END =
  /(?:股份|集團|集团|一人|控股|責任|责任)?有限(?:責任|责任)?公司|(?:律師|律师|會計師|会计师|建築師|建筑师)事務所|事务所|銀行|银行|大學|大学|學院|学院|中學|中学|小學|小学|醫院|医院|研究院|研究所|協會|协会|商會|商会|聯合會|联合会|基金會|基金会|委員會|委员会|法院|檢察院|检察院|出版社|博物館|博物馆|(?:財政|财政|稅務|税务|公安|警察|教育|衛生|卫生|勞工|劳工|勞工事務|市政|法務|法务|旅遊|旅游|房屋|交通|統計|统计|海事|環境保護|环境保护|民政|審計|审计|管理|監督|监督|事務|事务|服務|服务|發展|发展|明)[局署廳厅處处](?![長长面])/gu;
/** No name of a body goes over these: words of grammar, of position, of reporting. */
const HAN_STOP =
  /[的了在是由向對对與与及將将把被到從从於于給给等這这該该我你他她某據据稱称經经因就並并或且、之每各本至和已会會除自止只]/u;
/** Parts of sentences that stand directly before a name. */
const HAN_BEFORE =
  /^(?:甲方|乙方|丙方|公司|單位|单位|名稱|名称|客戶|客户|供應商|供应商|致函|致|收到|通知|委託|委托|代表|入職|入职|任職|任职|就職|就职|開戶行|开户行|收款行|現任|现任|曾任|歷任|历任|任|昨日|今日|日前|今天|昨天|一家|多家|據悉|报道|報道|存入|匯入|汇入|前往|加入|位於|介绍|介紹|记者|記者|其中|包括|目前|此外|隨後|随后|但|而|也|讓|让|請|请|為|为|以|和|跟|去|找|到|年|月|日|號|号)+/u;
/** Kinds of bodies, no names of one. */
const HAN_KIND =
  /^(?:股份|集團|集团|控股|責任|责任|一人)?有限(?:責任|责任)?公司$|^(?:開戶|开户|收款|付款|往來|往来|代理|商業|商业|多家|投資|投资|中央|網上|网上|手機|手机|外資|外资|發卡|发卡|私人|大型|多数|国内|國內|大部分|不少|部分|其余|其他|個別|个别|許多|许多|家)*(?:銀行|银行)$|^.?(?:大學|大学|學院|学院|中學|中学|小學|小学|醫院|医院|協會|协会|法院|委員會|委员会|事務所|事务所|研究所|研究院|商會|商会|基金會|基金会|出版社|檢察院|检察院|博物館|博物馆)$/u;
const HAN_LONGEST = 24;
const HAN_SHORTEST = 4;

const LATIN_END =
  /(?<![\p{L}\p{N}])(?:Ltd|Limited|LIMITED|LTD|LLC|LLP|PLC|Inc|INC|Incorporated|Corp|Corporation|GmbH|Lda|LDA|Limitada|LIMITADA|Ltda|LTDA|Unipessoal|S\.A|University|College|Institute|Hospital|Bank|Foundation|Holdings|Group|Association|Company|Partners|Associates)(?![\p{L}\p{N}-])\.?/gu;
const LATIN_BEGIN =
  /(?<![\p{L}\p{N}])(?:University|Bank|Ministry|Department|Institute|College|Bureau|Universidade|Banco|Ministério|Instituto|Direc?ção dos Serviços|Câmara Municipal|Tribunal|Hospital|Faculdade|Associação|Fundação|Companhia|Secretaria|Prefeitura)(?= )/gu;
const CONNECTOR = /^(?:&|and|of|for|de|da|do|dos|das|e|y|the)$/u;
const LATIN_WORD = /^[(]?[\p{Lu}\p{N}][\p{L}\p{N}'’.&/-]*[),]?$/u;
/** Capitalised because a sentence begins, or a form's words. */
const LATIN_BEFORE =
  /^(?:The|Our|Your|My|Their|This|That|At|In|On|From|To|With|By|For|Of|And|Or|Dear|When|While|During|After|Before|If|As|But|Between|A|An|O|Os|As|Ao|Na|No|Da|Do|De|E|Em|Para|Por|Pela|Pelo|Com|Entre|Contribuinte|Company|Employer|Client|Customer|Supplier|Empresa|Cliente|Entidade|Mr|Ms|Mrs|Dr|We|I)[,.]?$/u;
const LATIN_REACH = 96;
const MOST_TOKENS = 8;

/** Returns organisations in full form; linear in the length for a given number of them. */
export function findOrganisations(source: Source): Hit[] {
  const { text } = source.view;
  const hits: Hit[] = [];
  let doneTo = 0;
  const add = (found: { start: number; end: number } | null): void => {
    if (found === null || found.start < doneTo || isInTable(source, found.start)) return;
    hits.push(organisation(found.start, found.end));
    doneTo = found.end;
  };
  for (const match of text.matchAll(HAN_END)) add(hanBefore(text, match.index, match.index + match[0].length, doneTo));
  doneTo = 0;
  for (const match of text.matchAll(LATIN_END))
    add(latinBefore(text, match.index, match.index + match[0].length, doneTo));
  doneTo = 0;
  for (const match of text.matchAll(LATIN_BEGIN)) add(latinBehind(text, match.index, match[0].length));
  return hits;
}

/** `from`: where the body before ended. */
function hanBefore(text: string, ending: number, end: number, from: number): { start: number; end: number } | null {
  let start = ending;
  const least = Math.max(from, end - HAN_LONGEST);
  while (start > least && !HAN_STOP.test(text.charAt(start - 1)) && isHanOrBracket(text, start - 1)) start -= 1;
  const value = text.slice(start, end);
  const opened = value.search(/[(（]/u);
  if (/^[)）]/u.test(value) || (opened === -1 && /[)）]/u.test(value))) return null;
  if (opened !== -1 && !/[)）]/u.test(value)) start += opened + 1;
  start += HAN_BEFORE.exec(text.slice(start, ending))?.[0].length ?? 0;
  const name = text.slice(start, end);
  return name.length < HAN_SHORTEST || HAN_KIND.test(name) ? null : { start, end };
}

function isHanOrBracket(text: string, at: number): boolean {
  return isHan(text.charCodeAt(at)) || /[(（)）·]/u.test(text.charAt(at));
}

function latinBefore(text: string, ending: number, end: number, from: number): { start: number; end: number } | null {
  const reach = text.slice(Math.max(from, ending - LATIN_REACH), ending);
  const tokens = reach.slice(reach.lastIndexOf('\n') + 1).split(' ');
  if (tokens.pop() !== '') return null;
  let start = ending;
  let first = ending;
  for (let i = 0; i < MOST_TOKENS; i += 1) {
    const token = tokens.pop();
    if (token === undefined || !mayPrecede(token, i)) break;
    start -= token.length + 1;
    if (!CONNECTOR.test(token) && !LATIN_BEFORE.test(token)) first = start;
  }
  if (/^[(]/u.test(text.slice(first))) first += 1;
  if (first === ending) return null;
  return { start: first, end: text[end - 1] === '.' && isSentenceEnd(text, end) ? end - 1 : end };
}

/** A comma stands before the form only: "Silva, Lda."; a full stop behind abbreviations only. */
function mayPrecede(token: string, distance: number): boolean {
  if (CONNECTOR.test(token)) return distance > 0;
  if (!LATIN_WORD.test(token) || (token.endsWith(',') && distance > 0)) return false;
  return !token.endsWith('.') || token.length <= 4;
}

/** "… Ltd. The" and "… Ltd." at the end: the stop may be both; it belongs to the abbreviation. */
function isSentenceEnd(text: string, end: number): boolean {
  return /(?:University|College|Institute|Hospital|Bank|Foundation|Group|Association|Company|Limited|Limitada|Unipessoal|Corporation|Holdings|Partners|Associates)\.$/u.test(
    text.slice(Math.max(0, end - 16), end),
  );
}

const BEHIND =
  /^(?: (?:of|for|de|da|do|dos|das)(?: the)? (?:\p{Lu}[\p{L}\p{N}'’-]+(?:(?: and| e| de| da| do| dos)? \p{Lu}[\p{L}\p{N}'’-]+){0,4})| \p{Lu}[\p{L}'’-]+(?:(?: de| da| do| dos)? \p{Lu}[\p{L}'’-]+){0,3})/u;
/** English words that begin such a name only before "of". */
const ONLY_OF = /^(?:University|Bank|Ministry|Department|Institute|College|Bureau)$/u;

function latinBehind(text: string, start: number, length: number): { start: number; end: number } | null {
  const behind = BEHIND.exec(text.slice(start + length, start + length + LATIN_REACH))?.[0];
  if (behind === undefined) return null;
  if (ONLY_OF.test(text.slice(start, start + length)) && !behind.startsWith(' of ')) return null;
  return { start, end: start + length + behind.length };
}

function organisation(start: number, end: number): Hit {
  return { type: 'organisation', start, end, score: 0.6, check: 'none', cue: null, pack: 'intl', role: false };
}

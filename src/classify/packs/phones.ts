/**
 * Numbering plans of Macau, Hong Kong, mainland China, Taiwan and Portugal as checks on the digits of a candidate.
 * Source: the regulators' plans as collected in libphonenumber's metadata. Behind a country code Macau's mobile block 6 and Hong
 * Kong's blocks are taken as a whole, because new ranges are opened every year.
 */
import { notADate } from './checks.ts';
import { bounded, compact, list, MARK, type Shape, type Verdict } from './pack.ts';

/** Labels of numbers that anybody may call: reported, but they raise no level. */
export const HOTLINES: ReadonlySet<string> = new Set(
  list(
    `熱線 | 查詢請致電 | 查詢致電 | 有查詢請致電 | 詳情請致電 | 詳情致電 | 歡迎致電 | 查詢請電 | 垂詢 | 客服熱線 | 服務熱線 | 客戶服務熱線 | 查詢熱線 | 諮詢熱線 | 投訴熱線 | 24小時熱線 | 商戶專線 | 客服電話 | 服務電話 | 客服 | 查詢 | 諮詢 | 諮詢電話 | 查詢電話 | 投訴電話 | 報修電話 | 預訂電話 | 訂座電話 | 訂位電話 | 總機 | hotline | toll free | toll-free | customer service | customer services | customer care | switchboard | helpline | help desk | enquiry line | media enquiries | enquiries | media contact | press office | imprensa | general enquiries | main line | reservations | lost or stolen cards | linha de apoio | linha de apoio ao cliente | apoio ao cliente | atendimento ao cliente | linha de atendimento | central telefónica | serviço de apoio | serviços de informação | número verde | SAC | linha azul | reservas | serviço pós-venda | pós-venda | assistência técnica | after-sales | after-sales service | 售後 | 售後服務 | 保修電話`,
  ),
);

/** Compact mobile numbers of Macau, Hong Kong, the mainland, Taiwan and Portugal: somebody carries them, whatever they are called. */
export const MOBILE =
  /^(?:(?:\+|00)?(?:853)?6\d{7}|(?:\+|00)?(?:852)?[5-79]\d{7}|(?:\+|00)?(?:86)?1[3-9]\d{9}|(?:(?:\+|00)?886|0)9\d{8}|(?:\+|00)?(?:351)?9\d{8})$/;

/** RFC 1918, loopback (RFC 1122), link-local (RFC 3927). */
export const PRIVATE_NETWORK = /^(?:10\.|127\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)/;

const MO =
  /^(?:28[2-9]\d{5}|8(?:11|[2-57-9]\d)\d{5}|6800[0-79]\d{3}|6(?:[235]\d\d|6(?:0[0-5]|[1-9]\d)|8(?:0[1-9]|[14-8]\d|2[5-9]|[39][0-4]))\d{4})$/;
const MO_ABROAD = /^(?:28[2-9]\d{5}|8(?:11|[2-57-9]\d)\d{5}|6\d{7})$/;
const HK = /^(?:(?:2[1-9]|3[0-9]|58|[45679]\d|8[1-4])\d{6})$/;
/** Area codes of the mainland without the leading zero. */
const CN_AREA =
  '(?:10|2[0-57-9]|3(?:[157]\\d|35|49|9[1-68])|4(?:1[1-9]|2[179]|[35][1-9]|6[47-9]|7\\d|8[23])|5(?:[1357]\\d|2[37]|4[36]|6[1-46]|80|9[1-9])|6(?:3[1-5]|6[0-38]|9[12])|7(?:01|[1579]\\d|2[248]|3[014-9]|4[3-6]|6\\d)|8(?:1[2-8]|2[5-7]|[37]\\d|5[14-9]|8[36-8]|9[1-8])|9(?:0[1-9]|1[1-79]|[379]\\d|4[13]|5[0-5]))';
const CN = new RegExp(`^(?:1[3-9]\\d{9}|${CN_AREA}[2-9]\\d{6,7})$`);
const CN_LANDLINE = new RegExp(`^0(?:(?:10|2\\d)[2-9]\\d{7}|(?!10|2)${CN_AREA}[2-9]\\d{6,7})$`);
const PT =
  /^(?:2(?:[12]\d|3[1-689]|4[1-59]|[57][1-9]|6[1-35689]|8[1-69]|9[1256])\d{6}|9(?:[1236]\d{2}|480)\d{5}|6[0356]9[23]\d{5}|30\d{7})$/;
const TW = /^(?:9\d{8}|2[2-8]\d{6,7}|[3-8]\d{7,8})$/;
const TW_LANDLINE =
  /^0(?:2[2-8]\d{7}|3[2-9]\d{6,7}|4(?:2\d{7}|[3-9]\d{6})|37\d{6}|49\d{7}|5[2-8]\d{6}|6[2-9]\d{6}|7[2-9]\d{6}|8[2-9]\d{5,6})$/;

export const PHONE_PLANS = { MO, HK, CN, PT, TW } as const;

function plan(expression: RegExp, prefix: RegExp): (value: string) => Verdict {
  return (value) => (expression.test(compact(value).replace(prefix, '')) ? 'none' : 'drop');
}

const EXTENSION = '(?: ?(?:x|ext\\.?|#) ?\\d{1,5})?';

/** `+CC`, `00CC`, `(CC)` or `(+CC)` before a national number of `least` to `most` digits. */
function international(code: string, [least, most]: readonly [number, number], expression: RegExp): Shape[] {
  const national = `\\(?\\d(?:[ .-]?\\(?\\d\\)?){${least - 1},${most - 1}}`;
  const prefix = new RegExp(`^(?:00)?${code}0?`);
  const digits = code.length + least;
  const check = plan(expression, prefix);
  const phone = { type: 'phone', digits, check } as const;
  return [
    { ...phone, pattern: bounded(`\\(?\\+ ?${code}\\)?[ .-]{0,2}${national}`), base: 0.7, marks: MARK.PLUS },
    { ...phone, pattern: bounded(`\\(?00 ?${code}\\)?[ .-]?${national}`), base: 0.65, marks: MARK.ZERO },
    { ...phone, pattern: bounded(`\\(${code}\\)[ .-]?${national}`), base: 0.65, marks: MARK.BRACKET },
    { ...phone, pattern: bounded(`${code}-${national}`), base: 0.5, marks: MARK.HYPHEN },
    { ...phone, pattern: bounded(`${code} ?${national}`), base: 0.3, needsCue: true },
  ];
}

/** Digits in the middle replaced by stars or crosses. */
function masked(pattern: string, digits: number, base: number): Shape {
  return { type: 'phone', pattern: bounded(pattern), base, digits, marks: MARK.MASK };
}

const EIGHT = '\\d{4}[ .-]?\\d{4}';

export const MO_PHONES: readonly Shape[] = [
  ...international('853', [8, 8], MO_ABROAD),
  {
    type: 'phone',
    pattern: bounded(`[268]\\d{3}[ -]?\\d{4}${EXTENSION}`),
    base: 0.3,
    digits: 8,
    check: plan(MO, /X.*|EXT.*/),
  },
  masked('\\(?\\+853\\)?[ -]?\\d{2,4}[ -]?[*xX]{2,6}[ -]?\\d{0,4}', 5, 0.7),
];

export const HK_PHONES: readonly Shape[] = [
  ...international('852', [8, 8], HK),
  {
    type: 'phone',
    pattern: bounded(`[2-9]\\d{3}[ -]?\\d{4}${EXTENSION}`),
    base: 0.3,
    digits: 8,
    check: plan(HK, /X.*|EXT.*/),
  },
  { type: 'phone', pattern: bounded(EIGHT), base: 0.1, digits: 8, needsCue: true, check: notADate },
  masked('\\(?\\+852\\)?[ -]?\\d{2,4}[ -]?[*xX]{2,6}[ -]?\\d{0,4}', 5, 0.7),
  masked('[2-9]\\d{0,3}[ -]?[*xX]{3,5}[ -]?\\d{1,4}', 3, 0.25),
  masked('[2-9]\\d{3}[ -]?(?:[*]{4}|[xX]{4})', 4, 0.2),
  masked('[*]{4}[ -]?\\d{4}', 4, 0.15),
];

export const CN_PHONES: readonly Shape[] = [
  ...international('86', [9, 12], CN),
  { type: 'phone', pattern: bounded('1[3-9]\\d[ -]?\\d{4}[ -]?\\d{4}'), base: 0.55, digits: 11, most: 11 },
  { type: 'phone', pattern: bounded('1[3-9]\\d{2}[ -]\\d{3}[ -]\\d{4}'), base: 0.5, digits: 11 },
  {
    type: 'phone',
    pattern: bounded('\\(?0\\d{2,3}\\)?[ -]{1,2}\\d{3,4}[ -]?\\d{4}(?:-\\d{1,5})?'),
    base: 0.5,
    digits: 10,
    marks: MARK.ZERO,
    check: (value) => plan(CN_LANDLINE, /^$/)(value.replace(/(\d{7,8})-\d{1,5}$/, '$1')),
  },
  {
    type: 'phone',
    pattern: bounded('0\\d{9,11}'),
    marks: MARK.ZERO,
    base: 0.15,
    digits: 10,
    most: 12,
    needsCue: true,
    check: plan(CN_LANDLINE, /^$/),
  },
  masked('(?:\\+?86[ -]?)?1[3-9]\\d?[ -]?[*xX]{4,6}[ -]?\\d{2,4}', 4, 0.65),
];

export const PT_PHONES: readonly Shape[] = [
  ...international('351', [9, 9], PT),
  {
    type: 'phone',
    pattern: bounded('[239]\\d{1,2}[ .-]?\\d{3}[ .-]?\\d{2}[ .-]?\\d{1,2}'),
    base: 0.3,
    digits: 9,
    most: 9,
    check: plan(PT, /^$/),
  },
  {
    type: 'phone',
    pattern: bounded('9[1236]\\d [0-9]{3} \\d{3}|2[1-9]\\d? \\d{3} \\d{2,3}(?: \\d{2})?'),
    base: 0.5,
    digits: 9,
    check: plan(PT, /^$/),
  },
  masked('(?:\\+351 ?)?9[1236]\\d?[ -]?[*]{3,7}[ -]?\\d{2,4}', 4, 0.5),
];

export const TW_PHONES: readonly Shape[] = [
  ...international('886', [8, 10], TW),
  {
    type: 'phone',
    pattern: bounded('09\\d{2}[ -]?\\d{3}[ -]?\\d{3}'),
    base: 0.5,
    digits: 10,
    most: 10,
    marks: MARK.ZERO,
  },
  {
    type: 'phone',
    pattern: bounded('\\(?0\\d{1,2}\\)?[ -]{0,2}\\d{3,4}[ -]?\\d{3,4}'),
    base: 0.3,
    digits: 9,
    most: 10,
    marks: MARK.ZERO,
    check: plan(TW_LANDLINE, /^$/),
  },
  masked('09\\d{2}[ -]?[*]{3,4}[ -]?\\d{2,3}', 4, 0.6),
];

/** Numbers of other countries: a plus sign and up to 15 digits (ITU-T E.164); the plan itself is not known here. */
export const OTHER_PHONES: readonly Shape[] = [
  // North America writes 3-3-4; anything else needs a label.
  {
    type: 'phone',
    pattern: bounded(`(?:\\+?1[ .-])?(?:\\([2-9]\\d{2}\\) ?|[2-9]\\d{2}[.-])\\d{3}[.-]\\d{4}${EXTENSION}`),
    base: 0.55,
    digits: 10,
  },
  { type: 'phone', pattern: bounded('[2-9]\\d{2} \\d{3}[ -]\\d{4}'), base: 0.3, digits: 10 },
  // Brazil writes the area in brackets and a hyphen before the last four; mobiles have a 9 in front.
  { type: 'phone', pattern: bounded('\\([1-9]{2}\\) ?9\\d{4}-?\\d{4}'), base: 0.55, digits: 11, marks: MARK.BRACKET },
  { type: 'phone', pattern: bounded('\\([1-9]{2}\\) ?[2-5]\\d{3}-\\d{4}'), base: 0.5, digits: 10, marks: MARK.BRACKET },
  // Britain: areas 01, mobiles 07 and the large cities 02.
  {
    type: 'phone',
    pattern: bounded('01\\d{2} \\d{3} \\d{4}|01\\d{3} \\d{6}'),
    base: 0.4,
    digits: 11,
    marks: MARK.ZERO,
  },
  {
    type: 'phone',
    pattern: bounded('07\\d{3} \\d{3} ?\\d{3}|02\\d \\d{4} \\d{4}'),
    base: 0.5,
    digits: 11,
    marks: MARK.ZERO,
  },
  { type: 'phone', pattern: bounded('07\\d{9}'), base: 0.35, digits: 11, most: 11, marks: MARK.ZERO },
  {
    type: 'phone',
    pattern: bounded(`\\+?\\(?\\d(?:[ .()/-]{0,2}\\d){6,14}${EXTENSION}`),
    base: 0.25,
    digits: 7,
    needsCue: true,
    check: notADate,
  },
  {
    type: 'phone',
    pattern: bounded(`\\+(?!853|852|86|351)[1-9]\\d{0,2}(?:[ .-]{0,2}\\(?\\d{1,10}\\)?){1,6}${EXTENSION}`),
    base: 0.5,
    digits: 8,
    marks: MARK.PLUS,
    check: (value) => (/^\d{8,15}(?:X|EXT|$)/.test(compact(value)) ? 'none' : 'drop'),
  },
];
